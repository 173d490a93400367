"""X API v2 posts as twarc-csv writes them: dotted column names, lists as JSON in cells."""

import json
from typing import Any

from loaders.fields import has_fields
from loaders.flat import Flat, shape_flat
from loaders.form import Format, read_table
from loaders.parents import Parents, name_parents
from loaders.records import Context, Raw, Reject, Shaped
from loaders.values.ids import clean_id

PLATFORM = "x"
FIELDS = Flat(
    PLATFORM,
    {"post_id": "id", "time": "created_at", "text": "text", "account_id": "author_id|author.id",
     "handle": "author.username", "account_name": "author.name", "created_at": "author.created_at",
     "followers": "author.public_metrics.followers_count", "following": "author.public_metrics.following_count",
     "bio": "author.description", "account_region": "author.location", "verified": "author.verified",
     "language": "lang", "client": "source", "likes": "public_metrics.like_count",
     "replies": "public_metrics.reply_count", "reposts": "public_metrics.retweet_count",
     "views": "public_metrics.impression_count", "hashtags": "~tags", "mentions": "~names", "links": "~links"},
)  # fmt: skip


def shape(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one post. Of an edited post the first id is kept; line ends in cells are written as backslash and n."""
    links = [link for link in _values(raw.get("entities.urls"), "expanded_url") if link.startswith("http")]
    facts = {
        "id": (_values(raw.get("edit_history_tweet_ids"), "id") or [raw["id"]])[0],
        "text": (raw.get("text") or "").replace("\\n", "\n"),
        "~tags": [tag.lstrip("#") for tag in _values(raw.get("entities.hashtags"), "tag")],
        "~names": _values(raw.get("entities.mentions"), "username"), "~links": links,
    }  # fmt: skip
    keys = [key for key in _values(raw.get("attachments.media_keys"), "media_key")]
    keys = keys or _values(raw.get("attachments.media"), "media_key")
    return shape_flat(
        raw | facts, context, FIELDS, parents=_parents(raw), media=tuple(f"{PLATFORM}:{key}" for key in keys)
    )


def _values(cell: str | None, field: str) -> list[str]:
    """Read a JSON list of texts ("#tag", "@name", links: the newer default) or of objects with the field."""
    try:
        found: Any = json.loads(cell) if cell else []
    except ValueError:
        return []
    values = [item.get(field) if isinstance(item, dict) else item for item in found if item]
    return [str(value) for value in values if value]


def _parents(raw: Raw) -> Parents:
    id = {kind: clean_id(raw.get(f"referenced_tweets.{kind}.id")) for kind in ("replied_to", "retweeted", "quoted")}
    if id["retweeted"]:
        return name_parents(PLATFORM, repost_of=id["retweeted"])
    return name_parents(PLATFORM, reply_to=id["replied_to"], quote_of=id["quoted"])


FORMAT = Format(
    name="x-twarc-csv", platform=PLATFORM, title="X API v2 posts (twarc-csv)",
    kinds=("post", "reply", "repost", "quote"), example="tweets.csv",
    notes="Times are UTC. The text, entities and counts of a repost are those of its original, as the tool "
    "merges them.",
    recognise=has_fields("id", "author_id", "referenced_tweets.retweeted.id", "text", "created_at"),
    read=read_table, shape=shape, zone="UTC",
)  # fmt: skip
