"""Tables and messages of research tools: weibo-crawler, twarc-csv, 4CAT, Telethon, minet."""

from pathlib import Path
from typing import Any

import pytest

from case.tables import read_accounts, read_actions, read_posts
from tests.unit.loaders.writing import load_one, write_csv, write_lines

SOURCE = ("源用户id", "源用户昵称", "源微博id", "源微博bid", "源微博正文", "源微博日期", "源微博完整日期", "源微博话题",
          "源微博@用户", "源微博点赞数")  # fmt: skip
CRAWLER = ("id", "bid", "正文", "头条文章url", "原始图片url", "位置", "日期", "工具", "点赞数", "评论数", "转发数",
           "话题", "@用户", "完整日期", "是否原创", *SOURCE)  # fmt: skip
OWN = ("5106906590157419", "P2TFF0EX1", "刹车片换了三次还是响", "", "", "上海", "2024-12-03", "某手机", "100万+", "3",
       "4", "霁行", "晚风车友", "2024-12-03 10:22:01", "True", *[""] * 10)  # fmt: skip
REPOST = ("5106906590157420", "P2TFF0EX2", "转发微博", "", "", "", "2024-12-03", "", "0", "0", "0", "", "",
          "2024-12-03 10:23:05", "False", "1700000009", "老周说车", "5106906590150000", "P2TFF0000", "机盖就是铁皮",
          "2024-12-02", "2024-12-02 09:00:00", "霁行,机盖", "", "1.2万")  # fmt: skip


def _posts(case: Any) -> dict[str, dict[str, Any]]:
    return {row["key"]: row for row in read_posts(case).collect().iter_rows(named=True)}


def _done(case: Any, key: str) -> set[tuple[str, str]]:
    actions = read_actions(case).collect().filter(post=key)
    return set(actions.select("behaviour", "object").iter_rows())


@pytest.mark.parametrize("name", ["青石路口/1700000001.csv", "1700000001/weibo.csv"])
def test_the_author_of_a_weibo_crawl_is_in_the_name_of_file_or_folder(tmp_path: Path, name: str) -> None:
    path = write_csv(tmp_path / name, [CRAWLER, OWN, REPOST, ("", *OWN[1:])], encoding="utf-8-sig")
    case, result = load_one(tmp_path, path, timezone="Asia/Shanghai")
    assert (result.format, result.used, result.rejects) == ("weibo-crawler", 2, 1)
    posts = _posts(case)
    own, repost = posts["weibo:5106906590157419"], posts["weibo:5106906590157420"]
    assert (own["account"], str(own["at"]), own["likes"]) == ("weibo:1700000001", "2024-12-03 02:22:01+00:00", 10**6)
    assert own["url"] == "https://weibo.com/1700000001/P2TFF0EX1"
    assert (repost["kind"], repost["repost_of"]) == ("repost", "weibo:5106906590150000")
    original = posts["weibo:5106906590150000"]
    assert (original["account"], original["text"]) == ("weibo:1700000009", "机盖就是铁皮")
    assert {("hashtag", "霁行"), ("mention", "weibo:~name:晚风车友")} <= _done(case, own["key"])
    assert ("hashtag", "机盖") in _done(case, original["key"])


def test_a_weibo_crawl_that_names_nobody_is_rejected_with_what_to_do(tmp_path: Path) -> None:
    _, result = load_one(tmp_path, write_csv(tmp_path / "weibo.csv", [CRAWLER, OWN]), timezone="Asia/Shanghai")
    assert (result.used, result.rejects) == (0, 1)
    assert "name the file" in Path(str(result.rejects_file)).read_text(encoding="utf-8")


TWARC = ("id", "author_id", "referenced_tweets.replied_to.id", "referenced_tweets.retweeted.id",
         "referenced_tweets.quoted.id", "created_at", "text", "lang", "entities.hashtags", "entities.mentions",
         "entities.urls", "attachments.media_keys", "author.username", "author.public_metrics.followers_count",
         "edit_history_tweet_ids", "public_metrics.like_count")  # fmt: skip
