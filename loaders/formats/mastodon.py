"""Mastodon statuses as the API of any server gives them (v1), JSON lines or arrays."""

from urllib.parse import urlsplit

from case.rows import Account, Post, account_key, post_key
from loaders.form import Format, read_json
from loaders.head import Head
from loaders.naming import Profile, name_account
from loaders.parents import kind_of, name_parents
from loaders.records import Context, Draft, Raw, Reject, Shaped
from loaders.values.languages import language_code
from loaders.values.media import media_identity
from loaders.values.text import clean, html_to_text

PLATFORM = "mastodon"


def recognise(head: Head) -> float:
    """Recognise a status by its world-wide name, its account name and its HTML."""
    record = head.first
    account = record.get("account")
    return (
        0.95
        if isinstance(account, dict) and "acct" in account and {"uri", "content", "created_at"} <= set(record)
        else 0.0
    )


def shape(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one status; `uri` names it on every server, ids are each server's own."""
    account = _account(raw["account"], context)
    draft, notes = _draft(raw, account, context)
    boosted = raw.get("reblog")
    if not boosted:
        return Shaped(draft.post.key, (draft,), (account,), notes=notes)
    other = _account(boosted["account"], context)
    return Shaped(draft.post.key, (draft,), (account, other), (_draft(boosted, other, context)[0],), notes)


def _draft(raw: Raw, account: Account, context: Context) -> tuple[Draft, tuple[str, ...]]:
    moment = context.utc_time(raw["created_at"])
    boosted = raw.get("reblog") or {}
    server = _server(raw)
    answered = raw.get("in_reply_to_id")
    parents = name_parents(
        PLATFORM, repost_of=boosted.get("uri"), reply_to=f"{server}/{answered}" if answered and not boosted else None
    )
    words = boosted or raw
    post = Post(
        post_key(PLATFORM, raw["uri"]), PLATFORM, account.key, moment.at, moment.precision,
        clean(html_to_text(words["content"])), 0,
        kind=kind_of(parents), language=language_code(raw.get("language")), likes=raw.get("favourites_count"),
        replies=raw.get("replies_count"),
        reposts=raw.get("reblogs_count"), client=(raw.get("application") or {}).get("name"), url=raw.get("url"),
        **parents,
    )  # fmt: skip
    card = (words.get("card") or {}).get("url")
    media = (
        media_identity(each.get("remote_url") or each.get("url") or "", PLATFORM)
        for each in words.get("media_attachments") or ()
    )
    draft = Draft(
        post, hashtags=tuple(tag["name"] for tag in words.get("tags") or ()), urls=(card,) if card else None,
        mentions=tuple(account_key(PLATFORM, _acct(each)) for each in words.get("mentions") or ()),
        media=tuple(identity for identity in media if identity),
    )  # fmt: skip
    return draft, moment.notes


def _server(raw: Raw) -> str:
    """Name the server a status lives on; in_reply_to_id is an id of the server that was asked, mostly the same."""
    return urlsplit(raw["uri"]).hostname or ""


def _acct(account: Raw) -> str:
    """Return user@server; a local account's name lacks its server, which its address has."""
    acct = str(account["acct"])
    return (acct if "@" in acct else f"{acct}@{urlsplit(account.get('url') or '').hostname or 'local'}").casefold()


def _account(account: Raw, context: Context) -> Account:
    profile = Profile(
        created_at=context.utc_time(account.get("created_at")).at,
        followers=account.get("followers_count"),
        following=account.get("following_count"),
        bio=clean(html_to_text(account.get("note") or "")),
    )
    acct = _acct(account)
    name = clean(account.get("display_name") or "") or None
    return name_account(PLATFORM, id=acct, handle=acct, name=name, profile=profile)


FORMAT = Format(
    name="mastodon-api", platform=PLATFORM, title="Mastodon statuses (API v1)", kinds=("post", "reply", "repost"),
    example="public_timeline.json",
    notes="Times are UTC. A status is named by its uri, an account by user@server. The API gives the answered "
    "status only by the "
    "server's own number, so answers point to server/number.",
    recognise=recognise, read=read_json, shape=shape, zone="UTC",
)  # fmt: skip
