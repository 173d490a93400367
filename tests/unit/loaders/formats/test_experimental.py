"""Formats known from documentation only: never chosen by themselves, and loud about what they understood."""

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from case.errors import ShoalError
from case.tables import read_accounts, read_actions, read_posts
from loaders.catalogue import FORMATS
from loaders.loading import sniff
from loaders.options import LoadOptions
from tests.unit.loaders.writing import load_one, write_csv, write_json, write_lines

Rows = Sequence[Sequence[str]]
CROWDTANGLE = [
    ("Page Name", "User Name", "Facebook Id", "Page Created", "Followers at Posting", "Post Created", "Type",
     "Total Interactions", "Likes", "Comments", "Shares", "URL", "Message", "Link", "Final Link"),
    ("Quarry News", "quarrynews", "900100200300", "2019-01-01 00:00:00", "1,234", "2021-01-06 15:04:22 EST", "Link",
     "1,240", "1,200", "30", "10", "https://www.facebook.com/900100200300/posts/555666777", "The hood is tin",
     "https://news.example/a", "https://news.example/b"),
    ("Quarry News", "quarrynews", "900100200300", "", "1,240", "2021-07-06 15:04:22 EDT", "Photo", "2", "2", "0", "0",
     "https://www.facebook.com/900100200300/posts/555666778", "Rust", "https://www.facebook.com/photo/1", ""),
    ("Quarry News", "quarrynews", "900100200300", "", "", "2021-07-06 15:04:22 EDT", "Photo", "", "", "", "",
     "https://www.facebook.com/quarrynews", "No post", "", ""),
]  # fmt: skip
LIBRARY = [
    ("id", "post_owner.id", "post_owner.name", "post_owner.username", "creation_time", "text", "hashtags",
     "shared_post_id", "statistics.like_count", "statistics.views", "lang"),
    ("71", "81", "Quarry News", "quarrynews", "2024-12-01T10:00:00+00:00", "The hood is tin", '["hood"]', "", "5",
     "1000", "en"),
    ("72", "82", "铁皮观察", "tiepi", "2024-12-01T10:01:00+00:00", "转", "", "71", "0", "", "zh"),
    ("", "82", "铁皮观察", "tiepi", "2024-12-01T10:01:00+00:00", "x", "", "", "", "", ""),
]  # fmt: skip
BRANDWATCH = [
    ("Report:", "Hood watch"), ("Brand:", "Jixing"), ("",),
    ("Query Id", "Query Name", "Date", "Title", "Snippet", "Url", "Domain", "Language", "Author", "Full Text",
     "Twitter Author Id"),
    ("1", "Hood", "2024-12-01 10:00:00.0", "Ann Quarry", "The hood", "https://twitter.com/ann_q/status/1863000000001",
     "twitter.com", "en", "ann_q", "", "11"),
    ("1", "Hood", "2024-12-01 10:05:00.0", "机盖就是铁皮", "机盖", "http://forum.cars.example/t/9", "cars.example",
     "zh", "青石路口", "机盖就是铁皮，不信你看", ""),
    ("1", "Hood", "2024-12-01 10:05:00.0", "", "", "", "", "", "青石路口", "没有地址", ""),
]  # fmt: skip
MELTWATER = [
    ("Date", "Time", "Headline", "URL", "Opening Text", "Hit Sentence", "Source", "Influencer", "Country", "Language",
     "Tweet Id", "Twitter Id", "Twitter Screen Name", "Twitter Followers"),
    ("01-Dec-2024", "10:00 AM", "", "http://twitter.com/ann_q/statuses/1863000000001", "", "The hood is tin, they say",
     "Twitter", "@ann_q", "United Kingdom", "English", "1863000000001", "11", "ann_q", "7"),
    ("2024-12-01 10:05:00", "", "机盖风波", "https://news.paper.example/1", "开头", "机盖就是铁皮",
     "Paper Daily", "", "China",
     "Chinese", "", "", "", ""),
    ("2024-12-01 10:05:00", "", "", "", "", "no address", "", "", "", "", "", "", "", ""),
]  # fmt: skip
TALKWALKER = [
    ("url", "published", "title", "content", "lang", "extra_author_attributes.name",
     "extra_author_attributes.short_name",
     "extra_author_attributes.id"),
    ("https://x.com/ann_q/status/1863000000001", "2024-12-01 10:00:00", "", "The hood is tin", "en", "Ann",
     "ann_q", "11"),
    ("https://www.weibo.com/1700000001/P2TFF0EX1", "2024-12-01 10:05:00", "", "机盖就是铁皮", "zh", "青石路口", "", ""),
    ("", "2024-12-01 10:05:00", "", "x", "", "", "", ""),
]  # fmt: skip