TWEETS = [
    ("101", "11", "", "", "", "2024-12-01T10:00:00.000Z", "The hood\\nis tin", "en", '["#HoodGate"]', '["@ben_slate"]',
     '["https://news.example/a,b", "pic.x.com/z"]', '["3_55"]', "Ann_Quarry", "7", '["100", "101"]', "4"),
    ("102", "12", "", "90", "", "2024-12-01T10:00:31.000Z", "Whole text", "en", '[{"tag": "HoodGate"}]',
     '[{"username": "ann_quarry", "id": "11"}]', '[{"expanded_url": "https://news.example/c"}]', "", "ben_slate", "",
     "", "9"),
    ("103", "12", "101", "", "102", "2024-12-01T10:01:00.000Z", "yes", "en", "", "", "not json", "", "ben_slate", "",
     "", ""),
    ("", "12", "", "", "", "", "x", "", "", "", "", "", "", "", "", ""),
]  # fmt: skip


def test_twarc_tables_hold_lists_in_cells_in_two_ways(tmp_path: Path) -> None:
    case, result = load_one(tmp_path, write_csv(tmp_path / "t.csv", [TWARC, *TWEETS]))
    assert (result.format, result.used, result.rejects) == ("x-twarc-csv", 3, 1)
    posts = _posts(case)
    assert (posts["x:100"]["text"], posts["x:100"]["account"]) == ("The hood\nis tin", "x:11")
    assert _done(case, "x:100") >= {("hashtag", "hoodgate"), ("url", "https://news.example/a,b"), ("media", "x:3_55"),
                                    ("mention", "x:~name:ben_slate")}  # fmt: skip
    assert {("url", "https://news.example/c"), ("hashtag", "hoodgate")} <= _done(case, "x:102")
    assert (posts["x:102"]["kind"], posts["x:102"]["repost_of"]) == ("repost", "x:90")
    assert (posts["x:103"]["reply_to"], posts["x:103"]["quote_of"]) == ("x:101", "x:102")


FOURCAT: list[tuple[str, dict[str, str], dict[str, Any]]] = [
    ("x-4cat",
     {"id": "101", "thread_id": "101", "timestamp": "2024-12-01 11:00:00", "unix_timestamp": "1733047200",
      "body": "RT @ben_slate: the hood is tin", "author": "Ann_Quarry", "author_fullname": "Ann", "author_id": "11",
      "is_retweet": "yes", "retweeted_user": "ben_slate", "is_reply": "no", "hashtags": "HoodGate",
      "urls": "https://news.example/a,https://news.example/b", "mentions": "ben_slate", "like_count": "1"},
     {"key": "x:101", "account": "x:11", "kind": "repost", "repost_of": None, "likes": 1}),
    ("instagram-4cat",
     {"id": "CxAbc", "thread_id": "CxAbc", "parent_id": "CxAbc", "url": "https://www.instagram.com/p/CxAbc",
      "timestamp": "2024-12-01 11:00:00", "unix_timestamp": "1733047200", "body": "tin #hood", "author": "ann.q",
      "author_id": "11", "num_likes": "5", "num_comments": "-1", "usertags": "ben.s", "hashtags": "hood"},
     {"key": "instagram:CxAbc", "account": "instagram:11", "kind": "post", "likes": 5, "replies": None}),
    ("douyin-4cat",
     {"id": "7440000000000000001", "thread_id": "0", "subject": "Post", "timestamp": "2024-12-01 18:00:00",
      "unix_timestamp": "1733047200", "body": "机盖是铁皮", "author_user_id": "901", "author_nickname": "青石",
      "digg_count": "Unknown", "comment_count": "2", "hashtags": "霁行"},
     {"key": "douyin:7440000000000000001", "account": "douyin:901", "likes": None, "replies": 2}),
    ("xhs-4cat",
     {"id": "66aa", "thread_id": "66aa", "url": "https://www.xiaohongshu.com/explore/66aa", "title": "避雷",
      "body": "别买", "hashtags": "", "timestamp": "2024-12-01 18:00:00", "author": "青石路口",
      "author_avatar_url": "", "likes": "1.2万", "unix_timestamp": "1733047200"},
     {"key": "xhs:66aa", "account": "xhs:~name:青石路口", "text": "避雷\n别买", "likes": 12_000}),
    ("telegram-4cat",
     {"id": "hood-talk-17", "thread_id": "hood-talk", "chat": "hood-talk", "author": "501", "author_username": "ann_q",
      "body": "the hood is tin", "reply_to": "16", "author_forwarded_from_id": "", "unix_timestamp": "1733047200",
      "timestamp": "2024-12-01 11:00:00", "entities_mentioned": "", "views": "9"},
     {"key": "telegram:hood-talk/17", "account": "telegram:user501", "reply_to": "telegram:hood-talk/16", "views": 9}),
]  # fmt: skip


