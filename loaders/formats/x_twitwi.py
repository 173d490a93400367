"""X posts as minet and gazouilloire normalise them (twitwi): CSV with lists separated by "|"."""

from case.rows import Post, PostKey, account_key, post_key
from loaders.form import Format, read_table
from loaders.head import Head
from loaders.naming import Profile, handle_key, name_account
from loaders.records import Context, Draft, Raw, Reject, Shaped
from loaders.values.ids import clean_id
from loaders.values.media import media_identity
from loaders.values.numbers import read_count, read_flag
from loaders.values.text import clean

PLATFORM = "x"


def recognise(head: Head) -> float:
    """Recognise the table by the columns that only this family has."""
    return 0.95 if head.has("id", "timestamp_utc", "user_screen_name", "text", "retweeted_id") else 0.0


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
        kind="repost" if "repost_of" in parents else "reply" if "reply_to" in parents else "quote" if "quote_of" in parents else "post",
        language=raw.get("lang") or None, likes=read_count(raw.get("like_count")), replies=read_count(raw.get("reply_count")),
        reposts=read_count(raw.get("retweet_count")), views=read_count(raw.get("impression_count")),
        client=raw.get("source_name") or None, url=f"https://x.com/i/status/{id}", **parents,
    )  # fmt: skip
    ids, names = _list(raw.get("mentioned_ids")), _list(raw.get("mentioned_names"))
    mentions = [account_key(PLATFORM, mention) for mention in ids] or [handle_key(PLATFORM, name) for name in names]
    media = (media_identity(address, PLATFORM) for address in _list(raw.get("media_urls")))
    draft = Draft(
        post, hashtags=_list(raw.get("hashtags")), urls=_list(raw.get("links")), mentions=tuple(mentions),
        media=tuple(identity for identity in media if identity),
    )  # fmt: skip
    return Shaped(key, (draft,), (account,), notes=moment.notes)


def _parents(raw: Raw) -> dict[str, PostKey]:
    columns = {"repost_of": "retweeted_id", "reply_to": "to_tweetid", "quote_of": "quoted_id"}
    found = {parent: clean_id(raw.get(column)) for parent, column in columns.items()}
    return {parent: post_key(PLATFORM, id) for parent, id in found.items() if id}


def _list(cell: str | None) -> tuple[str, ...]:
    return tuple(part for part in (cell or "").split("|") if part)


FORMAT = Format(
    name="x-twitwi", platform=PLATFORM, title="X posts normalised by minet or gazouilloire (CSV)",
    kinds=("post", "reply", "repost", "quote"), example="tweet-export.csv",
    notes="timestamp_utc is the time of a post; local_time is the collecting machine's and is not used.",
    recognise=recognise, read=read_table, shape=shape, zone="UTC",
)  # fmt: skip
