"""RedNote, TikTok, Telegram, Bluesky, Mastodon, Reddit, YouTube and research tables."""

from pathlib import Path

import polars as pl

from case.tables import read_accounts, read_actions, read_posts
from tests.unit.loaders.writing import load_one, write_csv, write_json, write_lines

NOTE = {"note_id": "64aa01", "type": "normal", "title": "提车作业", "desc": "提车了#新车[话题]# 开心",
"time": 1745082344000,
        "last_update_time": 1745082344000, "liked_count": "10万+", "collected_count": "1", "comment_count": "2",
        "share_count": "0",
        "image_list": "http://pics.example/2025/8bcc/1040g3k031gfd5ho!nd_webp", "tag_list": "新车",
        "nickname": "测***户"}  # fmt: skip


def _done(case: object) -> set[tuple[str, str]]:
    return set(read_actions(case).select("behaviour", "object").collect().iter_rows())  # type: ignore[arg-type]


def test_notes_of_old_and_new_files_have_a_key_each(tmp_path: Path) -> None:
    notes = [
        {**NOTE, "user_id": "57ab"},
        {**NOTE, "note_id": "64aa02", "creator_hash": "00ff00ff00ff00ff"},
        {**NOTE, "note_id": "64aa03"},
    ]
    case, result = load_one(tmp_path, write_json(tmp_path / "n.json", notes))
    assert (result.format, result.used) == ("xhs-mediacrawler-notes", 3)
    accounts = read_accounts(case).collect().sort("key")
    assert accounts["key"].to_list()[0] == "xhs:57ab"
    assert sorted(accounts["identity"].to_list()) == ["id", "id", "masked"]
    posts = read_posts(case).collect()
    assert set(posts["likes"]) == {100_000}
    assert posts["text"][0] == "提车作业\n提车了#新车[话题]# 开心"
    assert {("hashtag", "新车"), ("media", "xhs:1040g3k031gfd5ho")} <= _done(case)


def test_a_comment_answers_the_note_or_another_comment(tmp_path: Path) -> None:
    comments = [
        {"comment_id": "c1", "note_id": "64aa01", "content": "真好", "create_time": 1745082345000,
        "parent_comment_id": 0, "sub_comment_count": "1", "user_id": "1a"},
        {"comment_id": "c2", "note_id": "64aa01", "content": "是的", "create_time": 1745082346000,
        "parent_comment_id": "c1", "sub_comment_count": "0", "user_id": "1b"},
    ]  # fmt: skip
    case, _ = load_one(tmp_path, write_json(tmp_path / "c.json", comments))
    parents = dict(read_posts(case).select("key", "reply_to").collect().iter_rows())
    assert parents == {"xhs:c1": "xhs:64aa01", "xhs:c2": "xhs:c1"}


def test_the_sound_of_a_video_is_media(tmp_path: Path) -> None:
    video = {"id": "72", "desc": "#hood look", "createTime": "1697101549", "author": {"id": "9", "uniqueId": "ann_q",
    "nickname": "Ann"},
             "authorStats": {"followerCount": 5}, "stats": {"playCount": 9}, "music": {"id": "m1"},
             "textExtra": [{"hashtagName": "hood"}],
             "duetInfo": {"duetFromId": "0"}}  # fmt: skip
    case, result = load_one(
        tmp_path, write_lines(tmp_path / "t.ndjson", [{"source_platform": "tiktok.com", "data": video}])
    )
    assert (result.format, result.used) == ("tiktok-zeeschuimer", 1)
    assert _done(case) == {("hashtag", "hood"), ("media", "tiktok:sound:m1")}


def _chat(id: int) -> dict[str, object]:
    return {"name": "Owners", "type": "public_channel", "id": id, "messages": [
        {"id": 1, "type": "service", "date_unixtime": "1727567989", "action": "create_channel", "text": "",
        "text_entities": []},
        {"id": 2, "type": "message", "date": "2024-09-29T14:13:08", "date_unixtime": "1727604788", "from": "Ann",
        "from_id": "user7",
         "text": ["see ", {"type": "text_link", "text": "here", "href": "https://a.example/x"}],
         "text_entities": [{"type": "plain", "text": "see "}, {"type": "text_link", "text": "here", "href": "https://a.example/x"}]},
        {"id": 3, "type": "message", "date": "2024-09-29T14:13:09", "date_unixtime": "1727604789", "from": None,
        "text": "gone",
         "text_entities": [{"type": "plain", "text": "gone"}], "reply_to_message_id": 2, "forwarded_from": "Other"},
    ]}  # fmt: skip


