"""Regular statuses of the X API v1.1, shaped many at a time: those whose fields all have the types of the API's own.

The types below hold only what is read; decoding passes over the rest of a status without making anything of it.
"""

from operator import attrgetter
from typing import Annotated, Any

import msgspec
import polars as pl
from msgspec import Meta, Struct

from loaders.columns import (
    Columns,
    cleaned,
    filled,
    keys_of,
    kinds_of,
    lists_of,
    notes_of,
    once,
    post_columns,
    read_times,
    view_columns,
    without_entities,
)
from loaders.formats.x_terms import PLATFORM, client_name, media_key, mention_key
from loaders.records import Context
from loaders.regular import RegularForm
from loaders.values.languages import language_code

Id = Annotated[str, Meta(min_length=1)]
Count = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)]


class _Tag(Struct, gc=False):
    text: str


class _Link(Struct, gc=False):
    url: str
    expanded_url: str | None = None


class _Mention(Struct, gc=False):
    screen_name: str
    id_str: str | None = None
    id: int | None = None


class _Medium(Struct, gc=False):
    id_str: str
    media_key: str | None = None
    type: str = ""


class _Media(Struct, gc=False):
    media: list[_Medium]


class _Entities(Struct, gc=False):
    hashtags: list[_Tag]
    urls: list[_Link] = []
    user_mentions: list[_Mention] = []
    media: list[_Medium] | None = None


class _Longer(Struct, gc=False):
    full_text: str | None = None
    entities: _Entities | None = None
    extended_entities: _Media | None = None


class _User(Struct, gc=False):
    id_str: Id
    screen_name: str | None = None
    name: str | None = None
    created_at: str | None = None
    followers_count: Count | None = None
    friends_count: Count | None = None
    description: str | None = None
    location: str | None = None
    verified: bool | None = None


class _Status(Struct, gc=False):
    id_str: Id
    created_at: str
    user: _User
    full_text: str | None = None
    text: str | None = None
    entities: _Entities | None = None
    extended_entities: _Media | None = None
    extended_tweet: _Longer | None = None
    lang: str | None = None
    source: str | None = None
    favorite_count: Count | None = None
    reply_count: Count | None = None
    retweet_count: Count | None = None
    in_reply_to_status_id_str: str | None = None
    quoted_status_id_str: str | None = None
    retweeted_status: "_Status | None" = None
    quoted_status: "_Status | None" = None
    views: None = None
    delete: None = None


_NOTHING, _NO_ENTITIES = _Longer(), _Entities([])


def _shape(statuses: list[_Status], places: pl.Series, context: Context) -> Columns:
    """Shape statuses as `x_v1.shape` does one."""
    shown, records, carried = _with_carried(statuses, places.to_list())
    at = pl.Series(records, dtype=pl.Int64)
    moments = read_times(_texts([status.created_at for status in shown]), context, utc=True)
    views, account = _views([status.user for status in shown], at, context)
    posts = _posts(shown, at, account, moments)
    own = ~pl.Series(carried, dtype=pl.Boolean)
    return Columns(posts.filter(own).select("record", "key"), posts, views, notes=notes_of(moments.filter(own)))


def _with_carried(statuses: list[_Status], places: list[int]) -> tuple[list[_Status], list[int], list[bool]]:
    """Return each status with those inside it behind it, the place of its record, and whether it came along."""
    shown: list[_Status] = []
    records: list[int] = []
    carried: list[bool] = []
    for place, status in zip(places, statuses, strict=True):
        shown.append(status)
        records.append(place)
        carried.append(False)
        if status.retweeted_status is not None or status.quoted_status is not None:
            inside = _inside(status)
            shown += inside
            records += [place] * len(inside)
            carried += [True] * len(inside)
    return shown, records, carried


def _inside(status: _Status) -> list[_Status]:
    found: list[_Status] = []
    for inner in (status.retweeted_status, status.quoted_status):
        if inner is not None:
            found += [inner, *_inside(inner)]
    return found


def _views(users: list[_User], places: pl.Series, context: Context) -> tuple[pl.DataFrame, pl.Series]:
    ids = _texts([user.id_str for user in users])
    keys = keys_of(PLATFORM, ids)
    views = view_columns(
        places, key=keys, platform=PLATFORM, id=ids, identity="id",
        handle=filled(_texts([user.screen_name for user in users])),
        name=filled(_texts([user.name for user in users])),
        created_at=read_times(_texts([user.created_at for user in users]), context, utc=True)["at"],
        followers=_counts([user.followers_count for user in users]),
        following=_counts([user.friends_count for user in users]),
        bio=filled(_texts([user.description for user in users])),
        region=filled(_texts([user.location for user in users])),
        verified=pl.Series([user.verified for user in users], dtype=pl.Boolean),
    )  # fmt: skip
    return views, keys


def _posts(shown: list[_Status], places: pl.Series, account: pl.Series, moments: pl.DataFrame) -> pl.DataFrame:
    words = [status.retweeted_status or status for status in shown]
    longer = [status.extended_tweet or _NOTHING for status in words]
    entities = [long.entities or status.entities or _NO_ENTITIES for long, status in zip(longer, words, strict=True)]
    media = [
        (long.extended_entities or status.extended_entities or entity).media or ()
        for long, status, entity in zip(longer, words, entities, strict=True)
    ]
    texts = _texts([long.full_text or one.full_text or one.text or "" for long, one in zip(longer, words, strict=True)])
    ids = _texts([status.id_str for status in shown])
    parents = _parents(shown)
    return post_columns(
        places, key=keys_of(PLATFORM, ids), platform=PLATFORM, account=account, at=moments["at"],
        precision=moments["precision"], text=cleaned(without_entities(texts)), kind=kinds_of(**parents), **parents,
        language=once(_texts([status.lang for status in shown]), language_code, pl.String),
        likes=_counts([status.favorite_count for status in shown]),
        replies=_counts([status.reply_count for status in shown]),
        reposts=_counts([status.retweet_count for status in shown]),
        client=once(_texts([status.source for status in shown]), client_name, pl.String),
        url="https://x.com/i/status/" + ids,
        hashtags=lists_of([one.hashtags for one in entities], attrgetter("text")),
        urls=lists_of([one.urls for one in entities], lambda link: link.expanded_url or link.url),
        mentions=lists_of(
            [one.user_mentions for one in entities], lambda one: mention_key(one.id_str or one.id, one.screen_name)
        ),
        media=lists_of(media, lambda one: media_key(one.media_key, one.type, one.id_str)),
    )  # fmt: skip


def _parents(shown: list[_Status]) -> dict[str, pl.Series]:
    """Name what posts pass on, else what they answer and quote."""
    originals = [status.retweeted_status for status in shown]
    pairs = list(zip(shown, originals, strict=True))
    found = {
        "repost_of": [None if original is None else original.id_str for original in originals],
        "reply_to": [one.in_reply_to_status_id_str if original is None else None for one, original in pairs],
        "quote_of": [one.quoted_status_id_str if original is None else None for one, original in pairs],
    }
    return {name: keys_of(PLATFORM, _texts(ids)) for name, ids in found.items()}


def _texts(texts: list[Any]) -> pl.Series:
    return pl.Series(texts, dtype=pl.String)


def _counts(counts: list[int | None]) -> pl.Series:
    return pl.Series(counts, dtype=pl.Int64)


REGULAR = RegularForm(_shape, decode=msgspec.json.Decoder(_Status).decode)
