import io
from pathlib import Path

import pytest

from loaders.head import take_head
from loaders.opening import RawFile, open_text
from loaders.reading import read_lines, read_rows, read_values
from loaders.records import Broken


def _rows(tmp_path: Path, data: bytes) -> list[tuple[int, object]]:
    path = tmp_path / "t.csv"
    path.write_bytes(data)
    head = take_head(RawFile(path))
    with open_text(head.file, head.encoding, line_end=head.line_end) as text:
        return list(read_rows(text, head))


def test_json_lines_are_split_at_line_feeds_only() -> None:
    text = io.StringIO('{"a": "x\u2028y\u0085z"}\n\n{"a": 2}\r\n', newline="")
    assert list(read_lines(text)) == [(1, {"a": "x\u2028y\u0085z"}), (3, {"a": 2})]


def test_a_cut_last_line_is_broken_and_the_rest_is_read() -> None:
    (_, first), (place, last) = read_lines(io.StringIO('{"a": 1}\n{"a": "cu'))
    assert first == {"a": 1}
    assert place == 2
    assert isinstance(last, Broken)
    assert last.text == '{"a": "cu'


@pytest.mark.parametrize("document", ['[{"a": 1}, {"a": 2}]', '{"a": 1}\n{"a": 2}', ' [ {"a":1},\n{"a":2}\n]\n'])
def test_arrays_and_sequences_give_the_same_values(document: str) -> None:
    assert list(read_values(io.StringIO(document))) == [{"a": 1}, {"a": 2}]


def test_an_array_longer_than_the_buffer_is_read_whole() -> None:
    document = "[" + ",".join('{"a": "%s"}' % ("x" * 1000) for _ in range(1000)) + "]"
    assert len(list(read_values(io.StringIO(document)))) == 1000


def test_a_cut_array_gives_what_is_whole_and_one_broken() -> None:
    *whole, last = read_values(io.StringIO('[{"a": 1}, {"a": 2}, {"a'))
    assert whole == [{"a": 1}, {"a": 2}]
    assert isinstance(last, Broken)


def test_quoted_cells_may_hold_line_ends(tmp_path: Path) -> None:
    assert _rows(tmp_path, b'a,b\r\n1,"two\nlines"\r\n2,x\r\n') == [
        (1, {"a": "1", "b": "two\nlines"}),
        (2, {"a": "2", "b": "x"}),
    ]


@pytest.mark.parametrize("end", [b'"never closed,3\n4,5,6\n', b'x,"never closed\n4,5,6', b'"'])
def test_a_quote_that_is_never_closed_swallows_no_row_in_silence(tmp_path: Path, end: bytes) -> None:
    first, second, last = _rows(tmp_path, b'a,b,c\n1,"two, here",3\nx,in"side,3\n2,' + end)
    assert first == (1, {"a": "1", "b": "two, here", "c": "3"})
    assert second == (2, {"a": "x", "b": 'in"side', "c": "3"})
    assert isinstance(last[1], Broken)
    assert "never closed, the table is damaged from here on" in last[1].reason
    assert last[1].text == "2," + end.decode().replace('"', "")


def test_rows_that_end_in_cr_alone_keep_their_line_feeds(tmp_path: Path) -> None:
    assert _rows(tmp_path, b"a,b\r1,two\nlines\r2,x\r") == [
        (1, {"a": "1", "b": "two\nlines"}),
        (2, {"a": "2", "b": "x"}),
    ]


def test_an_empty_first_line_a_mark_and_a_trailing_comma_do_no_harm(tmp_path: Path) -> None:
    assert _rows(tmp_path, b"\r\na,b\n1,2,\n") == [(1, {"a": "1", "b": "2"})]
    assert _rows(tmp_path, b"\xef\xbb\xbfa,b\n1,2\n") == [(1, {"a": "1", "b": "2"})]


def test_a_short_row_is_filled_but_a_cut_last_one_is_broken(tmp_path: Path) -> None:
    first, last = _rows(tmp_path, b"a,b,c\n1,2\n3,4")
    assert first == (1, {"a": "1", "b": "2", "c": ""})
    assert isinstance(last[1], Broken)


def test_a_row_with_too_many_cells_is_broken(tmp_path: Path) -> None:
    ((_, row),) = _rows(tmp_path, b"a,b\n1,2,3\n")
    assert isinstance(row, Broken)


def test_tabs_and_semicolons_are_found(tmp_path: Path) -> None:
    assert _rows(tmp_path, b"a\tb\n1,5\t2\n") == [(1, {"a": "1,5", "b": "2"})]
    assert _rows(tmp_path, b"a;b\n1,5;2\n") == [(1, {"a": "1,5", "b": "2"})]


def test_lines_over_the_header_are_left_out(tmp_path: Path) -> None:
    data = "导出：12月3日,\n\n用户,内容,时间\n甲,铁皮,今天\n乙,同感,昨天\n".encode()
    assert _rows(tmp_path, data) == [
        (1, {"用户": "甲", "内容": "铁皮", "时间": "今天"}),
        (2, {"用户": "乙", "内容": "同感", "时间": "昨天"}),
    ]


def test_a_header_over_fuller_or_emptier_rows_stays_the_header(tmp_path: Path) -> None:
    assert _rows(tmp_path, b"a,b,\n1,2,3\n4,5,6\n")[0] == (1, {"a": "1", "b": "2", "": "3"})
    assert _rows(tmp_path, b"a,b,c,d\n1,,,\n2,,,\n")[0] == (1, {"a": "1", "b": "", "c": "", "d": ""})


def test_a_cut_character_of_utf_16_loses_no_row(tmp_path: Path) -> None:
    whole = "a,b\n1,2\n3,4\n".encode("utf-16")
    assert [place for place, _ in _rows(tmp_path, whole[:-1])] == [1, 2]
