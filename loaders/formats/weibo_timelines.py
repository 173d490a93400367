"""Weibo accounts with their latest posts nested in them, one account a line (JSON lines)."""

import re
from collections.abc import Iterator

from case.rows import Post, hashed_post_key
from loaders.form import Format, Placed, Stream, read_nested
from loaders.head import Head
from loaders.naming import Profile, name_account
from loaders.records import Context, Draft, Raw, Reject, Shaped
from loaders.values.ids import clean_id
from loaders.values.numbers import read_count
from loaders.values.text import clean, html_to_text

PLATFORM = "weibo"
_CLIENT = re.compile(r"\s*来自\s*")


def recognise(head: Head) -> float:
    """Recognise an account by its list `weibo` with content and time."""
    record = head.first
    if not isinstance(record.get("weibo"), list) or "id" not in record:
        return 0.0
    posts = record["weibo"]
    return 0.95 if not posts or {"content", "time"} <= set(posts[0]) else 0.3


def read(stream: Stream) -> Iterator[Placed]:
    """Read every post of every account; the place counts posts. An account without posts is kept, but is no record."""
    return read_nested(stream, _posts)


def _posts(account: Raw) -> Iterator[Raw]:
    about = {name: value for name, value in account.items() if name != "weibo"}
    for post in account.get("weibo") or [None]:
        yield {"account": about, "post": post, "beside": post is None}


def shape(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one post: its time and client share one string, and it has no id."""
    about, item = raw["account"], raw["post"]
    id = clean_id(about.get("id"))
    if id is None:
        return Reject("has no account id")
    profile = Profile(
        followers=read_count(about.get("followers_num")), following=read_count(about.get("following_num"))
    )
    account = name_account(PLATFORM, id=id, name=about.get("name"), profile=profile)
    if item is None:
        return Shaped(account.key, accounts=(account,), record=False)
    when, client = split_client(str(item.get("time") or ""))
    moment = context.time(when)
    text = clean(html_to_text(item.get("content") or ""))
    key = hashed_post_key(PLATFORM, account.key, moment.at, f"{text}\x1f{when}" if moment.at is None else text)
    post = Post(
        key, PLATFORM, account.key, moment.at, moment.precision, text, 0,
        kind="post" if item.get("forward_flag") in (0, "0", None) else "repost",
        likes=read_count(item.get("upvote")), replies=read_count(item.get("comment")),
        reposts=read_count(item.get("forward")), client=client,
    )  # fmt: skip
    return Shaped(key, (Draft(post),), (account,), notes=moment.notes)


def split_client(time: str) -> tuple[str, str | None]:
    """Split "2015-08-10 16:22:29\u00a0来自微博" into time and client."""
    when, *client = _CLIENT.split(time.replace("\u00a0", " "), maxsplit=1)
    return when.strip(), (client[0].strip() or None) if client else None


FORMAT = Format(
    name="weibo-timelines", platform=PLATFORM, title="Weibo accounts with nested posts (JSON lines)", kinds=("post",
    "repost", "profile"),
    example="timelines.jsonl",
    notes="Times are local; give the time zone of the source. A time without year is of the year in which it was "
    "collected "
    "(the page leaves out the running year): give --collected-at; a month and day later than that belong to the "
    "year before. "
    "Without it such posts have no time. No post ids: equal rows are duplicates.",
    recognise=recognise, read=read, shape=shape, usual_zone="Asia/Shanghai",
)  # fmt: skip
