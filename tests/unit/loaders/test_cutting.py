import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.cutting import can_be_cut, cut
from loaders.head import Head
from loaders.opening import RawFile
from loaders.reading import read_lines, read_rows
from loaders.records import Broken

NOWHERE = RawFile(Path("nowhere"))
_SETTINGS = settings(max_examples=150, deadline=None)
_CELLS = st.text(alphabet='ab,"\n\r刹\u2028', max_size=6)


def _table(columns: tuple[str, ...], above: int = 0) -> Head:
    return Head(NOWHERE, "utf-8", "table", columns=columns, above=above)


def _plain(read: object) -> list[object]:
    return [(value.reason, value.text) if isinstance(value, Broken) else value for _, value in read]  # type: ignore[attr-defined]


@given(
    rows=st.lists(st.tuples(_CELLS, _CELLS), max_size=20), size=st.integers(1, 40), above=st.integers(0, 2),
    line_end=st.sampled_from(["\n", "\r\n"]), tail=st.sampled_from(["", "x", '"open', "\n\n"]),
)  # fmt: skip
@_SETTINGS
def test_a_table_in_pieces_holds_the_rows_of_the_whole(
    rows: list[tuple[str, str]], size: int, line_end: str, above: int, tail: str
) -> None:
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator=line_end)
    writer.writerows([("a title",)] * above)
    writer.writerow(("one", "two"))
    writer.writerows(rows)
    text, head = written.getvalue() + tail, _table(("one", "two"), above)
    whole = _plain(read_rows(io.StringIO(text, newline=""), head))
    pieces = list(cut(io.StringIO(text, newline=""), head, size=size))
    assert [row for piece in pieces for row in _plain(read_rows(io.StringIO(piece, newline=""), head))] == whole


@given(
    lines=st.lists(st.sampled_from(['{"a": 1}', "", "{cut", '{"a": "x\u2028y"}', " [1]"]), max_size=20),
    size=st.integers(1, 60),
)
@_SETTINGS
def test_lines_in_pieces_are_the_lines_of_the_whole_with_their_numbers(lines: list[str], size: int) -> None:
    text = "\n".join(lines)
    pieces = list(cut(io.StringIO(text, newline=""), Head(NOWHERE, "utf-8", "lines"), size=size))
    assert "".join(pieces) == text
    found, before = [], 0
    for piece in pieces:
        found += [(before + place, str(value)) for place, value in read_lines(io.StringIO(piece, newline=""))]
        before += piece.count("\n")
    assert found == [(place, str(value)) for place, value in read_lines(io.StringIO(text, newline=""))]


def test_a_row_longer_than_a_piece_stays_whole() -> None:
    text = 'one,two\na,"' + "line\n" * 1000 + '"\nb,c\n'
    *_, last = cut(io.StringIO(text, newline=""), _table(("one", "two")), size=10)
    assert last == "one,two\nb,c\n"


@pytest.mark.parametrize(
    ("shape", "line_end", "expected"),
    [("lines", "", True), ("table", "", True), ("table", "\r", False), ("json", "", False), ("workbook", "", False)],
)
def test_lines_and_rows_can_be_cut(shape: str, line_end: str, expected: bool) -> None:
    assert can_be_cut(Head(NOWHERE, "utf-8", shape, line_end=line_end)) is expected


@given(value=st.recursive(st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(), st.lists))
@_SETTINGS
def test_a_line_reads_as_the_standard_library_reads_it(value: object) -> None:
    line = json.dumps({"a": value, "b": "\ud800"} if value is None else {"a": value})
    ((_, read),) = read_lines(io.StringIO(line))
    assert read == json.loads(line)
    assert str(read) == str(json.loads(line))  # 1 is not 1.0
