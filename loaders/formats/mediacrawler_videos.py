"""Douyin, Bilibili and Kuaishou videos with their comments as MediaCrawler writes them."""

from loaders.fields import has_fields
from loaders.flat import Flat
from loaders.form import Format
from loaders.formats.mediacrawler import AUTHOR, NOTES, read, recognise_either, shape_either

_COMMENT = {**AUTHOR, "post_id": "comment_id", "time": "create_time", "text": "content", "likes": "like_count",
            "replies": "sub_comment_count", "media": "pictures"}  # fmt: skip
_VIDEO = {**AUTHOR, "time": "create_time", "title": "title", "text": "desc", "likes": "liked_count"}

DOUYIN_VIDEOS = Flat(
    "douyin",
    {**_VIDEO, "post_id": "aweme_id", "replies": "comment_count", "reposts": "share_count", "url": "aweme_url",
     "media": "music_download_url"},
    masked=True, by_handle=False,
)  # fmt: skip
DOUYIN_COMMENTS = Flat("douyin", _COMMENT, kind="comment", masked=True, by_handle=False)
BILIBILI_VIDEOS = Flat(
    "bilibili",
    {**_VIDEO, "post_id": "video_id", "replies": "video_comment", "reposts": "video_share_count",
     "views": "video_play_count", "url": "video_url"},
    masked=True, by_handle=False,
)  # fmt: skip
#: Videos and comments are numbered apart: `comment/` keeps their keys apart too.
BILIBILI_COMMENTS = Flat(
    "bilibili", _COMMENT, kind="comment", id_prefix="comment/", masked=True, by_handle=False
)  # fmt: skip
KUAISHOU_VIDEOS = Flat(
    "kuaishou", {**_VIDEO, "post_id": "video_id", "views": "viewd_count", "url": "video_url"},
    masked=True, by_handle=False,
)  # fmt: skip
KUAISHOU_COMMENTS = Flat("kuaishou", _COMMENT, kind="comment", masked=True, by_handle=False)

DOUYIN = Format(
    name="douyin-mediacrawler", platform="douyin", title="Douyin videos and comments (MediaCrawler)",
    kinds=("post", "comment"), example="search_contents_2026-08-14.json",
    notes=f"{NOTES} Times are UTC (epoch seconds). The file of a video's sound is kept as media.",
    recognise=recognise_either(
        has_fields("aweme_id", "liked_count", "aweme_url", "create_time"),
        has_fields("comment_id", "aweme_id", "content", "create_time"),
    ),
    read=read, shape=shape_either(DOUYIN_VIDEOS, DOUYIN_COMMENTS), zone="UTC",
)  # fmt: skip
BILIBILI = Format(
    name="bilibili-mediacrawler", platform="bilibili", title="Bilibili videos and comments (MediaCrawler)",
    kinds=("post", "comment"), example="search_contents_2026-08-14.csv",
    notes=f"{NOTES} Times are UTC (epoch seconds). Videos are named by their av number. "
    "Danmaku are not in these files.",
    recognise=recognise_either(
        has_fields("video_id", "video_play_count", "video_danmaku", "create_time"),
        has_fields("comment_id", "video_id", "content", "parent_comment_id", "create_time"),
    ),
    read=read, shape=shape_either(BILIBILI_VIDEOS, BILIBILI_COMMENTS), zone="UTC",
)  # fmt: skip
KUAISHOU = Format(
    name="kuaishou-mediacrawler", platform="kuaishou", title="Kuaishou videos and comments (MediaCrawler)",
    kinds=("post", "comment"), example="search_contents_2026-08-14.jsonl",
    notes=f"{NOTES} Times are UTC; seconds and milliseconds are told apart by their size. Comments do not say which "
    "comment they answer: all answer the video.",
    recognise=recognise_either(
        has_fields("video_id", "viewd_count", "liked_count", "create_time"),
        has_fields("comment_id", "video_id", "content", "create_time", without=("parent_comment_id",)),
    ),
    read=read, shape=shape_either(KUAISHOU_VIDEOS, KUAISHOU_COMMENTS), zone="UTC",
)  # fmt: skip
