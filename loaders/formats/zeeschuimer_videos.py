"""Douyin videos and TikTok comments as Zeeschuimer captures them."""

from typing import Any

from loaders.fields import reach
from loaders.flat import Flat, shape_flat
from loaders.formats.zeeschuimer import make_format
from loaders.parents import name_parents
from loaders.records import Context, Raw, Reject, Shaped
from loaders.values.ids import clean_id

DOUYIN = Flat(
    "douyin",
    {"post_id": "aweme_id|awemeId", "time": "create_time|createTime", "text": "desc",
     "account_id": "author_user_id|authorUserId|author>uid|authorInfo>uid",
     "account_name": "author>nickname|authorInfo>nickname",
     "likes": "statistics>digg_count|stats>diggCount", "replies": "statistics>comment_count|stats>commentCount",
     "reposts": "statistics>share_count|stats>shareCount", "views": "statistics>play_count|stats>playCount",
     "region": "region", "hashtags": "~tags", "url": "~url"},
    by_handle=False,
)  # fmt: skip
TIKTOK_COMMENT = Flat(
    "tiktok",
    {"post_id": "cid", "time": "create_time", "text": "text", "account_id": "user>uid", "handle": "user>unique_id",
     "account_name": "user>nickname", "likes": "digg_count", "replies": "reply_comment_total",
     "language": "comment_language"},
    kind="comment",
)  # fmt: skip


def shape_douyin(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one video, from the API or from a page's state. Its sound is kept as media."""
    if raw.get("rawdata") or reach(raw, "cell_room>rawdata|cellRoom>rawdata"):
        return Reject("is a live stream, no post")
    id = clean_id(raw.get("aweme_id") or raw.get("awemeId"))
    extras: list[Any] = raw.get("text_extra") or raw.get("textExtra") or []
    tags = [reach(extra, "hashtag_name|hashtagName") for extra in extras]
    sound = reach(raw, "music>id_str|music>mid|music>id")
    facts = {"~tags": [tag for tag in tags if tag], "~url": f"https://www.douyin.com/video/{id}"}
    return shape_flat(raw | facts, context, DOUYIN, media=(f"douyin:sound:{sound}",) if sound else ())


def shape_comment(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one comment; reply 0 answers the video."""
    parent = clean_id(raw.get("reply_id")) or clean_id(raw.get("aweme_id"))
    return shape_flat(raw, context, TIKTOK_COMMENT, parents=name_parents("tiktok", reply_to=parent))


FORMATS = (
    make_format(
        "douyin-zeeschuimer", "Douyin captured by Zeeschuimer (NDJSON)", shape_douyin, kinds=("post",),
        sources=("douyin.com",), field="aweme_id|awemeId",
        notes="Times are UTC. The sound of a video is kept as media. Live streams are rejects.",
    ),
    make_format(
        "tiktok-comments-zeeschuimer", "TikTok comments captured by Zeeschuimer (NDJSON)", shape_comment,
        kinds=("comment",), sources=("tiktok-comments", "tiktok.com"), field="cid", notes="Times are UTC.",
    ),
)  # fmt: skip
