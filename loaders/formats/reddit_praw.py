"""Reddit comments and users as PRAW scripts dump them to CSV."""

from dataclasses import replace

from case.rows import Account, Post, post_key
from case.supplements import Deletion
from loaders.form import Format, read_table
from loaders.head import Head
from loaders.naming import name_account
from loaders.parents import name_parents
from loaders.records import Context, Draft, Raw, Reject, Shaped
from loaders.values.numbers import read_count
from loaders.values.text import clean, decode_entities

PLATFORM = "reddit"
#: What stands in place of a text that its author or a moderator took away.
GONE = ("[deleted]", "[removed]")


def recognise_comments(head: Head) -> float:
    """Recognise comments by the dotted heads of PRAW's objects."""
    return 0.95 if head.has("name", "author.name", "body", "created_utc", "parent_id", "link_id") else 0.0


def recognise_users(head: Head) -> float:
    """Recognise users by their two kinds of karma."""
    return 0.95 if head.has("name", "created_utc", "link_karma", "comment_karma") else 0.0


def shape_comment(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one comment; the community is its region-like place and stays in the address."""
    id = raw["name"].strip() or raw.get("fullname", "").strip()
    if not id:
        return Reject("has no name (t1_…)")
    key = post_key(PLATFORM, id)
    moment = context.utc_time(raw["created_utc"])
    account = _account(raw["author.name"], key)
    path = raw.get("permalink") or ""
    post = Post(
        key, PLATFORM, account.key, moment.at, moment.precision, clean(decode_entities(raw["body"])), 0, kind="comment",
        likes=read_count(raw.get("score")),
        url=f"https://www.reddit.com{path}" if path.startswith("/") else path or None,
        **name_parents(PLATFORM, reply_to=raw["parent_id"].strip() or raw["link_id"].strip() or None),
    )  # fmt: skip
    gone = (Deletion(key),) if post.text in GONE else ()
    return Shaped(key, (Draft(post),), (account,), notes=moment.notes, supplements=gone)


def shape_user(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one user: the name is the key, for comments give no id."""
    name = raw["name"].strip()
    if not name:
        return Reject("has no name")
    created = context.utc_time(raw["created_utc"])
    account = replace(_account(name, None), id=raw.get("fullname") or None, created_at=created.at)
    return Shaped(account.key, accounts=(account,), notes=created.notes)


def _account(name: str, key: str | None) -> Account:
    return name_account(PLATFORM, id=None, post=post_key("", key or ""), handle=name.strip() or None)


COMMENTS = Format(
    name="reddit-comments", platform=PLATFORM, title="Reddit comments (PRAW CSV)", kinds=("comment",),
    example="comments.csv",
    notes="Times are UTC (epoch seconds). Accounts are known by name; [deleted] authors never become one account, and "
    "[deleted] or [removed] texts mark a deleted post.",
    recognise=recognise_comments, read=read_table, shape=shape_comment, zone="UTC",
)  # fmt: skip
USERS = Format(
    name="reddit-users", platform=PLATFORM, title="Reddit users (PRAW CSV)", kinds=("profile",), example="users.csv",
    notes="Joined with comments by name.", recognise=recognise_users, read=read_table, shape=shape_user, zone="UTC",
)  # fmt: skip
