"""Bluesky: posts of the app view, commits of the firehose and Jetstream, and profiles; JSON lines or arrays."""

from typing import Any

from case.rows import Account, AccountKey, Post, account_key, post_key
from case.supplements import Deletion
from loaders.form import Format, read_json
from loaders.head import Head
from loaders.naming import Profile, name_account
from loaders.parents import kind_of, name_parents
from loaders.records import Context, Draft, Raw, Reject, Shaped
from loaders.values.languages import language_code
from loaders.values.moments import Moment
from loaders.values.text import clean

PLATFORM = "bluesky"
_POST, _REPOST = "app.bsky.feed.post", "app.bsky.feed.repost"
_MINUTE = 60_000_000


def recognise_posts(head: Head) -> float:
    """Recognise a post view: an at:// address, an author and a record, bare or under `post`."""
    view = head.first.get("post", head.first)
    return 0.95 if isinstance(view, dict) and {"uri", "author", "record"} <= set(view) else 0.0


def recognise_commits(head: Head) -> float:
    """Recognise a commit of the network by its author's DID and time in microseconds."""
    return 0.95 if {"did", "time_us", "kind"} <= set(head.first) else 0.0


def recognise_profiles(head: Head) -> float:
    """Recognise a profile by its DID, handle and counts."""
    return 0.95 if {"did", "handle", "postsCount"} <= set(head.first) else 0.0


