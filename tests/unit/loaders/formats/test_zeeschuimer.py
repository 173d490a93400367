"""Zeeschuimer's modules beside X and TikTok videos."""

from pathlib import Path
from typing import Any

import pytest

from case.tables import read_actions, read_posts
from tests.unit.loaders.writing import load_one, write_lines

AT = 1733047200
INSTAGRAM = {
    "code": "CxAbc", "taken_at": AT, "caption": {"text": "tin #hood"}, "like_count": 5, "comment_count": 2,
    "user": {"pk": "11", "username": "ann.q", "full_name": "Ann"}, "media_type": 1,
    "image_versions2": {"candidates": [{"url": "https://cdn.example/v/123456_789_n.jpg?_nc_ht=x"}]},
    "usertags": {"in": [{"user": {"username": "ben.s"}}]},
}  # fmt: skip
GRAPH = {
    "__typename": "GraphImage", "shortcode": "CxOld", "taken_at_timestamp": AT, "owner": {"id": "11", "username": "a"},
    "edge_media_to_caption": {"edges": [{"node": {"text": "tin"}}]}, "edge_media_preview_like": {"count": 4},
    "like_and_view_counts_disabled": True, "display_url": "https://cdn.example/v/223456_789_n.jpg",
}  # fmt: skip
THREADS = {
    "pk": "1", "code": "DxAbc", "taken_at": AT, "caption": {"text": "铁皮"}, "like_count": 1,
    "user": {"pk": "21", "username": "ann.q"}, "carousel_media": None,
    "text_post_app_info": {"direct_reply_count": 2, "repost_count": 3, "is_reply": True},
}  # fmt: skip
TRUTH = {
    "id": "1130", "created_at": "2024-12-01T10:00:00.000Z", "content": "<p>tin &amp; rust</p>", "reblogs_count": 2,
    "account": {"id": "31", "username": "annq", "display_name": "Ann", "followers_count": 8},
    "mentions": [{"id": "32", "username": "bens"}], "tags": [{"name": "Hood"}], "in_reply_to_id": "1129",
}  # fmt: skip
REDNOTE = {
    "id": "66aa", "note_card": {"display_title": "避雷", "desc": "别买 #霁行[话题]#", "time": AT * 1000,
    "user": {"user_id": "5f01", "nick_name": "momo"}, "interact_info": {"liked_count": "1.2万"}},
}  # fmt: skip
REDNOTE_COMMENT = {
    "id": "66bb", "note_id": "66aa", "content": "同意", "create_time": AT * 1000, "like_count": "3",
    "sub_comment_count": "0", "user_info": {"user_id": "5f02", "nickname": "晚风"}, "ip_location": "江苏",
}  # fmt: skip
DOUYIN = {
    "aweme_id": "7440000000000000001", "desc": "机盖 #霁行", "create_time": AT, "author_user_id": 901,
    "author": {"nickname": "青石"}, "statistics": {"digg_count": 7}, "text_extra": [{"hashtag_name": "霁行"}],
    "music": {"id_str": "700111"},
}  # fmt: skip
EMBEDDED = {
    "awemeId": "7440000000000000001", "desc": "机盖 #霁行", "createTime": AT, "stats": {"diggCount": 7},
    "authorInfo": {"uid": "901", "nickname": "青石"}, "textExtra": [{"hashtagName": "霁行"}],
}  # fmt: skip
TIKTOK_COMMENT = {
    "cid": "7450", "aweme_id": "7440", "reply_id": "0", "text": "tin", "create_time": AT, "digg_count": 1,
    "user": {"uid": "41", "unique_id": "ann.q", "nickname": "Ann"}, "comment_language": "en",
}  # fmt: skip
ROWS = [
    ("instagram-zeeschuimer", "instagram.com", INSTAGRAM,
     {"key": "instagram:CxAbc", "account": "instagram:11", "likes": 5, "text": "tin #hood"},
     {("media", "instagram:123456_789_n"), ("mention", "instagram:~name:ben.s"), ("hashtag", "hood")}),
    ("instagram-zeeschuimer", "instagram.com", GRAPH,
     {"key": "instagram:CxOld", "account": "instagram:11", "likes": None, "text": "tin"}, set()),
    ("threads-zeeschuimer", "threads.net", THREADS,
     {"key": "threads:DxAbc", "account": "threads:21", "kind": "reply", "reposts": 3}, set()),
    ("truth-zeeschuimer", "truthsocial.com", TRUTH,
     {"key": "truth:1130", "account": "truth:31", "reply_to": "truth:1129", "text": "tin & rust"},
     {("mention", "truth:32"), ("hashtag", "hood")}),
    ("xhs-zeeschuimer", "xiaohongshu.com", REDNOTE,
     {"key": "xhs:66aa", "account": "xhs:5f01", "likes": 12_000}, {("hashtag", "霁行")}),
    ("xhs-comments-zeeschuimer", "xiaohongshu-comments", REDNOTE_COMMENT,
     {"key": "xhs:66bb", "account": "xhs:5f02", "reply_to": "xhs:66aa", "region": "江苏", "kind": "comment"}, set()),
    ("douyin-zeeschuimer", "douyin.com", DOUYIN,
     {"key": "douyin:7440000000000000001", "account": "douyin:901", "likes": 7},
     {("hashtag", "霁行"), ("media", "douyin:sound:700111")}),
    ("douyin-zeeschuimer", "douyin.com", EMBEDDED,
     {"key": "douyin:7440000000000000001", "account": "douyin:901", "likes": 7}, {("hashtag", "霁行")}),
    ("tiktok-comments-zeeschuimer", "tiktok-comments", TIKTOK_COMMENT,
     {"key": "tiktok:7450", "account": "tiktok:41", "reply_to": "tiktok:7440", "kind": "comment"}, set()),
]  # fmt: skip


