"""MediaCrawler: each platform's contents and comments, as files of every kind."""

import gzip
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from case.errors import ShoalError
from case.tables import read_accounts, read_posts
from tests.unit.loaders.writing import load_one, write_csv, write_json, write_lines

HASH = "0a1b2c3d4e5f6071"
BY = {"creator_hash": HASH, "nickname": "青***口"}
WEIBO = {
    "note_id": "5106906590157419", "content": "刹车片换了三次还是响 #霁行#", "create_time": 1733192521,
    "create_date_time": "2024-12-03 10:22:01+08:00", "liked_count": "1.2万", "comments_count": "3",
    "shared_count": "4", "note_url": "https://m.weibo.cn/detail/5106906590157419", **BY,
}  # fmt: skip
WEIBO_COMMENT = {
    "comment_id": "5106906590157500", "create_time": 1733192600, "create_date_time": "2024-12-03 10:23:20+08:00",
    "note_id": "5106906590157419", "content": "我也遇到了", "sub_comment_count": "0", "comment_like_count": "2",
    "parent_comment_id": "5106906590157500", **BY,
}  # fmt: skip
DOUYIN = {
    "aweme_id": "7440000000000000001", "title": "车评", "desc": "车评", "create_time": 1733192521, "liked_count": "9",
    "comment_count": "1", "share_count": "2", "aweme_url": "https://www.douyin.com/video/7440000000000000001",
    "music_download_url": "https://sound.example/obj/ies-music/7001112223.mp3", **BY,
}  # fmt: skip
DOUYIN_COMMENT = {
    "comment_id": "7440000000000000077", "aweme_id": "7440000000000000001", "content": "机盖是铁皮", "pictures": "",
    "create_time": 1733192600, "sub_comment_count": "0", "like_count": 0, "parent_comment_id": "0", **BY,
}  # fmt: skip
BILIBILI = {
    "video_id": "113000000000001", "title": "Hood test", "desc": "A sheet of metal", "create_time": 1733192521,
    "video_play_count": "10万", "video_danmaku": "7", "video_comment": "5", "video_share_count": "1",
    "liked_count": "8", "video_url": "https://www.bilibili.com/video/av113000000000001", **BY,
}  # fmt: skip
BILIBILI_COMMENT = {
    "comment_id": "113000000000001", "parent_comment_id": "0", "create_time": 1733192600,
    "video_id": "113000000000001", "content": "mine too", "sub_comment_count": "0", "like_count": 3, **BY,
}  # fmt: skip
KUAISHOU = {
    "video_id": "3xabcdefg", "title": "试车", "desc": "试车", "create_time": 1733192521000, "liked_count": "5",
    "viewd_count": "1.1万", "video_url": "https://www.kuaishou.com/short-video/3xabcdefg", **BY,
}  # fmt: skip
KUAISHOU_COMMENT = {
    "comment_id": "88001", "create_time": 1733192600000, "video_id": "3xabcdefg", "content": "响得厉害",
    "sub_comment_count": "0", **BY,
}  # fmt: skip
FORUM = {"creator_hash": HASH, "user_nickname": "晚*"}
TIEBA = {
    "note_id": "9200000001", "title": "机盖的事", "desc": "说说看", "publish_time": "2024-12-03 10:22",
    "tieba_name": "霁行吧", "total_replay_num": 5, "note_url": "https://tieba.baidu.com/p/9200000001", **FORUM,
}  # fmt: skip
TIEBA_COMMENT = {
    "comment_id": "9200000001", "parent_comment_id": "", "content": "同意楼主", "publish_time": "2024-12-03 10:23",
    "note_id": "9200000001", "tieba_name": "霁行吧", "sub_comment_count": 0, **FORUM,
}  # fmt: skip
ZHIHU = {
    "content_id": "55001", "content_type": "answer", "content_text": "<p>先说结论&amp;理由</p>", "title": "机盖？",
    "created_time": 1733192521, "voteup_count": 7, "comment_count": 1,
    "content_url": "https://www.zhihu.com/question/1/answer/55001", **FORUM,
}  # fmt: skip
ZHIHU_COMMENT = {
    "comment_id": "55001", "parent_comment_id": "0", "content": "有理", "publish_time": 1733192600,
    "like_count": 1, "dislike_count": 0, "content_id": "55001", "content_type": "answer", **FORUM,
}  # fmt: skip
PAIRS = [
    ("weibo", WEIBO, WEIBO_COMMENT, "weibo:5106906590157419", "weibo:5106906590157500"),
    ("douyin", DOUYIN, DOUYIN_COMMENT, "douyin:7440000000000000001", "douyin:7440000000000000077"),
    ("bilibili", BILIBILI, BILIBILI_COMMENT, "bilibili:113000000000001", "bilibili:comment/113000000000001"),
    ("kuaishou", KUAISHOU, KUAISHOU_COMMENT, "kuaishou:3xabcdefg", "kuaishou:88001"),
    ("tieba", TIEBA, TIEBA_COMMENT, "tieba:9200000001", "tieba:comment/9200000001"),
    ("zhihu", ZHIHU, ZHIHU_COMMENT, "zhihu:answer/55001", "zhihu:comment/55001"),
]  # fmt: skip


def _table(records: Sequence[dict[str, Any]]) -> list[tuple[str, ...]]:
    return [tuple(records[0]), *(tuple(str(value) for value in record.values()) for record in records)]