def shape_view(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape a post as a feed shows it; in a repost entry the post comes along and the act of passing it on is the
    record.
    """
    view = raw.get("post", raw)
    author = _account(view["author"], context)
    counts = {"likes": view.get("likeCount"), "replies": view.get("replyCount"), "reposts": view.get("repostCount")}
    moment = _honest(context, view["record"].get("createdAt"), context.utc_time(view.get("indexedAt")).at)
    draft = _draft(view["uri"], author.key, view["record"], moment, counts)
    reason = raw.get("reason") or {}
    if "by" not in reason:
        return Shaped(draft.post.key, (draft,), (author,), notes=moment.notes)
    by = _account(reason["by"], context)
    when = context.utc_time(reason.get("indexedAt"))
    uri = reason.get("uri") or f"~repost:{by.id}:{view['uri']}"
    repost = _repost(uri, by.key, view["uri"], when)
    return Shaped(repost.post.key, (repost,), (by, author), (draft,), when.notes)


def shape_commit(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one event: posts and reposts are kept, deletions mark them, identities tell handles; likes and follows are
    no posts.
    """
    if raw["kind"] == "identity" and (handle := (raw.get("identity") or {}).get("handle")):
        named = name_account(PLATFORM, id=raw["did"], handle=handle)
        return Shaped(f"identity:{named.key}:{raw['time_us']}", accounts=(named,))
    commit = raw.get("commit") or {}
    collection, record, what = commit.get("collection"), commit.get("record"), commit.get("operation", raw["kind"])
    if raw["kind"] != "commit" or collection not in (_POST, _REPOST):
        return Reject(f"is no post: {what} of {collection or 'an account'}")
    uri = f"at://{raw['did']}/{collection}/{commit['rkey']}"
    if what == "delete":
        gone = Deletion(post_key(PLATFORM, uri), int(raw["time_us"]))
        return Shaped(f"deletion:{gone.post}", supplements=(gone,))
    if not record:
        return Reject(f"is no post: {what} of {collection} without a record")
    account = name_account(PLATFORM, id=raw["did"])
    moment = _honest(context, record.get("createdAt"), int(raw["time_us"]))
    if collection == _REPOST:
        draft = _repost(uri, account.key, record["subject"]["uri"], moment)
    else:
        draft = _draft(uri, account.key, record, moment, {})
    return Shaped(draft.post.key, (draft,), (account,), notes=moment.notes)


def shape_profile(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one profile."""
    account = _account(raw, context)
    return Shaped(account.key, accounts=(account,))


def _honest(context: Context, created: str | None, received: int | None) -> Moment:
    """Take the author's clock, unless it runs ahead of the server that received the post."""
    moment = context.utc_time(created)
    if received is None or (moment.at is not None and moment.at <= received + 5 * _MINUTE):
        return moment
    return Moment(
        received, "second", ("time set by the author's device lies after its receipt: time of receipt is used",)
    )


def _repost(uri: str, account: AccountKey, subject: str, moment: Moment) -> Draft:
    post = Post(
        post_key(PLATFORM, uri), PLATFORM, account, moment.at, moment.precision, "", 0, kind="repost",
        **name_parents(PLATFORM, repost_of=subject),
    )  # fmt: skip
    return Draft(post)


def _draft(uri: str, account: AccountKey, record: Raw, moment: Moment, counts: dict[str, int | None]) -> Draft:
    embed = record.get("embed") or {}
    parent = ((record.get("reply") or {}).get("parent") or {}).get("uri")
    parents = name_parents(PLATFORM, reply_to=parent, quote_of=_quoted(embed))
    did, rkey = uri.removeprefix("at://").split("/")[0], uri.rsplit("/", 1)[-1]
    post = Post(
        post_key(PLATFORM, uri), PLATFORM, account, moment.at, moment.precision, clean(record.get("text") or ""), 0,
        kind=kind_of(parents), language=language_code(next(iter(record.get("langs") or ()), None)),
        client=record.get("via"),
        url=f"https://bsky.app/profile/{did}/post/{rkey}", likes=counts.get("likes"), replies=counts.get("replies"),
        reposts=counts.get("reposts"), **parents,
    )  # fmt: skip
    features = [feature for facet in record.get("facets") or () for feature in facet.get("features") or ()]
    external = (embed.get("media") or embed).get("external") or {}
    links = [feature["uri"] for feature in features if "uri" in feature] + (
        [external["uri"]] if external.get("uri") else []
    )
    tags = [feature["tag"] for feature in features if "tag" in feature] + list(record.get("tags") or ())
    return Draft(
        post, hashtags=tuple(tags) or None, urls=tuple(links) or None,
        mentions=tuple(account_key(PLATFORM, feature["did"]) for feature in features if "did" in feature),
        media=_media(embed),
    )  # fmt: skip


def _quoted(embed: Raw) -> str | None:
    """Return the quoted post of an embed, also of one that carries pictures too; lists and feeds are no posts."""
    inner = embed.get("record") or {}
    uri = (inner.get("record") or inner).get("uri") or ""
    return uri if f"/{_POST}/" in uri else None


def _media(embed: Raw) -> tuple[str, ...]:
    """Name pictures and films by their content hash: equal files have equal names on the whole network."""
    inner = embed.get("media") or embed
    blobs: list[Any] = [image.get("image") or {} for image in inner.get("images") or ()] + [inner.get("video") or {}]
    links = [(blob.get("ref") or {}).get("$link") or blob.get("cid") for blob in blobs if isinstance(blob, dict)]
    return tuple(f"{PLATFORM}:{link}" for link in links if link)


def _account(author: Raw, context: Context) -> Account:
    profile = Profile(
        created_at=context.utc_time(author.get("createdAt")).at,
        followers=author.get("followersCount"),
        following=author.get("followsCount"),
        bio=clean(author.get("description") or ""),
    )
    name = clean(author.get("displayName") or "") or None
    return name_account(PLATFORM, id=author["did"], handle=author.get("handle"), name=name, profile=profile)


POSTS = Format(
    name="bluesky-posts", platform=PLATFORM, title="Bluesky posts (app view)", kinds=("post", "reply", "quote",
    "repost"),
    example="posts.json",
    notes="Times are UTC by the author's clock; where that runs ahead of the server's, the server's is taken.",
    recognise=recognise_posts, read=read_json, shape=shape_view, zone="UTC",
)  # fmt: skip
COMMITS = Format(
    name="bluesky-commits", platform=PLATFORM, title="Bluesky firehose and Jetstream commits",
    kinds=("post", "reply", "quote", "repost"), example="jetstream.jsonl",
    notes="As bluesky-posts. Commits know no handles, identity events do. A deletion marks its post, whichever comes "
    "first; likes and follows are listed as rejects.",
    recognise=recognise_commits, read=read_json, shape=shape_commit, zone="UTC",
)  # fmt: skip
PROFILES = Format(
    name="bluesky-profiles", platform=PLATFORM, title="Bluesky profiles", kinds=("profile",), example="profiles.json",
    notes="The DID is the account; its handle can change.",
    recognise=recognise_profiles, read=read_json, shape=shape_profile, zone="UTC",
)  # fmt: skip
