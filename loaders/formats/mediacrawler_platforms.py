"""What MediaCrawler writes of Weibo, Tieba, Douyin, Bilibili and Kuaishou: per platform the layout of contents and
comments, and the fields that only its files have.
"""

from dataclasses import replace

from loaders.fields import has_fields
from loaders.flat import Flat
from loaders.form import Format
from loaders.formats.mediacrawler import AUTHOR, NOTES, read, recognise_either, shape_either

_COMMENT = {**AUTHOR, "post_id": "comment_id", "time": "create_time", "text": "content", "likes": "like_count",
            "replies": "sub_comment_count", "media": "pictures"}  # fmt: skip
_VIDEO = {**AUTHOR, "time": "create_time", "title": "title", "text": "desc", "likes": "liked_count"}
_SECONDS = "Times are UTC (epoch seconds)."
#: Contents and comments are numbered apart on some platforms: the prefix keeps their keys apart too.
_APART = "comment/"


def _platform(
    platform: str,
    title: str,
    contents: dict[str, str],
    comments: dict[str, str],
    *,
    known_by: tuple[tuple[str, ...], tuple[str, ...]],
    notes: str,
    without: tuple[str, ...] = (),
    apart: bool = False,
    zone: str | None = "UTC",
) -> Format:
    """Make the format of one platform; `known_by` are the fields that tell its contents and its comments."""
    content = Flat(platform, contents, utc=zone == "UTC", masked=True, by_handle=False)
    comment = replace(content, roles=comments, kind="comment", id_prefix=_APART if apart else "")
    return Format(
        name=f"{platform}-mediacrawler", platform=platform, title=f"{title} and comments (MediaCrawler)",
        kinds=("post", "comment"), example="search_contents_2026-08-14.jsonl", notes=f"{NOTES} {notes}",
        recognise=recognise_either(has_fields(*known_by[0]), has_fields(*known_by[1], without=without)),
        read=read, shape=shape_either(content, comment), zone=zone,
        usual_zone=None if zone else "Asia/Shanghai",
    )  # fmt: skip


FORMATS = (
    _platform(
        "weibo", "Weibo posts",
        {**AUTHOR, "post_id": "note_id", "time": "create_time|create_date_time", "text": "content",
         "likes": "liked_count", "replies": "comments_count", "reposts": "shared_count", "url": "note_url"},
        {**AUTHOR, "post_id": "comment_id", "time": "create_time|create_date_time", "text": "content",
         "likes": "comment_like_count", "replies": "sub_comment_count"},
        known_by=(("note_id", "create_date_time", "shared_count", "comments_count"),
                  ("comment_id", "note_id", "create_date_time", "comment_like_count")),
        notes=f"{_SECONDS} A comment whose parent is itself answers the post.",
    ),
    _platform(
        "tieba", "Baidu Tieba threads",
        {**AUTHOR, "post_id": "note_id", "time": "publish_time", "title": "title", "text": "desc",
         "replies": "total_replay_num", "url": "note_url"},
        {**AUTHOR, "post_id": "comment_id", "time": "publish_time", "text": "content", "replies": "sub_comment_count"},
        known_by=(("note_id", "tieba_name", "publish_time", "total_replay_num"),
                  ("comment_id", "note_id", "tieba_name", "publish_time")),
        notes="Times have no zone: the page's, or those of the crawling machine.", apart=True, zone=None,
    ),
    _platform(
        "douyin", "Douyin videos",
        {**_VIDEO, "post_id": "aweme_id", "replies": "comment_count", "reposts": "share_count", "url": "aweme_url",
         "media": "music_download_url"},
        _COMMENT,
        known_by=(("aweme_id", "liked_count", "aweme_url", "create_time"),
                  ("comment_id", "aweme_id", "content", "create_time")),
        notes=f"{_SECONDS} The file of a video's sound is kept as media.",
    ),
    _platform(
        "bilibili", "Bilibili videos",
        {**_VIDEO, "post_id": "video_id", "replies": "video_comment", "reposts": "video_share_count",
         "views": "video_play_count", "url": "video_url"},
        _COMMENT,
        known_by=(("video_id", "video_play_count", "video_danmaku", "create_time"),
                  ("comment_id", "video_id", "content", "parent_comment_id", "create_time")),
        notes=f"{_SECONDS} Videos are named by their av number. Danmaku are not in these files.", apart=True,
    ),
    _platform(
        "kuaishou", "Kuaishou videos",
        {**_VIDEO, "post_id": "video_id", "views": "viewd_count", "url": "video_url"},
        _COMMENT,
        known_by=(("video_id", "viewd_count", "liked_count", "create_time"),
                  ("comment_id", "video_id", "content", "create_time")),
        without=("parent_comment_id",),
        notes="Times are UTC; seconds and milliseconds are told apart by their size. Comments do not say which "
        "comment they answer: all answer the video.",
    ),
)  # fmt: skip
WEIBO, TIEBA, DOUYIN, BILIBILI, KUAISHOU = FORMATS