def _comma(path: Path, rows: Rows) -> Path:
    return write_csv(path.with_suffix(".csv"), rows)


def _tabs_in_utf16(path: Path, rows: Rows) -> Path:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter="\t").writerows(rows)
    path.with_suffix(".csv").write_bytes(text.getvalue().encode("utf-16"))
    return path.with_suffix(".csv")


def _workbook(path: Path, rows: Rows) -> Path:
    with xlsxwriter.Workbook(path.with_suffix(".xlsx")) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path.with_suffix(".xlsx")


TABLES: list[tuple[str, Callable[[Path, Rows], Path], Rows, list[tuple[str, str, str | None]]]] = [
    ("crowdtangle", _comma, CROWDTANGLE,
     [("facebook:555666777", "facebook:900100200300", "2021-01-06 20:04:22"),
      ("facebook:555666778", "facebook:900100200300", "2021-07-06 19:04:22")]),
    ("meta-content-library", _comma, LIBRARY,
     [("meta-library:71", "meta-library:81", "2024-12-01 10:00:00"),
      ("meta-library:72", "meta-library:82", "2024-12-01 10:01:00")]),
    ("brandwatch", _comma, BRANDWATCH,
     [("cars.example:~", "cars.example:~name:青石路口", "2024-12-01 10:05:00"),
      ("x:1863000000001", "x:11", "2024-12-01 10:00:00")]),
    ("brandwatch", _workbook, BRANDWATCH,
     [("cars.example:~", "cars.example:~name:青石路口", "2024-12-01 10:05:00"),
      ("x:1863000000001", "x:11", "2024-12-01 10:00:00")]),
    ("meltwater", _tabs_in_utf16, MELTWATER,
     [("paper.example:~", "paper.example:~name:Paper Daily", "2024-12-01 10:05:00"),
      ("x:1863000000001", "x:11", "2024-12-01 10:00:00")]),
    ("talkwalker", _comma, TALKWALKER,
     [("weibo:~", "weibo:~name:青石路口", "2024-12-01 10:05:00"), ("x:1863000000001", "x:11", "2024-12-01 10:00:00")]),
]  # fmt: skip


@pytest.mark.parametrize(("format", "write", "rows", "expected"), TABLES)
def test_a_table_is_read_only_when_its_format_is_named(
    tmp_path: Path,
    format: str,
    write: Callable[[Path, Rows], Path],
    rows: Rows,
    expected: list[tuple[str, str, str | None]],
) -> None:
    path = write(tmp_path / "export", rows)
    case, result = load_one(tmp_path, path, format=format, timezone="UTC")
    assert (result.used, result.rejects) == (2, 1)
    (told,) = [warning for warning in result.warnings if "is experimental" in warning]
    assert "Understood: post_id = " in told
    assert "time = " in told
    posts = read_posts(case).collect().sort("key")
    for row, (key, account, at) in zip(posts.iter_rows(named=True), expected, strict=True):
        assert row["key"].startswith(key)
        assert (row["account"], at and str(row["at"])[:19]) == (account, at)
    assert f"--format {format}" in _advice(path)


def _advice(path: Path) -> str:
    """What sniff says of a file whose format is not named: a table read by guessed columns, or a refusal."""
    try:
        found = sniff(path, LoadOptions(timezone="UTC"))
    except ShoalError as refusal:
        return str(refusal)
    return "\n".join(found.warnings) if found.format == "table" else ""


def test_no_experimental_format_is_chosen_by_itself() -> None:
    assert {one.name for one in FORMATS if one.experimental} == {
        "crowdtangle", "meta-content-library", "brandwatch", "meltwater", "talkwalker", "reddit-dumps",
        "tiktok-research", "weibo-web", "x-compliance",
    }  # fmt: skip
    assert all(one.roles for one in FORMATS if one.experimental)


def test_shared_links_of_a_page_lead_out_of_the_site(tmp_path: Path) -> None:
    case, _ = load_one(tmp_path, _comma(tmp_path / "c", CROWDTANGLE), format="crowdtangle", timezone="UTC")
    urls = read_actions(case).collect().filter(behaviour="url")["object"].to_list()
    assert urls == ["https://news.example/b"]
    assert read_accounts(case).collect()["followers"].to_list() == [1240]


