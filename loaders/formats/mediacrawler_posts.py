"""Weibo posts and Tieba threads with their comments as MediaCrawler writes them."""

from loaders.fields import has_fields
from loaders.flat import Flat
from loaders.form import Format
from loaders.formats.mediacrawler import AUTHOR, NOTES, read, recognise_either, shape_either

WEIBO_NOTES = Flat(
    "weibo",
    {**AUTHOR, "post_id": "note_id", "time": "create_time|create_date_time", "text": "content", "likes": "liked_count",
     "replies": "comments_count", "reposts": "shared_count", "url": "note_url"},
    masked=True, by_handle=False,
)  # fmt: skip
WEIBO_COMMENTS = Flat(
    "weibo",
    {**AUTHOR, "post_id": "comment_id", "time": "create_time|create_date_time", "text": "content",
     "likes": "comment_like_count", "replies": "sub_comment_count"},
    kind="comment", masked=True, by_handle=False,
)  # fmt: skip
TIEBA_NOTES = Flat(
    "tieba",
    {**AUTHOR, "post_id": "note_id", "time": "publish_time", "title": "title", "text": "desc",
     "replies": "total_replay_num", "url": "note_url"},
    utc=False, masked=True, by_handle=False,
)  # fmt: skip
#: Threads and comments are numbered apart: `comment/` keeps their keys apart too.
TIEBA_COMMENTS = Flat(
    "tieba",
    {**AUTHOR, "post_id": "comment_id", "time": "publish_time", "text": "content", "replies": "sub_comment_count"},
    kind="comment", id_prefix="comment/", utc=False, masked=True, by_handle=False,
)  # fmt: skip

WEIBO = Format(
    name="weibo-mediacrawler", platform="weibo", title="Weibo posts and comments (MediaCrawler)",
    kinds=("post", "comment"), example="search_contents_2026-08-14.jsonl",
    notes=f"{NOTES} Times are UTC (epoch seconds). A comment whose parent is itself answers the post.",
    recognise=recognise_either(
        has_fields("note_id", "create_date_time", "shared_count", "comments_count"),
        has_fields("comment_id", "note_id", "create_date_time", "comment_like_count"),
    ),
    read=read, shape=shape_either(WEIBO_NOTES, WEIBO_COMMENTS), zone="UTC",
)  # fmt: skip
TIEBA = Format(
    name="tieba-mediacrawler", platform="tieba", title="Baidu Tieba threads and comments (MediaCrawler)",
    kinds=("post", "comment"), example="search_comments_2026-08-14.csv",
    notes=f"{NOTES} Times have no zone: the page's, or those of the crawling machine.",
    recognise=recognise_either(
        has_fields("note_id", "tieba_name", "publish_time", "total_replay_num"),
        has_fields("comment_id", "note_id", "tieba_name", "publish_time"),
    ),
    read=read, shape=shape_either(TIEBA_NOTES, TIEBA_COMMENTS), usual_zone="Asia/Shanghai",
)  # fmt: skip