def test_one_chat_and_a_full_export_are_read_alike(tmp_path: Path) -> None:
    one, result = load_one(tmp_path / "one", write_json(tmp_path / "result.json", _chat(5)))
    assert (result.format, result.records, result.used, result.rejects) == ("telegram-desktop", 3, 2, 1)
    full, result = load_one(
        tmp_path / "full", write_json(tmp_path / "all.json", {"chats": {"list": [_chat(5), _chat(6)]}})
    )
    assert (result.records, result.used) == (6, 4)
    posts = {row["key"]: row for row in read_posts(full).collect().iter_rows(named=True)}
    assert set(posts) == {"telegram:5/2", "telegram:5/3", "telegram:6/2", "telegram:6/3"}
    assert (posts["telegram:5/3"]["kind"], posts["telegram:5/3"]["reply_to"]) == ("repost", "telegram:5/2")
    assert str(posts["telegram:5/2"]["at"]) == "2024-09-29 10:13:08+00:00"
    assert ("url", "https://a.example/x") in _done(one)
    masked = [row for row in read_accounts(full).collect().iter_rows(named=True) if row["identity"] == "masked"]
    assert len(masked) == 2


AUTHOR = {"did": "did:plc:ann", "handle": "ann.example", "displayName": "Ann"}
VIEW = {"uri": "at://did:plc:ann/app.bsky.feed.post/1", "cid": "c", "author": AUTHOR,
"indexedAt": "2024-12-01T10:00:05.000Z", "likeCount": 3,
        "record": {"text": "the hood", "createdAt": "2024-12-01T10:00:00.000Z", "langs": ["en"], "facets": [
            {"features": [{"$type": "app.bsky.richtext.facet#tag", "tag": "Hood"}]},
            {"features": [{"$type": "app.bsky.richtext.facet#link", "uri": "https://a.example/x"}]}]}}  # fmt: skip


def test_a_repost_in_a_feed_brings_the_post_along(tmp_path: Path) -> None:
    reason = {"by": {"did": "did:plc:ben", "handle": "ben.example"}, "indexedAt": "2024-12-01T11:00:00.000Z"}
    case, result = load_one(
        tmp_path, write_json(tmp_path / "p.json", [{"post": VIEW, "reason": reason}, {"post": VIEW}])
    )
    assert (result.format, result.records, result.used, result.posts) == ("bluesky-posts", 2, 2, 2)
    assert ("repost", f"bluesky:{VIEW['uri']}") in _done(case)
    assert {("hashtag", "hood"), ("url", "https://a.example/x")} <= _done(case)


def test_a_clock_that_runs_ahead_is_not_believed(tmp_path: Path) -> None:
    ahead = {**VIEW, "record": {"text": "x", "createdAt": "2031-01-01T00:00:00.000Z"}}
    case, result = load_one(tmp_path, write_json(tmp_path / "p.json", [ahead]))
    assert str(read_posts(case).collect()["at"][0]) == "2024-12-01 10:00:05+00:00"
    assert any("device" in warning for warning in result.warnings)


def _commit(collection: str, record: object, operation: str = "create") -> dict[str, object]:
    inner = {
        "operation": operation,
        "collection": f"app.bsky.feed.{collection}",
        "rkey": "k",
        **({"record": record} if record else {}),
    }
    return {"did": "did:plc:ann", "time_us": 1733047205000000, "kind": "commit", "commit": inner}


def test_likes_are_no_posts_and_a_deletion_marks_its_post(tmp_path: Path) -> None:
    lines = [
        _commit("post", {"text": "x", "createdAt": "2024-12-01T10:00:00Z"}),
        _commit("repost", {"subject": {"uri": VIEW["uri"]}, "createdAt": "2024-12-01T10:00:00Z"}),
        _commit("like", {"subject": {"uri": VIEW["uri"]}, "createdAt": "2024-12-01T10:00:00Z"}),
        _commit("post", None, "delete"),
    ]
    case, result = load_one(tmp_path, write_lines(tmp_path / "j.jsonl", lines))
    assert (result.format, result.used, result.rejects) == ("bluesky-commits", 3, 1)
    gone = read_posts(case).filter(pl.col("deleted")).collect()
    assert gone.select("text", pl.col("deleted_at").cast(pl.String)).rows() == [
        ("x", "2024-12-01 10:00:05.000000+00:00")
    ]


def test_an_identity_event_tells_the_handle(tmp_path: Path) -> None:
    event = {"did": "did:plc:ann", "time_us": 1, "kind": "identity", "identity": {"handle": "ann.example"}}
    case, _ = load_one(tmp_path, write_lines(tmp_path / "j.jsonl", [event]))
    assert read_accounts(case).collect()["handle"].to_list() == ["ann.example"]


