"""Tables as people make them by hand: what the guess must get right, and what it must say it is unsure of."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from case.errors import ShoalError
from case.tables import read_posts
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


def _file(path: Path, rows: Rows, more: dict[str, Any]) -> Path:
    if path.suffix == ".xlsx":
        return _workbook(path, rows, merged=more.get("merged", False))
    return write_csv(
        path, rows, encoding=more.get("encoding", "utf-8-sig"), delimiter=more.get("delimiter", ",")
    )  # fmt: skip


def _case(name: str, rows: Rows, columns: dict[str, str | None], unsure: tuple[str, ...], **more: Any) -> Any:
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
    _case(
        "gbk_semicolons.csv",
        [("用户昵称", "发布时间", "正文", "链接", "点赞"),
         ("青石路口", "2024/12/3 10:22", "机盖就是铁皮；真的", "https://weibo.com/17/P2TFF0EX1", "1.2万"),
         ("晚风车友", "2024/12/3 10:25", "同感", "https://weibo.com/18/P2TFF0EX2", "3")],
        {"account_name": "用户昵称", "time": "发布时间", "text": "正文", "url": "链接", "likes": "点赞"},
        ("name no zone",), platform="weibo", posts=2, encoding="gb18030", delimiter=";",
    ),
    _case(
        "two_rows_of_heads.csv",
        [("Author", "", "Post", "", "Reactions", ""),
         ("Name", "Followers", "Text", "Date posted", "Shares", "Likes"),
         ("Ann Quarry", "120", "The hood is tin", "2024-12-03 10:22:01", "3", "12"),
         ("Ben Slate", "8", "Same here", "2024-12-03 10:25:44", "0", "3")],
        {"account_name": "Name", "followers": "Followers", "text": "Text", "time": "Date posted", "likes": "Likes"},
        ("platform is not known", "name no zone"), platform="other", posts=2,
    ),
    _case(
        "heads_twice.csv",
        [("user", "text", "time", "likes"), ("用户", "内容", "时间", "点赞数"),
         ("青石路口", "机盖就是铁皮", "2024-12-03 10:22:01", "12"), ("晚风车友", "同感", "2024-12-03 10:25:44", "3")],
        {"account_name": "用户", "text": "内容", "time": "时间", "likes": "点赞数"},
        ("platform is not known",), platform="other", posts=2,
    ),
    _case(
        "float_ids.csv",
        [("id", "用户id", "用户名", "内容", "时间"),
         ("1.23E+18", "1.7E+09", "青石路口", "机盖就是铁皮", "2024-12-03 10:22:01"),
         ("1.23E+18", "1.7E+09", "晚风车友", "同感", "2024-12-03 10:25:44")],
        {"handle": "用户名", "text": "内容", "time": "时间", "post_id": None, "account_id": None},
        ("ids in 'id' were rounded", "ids in '用户id' were rounded"), platform="other", posts=2,
    ),
    _case(
        "day_and_hour.xlsx",
        [("Date", "Time", "User Name", "Post Content", "No. of Likes", "Permalink", "Mood"),
         (datetime(2024, 12, 3), "10:22", "ann_q", "The hood is tin", 12, "https://x.com/ann_q/status/186301", "bad"),
         (datetime(2024, 12, 3), "10:25", "ben_s", "Same here", 3, "https://x.com/ben_s/status/186302", "bad")],
        {"time": "Date", "clock": "Time", "account_name": "User Name", "text": "Post Content",
         "likes": "No. of Likes", "url": "Permalink"},
        ("part of their heads, check them: likes = No. of Likes", "not used: Mood"), platform="x", posts=2,
        first_at="2024-12-03T10:22:00Z",
    ),
    _case(
        "forum_heads.csv",
        [("发帖人", "发帖时间", "帖子标题", "帖子内容", "回复数", "阅读量"),
         ("青石路口", "2024-12-03 10:22", "机盖", "就是铁皮", "3", "1.5万"),
         ("晚风车友", "2024-12-03 10:40", "求助", "怎么办", "1", "88")],
        {"account_name": "发帖人", "time": "发帖时间", "title": "帖子标题", "text": "帖子内容", "replies": "回复数",
         "views": "阅读量"},
        ("check them: title = 帖子标题",), platform="other", posts=2,
    ),
    _case(
        "video_comments.csv",
        [("平台", "账号昵称", "账号ID", "评论内容", "评论时间", "评论点赞数", "视频链接", "IP归属地"),
         ("抖音", "青石路口", "MS4wLjAB1", "机盖就是铁皮", "2024-12-03 10:22:01", "12",
          "https://www.douyin.com/video/744", "江苏"),
         ("抖音", "晚风车友", "MS4wLjAB2", "同感", "2024-12-03 10:25:44", "3",
          "https://www.douyin.com/video/744", "上海")],
        {"account_id": "账号ID", "account_name": "账号昵称", "text": "评论内容", "time": "评论时间",
         "likes": "评论点赞数", "region": "IP归属地", "url": None},
        ("'平台' names", "check them: account_name = 账号昵称", "not used: 视频链接"), platform="douyin",
        kind="comment", posts=2,
    ),
    _case(
        "utc_head.csv",
        [("Handle", "Tweet", "Timestamp (UTC)", "RTs", "Favs"),
         ("@ann_q", "The hood is tin", "2024-12-03 10:22", "3", "12"),
         ("@ben_s", "Same here", "2024-12-03 10:25", "0", "3")],
        {"handle": "Handle", "text": "Tweet", "time": "Timestamp (UTC)", "reposts": "RTs", "likes": "Favs"},
        ("read as UTC, which their head", "by the head 'Tweet'"), platform="x", posts=2,
        first_at="2024-12-03T10:22:00Z",
    ),
    _case(
        "monitor.csv",
        [("标题", "摘要", "来源", "作者", "发布时间", "原文链接", "情感", "转发数", "粉丝数"),
         ("机盖", "就是铁皮", "微博", "青石路口", "2024-12-03 10:22:01", "https://weibo.com/17/P2",
          "负面", "3", "1.2万"),
         ("求助", "怎么办", "小红书", "晚风车友", "2024-12-03 10:40:00", "https://www.xiaohongshu.com/explore/64aa01",
          "中性", "0", "88")],
        {"platform": "来源", "account_name": "作者", "time": "发布时间", "title": "标题", "text": "摘要",
         "url": "原文链接", "followers": "粉丝数", "client": None},
        ("platform of each row is the one that '来源' names", "not used: 情感"), platform="other", posts=2,
    ),
    _case(
        "two_names.csv",
        [("username", "full name", "post", "posted", "link in post", "views"),
         ("ann_q", "Ann Quarry", "The hood is tin", "03/12/2024", "https://shop.example/a", "1,200"),
         ("ben_s", "Ben Slate", "Same here", "04/12/2024", "https://shop.example/a", "88")],
        {"handle": "username", "account_name": "full name", "text": "post", "time": "posted", "links": "link in post"},
        ("can be read two ways",), platform="other", posts=2, order="dmy",
    ),
    _case(
        "traditional.csv",
        [("使用者", "留言內容", "留言時間", "按讚數", "留言連結"),
         ("青石路口", "機蓋就是鐵皮", "2024-12-03 10:22", "12", "https://www.facebook.com/c/posts/71?comment_id=1"),
         ("晚風車友", "同感", "2024-12-03 10:25", "3", "https://www.facebook.com/c/posts/71?comment_id=2")],
        {"account_name": "使用者", "text": "留言內容", "time": "留言時間", "likes": "按讚數", "url": "留言連結"},
        ("check them: text = 留言內容",), platform="facebook", kind="comment", posts=2,
    ),
    _case(
        "日报.xlsx",
        [("新车舆情监测日报（2024年12月3日）",), ("制表：值班",), ("",),
         ("序号", "平台", "发布者", "发布时间", "内容", "转发量", "点赞量", "原文链接"),
         ("1", "微博", "青石路口", "2024/12/3 下午3:05", "机盖就是铁皮", "1.2万", "3,450",
          "https://weibo.com/17/P2TFF0EX1"),
         ("2", "抖音", "晚风车友", "2024/12/3 上午9:15", "同感", "88", "10万+", "https://www.douyin.com/video/744")],
        {"platform": "平台", "account_name": "发布者", "time": "发布时间", "text": "内容", "reposts": "转发量",
         "likes": "点赞量", "url": "原文链接"},
        ("platform of each row", "not used: 序号"), platform="other", posts=2, first_at="2024-12-03T15:05:00Z",
        first={"reposts": 12_000, "likes": 3450},
    ),
    _case(
        "german.csv",
        [("Account", "Account link", "Posted on", "Comment text", "Likes"),
         ("ann_q", "https://www.instagram.com/ann_q/", "03.12.2024 15:05", "The hood; is tin", "1.204"),
         ("ben_s", "https://www.instagram.com/ben_s/", "14.12.2024 08:00", "Same here", "3")],
        {"account_name": "Account", "time": "Posted on", "text": "Comment text", "likes": "Likes", "url": None},
        ("not used: Account link",), platform="instagram", kind="comment", posts=2, delimiter=";", order="dmy",
        first={"likes": 1204},
    ),
    _case(
        "rounded_with_links.csv",
        [("Tweet ID", "User", "Created", "Content", "RT count", "Tweet link"),
         ("1.86388E+18", "@ann_q", "Dec 3, 2024 3:05 PM", "The hood is tin", "1.2K",
          "https://x.com/ann_q/status/1863876543210987654"),
         ("1.86388E+18", "@ben_s", "Dec 3, 2024 3:06 PM", "Same here", "3",
          "https://x.com/ben_s/status/1863876543210999999")],
        {"handle": "User", "account_name": None, "post_id": "Tweet link", "reposts": "RT count"},
        ("ids in 'Tweet ID' were rounded", "ids of the posts are taken from their addresses"), platform="x", posts=2,
        first={"key": "x:1863876543210987654", "reposts": 1200},
    ),
    _case(
        "评论.txt",
        [("用户ID", "用户名", "评论时间", "评论内容", "点赞"),
         ("7012345678", "青石路口", "2024年12月3日 下午3点05分", "机盖就是铁皮", "1.2w"),
         ("7012345679", "晚风车友", "2024年12月3日 15时07分", "同感", "3")],
        {"account_id": "用户ID", "handle": "用户名", "time": "评论时间", "text": "评论内容", "likes": "点赞"},
        ("platform is not known",), platform="other", kind="comment", posts=2, encoding="gb18030", delimiter="\t",
        first_at="2024-12-03T15:05:00Z",
    ),
    _case(
        "two_languages.xlsx",
        [("Video ID", "Commenter 昵称", "Comment 评论", "Time 时间", "👍"),
         ("744", "青石路口", "机盖就是铁皮", "2024-12-03 15:05:00", "2.3万"),
         ("744", "晚风车友", "=1+1 同感", "2024-12-03 15:06:00", "1")],
        {"post_id": None, "account_name": "Commenter 昵称", "text": "Comment 评论", "time": "Time 时间", "likes": "👍"},
        ("ids in 'Video ID' are shared by rows with other words", "time = Time 时间"), platform="other",
        kind="comment", posts=2,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "rows", "columns", "unsure", "more"), TABLES)
def test_a_hand_made_table_is_understood_as_a_person_would(
    tmp_path: Path, name: str, rows: Rows, columns: dict[str, str | None], unsure: tuple[str, ...], more: dict[str, Any]
) -> None:
    path = _file(tmp_path / name, rows, more)
    found = sniff(path)
    assert found.format == "table"
    assert found.mapping is not None
    guessed = found.mapping["columns"]
    assert {role: guessed.get(role) for role in columns} == columns
    assert found.mapping["platform"] == more["platform"]
    assert found.mapping["kind"] == more.get("kind", "post")
    assert found.mapping["time"].get("order") == more.get("order")
    if "first_at" in more:
        assert found.rows[0]["at"] == more["first_at"]
    assert more.get("first", {}).items() <= found.rows[0].items()
    for doubt in unsure:
        assert any(doubt in warning for warning in found.warnings), (doubt, found.warnings)


@pytest.mark.parametrize(("name", "rows", "columns", "unsure", "more"), TABLES)
def test_every_row_of_a_hand_made_table_becomes_a_post(
    tmp_path: Path, name: str, rows: Rows, columns: dict[str, str | None], unsure: tuple[str, ...], more: dict[str, Any]
) -> None:
    path = _file(tmp_path / name, rows, more)
    _, result = load_one(tmp_path / "out", path, timezone="Asia/Shanghai")
    assert (result.records, result.used, result.rejects) == (more["posts"], more["posts"], 0)


HEADS = ("昵称", "内容", "时间")


def _day(day: int) -> Rows:
    return [
        HEADS,
        ("青石路口", f"机盖就是铁皮 {day}", datetime(2024, 12, day, 10, 22)),
        ("晚风车友", f"同感 {day}", ""),
    ]


def test_all_sheets_with_the_same_heads_are_read_and_others_named(tmp_path: Path) -> None:
    path = tmp_path / "days.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, rows in (("3日", _day(3)), ("说明", [("人工整理",)]), ("4日", [("题目",), *_day(4)]), ("空", [])):
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    sheet.write(number, column, value, book.add_format({"num_format": "yyyy-mm-dd hh:mm"}))
    case, result = load_one(tmp_path / "out", path, timezone="Asia/Shanghai")
    assert (result.records, result.used) == (4, 4)
    texts = set(read_posts(case).collect()["text"])
    assert texts == {"机盖就是铁皮 3", "同感 3", "机盖就是铁皮 4", "同感 4"}
    assert any("sheets with other heads are not read: 说明 (1 rows);" in warning for warning in result.warnings)


@pytest.mark.parametrize("ids", [False, True])
def test_heads_that_stand_between_the_rows_are_no_post(tmp_path: Path, ids: bool) -> None:
    rows: Rows = [
        HEADS, ("青石路口", "机盖就是铁皮", "2024-12-03 10:22"), HEADS, ("晚风车友", "同感", "2024-12-03 10:25")
    ]  # fmt: skip
    if ids:
        rows = [("微博id" if row is HEADS else f"P{number}", *row) for number, row in enumerate(rows)]
    _, result = load_one(tmp_path / "out", write_csv(tmp_path / "m.csv", rows), timezone="Asia/Shanghai")
    assert (result.records, result.used, result.rejects) == (3, 2, 1)


def test_a_day_of_collection_gives_page_times_their_year(tmp_path: Path) -> None:
    rows = next(one.values[1] for one in TABLES if one.values[0] == "crawl_page_times.csv")
    path = write_csv(tmp_path / "c.csv", rows)
    found = sniff(path, LoadOptions(timezone="Asia/Shanghai", collected_at="2024-12-04"))
    assert [row["at"] for row in found.rows] == ["2024-12-03T02:22:00Z", "2024-12-03T02:25:00Z"]


def test_rows_of_several_platforms_get_keys_of_their_own(tmp_path: Path) -> None:
    rows = next(one.values[1] for one in TABLES if one.values[0] == "monitor.csv")
    case, _ = load_one(tmp_path, write_csv(tmp_path / "m.csv", rows), timezone="Asia/Shanghai")
    assert sorted(read_posts(case).collect()["platform"]) == ["weibo", "xhs"]


def test_heads_that_say_nothing_are_refused_with_their_names(tmp_path: Path) -> None:
    with pytest.raises(ShoalError, match="机盖, 铁皮, 价格"):
        sniff(write_csv(tmp_path / "n.csv", [("机盖", "铁皮", "价格"), ("a", "b", "3"), ("c", "d", "4")]))
