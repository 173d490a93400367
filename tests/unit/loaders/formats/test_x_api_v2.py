from pathlib import Path
from typing import Any

from case.tables import read_accounts, read_actions, read_posts
from tests.unit.loaders.writing import load_one, write_lines

ANN = {
    "id": "11", "username": "Ann_Quarry", "name": "Ann", "created_at": "2020-01-02T03:04:05.000Z", "location": "Leeds",
    "public_metrics": {"followers_count": 7, "following_count": 8}, "verified": False,
}  # fmt: skip
BEN = {
    "id": "12",
    "username": "ben_slate",
    "name": "Ben",
    "created_at": "2021-01-02T03:04:05.000Z",
    "public_metrics": {"followers_count": 1},
}
LONG = "The hood that we were promised is a plain sheet of metal, and the maker knows it. " * 3
ORIGINAL = {
    "id": "100", "author_id": "12", "text": LONG, "created_at": "2024-12-01T10:00:00.000Z", "lang": "en",
    "entities": {"hashtags": [{"tag": "HoodGate"}], "urls": [
        {"url": "https://t.co/a", "expanded_url": "https://www.news.example/hood?utm_source=x"},
        {"url": "https://t.co/b", "expanded_url": "https://x.com/ben/status/100/photo/1", "media_key": "3_55"}]},
    "attachments": {"media_keys": ["3_55"]}, "public_metrics": {"retweet_count": 9, "like_count": 4},
}  # fmt: skip
REPOST = {
    "id": "101", "author_id": "11", "text": "RT @ben_slate: " + LONG[:100] + "…",
    "created_at": "2024-12-01T10:00:31.000Z",
    "referenced_tweets": [{"type": "retweeted", "id": "100"}], "entities": {"mentions": [{"username": "ben_slate",
    "id": "12"}]},
    "source": "Web", "public_metrics": {"retweet_count": 9},
}  # fmt: skip
REPLY = {
    "id": "102", "author_id": "11", "text": "@ben_slate mine too &amp; more", "created_at": "2024-12-01T10:05:00.000Z",
    "referenced_tweets": [{"type": "replied_to", "id": "100"}, {"type": "quoted", "id": "999"}],
    "entities": {"mentions": [{"username": "ben_slate", "id": "12"}]},
}  # fmt: skip
PAGE = {
    "data": [REPOST, REPLY], "includes": {"users": [ANN, BEN], "tweets": [ORIGINAL]},
    "errors": [{"value": "999", "title": "Not Found Error"}], "__twarc": {"version": "2"},
}  # fmt: skip


def _flat(tweet: dict[str, Any]) -> dict[str, Any]:
    """Inline what a post refers to, as twarc2 flatten does."""
    users = {"11": ANN, "12": BEN}
    references = [
        {**reference, **({**ORIGINAL, "author": BEN} if reference["id"] == "100" else {})}
        for reference in tweet["referenced_tweets"]
    ]
    return {**tweet, "author": users[tweet["author_id"]], "referenced_tweets": references, "__twarc": {}}


def test_a_page_gives_posts_originals_and_profiles(tmp_path: Path) -> None:
    case, result = load_one(tmp_path, write_lines(tmp_path / "p.jsonl", [PAGE]))
    assert (result.format, result.records, result.used, result.rejects) == ("x-api-v2", 2, 2, 0)
    posts = {row["key"]: row for row in read_posts(case).collect().iter_rows(named=True)}
    assert set(posts) == {"x:100", "x:101", "x:102"}
    assert (posts["x:101"]["kind"], posts["x:101"]["repost_of"]) == ("repost", "x:100")
    assert posts["x:101"]["text"] == LONG.strip()
    assert (posts["x:102"]["kind"], posts["x:102"]["reply_to"], posts["x:102"]["quote_of"]) == (
        "reply",
        "x:100",
        "x:999",
    )
    assert posts["x:102"]["text"] == "@ben_slate mine too & more"
    accounts = {row["key"]: row for row in read_accounts(case).collect().iter_rows(named=True)}
    assert (accounts["x:11"]["handle"], accounts["x:11"]["followers"], accounts["x:11"]["region"]) == (
        "Ann_Quarry",
        7,
        "Leeds",
    )


def test_a_repost_does_what_its_original_did(tmp_path: Path) -> None:
    case, _ = load_one(tmp_path, write_lines(tmp_path / "p.jsonl", [PAGE]))
    rows = read_actions(case).collect().iter_rows(named=True)
    done = {(row["behaviour"], row["object"]) for row in rows if row["post"] == "x:101"}
    assert done == {
        ("hashtag", "hoodgate"), ("url", "https://news.example/hood"), ("domain", "news.example"), ("media", "x:3_55"),
        ("repost", "x:100"),
    }  # fmt: skip


def test_pages_and_flattened_posts_give_the_same_record(tmp_path: Path) -> None:
    pages, _ = load_one(tmp_path / "pages", write_lines(tmp_path / "p.jsonl", [PAGE]))
    flat, _ = load_one(tmp_path / "flat", write_lines(tmp_path / "f.jsonl", [_flat(REPOST), _flat(REPLY)]))
    for read in (read_accounts, read_posts, read_actions):
        one, other = read(pages).collect(), read(flat).collect()
        columns = [name for name in one.columns if name not in ("source", "file", "place", "loads")]
        assert one.select(columns).sort(columns).equals(other.select(columns).sort(columns))


def test_a_long_post_is_read_from_its_note(tmp_path: Path) -> None:
    note = {"text": "whole " * 60, "entities": {"hashtags": [{"tag": "late"}]}}
    post = {**REPLY, "referenced_tweets": [], "note_tweet": note, "includes": {}}
    case, _ = load_one(
        tmp_path, write_lines(tmp_path / "p.jsonl", [{"data": [post], "includes": {"users": [ANN]}, "meta": {}}])
    )
    assert read_posts(case).collect()["text"].to_list() == [("whole " * 60).strip()]
    assert ("hashtag", "late") in set(read_actions(case).select("behaviour", "object").collect().iter_rows())


def test_versions_of_an_edited_post_are_one_post(tmp_path: Path) -> None:
    versions = [
        {**REPLY, "id": id, "referenced_tweets": [], "text": text, "edit_history_tweet_ids": ["102", "103"]}
        for id, text in (("102", "frist"), ("103", "first"))
    ]
    pages = [{"data": version, "includes": {"users": [ANN], "tweets": versions}} for version in versions]
    case, result = load_one(tmp_path, write_lines(tmp_path / "p.jsonl", pages))
    assert (result.used, result.duplicates) == (1, 1)
    assert read_posts(case).collect()["key"].to_list() == ["x:102"]


def test_users_are_profiles_and_a_page_of_errors_is_a_reject(tmp_path: Path) -> None:
    pages = [{"data": [ANN, BEN, ANN], "__twarc": {}}, {"errors": [{"title": "Forbidden"}]}]
    case, result = load_one(tmp_path, write_lines(tmp_path / "p.jsonl", pages))
    assert (result.records, result.used, result.duplicates, result.rejects) == (4, 2, 1, 1)
    assert read_accounts(case).collect().height == 2
