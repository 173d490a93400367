"""Canonical rows: accounts, posts and actions, and the keys that name them.

Times are whole microseconds since 1970 in UTC; a key is `platform:id`.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, NewType

import pyarrow as pa

AccountKey = NewType("AccountKey", str)
PostKey = NewType("PostKey", str)

Precision = Literal["second", "minute", "day", "none"]
Identity = Literal["id", "name", "masked"]
Kind = Literal["post", "article", "reply", "repost", "quote", "comment"]

#: One row of `actions` per thing done with a post. `text` is the exact normalised text, `hashtags` their sequence.
BEHAVIOURS = ("hashtag", "hashtags", "url", "domain", "mention", "reply", "repost", "quote", "media", "text", "contact")
#: Width in microseconds of one stamp of each precision: a window W on such stamps covers true gaps up to W + width.
PRECISION_MICROSECONDS: dict[str, int] = {"second": 1_000_000, "minute": 60_000_000, "day": 86_400_000_000}


# Rows are made by the million, and a frozen one takes three times as long to make: nobody changes them all the same.
@dataclass(slots=True, unsafe_hash=True)
class Account:
    """A profile as an export shows it. `identity` says what the key rests on: an id, a name, or a masked name.

    `place` is the 1-based line or record number in the raw file where it was seen so; equal profiles may differ in it.
    """

    key: AccountKey
    platform: str
    id: str | None = None
    handle: str | None = None
    name: str | None = None
    created_at: int | None = None
    followers: int | None = None
    following: int | None = None
    bio: str | None = None
    region: str | None = None
    verified: bool | None = None
    identity: Identity = "id"
    place: int = field(default=0, compare=False)


@dataclass(slots=True, unsafe_hash=True)
class Post:
    """One post, comment, reply or repost. `place` is its 1-based line or record number in the raw file."""

    key: PostKey
    platform: str
    account: AccountKey
    at: int | None
    precision: Precision
    text: str
    place: int
    kind: Kind = "post"
    language: str | None = None
    reply_to: PostKey | None = None
    repost_of: PostKey | None = None
    quote_of: PostKey | None = None
    likes: int | None = None
    replies: int | None = None
    reposts: int | None = None
    views: int | None = None
    client: str | None = None
    region: str | None = None
    url: str | None = None


@dataclass(slots=True, unsafe_hash=True)
class Action:
    """One thing done: an account, by a post, shared an object (a tag, a link, a text…) at a time."""

    post: PostKey
    account: AccountKey
    behaviour: str
    object: str
    at: int | None
    precision: Precision


def account_key(platform: str, id: str) -> AccountKey:
    """Name an account that the source gives an id for."""
    return AccountKey(f"{platform}:{id}")


def named_account_key(platform: str, name: str) -> AccountKey:
    """Name an account that the source knows by a name only; it never joins an account with an id."""
    return AccountKey(f"{platform}:~name:{name}")


def post_key(platform: str, id: str) -> PostKey:
    """Name a post that the source gives an id for."""
    return PostKey(f"{platform}:{id}")


def hashed_post_key(platform: str, account: str, at: int | None, text: str) -> PostKey:
    """Name a post without id by its account, time and text: equal rows get equal keys."""
    content = f"{account}\x1f{'' if at is None else at}\x1f{text}".encode("utf-8", "surrogatepass")
    return PostKey(f"{platform}:~{hashlib.sha256(content).hexdigest()[:24]}")


TIME = pa.timestamp("us", "UTC")


def schema_of(text: Sequence[str], **others: pa.DataType) -> dict[str, pa.DataType]:
    """Return the columns of a table: those that are text, then the others."""
    return {**{name: pa.string() for name in text}, **others}


_ACCOUNT = schema_of(
    ("key", "platform", "id", "handle", "name", "bio", "region", "identity"),
    created_at=TIME, followers=pa.int64(), following=pa.int64(), verified=pa.bool_(), place=pa.int64(),
)  # fmt: skip
_POST = schema_of(
    ("key", "platform", "account", "precision", "text", "kind", "language", "reply_to", "repost_of", "quote_of",
     "client", "region", "url"),
    at=TIME, likes=pa.int64(), replies=pa.int64(), reposts=pa.int64(), views=pa.int64(), place=pa.int64(),
)  # fmt: skip
_ACTION = schema_of(("post", "account", "behaviour", "object", "precision"), at=TIME)
#: Where a row comes from: load, SHA-256 of the raw file, its name, and when it was collected.
ORIGIN = schema_of(("load", "source", "file"), collected_at=TIME)

ACCOUNT_COLUMNS, POST_COLUMNS, ACTION_COLUMNS = tuple(_ACCOUNT), tuple(_POST), tuple(_ACTION)
ACCOUNT_SCHEMA = pa.schema({**_ACCOUNT, **ORIGIN})
POST_SCHEMA = pa.schema({**_POST, **ORIGIN})
ACTION_SCHEMA = pa.schema({**_ACTION, **ORIGIN})
