import pytest

from loaders.encoding import detect_encoding

CHINESE = "用户名,评论内容\n青石路口,这个刹车的问题到底是谁来负责，说了三次还是没有人管\n" * 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_chinese_table_is_read_in_its_own_encoding(encoding: str) -> None:
    data = CHINESE.encode(encoding)
    found = detect_encoding(data)
    assert found is not None
    assert data.decode(found).lstrip("\ufeff") == CHINESE


def test_a_head_that_ends_inside_a_character_is_still_utf8() -> None:
    assert detect_encoding(CHINESE.encode()[:-2]) == "utf-8"


def test_western_text_is_not_taken_for_chinese() -> None:
    text = "Prénom;Métier\nZoë;naïve artist in São Paulo, déjà vu and a crème brûlée\n" * 5
    assert detect_encoding(text.encode("cp1252")) not in (None, "gb18030", "utf-8")


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n" + bytes(100), b"SQLite format 3\x00" + bytes(100), bytes(range(256)) * 20]
)
def test_a_binary_file_is_no_text(data: bytes) -> None:
    assert detect_encoding(data) is None
