"""The real sample exports: counts equal to what their descriptions say, and nothing new on a second load."""

import csv
import gzip
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from case.folder import Case, new_case
from case.tables import read_accounts, read_actions, read_posts
from graph.connection import Graph
from graph.projection import in_step
from loaders.loading import load
from loaders.options import FileResult, LoadOptions
from loaders.values.weibo_ids import mid_from_bid

#: Path, options -> records, used, duplicates, rejects, accounts after loading.
COUNTS: list[tuple[str, dict[str, str], tuple[int, int, int, int], int]] = [
    ("ira_trolls/tweets.csv.gz", {}, (142_941, 141_914, 1_027, 0), 266),
    ("ira_trolls/authors.csv", {}, (266, 266, 0, 0), 266),
    ("airline_2015/Tweets.csv.gz", {"timezone": "America/Los_Angeles"}, (7_189, 7_095, 94, 0), 3_833),
    ("gop_debate_2015/GOP_REL_ONLY.csv.gz", {"timezone": "UTC"}, (4_243, 4_235, 8, 0), 2_986),
    (
        "weibo_spammers/timelines.jsonl.gz",
        {"timezone": "Asia/Shanghai", "collected_at": "2017"},
        (18_439, 18_383, 56, 0),
        446,
    ),
    ("weibo_spammers/accounts.csv", {}, (446, 446, 0, 0), 446),
    ("xiaomi_su7_comments/xiaomi.csv", {"timezone": "Asia/Shanghai"}, (903, 788, 115, 0), 710),
    ("weibo_ced_rumours/originals.jsonl", {}, (20, 20, 0, 0), 20),
    ("weibo_ced_rumours/reposts.jsonl.gz", {"timezone": "Asia/Shanghai"}, (6_505, 6_503, 2, 0), 6_344),
    ("youtube_spam/Youtube01-Psy.csv", {}, (350, 350, 0, 0), 345),
    ("german_elections_2021/posts_aug.csv.gz", {}, (21_497, 21_045, 452, 0), 12_653),
    ("formats/x_api_v2_twarc/flat.jsonl", {}, (30, 30, 0, 0), 48),
    ("formats/x_api_v2_twarc/brexit.jsonl.gz", {}, (100, 100, 0, 0), 148),
    ("formats/x_api_v2_twarc/geo_tweets.jsonl", {}, (2, 2, 0, 0), 3),
    ("formats/x_api_v2_twarc/many_urls.jsonl", {}, (1, 1, 0, 0), 1),
    ("formats/x_api_v2_twarc/mentions_tweet.jsonl", {}, (1, 1, 0, 0), 2),
    ("formats/x_api_v2_twarc/two_tweets.jsonl", {}, (1, 1, 0, 0), 2),
    ("formats/x_v1_v2_twitwi/normalization-payload-search.json", {}, (1, 1, 0, 0), 3),
    ("formats/x_v1_v2_twitwi/payload-v2-tweet-retweet.json", {}, (6, 6, 0, 0), 6),
    ("formats/bluesky/bluesky-firehose-posts-export.csv", {}, (9, 9, 0, 0), 9),
    ("formats/bluesky/bluesky-profiles-export.csv", {}, (5, 5, 0, 0), 5),
    ("formats/x_api_v2_twarc/users.jsonl.gz", {}, (96, 91, 5, 0), 91),
    ("formats/x_api_v2_twarc/streaming_output_with_error.jsonl", {}, (8, 7, 0, 1), 11),
    ("formats/x_v1_v2_twitwi/tweet-export.csv", {}, (4, 4, 0, 0), 4),
    ("formats/x_v1_v2_twitwi/normalization-payload-show.json", {}, (1, 1, 0, 0), 3),
    ("formats/x_v1_v2_twitwi/payload-v2.json", {}, (10, 10, 0, 0), 14),
    ("formats/x_io_users/china_082019_1_users_csv_hashed.csv", {}, (100, 100, 0, 0), 100),
    ("formats/fivethirtyeight_ira/IRAhandle_tweets_sample.csv", {}, (100, 100, 0, 0), 1),
    ("formats/zeeschuimer/twitter-test.ndjson.gz", {}, (25, 25, 0, 0), 30),
    ("formats/zeeschuimer/tiktok-test.ndjson.gz", {}, (25, 25, 0, 0), 24),
    ("formats/mediacrawler_xhs/search_contents_2025-09-05.json", {}, (73, 71, 2, 0), 63),
    ("formats/mediacrawler_xhs/search_comments_2025-09-05.json", {}, (324, 311, 13, 0), 305),
    ("formats/weibo_user_gbk/weibo_user1.csv", {}, (59, 59, 0, 0), 59),
    ("formats/weibo_article_comments/article.csv", {"timezone": "Asia/Shanghai"}, (152, 148, 4, 0), 143),
    ("formats/weibo_article_comments/comments.csv", {"timezone": "Asia/Shanghai"}, (1_569, 1_540, 29, 0), 1_469),
    ("formats/telegram_desktop/result.json", {}, (60, 58, 0, 2), 1),
    ("formats/bluesky/bluesky-firehose-posts.json", {}, (9, 9, 0, 0), 9),
    ("formats/bluesky/bluesky-profiles.json", {}, (5, 5, 0, 0), 5),
    ("formats/bluesky/jetstream.jsonl", {}, (2, 2, 0, 0), 2),
    ("formats/mastodon_api/public_timeline.json", {}, (20, 20, 0, 0), 19),
    ("formats/reddit_praw/comments.csv", {}, (1_593, 1_593, 0, 0), 31),
    ("formats/reddit_praw/users.csv", {}, (124, 124, 0, 0), 124),
    ("formats/youtube_commentthreads/commentThreads.json", {}, (30, 30, 0, 0), 28),
    ("formats/twibot20/TwiBot-20_sample.json", {}, (400, 398, 2, 0), 3),
    ("formats/coordination_toolkit/sample_data.csv", {}, (100, 100, 0, 0), 10),
    ("formats/coordination_toolkit/coretweet_test_input.csv", {}, (15, 15, 0, 0), 9),
]


