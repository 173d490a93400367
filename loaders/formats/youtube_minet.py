"""YouTube comments and videos as minet writes them (CSV): one row each, flat."""

from loaders.fields import has_fields
from loaders.flat import Flat, shape_flat
from loaders.form import Format, read_table
from loaders.parents import name_parents
from loaders.records import Context, Raw, Reject, Shaped
from loaders.values.ids import clean_id

PLATFORM = "youtube"
COMMENT = Flat(
    PLATFORM,
    {"post_id": "comment_id", "time": "published_at", "text": "text", "account_id": "author_channel_id",
     "account_name": "author_name", "likes": "like_count", "replies": "reply_count"},
    kind="comment",
)  # fmt: skip
VIDEO = Flat(
    PLATFORM,
    {"post_id": "video_id", "time": "published_at", "title": "title", "text": "description",
     "account_id": "channel_id", "account_name": "channel_title", "views": "view_count", "likes": "like_count",
     "replies": "comment_count", "language": "default_language"},
)  # fmt: skip


def shape_comment(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one comment; it answers a comment, or the video."""
    parent = clean_id(raw.get("parent_comment_id")) or clean_id(raw.get("video_id"))
    return shape_flat(raw, context, COMMENT, parents=name_parents(PLATFORM, reply_to=parent))


def shape_video(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one video: title and description are its text."""
    return shape_flat(raw, context, VIDEO)


COMMENTS = Format(
    name="youtube-minet-comments", platform=PLATFORM, title="YouTube comments (minet CSV)", kinds=("comment",),
    example="comments.csv", notes="Times are UTC.",
    recognise=has_fields("video_id", "comment_id", "author_channel_id", "text", "published_at"),
    read=read_table, shape=shape_comment, zone="UTC",
)  # fmt: skip
VIDEOS = Format(
    name="youtube-minet-videos", platform=PLATFORM, title="YouTube videos (minet CSV)", kinds=("post",),
    example="videos.csv",
    notes="Times are UTC. Some versions write the channel's name under `title` and the title under `channel_title` in "
    "search results.",
    recognise=has_fields("video_id", "published_at", "channel_id", "title", "channel_title"),
    read=read_table, shape=shape_video, zone="UTC",
)  # fmt: skip