@pytest.mark.parametrize(("format", "row", "expected"), FOURCAT)
def test_tables_of_4cat_are_read_by_their_unix_time(
    tmp_path: Path, format: str, row: dict[str, str], expected: dict[str, Any]
) -> None:
    rows = [tuple(row), tuple(row.values()), tuple("" if name == "id" else cell for name, cell in row.items())]
    case, result = load_one(tmp_path, write_csv(tmp_path / "s.csv", rows))
    assert (result.format, result.used, result.rejects) == (format, 1, 1)
    (post,) = read_posts(case).collect().iter_rows(named=True)
    assert str(post["at"]) == "2024-12-01 10:00:00+00:00"
    assert {name: post[name] for name in expected} == expected


def test_a_table_of_another_site_with_the_same_heads_is_not_taken_for_rednote(tmp_path: Path) -> None:
    row = {**FOURCAT[3][1], "url": "https://clips.example/66aa"}
    _, result = load_one(tmp_path, write_csv(tmp_path / "s.csv", [tuple(row), tuple(row.values())]), timezone="UTC")
    assert result.format == "table"


def test_a_live_stream_is_no_post(tmp_path: Path) -> None:
    row = {**FOURCAT[2][1], "subject": "Stream"}
    _, result = load_one(tmp_path, write_csv(tmp_path / "s.csv", [tuple(row), tuple(row.values())]))
    assert (result.used, result.rejects) == (0, 1)


MESSAGE = {
    "_": "Message", "id": 17, "peer_id": {"_": "PeerChannel", "channel_id": 900}, "date": "2024-12-01T10:00:00+00:00",
    "message": "read this", "from_id": {"_": "PeerUser", "user_id": 501}, "reply_to": {"reply_to_msg_id": 16},
    "views": 3, "entities": [{"_": "MessageEntityTextUrl", "url": "https://news.example/a"}],
}  # fmt: skip


def test_messages_of_telethon_join_with_those_of_telegram_desktop(tmp_path: Path) -> None:
    post = {**MESSAGE, "id": 18, "from_id": None, "reply_to": None, "fwd_from": {"date": "x"}, "entities": None}
    private = {**MESSAGE, "id": 19, "from_id": None, "out": True, "peer_id": {"_": "PeerUser", "user_id": 7}}
    service = {"_": "MessageService", "id": 20, "peer_id": MESSAGE["peer_id"]}
    case, result = load_one(tmp_path, write_lines(tmp_path / "m.jsonl", [MESSAGE, post, private, service]))
    assert (result.format, result.used, result.rejects) == ("telegram-telethon", 3, 1)
    posts = _posts(case)
    assert (posts["telegram:900/17"]["account"], posts["telegram:900/17"]["reply_to"]) == (
        "telegram:user501", "telegram:900/16",
    )  # fmt: skip
    assert (posts["telegram:900/18"]["account"], posts["telegram:900/18"]["kind"]) == ("telegram:channel900", "repost")
    assert "telegram:user7" not in read_accounts(case).collect()["key"].to_list()
    assert ("url", "https://news.example/a") in _done(case, "telegram:900/17")


def test_comments_and_videos_of_minet(tmp_path: Path) -> None:
    head = ("video_id", "comment_id", "author_name", "author_channel_id", "text", "like_count", "published_at",
            "updated_at", "reply_count", "parent_comment_id")  # fmt: skip
    rows = [head, ("vid", "a", "Ann", "UCa", "tin", "1", "2024-12-01T10:00:00Z", "", "1", ""),
            ("vid", "a.b", "Ben", "UCb", "铁皮", "0", "2024-12-01T10:01:00Z", "", "", "a"),
            ("vid", "", "Ben", "UCb", "x", "0", "", "", "", "")]  # fmt: skip
    case, result = load_one(tmp_path, write_csv(tmp_path / "c.csv", rows))
    assert (result.format, result.used, result.rejects) == ("youtube-minet-comments", 2, 1)
    parents = {key: row["reply_to"] for key, row in _posts(case).items()}
    assert parents == {"youtube:a": "youtube:vid", "youtube:a.b": "youtube:a"}
    videos = [("video_id", "published_at", "channel_id", "title", "description", "channel_title", "view_count"),
              ("vid", "2024-12-01T09:00:00Z", "UCz", "Hood", "tin", "Zed", "99")]  # fmt: skip
    other, result = load_one(tmp_path / "v", write_csv(tmp_path / "v.csv", videos))
    assert result.format == "youtube-minet-videos"
    assert _posts(other)["youtube:vid"]["views"] == 99
