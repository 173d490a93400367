"""The same posts as a CSV of the Coordination Network Toolkit and as X API v1.1 statuses, one a line.

Accounts, tags, links and reposts follow heavy-tailed laws, as on platforms. A post has 8 to 24 words; half have a tag,
a third a mention, half a link, a fifth repeat an earlier post; one in five accounts writes Chinese.
"""

import csv
import json
from collections.abc import Collection, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

HEAD = ("message_id", "user_id", "username", "repost_id", "reply_id", "message", "timestamp", "urls")
POSTS_EACH = 20  # posts per account, on average
_SYLLABLES = ("ka", "lo", "mi", "ren", "tas", "vo", "bel", "dor", "sun", "per", "in", "ax", "um", "fel", "gro", "nit")
_PHRASES = ("新车", "刹车", "轮胎", "电池", "续航", "发布", "门店", "销售", "退钱", "维权", "视频", "今天", "失望")
_START = 1_700_000_000
_EPOCH_MS = 1_288_834_974_657  # what X's ids count from
_BATCH = 50_000


@dataclass(frozen=True, slots=True)
class Made:
    """One invented post."""

    id: int
    author: int
    text: str
    at: int
    tags: tuple[str, ...]
    mention: int | None
    url: str | None
    repost_of: "Made | None"


def make_posts(posts: int, *, seed: int = 1) -> Iterator[Made]:
    """Make posts in the order of their times; equal for an equal seed."""
    random = np.random.default_rng(seed)
    syllables = random.integers(0, len(_SYLLABLES), (3_000, 3))
    words = ["".join(_SYLLABLES[part] for part in parts) for parts in syllables]
    earlier: list[Made] = []
    for start in range(0, posts, _BATCH):
        size = min(_BATCH, posts - start)
        authors = np.minimum(random.zipf(1.2, size), posts // POSTS_EACH)
        tags, links = np.minimum(random.zipf(1.3, size), 5_000), np.minimum(random.zipf(1.2, size), posts // 10)
        others, chances = random.integers(1, posts // POSTS_EACH, size), random.random((size, 4))
        lengths, picks = random.integers(8, 25, size), random.integers(0, len(words), (size, 24))
        for place in range(size):
            author, at = int(authors[place]), _START + (start + place) * 10
            id = ((at * 1000 - _EPOCH_MS) << 22) + start + place
            if chances[place, 0] < 0.2 and earlier:
                original = earlier[int(picks[place, 0]) % len(earlier)]
                yield Made(id, author, original.text, at, original.tags, None, original.url, original)
                continue
            chosen = picks[place, : lengths[place]]
            if author % 5:
                text = " ".join(words[word] for word in chosen)
            else:
                text = "".join(_PHRASES[word % len(_PHRASES)] for word in chosen) + "。"
            tag = (f"topic{tags[place]}",) if chances[place, 1] < 0.5 else ()
            mention = int(others[place]) if chances[place, 2] < 0.33 else None
            url = f"https://site{links[place] % 97}.example/news/{links[place]}" if chances[place, 3] < 0.5 else None
            tail = [f"@name{mention}" if mention else "", *(f"#{one}" for one in tag), url or ""]
            post = Made(id, author, " ".join([text, *filter(None, tail)]), at, tag, mention, url, None)
            earlier = [*earlier[-200:], post]
            yield post


def write_exports(folder: Path, posts: int, *, forms: Collection[str] = ("csv", "jsonl")) -> None:
    """Write the posts as `posts-N.csv`, `posts-N.jsonl` or both; a file appears when it is whole."""
    names = {form: folder / f"posts-{posts}.{form}" for form in forms}
    drafts = {form: name.with_suffix(f".{form}.part") for form, name in names.items()}
    with ExitStack() as stack:
        files = {
            form: stack.enter_context(draft.open("w", newline="", encoding="utf-8")) for form, draft in drafts.items()
        }
        rows = csv.writer(files["csv"]) if "csv" in files else None
        if rows:
            rows.writerow(HEAD)
        for post in make_posts(posts):
            if rows:
                rows.writerow(_row(post))
            if "jsonl" in files:
                files["jsonl"].write(json.dumps(_status(post), ensure_ascii=False) + "\n")
    for form, draft in drafts.items():
        draft.replace(names[form])


def _row(post: Made) -> tuple[object, ...]:
    original = post.repost_of.id if post.repost_of else ""
    return (post.id, post.author, f"name{post.author}", original, "", post.text, post.at, post.url or "")


def _status(post: Made) -> dict[str, object]:
    at = f"{datetime.fromtimestamp(post.at, UTC):%a %b %d %H:%M:%S +0000 %Y}"
    urls = [{"url": "https://t.co/abcdefghij", "expanded_url": post.url, "display_url": "site", "indices": [1, 24]}]
    mentions = [{"id_str": str(post.mention), "id": post.mention, "screen_name": f"name{post.mention}",
                 "name": f"Name {post.mention}", "indices": [1, 9]}]  # fmt: skip
    status: dict[str, object] = {
        "created_at": at, "id": post.id, "id_str": str(post.id), "full_text": post.text, "truncated": False,
        "display_text_range": [0, len(post.text)],
        "entities": {
            "hashtags": [{"text": tag, "indices": [1, 9]} for tag in post.tags], "symbols": [],
            "user_mentions": mentions if post.mention else [], "urls": urls if post.url else [],
        },
        "source": '<a href="https://mobile.example" rel="nofollow">Mobile</a>', "in_reply_to_status_id": None,
        "in_reply_to_status_id_str": None, "in_reply_to_user_id": None, "in_reply_to_user_id_str": None,
        "in_reply_to_screen_name": None, "user": _user(post.author), "geo": None, "coordinates": None, "place": None,
        "contributors": None, "is_quote_status": False, "retweet_count": post.id % 7, "favorite_count": post.id % 11,
        "favorited": False, "retweeted": False, "lang": "en" if post.author % 5 else "zh",
    }  # fmt: skip
    if post.repost_of:
        status["retweeted_status"] = _status(post.repost_of)
    return status


def _user(author: int) -> dict[str, object]:
    return {
        "id": author, "id_str": str(author), "name": f"Name {author}", "screen_name": f"name{author}",
        "location": "Somewhere", "description": f"A profile of some length, number {author}, as people write it",
        "url": None, "entities": {"description": {"urls": []}}, "protected": False,
        "followers_count": author % 1_000, "friends_count": author % 300, "listed_count": 0,
        "created_at": "Wed Mar 11 09:30:00 +0000 2015", "favourites_count": 10, "utc_offset": None, "time_zone": None,
        "geo_enabled": False, "verified": False, "statuses_count": 100, "lang": None, "contributors_enabled": False,
        "is_translator": False, "profile_background_color": "F5F8FA", "profile_image_url": "https://pic.example/1.jpg",
        "profile_image_url_https": "https://pic.example/1.jpg", "profile_link_color": "1DA1F2",
        "default_profile": True, "default_profile_image": False, "following": None, "notifications": None,
    }  # fmt: skip