#: Loaded by tests of their own below.
OTHERS = {
    "formats/x_api_v2_twarc/edited_after.jsonl", "formats/x_api_v2_twarc/edited_before.jsonl",
    "formats/x_v1_v2_twitwi/tweet-export.jsonl",
}  # fmt: skip


def test_every_sample_is_loaded_by_some_test(sample_data: Path) -> None:
    files = {path.relative_to(sample_data).as_posix() for path in sample_data.rglob("*") if path.is_file()}
    samples = {name for name in files if not name.endswith(("SOURCE.md", ".bin"))}
    assert samples == {path for path, *_ in COUNTS} | OTHERS


def _load(tmp_path: Path, *paths: Path, graph: Graph | None = None, **options: str) -> tuple[Case, list[FileResult]]:
    case = new_case(tmp_path / "case", title="Samples")
    return case, load(case, list(paths), LoadOptions(**options), graph=graph).files  # type: ignore[arg-type]


@pytest.mark.parametrize(("path", "options", "counts", "accounts"), COUNTS, ids=[row[0] for row in COUNTS])
def test_counts_are_those_of_the_sample(
    sample_data: Path,
    tmp_path: Path,
    path: str,
    options: dict[str, str],
    counts: tuple[int, int, int, int],
    accounts: int,
) -> None:
    case, (result,) = _load(tmp_path, sample_data / path, **options)
    assert (result.records, result.used, result.duplicates, result.rejects) == counts
    assert read_accounts(case).select(pl.len()).collect().item() == accounts
    posts, actions = read_posts(case).collect(), read_actions(case).collect()
    assert (posts.height, actions.height) == (result.posts, result.actions)
    assert posts["key"].n_unique() == posts.height
    assert actions.select("post", "behaviour", "object").n_unique() == actions.height


def test_a_second_load_creates_nothing(sample_data: Path, graph_case: tuple[Case, Graph]) -> None:
    case, graph = graph_case
    folder = sample_data / "formats" / "x_api_v2_twarc"
    assert load(case, [folder], graph=graph).created["Post"] > 0
    again = load(case, [folder], graph=graph)
    assert set(again.created.values()) == {0}
    assert all(file.used == 0 and file.records == file.duplicates + file.rejects for file in again.files)
    assert in_step(graph, case)


def test_an_unfinished_graph_write_is_completed(sample_data: Path, graph_case: tuple[Case, Graph]) -> None:
    case, graph = graph_case
    path = sample_data / "formats" / "weibo_user_gbk" / "weibo_user1.csv"
    load(case, [path])
    assert not in_step(graph, case)
    again = load(case, [path], graph=graph)
    assert again.files[0].used == 0
    assert in_step(graph, case)


def test_telegram_times_are_those_of_the_unix_times(sample_data: Path, tmp_path: Path) -> None:
    path = sample_data / "formats" / "telegram_desktop" / "result.json"
    case, _ = _load(tmp_path, path)
    chat = json.loads(path.read_bytes())
    wanted = {
        f"telegram:{chat['id']}/{message['id']}": int(message["date_unixtime"])
        for message in chat["messages"]
        if message["type"] == "message"
    }
    stored = {key: int(at.timestamp()) for key, at in read_posts(case).select("key", "at").collect().iter_rows()}
    assert stored == wanted


