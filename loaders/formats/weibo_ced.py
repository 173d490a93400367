"""Weibo repost trees of the CED rumour set: originals and their reposts as JSON lines, one event per original."""

from case.rows import Account, Post, post_key
from loaders.form import Format, read_json
from loaders.head import Head
from loaders.naming import Profile, name_account
from loaders.parents import name_parents
from loaders.records import Context, Draft, Raw, Reject, Shaped
from loaders.values.numbers import read_count
from loaders.values.text import clean, html_to_text
from loaders.values.weibo_ids import mid_from_bid

PLATFORM = "weibo"


def recognise_originals(head: Head) -> float:
    """Recognise originals by their event, their user without id and their time as a number."""
    record = head.first
    return 0.95 if {"event", "text", "user", "time"} <= set(record) and record.get("event", "").count("_") == 2 else 0.0


def recognise_reposts(head: Head) -> float:
    """Recognise reposts by their event and their place in the tree."""
    return 0.95 if {"event", "uid", "mid", "date", "parent", "kids"} <= set(head.first) else 0.0


def shape_original(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape an original: its event is number_bid_author, the only place that names post and author."""
    _, bid, author = raw["event"].split("_")
    key = post_key(PLATFORM, mid_from_bid(bid))
    moment = context.utc_time(raw["time"])
    user = raw["user"] if isinstance(raw["user"], dict) else {}
    profile = Profile(
        created_at=context.utc_time(user.get("time")).at, followers=user.get("followers"),
        following=user.get("friends"),
        region=user.get("location"), verified=user.get("verified"),
    )  # fmt: skip
    account = name_account(PLATFORM, id=author, profile=profile)
    post = Post(
        key, PLATFORM, account.key, moment.at, moment.precision, clean(html_to_text(raw["text"])), 0,
        likes=read_count(raw.get("likes")), replies=read_count(raw.get("comments")),
        reposts=read_count(raw.get("reposts")),
        client=raw.get("source") or None, url=f"https://weibo.com/{author}/{bid}",
    )  # fmt: skip
    return Shaped(key, (Draft(post),), (account,), notes=moment.notes)


def shape_repost(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape a repost: it hangs on its parent in the tree, and passes on the original whoever it had it from."""
    _, bid, _ = raw["event"].split("_")
    original = mid_from_bid(bid)
    parent = mid_from_bid(raw["parent"]) if raw["parent"] else original
    key = post_key(PLATFORM, mid_from_bid(raw["mid"]))
    moment = context.time(raw["date"])
    account = _account(str(raw["uid"]), key)
    post = Post(
        key, PLATFORM, account.key, moment.at, moment.precision, clean(html_to_text(raw["text"])), 0, kind="repost",
        **name_parents(PLATFORM, repost_of=parent),
    )  # fmt: skip
    return Shaped(
        key, (Draft(post, given=(("repost", post_key(PLATFORM, original)),)),), (account,), notes=moment.notes
    )


def _account(uid: str, key: str) -> Account:
    """Name an author by number, or by the domain name that some accounts chose in its place."""
    if uid.isdigit():
        return name_account(PLATFORM, id=uid)
    return name_account(PLATFORM, id=None, post=post_key("", key), handle=uid or None)


ORIGINALS = Format(
    name="weibo-ced-originals", platform=PLATFORM, title="Weibo rumour set CED: originals", kinds=("post",),
    example="originals.jsonl",
    notes="Times are UTC (epoch seconds). Short post names (bid) are turned into numbers, so that other exports join.",
    recognise=recognise_originals, read=read_json, shape=shape_original, zone="UTC",
)  # fmt: skip
REPOSTS = Format(
    name="weibo-ced-reposts", platform=PLATFORM, title="Weibo rumour set CED: reposts", kinds=("repost",),
    example="reposts.jsonl",
    notes="Times are local; give the time zone of the source. An account with a domain name in place of its number "
    "does not join "
    "with the number.",
    recognise=recognise_reposts, read=read_json, shape=shape_repost, usual_zone="Asia/Shanghai",
)  # fmt: skip