@pytest.mark.parametrize(("platform", "content", "comment", "key", "answer"), PAIRS)
def test_contents_and_comments_are_read(
    tmp_path: Path, platform: str, content: dict[str, Any], comment: dict[str, Any], key: str, answer: str
) -> None:
    broken = {**content, next(iter(content)): ""}
    path = write_lines(tmp_path / "contents.jsonl", [content, content, broken])
    case, result = load_one(tmp_path, path, timezone="Asia/Shanghai")
    assert (result.format, result.used, result.duplicates, result.rejects) == (f"{platform}-mediacrawler", 1, 1, 1)
    (post,) = read_posts(case).collect().iter_rows(named=True)
    assert (post["key"], post["account"], post["kind"]) == (key, f"{platform}:~sha256:{HASH}", "post")
    assert str(post["at"])[:16] == "2024-12-03 02:22"
    other, result = load_one(
        tmp_path / "comments", write_csv(tmp_path / "c.csv", _table([comment])), timezone="Asia/Shanghai"
    )
    assert (result.format, result.used) == (f"{platform}-mediacrawler", 1)
    (post,) = read_posts(other).collect().iter_rows(named=True)
    assert (post["key"], post["kind"], post["reply_to"]) == (answer, "comment", key)
    assert str(post["at"])[:16] == "2024-12-03 02:23"


def test_counts_tags_and_titles_are_levelled(tmp_path: Path) -> None:
    case, _ = load_one(tmp_path, write_json(tmp_path / "w.json", [WEIBO]))
    (post,) = read_posts(case).collect().iter_rows(named=True)
    assert (post["likes"], post["reposts"], post["url"]) == (12_000, 4, WEIBO["note_url"])
    other, _ = load_one(tmp_path / "b", write_json(tmp_path / "b.json", [BILIBILI]))
    (post,) = read_posts(other).collect().iter_rows(named=True)
    assert (post["text"], post["views"]) == ("Hood test\nA sheet of metal", 100_000)
    third, _ = load_one(tmp_path / "z", write_json(tmp_path / "z.json", [ZHIHU]))
    assert read_posts(third).collect()["text"].to_list() == ["机盖？\n先说结论&理由"]


def test_an_older_file_with_user_ids_is_read_by_them(tmp_path: Path) -> None:
    old = {name: value for name, value in WEIBO.items() if name != "creator_hash"}
    old |= {"user_id": "1700000001", "nickname": "青石路口", "ip_location": "江苏"}
    case, _ = load_one(tmp_path, write_json(tmp_path / "w.json", [old]))
    assert read_posts(case).collect().select("account", "region").row(0) == ("weibo:1700000001", "江苏")


def test_a_masked_name_of_one_star_joins_nobody(tmp_path: Path) -> None:
    rows = [{**TIEBA, "note_id": str(number), "creator_hash": "", "user_nickname": "晚*"} for number in (1, 2)]
    case, result = load_one(tmp_path, write_json(tmp_path / "t.json", rows), timezone="Asia/Shanghai")
    assert read_accounts(case).collect()["identity"].to_list() == ["masked", "masked"]
    assert any("told apart" in warning for warning in result.warnings)


def test_times_of_tieba_need_a_zone(tmp_path: Path) -> None:
    with pytest.raises(ShoalError, match="Asia/Shanghai"):
        load_one(tmp_path, write_json(tmp_path / "t.json", [TIEBA]))


def test_both_sheets_of_a_workbook_are_read(tmp_path: Path) -> None:
    path = tmp_path / "weibo_search_2026.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, record in (("Contents", WEIBO), ("Comments", WEIBO_COMMENT)):
            sheet = book.add_worksheet(name)
            for number, row in enumerate(_table([record])):
                sheet.write_row(number, 0, row)
    case, result = load_one(tmp_path, path)
    assert (result.format, result.records, result.used) == ("weibo-mediacrawler", 2, 2)
    assert sorted(read_posts(case).collect()["kind"]) == ["comment", "post"]


def test_the_database_gives_all_its_platforms(tmp_path: Path) -> None:
    path = tmp_path / "sqlite_tables.db"
    tables: dict[str, list[dict[str, Any]]] = {"weibo_note": [WEIBO, {**WEIBO, "note_id": None}],
              "weibo_note_comment": [WEIBO_COMMENT],
              "bilibili_video": [BILIBILI], "bilibili_video_comment": [BILIBILI_COMMENT],
              "zhihu_comment": [ZHIHU_COMMENT], "dy_creator": [{"user_id": "1"}]}  # fmt: skip
    with closing(sqlite3.connect(path)) as base:
        for name, records in tables.items():
            columns = ", ".join(f'"{column}"' for column in records[0])
            base.execute(f'CREATE TABLE "{name}" ({columns})')
            marks = ", ".join("?" * len(records[0]))
            base.executemany(f'INSERT INTO "{name}" VALUES ({marks})', [tuple(record.values()) for record in records])
        base.commit()
    case, result = load_one(tmp_path, path)
    assert (result.format, result.records, result.used, result.rejects) == ("mediacrawler-database", 6, 5, 1)
    assert set(read_posts(case).collect()["platform"]) == {"weibo", "bilibili", "zhihu"}
    packed = tmp_path / "sqlite_tables.db.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    _, again = load_one(tmp_path / "packed", packed)
    assert (again.format, again.used, again.rejects) == ("mediacrawler-database", 5, 1)


def test_another_database_is_of_no_known_format(tmp_path: Path) -> None:
    path = tmp_path / "places.db"
    with closing(sqlite3.connect(path)) as base:
        base.execute("CREATE TABLE places (url)")
        base.commit()
    with pytest.raises(ShoalError, match=r"database.*places"):
        load_one(tmp_path, path)