def test_a_local_account_of_a_server_gets_its_server(tmp_path: Path) -> None:
    account = {
        "id": "1",
        "acct": "ann",
        "url": "https://one.example/@ann",
        "created_at": "2020-01-01T00:00:00.000Z",
        "followers_count": 2,
    }
    status = {"id": "9", "uri": "https://one.example/users/ann/statuses/9", "created_at": "2024-12-01T10:00:00.000Z",
    "account": account,
              "content": "<p>The <a href='#'>#<span>Hood</span></a> &amp; more</p>", "tags": [{"name": "Hood"}],
              "reblog": None,
              "mentions": [{"acct": "ben@two.example"}], "in_reply_to_id": "8"}  # fmt: skip
    case, result = load_one(tmp_path, write_json(tmp_path / "m.json", [status]))
    assert result.format == "mastodon-api"
    (post,) = read_posts(case).collect().iter_rows(named=True)
    assert (post["account"], post["text"], post["reply_to"]) == (
        "mastodon:ann@one.example",
        "The #Hood & more",
        "mastodon:one.example/8",
    )
    assert ("mention", "mastodon:ben@two.example") in _done(case)


def test_deleted_authors_never_become_one_account(tmp_path: Path) -> None:
    head = ("name", "author.name", "body", "created_utc", "parent_id", "link_id", "score", "permalink")
    rows = [head, ("t1_a", "Ann_Q", "one", "1470604422.0", "t3_x", "t3_x", "1", "/r/x/a"), ("t1_b", "[deleted]",
    "[removed]", "1470604423.0", "t1_a", "t3_x", "1", ""),
            ("t1_c", "[deleted]", "[removed]", "1470604424.0", "t1_a", "t3_x", "1", "")]  # fmt: skip
    case, result = load_one(tmp_path, write_csv(tmp_path / "c.csv", rows))
    assert result.format == "reddit-comments"
    assert read_accounts(case).collect().height == 3
    users = [
        ("name", "created_utc", "link_karma", "comment_karma", "fullname"),
        ("ann_q", "1467681198.0", "1", "2", "t2_z"),
    ]
    other, result = load_one(tmp_path / "users", write_csv(tmp_path / "u.csv", users))
    assert result.format == "reddit-users"
    assert read_accounts(other).collect()["key"].to_list() == ["reddit:~name:ann_q"]


def test_replies_of_a_thread_are_comments_too(tmp_path: Path) -> None:
    def comment(id: str, **more: str) -> dict[str, object]:
        snippet = {"videoId": "vid", "textDisplay": "a &amp; b<br>c", "authorChannelId": {"value": f"UC{id}"},
        "authorDisplayName": "Ann",
                   "publishedAt": "2022-12-17T04:19:11Z", "likeCount": 1, **more}  # fmt: skip
        return {"kind": "youtube#comment", "id": id, "snippet": snippet}

    thread = {
        "kind": "youtube#commentThread",
        "snippet": {"topLevelComment": comment("a")},
        "replies": {"comments": [comment("a.b", parentId="a")]},
    }
    page = {"kind": "youtube#commentThreadListResponse", "items": [thread]}
    case, result = load_one(tmp_path, write_json(tmp_path / "y.json", page))
    assert (result.format, result.records) == ("youtube-threads", 2)
    parents = dict(read_posts(case).select("key", "reply_to").collect().iter_rows())
    assert parents == {"youtube:a": "youtube:vid", "youtube:a.b": "youtube:a"}
    assert set(read_posts(case).collect()["text"]) == {"a & b\nc"}


def test_a_post_with_several_objects_fills_several_rows(tmp_path: Path) -> None:
    head = ("account_id", "post_id", "url_id", "hashtag_id", "domain_id", "phash_id", "timestamp")
    rows = [head, ("fb_1", "10", "5", "", "6", "", "1629589836"), ("fb_1", "10", "", "7", "6", "", "1629589836"),
            ("fb_1", "10", "", "7", "6", "", "1629589836"), ("tw_2", "11", "", "", "", "", "1629589837")]  # fmt: skip
    case, result = load_one(tmp_path, write_csv(tmp_path / "p.csv", rows))
    assert (result.records, result.used, result.duplicates, result.posts, result.actions) == (4, 3, 1, 2, 3)
    assert _done(case) == {("url", "id:5"), ("domain", "id:6"), ("hashtag", "id:7")}
    assert read_posts(case).collect()["key"].sort().to_list() == ["facebook:10", "x:11"]


def test_small_epoch_numbers_and_zero_ids_are_taken_as_they_are(tmp_path: Path) -> None:
    rows = [("message_id", "user_id", "username", "repost_id", "reply_id", "message", "timestamp", "urls"),
            ("0", "u0", "ann", "r0", "", "hello", "0", "['https://a.example/x']"), ("1", "u1", "ben", "", "0", "hi",
            "59", "")]  # fmt: skip
    case, result = load_one(tmp_path, write_csv(tmp_path / "m.csv", rows))
    assert (result.format, result.used) == ("toolkit-messages", 2)
    posts = {row["key"]: row for row in read_posts(case).collect().iter_rows(named=True)}
    assert (posts["other:0"]["repost_of"], posts["other:1"]["reply_to"]) == ("other:r0", "other:0")
    assert (posts["other:1"]["at"] - posts["other:0"]["at"]).seconds == 59