def _envelope(source: str, data: Any) -> dict[str, Any]:
    return {"nav_index": "1:1:1", "item_id": "1", "timestamp_collected": AT * 1000, "source_platform": source,
            "data": data}  # fmt: skip


@pytest.mark.parametrize(("format", "source", "data", "expected", "actions"), ROWS)
def test_objects_of_a_module_are_unwrapped(
    tmp_path: Path, format: str, source: str, data: Any, expected: dict[str, Any], actions: set[tuple[str, str]]
) -> None:
    lines = [_envelope(source, data), _envelope(source, data), _envelope(source, None)]
    case, result = load_one(tmp_path, write_lines(tmp_path / "z.ndjson", lines))
    assert (result.format, result.used, result.duplicates, result.rejects) == (format, 1, 1, 1)
    (post,) = read_posts(case).collect().iter_rows(named=True)
    assert str(post["at"]) == "2024-12-01 10:00:00+00:00"
    assert {name: post[name] for name in expected} == expected
    assert actions <= set(read_actions(case).collect().select("behaviour", "object").iter_rows())


def test_what_is_no_post_is_rejected(tmp_path: Path) -> None:
    advertisement = {**INSTAGRAM, "product_type": "ad"}
    lines = [_envelope("instagram.com", one) for one in (INSTAGRAM, advertisement)]
    _, result = load_one(tmp_path, write_lines(tmp_path / "z.ndjson", lines))
    assert (result.used, result.rejects) == (1, 1)
    stream = {"aweme_id": "1", "rawdata": "{}"}
    _, result = load_one(tmp_path / "d", write_lines(tmp_path / "d.ndjson", [_envelope("douyin.com", stream)]))
    assert (result.used, result.rejects) == (0, 1)


def test_a_note_from_the_page_alone_has_no_time(tmp_path: Path) -> None:
    tile = {
        "id": "66cc",
        "_zs-origin": "html",
        "title": "避雷",
        "author_name": "青石路口",
        "likes": "9",
        "url": "/e/66cc",
    }
    case, result = load_one(tmp_path, write_lines(tmp_path / "z.ndjson", [_envelope("xiaohongshu.com", tile)]))
    assert (result.format, result.used) == ("xhs-zeeschuimer", 1)
    (post,) = read_posts(case).collect().iter_rows(named=True)
    assert (post["at"], post["account"], post["text"]) == (None, "xhs:~name:青石路口", "避雷")