def test_the_first_su7_comment_is_at_twenty_two_past_four_utc(sample_data: Path, tmp_path: Path) -> None:
    case, _ = _load(tmp_path, sample_data / "xiaomi_su7_comments", timezone="Asia/Shanghai")
    posts = read_posts(case).collect()
    assert posts["at"].min() == datetime(2024, 3, 30, 4, 22, tzinfo=UTC)
    assert set(posts["precision"]) == {"minute"}
    texts = read_actions(case).filter(pl.col("behaviour") == "text").collect()
    assert not set(texts["post"]) & set(posts.filter(pl.col("text").str.len_chars() < 15)["key"])


def test_more_than_a_third_of_the_weibo_times_lack_their_year(sample_data: Path, tmp_path: Path) -> None:
    path = sample_data / "weibo_spammers" / "timelines.jsonl.gz"
    case, (result,) = _load(tmp_path / "without", path, timezone="Asia/Shanghai")
    without = read_posts(case).filter(pl.col("at").is_null()).select(pl.len()).collect().item()
    raw = [post["time"] for account in _accounts(path) for post in account["weibo"]]
    lacking = sum(not time.startswith("20") for time in raw)
    assert round(100 * lacking / len(raw)) == 35  # 37 % of the whole set, of which the samples hold a part
    assert without == lacking - _repeated_without_year(path)
    assert any("without year" in warning for warning in result.warnings)
    case, _ = _load(tmp_path / "with", path, timezone="Asia/Shanghai", collected_at="2017")
    years = read_posts(case).select(pl.col("at").dt.year().value_counts()).unnest("at").collect()
    assert read_posts(case).filter(pl.col("at").is_null()).collect().is_empty()
    assert years["at"].max() == 2017


