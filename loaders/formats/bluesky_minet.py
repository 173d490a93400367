"""Bluesky posts and profiles as minet exports them to CSV."""

import re

from case.rows import Post, account_key, post_key
from loaders.fields import has_fields
from loaders.form import Format, read_table
from loaders.formats.bluesky import PLATFORM
from loaders.naming import Profile, name_account
from loaders.parents import kind_of, name_parents
from loaders.records import Context, Draft, Raw, Reject, Shaped
from loaders.values.hashtags import as_written
from loaders.values.languages import language_code
from loaders.values.numbers import read_count
from loaders.values.text import clean

_CONTENT_ID = re.compile(r"/([a-z2-7]{40,})(?:@\w+|/[\w.]+)?$")


def shape_post(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one post. `original_text` are its own words; to `text` the tool adds what it quotes and links to."""
    uri, did = raw["uri"].strip(), raw["user_did"].strip()
    if not uri or not did:
        return Reject("has no uri or no user_did")
    moment = context.utc_time(raw["timestamp_utc"] + _fraction(raw.get("local_time") or ""))
    parents = name_parents(PLATFORM, reply_to=raw.get("to_post_uri"), quote_of=raw.get("quoted_uri"))
    account = name_account(PLATFORM, id=did, handle=raw.get("user_handle") or None)
    post = Post(
        post_key(PLATFORM, uri), PLATFORM, account.key, moment.at, moment.precision,
        clean(raw.get("original_text") or raw.get("text") or ""), 0, kind=kind_of(parents),
        language=language_code((raw.get("user_langs") or "").split("|")[0]),
        likes=read_count(raw.get("like_count")), replies=read_count(raw.get("reply_count")),
        reposts=read_count(raw.get("repost_count")), url=raw.get("url") or None, **parents,
    )  # fmt: skip
    found = (_CONTENT_ID.search(address) for address in _parts(raw, "media_urls"))
    draft = Draft(
        post, hashtags=as_written(_parts(raw, "hashtags"), post.text) or None, urls=_parts(raw, "links") or None,
        mentions=tuple(account_key(PLATFORM, one) for one in _parts(raw, "mentioned_user_dids")),
        media=tuple(f"{PLATFORM}:{match[1]}" for match in found if match),
    )  # fmt: skip
    return Shaped(post.key, (draft,), (account,), notes=moment.notes)


def shape_profile(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one profile."""
    if not raw["did"].strip():
        return Reject("has no did")
    created = raw["timestamp_utc"] + _fraction(raw.get("created_at") or "")
    profile = Profile(
        created_at=context.utc_time(created).at, followers=read_count(raw.get("followers")),
        following=read_count(raw.get("follows")), bio=clean(raw.get("description") or ""),
    )  # fmt: skip
    account = name_account(
        PLATFORM, id=raw["did"].strip(), handle=raw.get("handle") or None,
        name=clean(raw.get("display_name") or "") or None, profile=profile,
    )  # fmt: skip
    return Shaped(account.key, accounts=(account,))


def _fraction(local: str) -> str:
    """Return the part of a second, which the tool keeps in the machine's local time only; zones do not change it."""
    return f".{local.rpartition('.')[2]}" if "." in local else ""


def _parts(raw: Raw, column: str) -> tuple[str, ...]:
    return tuple(part for part in (raw.get(column) or "").split("|") if part)


POSTS = Format(
    name="bluesky-minet-posts", platform=PLATFORM, title="Bluesky posts (minet CSV)", kinds=("post", "reply", "quote"),
    example="bluesky-posts.csv",
    notes="Times are UTC (epoch seconds, with the part of a second from local_time). The text is original_text. "
    "Tags are put back into the order of the text.",
    recognise=has_fields("uri", "user_did", "original_text", "timestamp_utc"), read=read_table, shape=shape_post,
    zone="UTC", unit="s",
)  # fmt: skip
PROFILES = Format(
    name="bluesky-minet-profiles", platform=PLATFORM, title="Bluesky profiles (minet CSV)", kinds=("profile",),
    example="bluesky-profiles.csv", notes="The DID is the account; its handle can change.",
    recognise=has_fields("did", "handle", "follows", "starter_packs", "timestamp_utc"), read=read_table,
    shape=shape_profile, zone="UTC", unit="s",
)  # fmt: skip
