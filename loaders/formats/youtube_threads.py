"""YouTube comment threads as the Data API v3 returns them: pages of threads, each with its first replies."""

from collections.abc import Iterator

from case.rows import Post, post_key
from loaders.form import Format, Placed, Stream, read_nested
from loaders.head import Head
from loaders.naming import name_account
from loaders.parents import name_parents
from loaders.records import Context, Draft, Raw, Reject, Shaped
from loaders.values.text import clean, html_to_text

PLATFORM = "youtube"


def recognise(head: Head) -> float:
    """Recognise a page, a thread or a comment by its kind."""
    return 0.95 if str(head.first.get("kind", "")).startswith("youtube#comment") else 0.0


def read(stream: Stream) -> Iterator[Placed]:
    """Read every comment of every thread, replies after what they answer; the place counts comments."""
    return read_nested(stream, _comments)


def _comments(document: Raw) -> Iterator[Raw]:
    if "items" in document:
        for item in document["items"]:
            yield from _comments(item)
    elif document.get("kind") == "youtube#commentThread":
        yield document["snippet"]["topLevelComment"]
        yield from (document.get("replies") or {}).get("comments") or []
    else:
        yield document


def shape(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one comment; it answers a comment, or the video."""
    snippet = raw.get("snippet")
    if not snippet or not raw.get("id"):
        return Reject("has no id or no snippet")
    key = post_key(PLATFORM, raw["id"])
    moment = context.utc_time(snippet.get("publishedAt"))
    channel = (snippet.get("authorChannelId") or {}).get("value")
    name = clean(snippet.get("authorDisplayName") or "")
    account = name_account(
        PLATFORM, id=channel, post=key, handle=name if name.startswith("@") else None, name=name or None
    )
    words = snippet.get("textOriginal")
    video = snippet.get("videoId")
    post = Post(
        key, PLATFORM, account.key, moment.at, moment.precision,
        clean(words if words is not None else html_to_text(snippet.get("textDisplay") or "")), 0, kind="comment",
        likes=snippet.get("likeCount"),
        url=f"https://www.youtube.com/watch?v={video}&lc={raw['id']}" if video else None,
        **name_parents(PLATFORM, reply_to=snippet.get("parentId") or video),
    )  # fmt: skip
    return Shaped(key, (Draft(post),), (account,), notes=moment.notes)


FORMAT = Format(
    name="youtube-threads", platform=PLATFORM, title="YouTube comment threads (Data API v3)", kinds=("comment",),
    example="commentThreads.json",
    notes="Times are UTC. A thread holds at most five replies; the others need comments.list.",
    recognise=recognise, read=read, shape=shape, zone="UTC",
)  # fmt: skip
