"""X posts as minet and gazouilloire normalise them (twitwi): CSV with lists separated by "|"."""

from collections.abc import Iterator

from case.rows import Post, account_key, post_key
from loaders.form import Format, Placed, Stream, read_json, read_table
from loaders.head import Head
from loaders.naming import Profile, handle_key, name_account
from loaders.parents import Parents, kind_of, name_parents
from loaders.records import Broken, Context, Draft, Raw, Reject, Shaped
from loaders.values.hashtags import as_written
from loaders.values.ids import clean_id
from loaders.values.languages import language_code
from loaders.values.media import media_identity
from loaders.values.numbers import read_count, read_flag
from loaders.values.text import clean

PLATFORM = "x"


def recognise(head: Head) -> float:
    """Recognise the table by the columns that only this family has."""
    inner = head.first.get("_source")
    names = set(inner) | {"id"} if isinstance(inner, dict) else set(head.columns)
    return 0.95 if names >= {"id", "timestamp_utc", "user_screen_name", "text", "retweeted_id"} else 0.0


def read(stream: Stream) -> Iterator[Placed]:
    """Read the rows of a CSV, or JSON lines as gazouilloire's index exports them (`_source` holds the post)."""
    if stream.head.columns:
        yield from read_table(stream)
        return
    for place, raw in read_json(stream):
        yield place, raw if isinstance(raw, Broken) else raw.get("_source", {}) | {"id": raw.get("_id")}


def shape(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one post; `timestamp_utc` is the time, `local_time` is that of the machine which collected it."""
    id, author = clean_id(raw["id"]), clean_id(raw.get("user_id"))
    if id is None:
        return Reject("has no id")
    key = post_key(PLATFORM, id)
    moment = context.utc_time(raw["timestamp_utc"])
    profile = Profile(
        created_at=context.utc_time(raw.get("user_timestamp_utc")).at, followers=read_count(raw.get("user_followers")),
        following=read_count(raw.get("user_friends")), bio=clean(raw.get("user_description") or ""),
        region=clean(raw.get("user_location") or ""), verified=read_flag(raw.get("user_verified")),
    )  # fmt: skip
    account = name_account(
        PLATFORM, id=author, post=key, handle=raw.get("user_screen_name"), name=raw.get("user_name"), profile=profile
    )
    parents = _parents(raw)
    post = Post(
        key, PLATFORM, account.key, moment.at, moment.precision, clean(raw["text"]), 0,
        kind=kind_of(parents),
        language=language_code(raw.get("lang")), likes=read_count(raw.get("like_count")),
        replies=read_count(raw.get("reply_count")),
        reposts=read_count(raw.get("retweet_count")), views=read_count(raw.get("impression_count")),
        client=raw.get("source_name") or None, url=f"https://x.com/i/status/{id}", **parents,
    )  # fmt: skip
    ids, names = _list(raw.get("mentioned_ids")), _list(raw.get("mentioned_names"))
    mentions = [account_key(PLATFORM, mention) for mention in ids] or [handle_key(PLATFORM, name) for name in names]
    media = (media_identity(address, PLATFORM) for address in _list(raw.get("media_urls")))
    draft = Draft(
        post, hashtags=as_written(_list(raw.get("hashtags")), post.text), urls=_list(raw.get("links")),
        mentions=tuple(mentions),
        media=tuple(identity for identity in media if identity),
    )  # fmt: skip
    return Shaped(key, (draft,), (account,), notes=moment.notes)


def _parents(raw: Raw) -> Parents:
    original = clean_id(raw.get("retweeted_id"))
    if original:
        return name_parents(PLATFORM, repost_of=original)
    return name_parents(PLATFORM, reply_to=clean_id(raw.get("to_tweetid")), quote_of=clean_id(raw.get("quoted_id")))


def _list(cell: str | list[str] | None) -> tuple[str, ...]:
    """Read the values of a cell: separated by "|" in CSV, a list in JSON."""
    parts = cell if isinstance(cell, list) else (cell or "").split("|")
    return tuple(part for part in parts if part)


FORMAT = Format(
    name="x-twitwi", platform=PLATFORM, title="X posts normalised by minet or gazouilloire (CSV)",
    kinds=("post", "reply", "repost", "quote"), example="tweet-export.csv",
    notes="timestamp_utc is the time of a post; local_time is the collecting machine's and is not used. Tags are put "
    "back into the order of the text.",
    recognise=recognise, read=read, shape=shape, zone="UTC",
)  # fmt: skip
