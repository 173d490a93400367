"""TikTok Research API: videos and comments as its answers and tools give them; videos have a handle, no account id."""

from collections.abc import Iterator

from loaders.fields import has_fields
from loaders.flat import Flat, shape_flat
from loaders.form import Format, Placed, Stream, read_nested, read_table
from loaders.head import Head
from loaders.parents import name_parents
from loaders.records import Context, Raw, Reject, Shaped
from loaders.values.ids import clean_id

PLATFORM = "tiktok"
VIDEO = Flat(
    PLATFORM,
    {"post_id": "id|video_id", "time": "create_time", "text": "video_description", "handle": "username",
     "region": "region_code", "hashtags": "hashtag_names", "likes": "like_count", "replies": "comment_count",
     "reposts": "share_count", "views": "view_count"},
)  # fmt: skip
COMMENT = Flat(
    PLATFORM,
    {"post_id": "id", "time": "create_time", "text": "text", "likes": "like_count", "replies": "reply_count"},
    kind="comment",
)  # fmt: skip
_videos = has_fields("video_description", "create_time", "region_code")
_comments = has_fields("parent_comment_id", "video_id", "text", "create_time")


def recognise(head: Head) -> float:
    """Recognise videos, comments, or an answer of the API around them."""
    data = head.first.get("data")
    answer = isinstance(data, dict) and bool({"videos", "comments"} & set(data))
    return 0.9 if answer else max(_videos(head), _comments(head))


def read(stream: Stream) -> Iterator[Placed]:
    """Read rows, objects, or the videos and comments inside answers."""
    return read_table(stream) if stream.head.columns else read_nested(stream, _records)


def _records(document: Raw) -> Iterator[Raw]:
    data = document.get("data")
    if isinstance(data, dict):
        yield from data.get("videos") or data.get("comments") or []
    else:
        yield document


def shape(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one video or comment. Comments have no author: each has an account of its own. A sound is kept as media."""
    if "video_description" not in raw and "text" in raw:
        parent = clean_id(raw.get("parent_comment_id")) or clean_id(raw.get("video_id"))
        return shape_flat(raw, context, COMMENT, parents=name_parents(PLATFORM, reply_to=parent))
    sound = clean_id(raw.get("music_id"))
    return shape_flat(raw, context, VIDEO, media=(f"{PLATFORM}:sound:{sound}",) if sound else ())


FORMAT = Format(
    name="tiktok-research", platform=PLATFORM, title="TikTok Research API videos and comments (JSON or CSV)",
    kinds=("post", "comment"), example="videos.jsonl",
    notes="Times are UTC (epoch seconds). Authors are handles, which can change; comments have no author at all. The "
    "sound of a video is kept as media.",
    recognise=recognise, read=read, shape=shape, zone="UTC", experimental=True, roles=VIDEO.roles,
)  # fmt: skip
