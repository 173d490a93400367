from pathlib import Path

import pytest

from case.tables import read_posts
from loaders.values.addresses import post_id_in
from tests.unit.loaders.writing import load_one, write_csv


@pytest.mark.parametrize(
    ("address", "platform", "expected"),
    [
        ("https://x.com/ann_q/status/1863000000000000001?s=20", "x", "1863000000000000001"),
        ("https://twitter.com/i/web/statuses/12345", "x", "12345"),
        ("https://weibo.com/1700000001/OlYFDfult", "weibo", "5052381093691571"),
        ("https://m.weibo.cn/detail/5052381093691571", "weibo", "5052381093691571"),
        (
            "https://www.xiaohongshu.com/explore/64aa0164aa0164aa0164aa01?xsec_token=1",
            "xhs",
            "64aa0164aa0164aa0164aa01",
        ),
        ("https://www.douyin.com/video/7440000000000000001", "douyin", "7440000000000000001"),
        ("https://www.youtube.com/watch?v=abcdefghi-1&t=3", "youtube", "abcdefghi-1"),
        ("https://www.reddit.com/r/cars/comments/1abcd2/title/kxyz12/", "reddit", "t1_kxyz12"),
        ("https://www.reddit.com/r/cars/comments/1abcd2/title/", "reddit", "t3_1abcd2"),
        ("https://x.com/ann_q", "x", None),
        ("https://weibo.com/u/1700000001", "weibo", None),
        ("https://www.instagram.com/p/Cabcdef/", "instagram", None),
    ],
)
def test_an_address_holds_the_id_that_exports_hold(address: str, platform: str, expected: str | None) -> None:
    assert post_id_in(address, platform) == expected


HEADS = ("id", "user", "text", "time", "url")


def test_rounded_ids_are_rebuilt_from_the_addresses(tmp_path: Path) -> None:
    rows = [("1.863E+18", "ann", f"text {n}", "2024-12-03T10:22:00Z", f"https://x.com/ann/status/186300000000000000{n}")
            for n in range(1, 4)]  # fmt: skip
    case, result = load_one(tmp_path, write_csv(tmp_path / "p.csv", [HEADS, *rows]))
    assert sorted(read_posts(case).collect()["key"]) == [f"x:186300000000000000{n}" for n in range(1, 4)]
    assert any("taken from their addresses in 'url'" in warning for warning in result.warnings)


def test_a_page_that_several_rows_share_names_none_of_them(tmp_path: Path) -> None:
    rows = [("", f"user{n}", f"text {n}", "2024-12-03T10:22:00Z", "https://x.com/ann/status/1863000000000000001")
            for n in range(3)]  # fmt: skip
    case, result = load_one(tmp_path, write_csv(tmp_path / "p.csv", [HEADS, *rows]))
    assert (result.used, read_posts(case).collect().height) == (3, 3)


def test_a_table_of_days_says_that_it_has_no_timing(tmp_path: Path) -> None:
    rows = [("user", "text", "date"), ("ann", "one", "2024-12-03"), ("ben", "two", "2024-12-04")]
    _, result = load_one(tmp_path, write_csv(tmp_path / "p.csv", rows), timezone="UTC")
    assert any("days only" in warning for warning in result.warnings)


def test_a_text_that_the_page_cut_is_counted(tmp_path: Path) -> None:
    rows = [("user", "text", "time"), ("ann", "机盖就是铁皮，第三次了…全文", "2024-12-03T10:22:00Z"),
            ("ben", "全文转发给大家看", "2024-12-03T10:22:00Z")]  # fmt: skip
    _, result = load_one(tmp_path, write_csv(tmp_path / "p.csv", rows))
    assert [warning for warning in result.warnings if "page cut" in warning] == [
        "1 x text that the page cut (…全文, …展开): copies with and without the cut do not join"
    ]
