"""Weibo: search results, timelines, hot posts and comments, repost trees."""

from pathlib import Path

import pytest

from case.errors import ShoalError
from case.tables import read_accounts, read_actions, read_posts
from tests.unit.loaders.writing import load_one, write_csv, write_lines

HEAD = ("id", "bid", "user_id", "用户昵称", "微博正文", "头条文章url", "发布位置", "艾特用户", "话题", "转发数",
"评论数", "点赞数",
        "发布时间", "发布工具", "微博图片url", "微博视频url", "retweet_id", "ip", "user_authentication", "会员类型",
        "会员等级")  # fmt: skip
POST = ("\t5106906590157419", "P2TFF0EX1", "1700000001", "青石路口", "#霁行# 机盖就是一块铁皮，@晚风车友 你看看", "",
"", "晚风车友", "霁行",
        "1.2万", "3", "4", "2024-12-03 10:22", "某手机",
        "https://wx1.pics.example/large/0071abcly8hqc5gw98a9j30u00u0.jpg", "", "", "江苏",
        "普通用户", "", "")  # fmt: skip
REPOST = ("5106906590157420", "P2TFF0EX2", "1700000002", "晚风车友", "转发微博", "", "", "", "", "0", "0", "0",
"2024-12-03 10:23", "", "", "",
          "5106906590157419", "", "", "", "")  # fmt: skip


def test_search_results_are_read_with_their_reposts(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "结果文件" / "霁行.csv", [HEAD, POST, REPOST], encoding="utf-8-sig")
    case, result = load_one(tmp_path, path, timezone="Asia/Shanghai")
    assert (result.format, result.used) == ("weibo-search", 2)
    posts = {row["key"]: row for row in read_posts(case).collect().iter_rows(named=True)}
    post, repost = posts["weibo:5106906590157419"], posts["weibo:5106906590157420"]
    assert (str(post["at"]), post["precision"], post["reposts"]) == ("2024-12-03 02:22:00+00:00", "minute", 12_000)
    assert (repost["kind"], repost["repost_of"]) == ("repost", post["key"])
    done = set(read_actions(case).select("post", "behaviour", "object").collect().iter_rows())
    assert {(post["key"], "hashtag", "霁行"), (post["key"], "mention", "weibo:~name:晚风车友")} <= done
    assert (post["key"], "media", "weibo:0071abcly8hqc5gw98a9j30u00u0") in done
    assert {row[1] for row in done if row[0] == repost["key"]} == {"repost"}


def test_search_results_without_a_zone_are_refused_with_the_usual_one(tmp_path: Path) -> None:
    with pytest.raises(ShoalError, match="usually has Asia/Shanghai"):
        load_one(tmp_path, write_csv(tmp_path / "w.csv", [HEAD, POST]))


def test_another_zone_than_the_usual_is_taken_with_a_warning(tmp_path: Path) -> None:
    _, result = load_one(tmp_path, write_csv(tmp_path / "w.csv", [HEAD, POST]), timezone="Europe/Berlin")
    assert any("usually has Asia/Shanghai" in warning for warning in result.warnings)


TIMELINES = [
    {"id": "1700000001", "name": "青石路口", "followers_num": "261", "following_num": "4", "weibo": [
        {"content": "年初的一条", "time": "01月02日 10:00\u00a0来自某手机", "forward_flag": 0, "upvote": "2",
        "comment": "0", "forward": "0"},
        {"content": "去年的一条", "time": "2016-08-10 16:22:29\u00a0来自微博", "forward_flag": 1, "upvote": "0",
        "comment": "0", "forward": "0"},
        {"content": "去年的一条", "time": "2016-08-10 16:22:29\u00a0来自微博", "forward_flag": 1, "upvote": "0",
        "comment": "0", "forward": "0"},
    ]},
    {"id": "1700000002", "name": "晚风车友", "followers_num": "1", "following_num": "2", "weibo": []},
]  # fmt: skip


