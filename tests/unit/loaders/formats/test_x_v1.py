from pathlib import Path
from typing import Any

from case.tables import read_accounts, read_actions, read_posts
from tests.unit.loaders.writing import load_one, write_json, write_lines

ANN = {"id": 11, "id_str": "11", "screen_name": "Ann_Quarry", "name": "Ann", "followers_count": 7, "friends_count": 8,
       "created_at": "Thu Jan 02 03:04:05 +0000 2020", "verified": False}  # fmt: skip
BEN = {"id": 12, "id_str": "12", "screen_name": "ben_slate", "name": "Ben", "followers_count": 1}
ENTITIES = {
    "hashtags": [{"text": "HoodGate"}], "user_mentions": [{"id_str": "13", "screen_name": "cora"}],
    "urls": [{"url": "https://t.co/a", "expanded_url": "https://news.example/hood"}],
    "media": [{"id_str": "55", "type": "photo"}],
}  # fmt: skip


def _status(id: int, user: dict[str, Any], text: str, **more: Any) -> dict[str, Any]:
    return {
        "id": id, "id_str": str(id), "created_at": "Sun Dec 01 10:00:31 +0000 2024", "user": user, "full_text": text,
        "entities": {"hashtags": [], "urls": [], "user_mentions": []}, "lang": "en", "source": '<a href="x">Web</a>',
        **more,
    }  # fmt: skip


ORIGINAL = _status(100, BEN, "the hood that we were promised is a plain sheet", entities=ENTITIES)
REPOST = _status(101, ANN, "RT @ben_slate: the hood that we…", retweeted_status=ORIGINAL)


def test_a_repost_brings_its_original_along(tmp_path: Path) -> None:
    case, result = load_one(tmp_path, write_lines(tmp_path / "s.jsonl", [REPOST, ORIGINAL]))
    assert (result.format, result.records, result.used, result.posts) == ("x-api-v1", 2, 2, 2)
    posts = {row["key"]: row for row in read_posts(case).collect().iter_rows(named=True)}
    assert (posts["x:101"]["repost_of"], posts["x:101"]["text"]) == ("x:100", ORIGINAL["full_text"])
    assert posts["x:101"]["client"] == "Web"
    done = {(row[0], row[1]) for row in read_actions(case).select("behaviour", "object").collect().iter_rows()}
    assert {("hashtag", "hoodgate"), ("media", "x:3_55"), ("mention", "x:13"), ("repost", "x:100")} <= done
    assert read_accounts(case).collect()["key"].sort().to_list() == ["x:11", "x:12"]


def test_replies_and_quotes_name_their_parents_and_long_texts_are_whole(tmp_path: Path) -> None:
    status = _status(
        102,
        ANN,
        "cut…",
        in_reply_to_status_id_str="90",
        quoted_status_id_str="91",
        extended_tweet={"full_text": "the whole text"},
    )
    case, _ = load_one(tmp_path, write_json(tmp_path / "s.json", [status]))
    (post,) = read_posts(case).collect().iter_rows(named=True)
    assert (post["kind"], post["reply_to"], post["quote_of"], post["text"]) == (
        "reply",
        "x:90",
        "x:91",
        "the whole text",
    )


def test_a_notice_of_the_stream_is_a_reject(tmp_path: Path) -> None:
    _, result = load_one(tmp_path, write_lines(tmp_path / "s.jsonl", [ORIGINAL, {"limit": {"track": 7}}]))
    assert (result.used, result.rejects) == (1, 1)


def _captured(status: dict[str, Any], *, new_layout: bool = False) -> dict[str, Any]:
    user = status["user"]
    names = {name: user[name] for name in ("screen_name", "name")}
    legacy = {
        name: value for name, value in user.items() if name not in ("id", "id_str", *(names if new_layout else ()))
    }
    result = {"rest_id": user["id_str"], "legacy": legacy, **({"core": names} if new_layout else {})}
    inner = {name: value for name, value in status.items() if name not in ("user", "source", "retweeted_status")}
    if "retweeted_status" in status:
        inner["retweeted_status_result"] = {"result": _captured(status["retweeted_status"])}
    return {
        "rest_id": status["id_str"],
        "core": {"user_results": {"result": result}},
        "legacy": inner,
        "source": status["source"],
    }


def test_captured_statuses_give_what_the_api_gives(tmp_path: Path) -> None:
    plain, _ = load_one(tmp_path / "plain", write_lines(tmp_path / "s.jsonl", [REPOST]))
    for number, new_layout in enumerate((False, True)):
        envelope = {"nav_index": 1, "source_platform": "twitter.com", "data": _captured(REPOST, new_layout=new_layout)}
        captured, result = load_one(tmp_path / str(number), write_lines(tmp_path / f"z{number}.ndjson", [envelope]))
        assert result.format == "x-zeeschuimer"
        for read in (read_accounts, read_posts, read_actions):
            one, other = read(plain).collect(), read(captured).collect()
            columns = [name for name in one.columns if name not in ("source", "file", "place", "loads")]
            assert one.select(columns).sort(columns).equals(other.select(columns).sort(columns))


def test_a_captured_tombstone_is_a_reject(tmp_path: Path) -> None:
    envelope = {"nav_index": 1, "source_platform": "x.com", "data": {"__typename": "TweetTombstone"}}
    _, result = load_one(tmp_path, write_lines(tmp_path / "z.ndjson", [envelope]))
    assert result.rejects == 1