def _accounts(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        return [json.loads(line) for line in lines]


def _repeated_without_year(path: Path) -> int:
    seen: set[tuple[str, ...]] = set()
    repeated = 0
    for account in _accounts(path):
        for post in account["weibo"]:
            row = (account["id"], post["time"].replace("\u00a0", " ").split("来自")[0], post["content"].strip())
            repeated += row in seen and not post["time"].startswith("20")
            seen.add(row)
    return repeated


def test_the_trolls_get_their_handles_whichever_file_comes_first(sample_data: Path, tmp_path: Path) -> None:
    case, _ = _load(tmp_path, sample_data / "ira_trolls")
    accounts = read_accounts(case).collect()
    assert accounts.height == 266
    assert accounts["handle"].null_count() == 0
    assert accounts["followers"].null_count() < 266
    assert set(read_posts(case).select("precision").collect()["precision"]) == {"minute"}


def test_the_debate_is_read_as_august(sample_data: Path, tmp_path: Path) -> None:
    case, (result,) = _load(tmp_path, sample_data / "gop_debate_2015", timezone="America/New_York")
    days = read_posts(case).select(pl.col("at").dt.date().unique().sort()).collect()["at"].to_list()
    assert {(day.month, day.day) for day in days} <= {(8, 6), (8, 7), (8, 8)}
    assert any("rounded" in warning for warning in result.warnings)
    assert any("two ways" in warning for warning in result.warnings)


def test_excel_days_are_read_to_the_second(sample_data: Path, tmp_path: Path) -> None:
    case, _ = _load(tmp_path, sample_data / "airline_2015", timezone="Etc/GMT+8")
    posts = read_posts(case).collect()
    assert (posts["at"].min().date().isoformat(), posts["at"].max().date().isoformat()) == ("2015-02-17", "2015-02-24")
    assert posts.filter(pl.col("text").str.contains("&amp;")).is_empty()


def test_an_edited_post_is_one_post(sample_data: Path, tmp_path: Path) -> None:
    folder = sample_data / "formats" / "x_api_v2_twarc"
    case, results = _load(tmp_path, folder / "edited_after.jsonl", folder / "edited_before.jsonl")
    assert [(result.used, result.duplicates) for result in results] == [(1, 0), (0, 1)]
    author = json.loads((folder / "edited_after.jsonl").read_bytes())["data"][0]["author_id"]
    assert read_posts(case).filter(pl.col("account") == f"x:{author}").collect().height == 1


def test_a_repost_holds_the_whole_text_of_its_original(sample_data: Path, tmp_path: Path) -> None:
    case, _ = _load(tmp_path, sample_data / "formats" / "x_api_v2_twarc" / "flat.jsonl")
    posts = read_posts(case).collect()
    originals = dict(posts.select("key", "text").iter_rows())
    reposts = posts.filter(pl.col("kind") == "repost")
    assert reposts.height > 0
    assert all(row["text"] == originals[row["repost_of"]] for row in reposts.iter_rows(named=True))
    assert posts.filter(pl.col("text").str.starts_with("RT @")).is_empty()


def _assert_same_rows(one: Case, other: Case, *, apart_from: tuple[str, ...] = ()) -> None:
    """Compare every field of every row but where it came from; `apart_from` are told in docs/formats.md."""
    left_out = {"source", "file", "place", "loads", "collected_at", *apart_from}
    for read in (read_accounts, read_posts, read_actions):
        frames = [read(case).collect() for case in (one, other)]
        columns = [name for name in frames[0].columns if name not in left_out]
        assert frames[0].select(columns).sort(columns).equals(frames[1].select(columns).sort(columns))


def test_the_csv_and_the_json_of_one_tool_give_the_same_rows(sample_data: Path, tmp_path: Path) -> None:
    folder = sample_data / "formats" / "x_v1_v2_twitwi"
    one, _ = _load(tmp_path / "csv", folder / "tweet-export.csv")
    other, _ = _load(tmp_path / "json", folder / "tweet-export.jsonl")
    _assert_same_rows(one, other)


@pytest.mark.parametrize("name", ["bluesky-firehose-posts", "bluesky-profiles"])
def test_raw_data_and_another_tools_table_of_it_give_the_same_rows(
    sample_data: Path, tmp_path: Path, name: str
) -> None:
    folder = sample_data / "formats" / "bluesky"
    raw, _ = _load(tmp_path / "raw", folder / f"{name}.json")
    table, _ = _load(tmp_path / "table", folder / f"{name}-export.csv")
    _assert_same_rows(raw, table, apart_from=("client",))


def test_domains_are_those_that_another_tool_names_without_what_is_below_them(
    sample_data: Path, tmp_path: Path
) -> None:
    folder = sample_data / "formats" / "bluesky"
    case, _ = _load(tmp_path, folder / "bluesky-firehose-posts.json")
    actions = read_actions(case).filter(pl.col("behaviour") == "domain").collect()
    for row in _rows(folder / "bluesky-firehose-posts-export.csv"):
        ours = set(actions.filter(pl.col("post") == f"bluesky:{row['uri']}")["object"])
        theirs = set(filter(None, row["domains"].split("|")))
        assert all(any(host == domain or host.endswith(f".{domain}") for host in theirs) for domain in ours)
        assert all(any(host == domain or host.endswith(f".{domain}") for domain in ours) for host in theirs)


def test_pages_and_flattened_tweets_of_one_tool_give_the_same_rows(sample_data: Path, tmp_path: Path) -> None:
    """Take the flattened sample apart into one page again, as the tool's own `flatten` put it together."""
    flat = sample_data / "formats" / "x_api_v2_twarc" / "flat.jsonl"
    page = tmp_path / "page.jsonl"
    page.write_text(json.dumps(_page(flat)) + "\n", encoding="utf-8")
    one, _ = _load(tmp_path / "flat", flat)
    other, _ = _load(tmp_path / "page", page)
    _assert_same_rows(one, other)


def _page(flat: Path) -> dict[str, Any]:
    """Undo `twarc2 flatten`: what was put into each tweet goes back beside the tweets, each once."""
    users: dict[str, Any] = {}
    tweets: dict[str, Any] = {}
    media: dict[str, Any] = {}

    def bare(tweet: dict[str, Any]) -> dict[str, Any]:
        kept = {name: value for name, value in tweet.items() if name not in ("author", "in_reply_to_user", "__twarc")}
        for user in (tweet.get("author"), tweet.get("in_reply_to_user")):
            if user:
                users.setdefault(user["id"], user)
        for mention in (tweet.get("entities") or {}).get("mentions", ()):
            if "created_at" in mention:
                users.setdefault(
                    mention["id"], {name: mention[name] for name in mention if name not in ("start", "end")}
                )
        parents = []
        for parent in tweet.get("referenced_tweets", ()):
            if "text" in parent:
                tweets[parent["id"]] = bare({name: value for name, value in parent.items() if name != "type"})
            parents.append({"type": parent["type"], "id": parent["id"]})
        if parents:
            kept["referenced_tweets"] = parents
        attached = (tweet.get("attachments") or {}).get("media", ())
        media.update({one["media_key"]: one for one in attached if "media_key" in one})
        return kept

    data = [bare(json.loads(line)) for line in flat.read_text(encoding="utf-8").split("\n") if line]
    includes = {"users": list(users.values()), "tweets": list(tweets.values()), "media": list(media.values())}
    return {"data": data, "includes": includes, "meta": {}}


def test_short_and_long_names_of_weibo_posts_are_one(sample_data: Path) -> None:
    rows = list(_rows(sample_data / "formats" / "weibo_article_comments" / "article.csv"))
    assert all(mid_from_bid(row["detailUrl"].rsplit("/", 1)[1]) == row["id"] for row in rows)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)