def test_timelines_take_the_year_from_the_moment_of_collection(tmp_path: Path) -> None:
    case, result = load_one(
        tmp_path, write_lines(tmp_path / "t.jsonl", TIMELINES), timezone="Asia/Shanghai", collected_at="2017-05-01"
    )
    assert (result.records, result.used, result.duplicates, result.accounts) == (3, 2, 1, 2)
    posts = read_posts(case).collect().sort("at")
    assert [str(at) for at in posts["at"]] == ["2016-08-10 08:22:29+00:00", "2017-01-02 02:00:00+00:00"]
    assert posts["precision"].to_list() == ["second", "minute"]
    assert posts["client"].to_list() == ["微博", "某手机"]
    assert posts["kind"].to_list() == ["repost", "post"]


def test_without_it_such_posts_have_no_time_and_that_is_said(tmp_path: Path) -> None:
    case, result = load_one(tmp_path, write_lines(tmp_path / "t.jsonl", TIMELINES), timezone="Asia/Shanghai")
    assert read_posts(case).collect()["at"].null_count() == 1
    assert any("--collected-at" in warning for warning in result.warnings)


def test_comments_under_a_hot_post_answer_it_and_know_the_day_only(tmp_path: Path) -> None:
    rows = [("articleId", "created_at", "likes_counts", "region", "content", "authorName", "authorGender",
    "authorAddress", "authorAvatar"),
            ("5106906590157419", "2024-07-04", "1", "北京", "说得对，我也遇到了 \u200b", "晚风车友", "f", "北京",
            "")]  # fmt: skip
    case, result = load_one(tmp_path, write_csv(tmp_path / "c.csv", rows), timezone="Asia/Shanghai")
    assert result.format == "weibo-article-comments"
    (post,) = read_posts(case).collect().iter_rows(named=True)
    assert (post["kind"], post["reply_to"], post["precision"]) == ("comment", "weibo:5106906590157419", "day")
    assert post["text"] == "说得对，我也遇到了"


def test_reposts_in_a_tree_hang_on_their_parent_and_pass_on_the_original(tmp_path: Path) -> None:
    event = "7_P2TFF0EX1_1700000001"
    reposts = [
        {"event": event, "kids": [], "uid": "1700000002", "parent": "", "text": "", "mid": "P2TFF0EX2",
        "date": "2024-12-03 10:23:01"},
        {"event": event, "kids": [], "uid": "wanfeng", "parent": "P2TFF0EX2", "text": "好//@晚风车友:",
        "mid": "P2TFF0EX3", "date": "2024-12-03 10:24:01"},
    ]  # fmt: skip
    case, result = load_one(tmp_path, write_lines(tmp_path / "r.jsonl", reposts), timezone="Asia/Shanghai")
    assert result.format == "weibo-ced-reposts"
    parents = dict(read_posts(case).select("key", "repost_of").collect().iter_rows())
    assert parents == {
        "weibo:5106906590157420": "weibo:5106906590157419",
        "weibo:5106906590157421": "weibo:5106906590157420",
    }
    shared = read_actions(case).collect().filter(object="weibo:5106906590157419")
    assert set(shared["post"]) == set(parents)
    assert sorted(read_accounts(case).collect()["key"].to_list()) == ["weibo:1700000002", "weibo:~name:wanfeng"]


def test_an_original_of_a_tree_takes_author_and_number_from_its_event(tmp_path: Path) -> None:
    original = {
        "event": "7_P2TFF0EX1_1700000001",
        "text": "机盖",
        "user": {"followers": 3, "time": 1310952545},
        "time": 1733192521,
        "reposts": 2,
    }
    case, result = load_one(
        tmp_path,
        write_lines(tmp_path / "o.jsonl", [original, {**original, "event": "8_P2TFF0EX2_1700000001", "user": "empty"}]),
    )
    assert (result.format, result.used) == ("weibo-ced-originals", 2)
    assert "weibo:5106906590157419" in read_posts(case).collect()["key"].to_list()