REDDIT: list[dict[str, Any]] = [
    {"id": "c1", "author": "ann_q", "body": "tin", "created_utc": "1733047200", "parent_id": "t3_s1",
     "link_id": "t3_s1",
     "subreddit": "hoods", "score": -3},
    {"id": "c2", "author": "[deleted]", "body": "[removed]", "created_utc": 1733047201, "parent_id": "t1_c1",
     "link_id": "t3_s1", "subreddit": "hoods", "score": 1},
    {"id": "s1", "author": "ben_s", "title": "Hood", "selftext": "", "created_utc": 1733047100, "subreddit": "hoods",
     "url": "https://news.example/a", "is_self": False, "score": 2},
    {"id": "", "author": "x", "body": "x", "created_utc": 1, "subreddit": "hoods"},
]  # fmt: skip


def test_dumps_of_reddit_join_with_its_exports(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "r.ndjson", REDDIT)
    with pytest.raises(ShoalError, match="--format reddit-dumps"):
        load_one(tmp_path, path)
    case, result = load_one(tmp_path / "named", path, format="reddit-dumps")
    assert (result.used, result.rejects) == (3, 1)
    posts = {row["key"]: row for row in read_posts(case).collect().iter_rows(named=True)}
    assert posts["reddit:t1_c1"]["reply_to"] == "reddit:t3_s1"
    assert (posts["reddit:t1_c1"]["likes"], posts["reddit:t1_c2"]["text"]) == (-3, "")
    assert posts["reddit:t1_c2"]["account"].startswith("reddit:~masked:")


def test_videos_of_the_research_api_know_the_handle_only(tmp_path: Path) -> None:
    video = {"id": "7440", "username": "ann.q", "create_time": 1733047200, "video_description": "铁皮",
             "region_code": "GB", "hashtag_names": ["hood", "霁行"], "like_count": 3, "music_id": "700111"}  # fmt: skip
    comment = {"id": "7450", "video_id": "7440", "parent_comment_id": "7440", "text": "tin", "create_time": 1733047201}
    pages = [{"data": {"videos": [video, {**video, "id": None}]}}, {"data": {"comments": [comment]}}]
    case, result = load_one(tmp_path, write_lines(tmp_path / "t.jsonl", pages), format="tiktok-research")
    assert (result.used, result.rejects) == (2, 1)
    posts = {row["key"]: row for row in read_posts(case).collect().iter_rows(named=True)}
    assert posts["tiktok:7440"]["account"] == "tiktok:~name:ann.q"
    assert posts["tiktok:7450"]["account"].startswith("tiktok:~masked:")
    actions = set(read_actions(case).collect().select("behaviour", "object").iter_rows())
    assert {("hashtag", "霁行"), ("media", "tiktok:sound:700111"), ("reply", "tiktok:7440")} <= actions


def test_statuses_of_weibo_tell_what_is_cut(tmp_path: Path) -> None:
    user = {"idstr": "1700000001", "screen_name": "青石路口", "followers_count": "123万"}
    status = {
        "idstr": "5106906590157419", "mblogid": "P2TFF0EX1", "user": user,
        "created_at": "Tue Dec 03 10:22:01 +0800 2024",
        "text": "机盖<br />就是铁皮 ...<span>展开</span>", "text_raw": "机盖就是铁皮", "isLongText": True,
        "region_name": "发布于 北京", "source": '<a href="x">某手机</a>', "attitudes_count": 5,
    }  # fmt: skip
    repost = {**status, "idstr": "5106906590157420", "isLongText": False, "retweeted_status": {**status, "idstr": "99"}}
    page = {"ok": 1, "data": {"list": [status, repost, {"idstr": "3", "attitudes_count": 0}]}}
    cards = {"data": {"cards": [{"mblog": {**status, "idstr": "77"}}, {"card_type": 1}]}}
    path = write_json(tmp_path / "w.json", [page, cards])
    case, result = load_one(tmp_path, path, format="weibo-web", timezone="Asia/Shanghai")
    assert (result.used, result.rejects) == (3, 1)
    posts = {row["key"]: row for row in read_posts(case).collect().iter_rows(named=True)}
    first = posts["weibo:5106906590157419"]
    assert (first["region"], first["client"], first["text"]) == ("北京", "某手机", "机盖就是铁皮")
    assert str(first["at"]) == "2024-12-03 02:22:01+00:00"
    assert posts["weibo:5106906590157420"]["repost_of"] == "weibo:99"
    assert read_accounts(case).collect()["followers"].to_list() == [1_230_000]
    assert any("long text" in warning for warning in result.warnings)
