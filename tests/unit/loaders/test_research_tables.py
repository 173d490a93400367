"""Ten tables as people make them by hand: what the guess must get right, and what it must say it is unsure of."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from loaders.loading import sniff
from loaders.options import LoadOptions
from tests.unit.loaders.writing import load_one, write_csv

Rows = Sequence[Sequence[Any]]


def _workbook(path: Path, rows: Rows, *, merged: bool = False) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Sheet1")
        day = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, datetime):
                    sheet.write_datetime(number, column, value, day)
                else:
                    sheet.write(number, column, value)
        if merged:
            sheet.merge_range(0, 0, 0, len(rows[1]) - 1, rows[0][0])
    return path


def _case(name: str, rows: Rows, columns: dict[str, str], unsure: tuple[str, ...], **more: Any) -> Any:
    return pytest.param(name, rows, columns, unsure, more, id=name)


TABLES = [
    _case(
        "weibo_hot.csv",
        [("序号", "博主", "微博内容", "发布时间", "转发", "评论数", "点赞", "链接"),
         ("1", "青石路口", "机盖就是铁皮", "2024/12/3 10:22", "3", "1", "1.2万", "https://weibo.com/17/P2TFF0EX1"),
         ("2", "晚风车友", "同感", "2024/12/3 10:25", "0", "0", "3", "https://weibo.com/18/P2TFF0EX2")],
        {"account_name": "博主", "text": "微博内容", "time": "发布时间", "likes": "点赞", "url": "链接"},
        ("name no zone",), platform="weibo", posts=2,
    ),
    _case(
        "评论整理.xlsx",
        [("霁行机盖事件 评论整理（12月3日导出）",), ("用户昵称", "IP属地", "评论内容", "评论时间", "点赞数"),
         ("青石路口", "江苏", "机盖就是铁皮", "2024-12-03 10:22:01", "12"),
         ("晚风车友", "上海", "同感，我也是", "2024-12-03 10:25:44", "3")],
        {"account_name": "用户昵称", "region": "IP属地", "text": "评论内容", "time": "评论时间", "likes": "点赞数"},
        ("platform is not known", "name no zone"), platform="other", kind="comment", posts=2, merged=True,
    ),
    _case(
        "coded_tweets.csv",
        [("coder", "tweet_url", "screen_name", "created_at", "tweet_text", "stance"),
         ("A", "https://twitter.com/ann_q/status/1863000000001", "ann_q", "Dec 3, 2024", "The hood is tin", "neg"),
         ("B", "https://twitter.com/ben_s/status/1863000000002", "ben_s", "Dec 3, 2024", "Same here", "neg")],
        {"handle": "screen_name", "text": "tweet_text", "url": "tweet_url", "time": "created_at"},
        ("name no zone",), platform="x", posts=2,
    ),
    _case(
        "us_dates.csv",
        [("Date", "Author", "Message", "Shares"), ("12/3/24 10:22", "Ann Quarry", "The hood is tin", "1,204"),
         ("12/14/24 9:05", "Ben Slate", "Same here", "3")],
        {"time": "Date", "account_name": "Author", "text": "Message", "reposts": "Shares"},
        ("platform is not known", "name no zone"), platform="other", posts=2, order="mdy",
    ),
    _case(
        "either_dates.csv",
        [("user", "comment", "date"), ("ann_q", "The hood is tin", "3/12/2024 10:22"),
         ("ben_s", "Same here", "4/12/2024 10:22")],
        {"account_name": "user", "text": "comment", "time": "date"},
        ("can be read two ways", "platform is not known"), platform="other", posts=2, order="dmy",
    ),
    _case(
        "excel_days.xlsx",
        [("内容", "作者", "日期", "ID"), ("机盖就是铁皮", "青石路口", datetime(2024, 12, 3, 10, 22), "P1"),
         ("同感", "晚风车友", datetime(2024, 12, 4, 9, 5), "P2")],
        {"text": "内容", "account_name": "作者", "time": "日期", "post_id": "ID"},
        ("platform is not known",), platform="other", posts=2,
    ),
    _case(
        "rounded_ids.xlsx",
        [("note_id", "user_id", "nickname", "content", "time"),
         (5106906590157000.0, 1700000001, "青石路口", "机盖就是铁皮", "2024-12-03 10:22:01"),
         (5106906590158000.0, 1700000002, "晚风车友", "同感", "2024-12-03 10:25:44"),
         (5106906590159000.0, 1700000003, "老周说车", "路过", "2024-12-03 10:26:10")],
        {"account_id": "user_id", "account_name": "nickname", "text": "content", "time": "time"},
        ("rounded by a table program", "platform is not known"), platform="other", posts=3,
    ),
    _case(
        "forum_posts.csv",
        [("标题", "正文", "发布者", "发表时间", "浏览量", "地址"),
         ("机盖", "就是铁皮", "青石路口", "2024年12月3日 10:22", "1.5万", "http://bbs.cars.example/t/1"),
         ("求助", "怎么办", "晚风车友", "2024年12月3日 10:40", "88", "http://bbs.cars.example/t/2")],
        {"title": "标题", "text": "正文", "account_name": "发布者", "time": "发表时间", "views": "浏览量",
         "url": "地址"},
        ("named cars.example",), platform="cars.example", posts=2,
    ),
    _case(
        "crawl_page_times.csv",
        [("昵称", "评论", "时间"), ("青石路口", "机盖就是铁皮", "昨天 10:22"), ("晚风车友", "同感", "12-03 10:25")],
        {"account_name": "昵称", "text": "评论", "time": "时间"},
        ("--collected-at", "platform is not known"), platform="other", posts=2, untimed=2,
    ),
    _case(
        "facebook_list.csv",
        [("exported by", "project hood"), ("",),
         ("Post ID", "Page", "Author", "Posted At", "Text", "Likes", "Permalink"),
         ("71", "Cars", "Ann Quarry", "2024-12-03T10:22:01Z", "The hood is tin", "12",
          "https://www.facebook.com/cars/posts/71"),
         ("72", "Cars", "Ben Slate", "2024-12-03T10:25:44Z", "Same here", "3",
          "https://www.facebook.com/cars/posts/72")],
        {"post_id": "Post ID", "account_name": "Author", "time": "Posted At", "text": "Text", "likes": "Likes",
         "url": "Permalink"},
        (), platform="facebook", posts=2,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "rows", "columns", "unsure", "more"), TABLES)
def test_a_hand_made_table_is_understood_as_a_person_would(
    tmp_path: Path, name: str, rows: Rows, columns: dict[str, str], unsure: tuple[str, ...], more: dict[str, Any]
) -> None:
    if name.endswith(".xlsx"):
        path = _workbook(tmp_path / name, rows, merged=more.get("merged", False))
    else:
        path = write_csv(tmp_path / name, rows, encoding="utf-8-sig")
    found = sniff(path)
    assert found.format == "table"
    assert found.mapping is not None
    guessed = found.mapping["columns"]
    assert {role: guessed.get(role) for role in columns} == columns
    assert found.mapping["platform"] == more["platform"]
    assert found.mapping["kind"] == more.get("kind", "post")
    assert found.mapping["time"].get("order") == more.get("order")
    for doubt in unsure:
        assert any(doubt in warning for warning in found.warnings), (doubt, found.warnings)


@pytest.mark.parametrize(("name", "rows", "columns", "unsure", "more"), TABLES)
def test_every_row_of_a_hand_made_table_becomes_a_post(
    tmp_path: Path, name: str, rows: Rows, columns: dict[str, str], unsure: tuple[str, ...], more: dict[str, Any]
) -> None:
    if name.endswith(".xlsx"):
        path = _workbook(tmp_path / name, rows, merged=more.get("merged", False))
    else:
        path = write_csv(tmp_path / name, rows, encoding="utf-8-sig")
    _, result = load_one(tmp_path / "out", path, timezone="Asia/Shanghai")
    assert (result.records, result.used, result.rejects) == (more["posts"], more["posts"], 0)


def test_a_day_of_collection_gives_page_times_their_year(tmp_path: Path) -> None:
    rows = next(one.values[1] for one in TABLES if one.values[0] == "crawl_page_times.csv")
    path = write_csv(tmp_path / "c.csv", rows)
    found = sniff(path, LoadOptions(timezone="Asia/Shanghai", collected_at="2024-12-04"))
    assert [row["at"] for row in found.rows] == ["2024-12-03T02:22:00Z", "2024-12-03T02:25:00Z"]
