"""Zhihu answers, articles and videos with their comments as MediaCrawler writes them."""

from dataclasses import replace

from loaders.fields import has_fields
from loaders.flat import Flat, shape_flat
from loaders.form import Format
from loaders.formats.mediacrawler import AUTHOR, NOTES, answered, read, recognise_either
from loaders.records import Context, Raw, Reject, Shaped

_KINDS = ("answer", "article", "zvideo")
CONTENTS = Flat(
    "zhihu",
    {**AUTHOR, "post_id": "content_id", "time": "created_time", "title": "title", "text": "content_text|desc",
     "likes": "voteup_count", "replies": "comment_count", "url": "content_url"},
    html=True, masked=True, by_handle=False,
)  # fmt: skip
COMMENTS = Flat(
    "zhihu",
    {**AUTHOR, "post_id": "comment_id", "time": "publish_time", "text": "content", "likes": "like_count",
     "replies": "sub_comment_count"},
    kind="comment", id_prefix="comment/", html=True, masked=True, by_handle=False,
)  # fmt: skip


def shape(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one record. Answers, articles, videos and comments are numbered apart: the key says which it is."""
    what = raw.get("content_type")
    contents = replace(CONTENTS, id_prefix=f"{what if what in _KINDS else 'content'}/")
    if "comment_id" in raw:
        return shape_flat(raw, context, COMMENTS, parents=answered(raw, contents, COMMENTS))
    return shape_flat(raw, context, contents, kind="article" if what == "article" else None)


FORMAT = Format(
    name="zhihu-mediacrawler", platform="zhihu", title="Zhihu answers, articles and comments (MediaCrawler)",
    kinds=("post", "article", "comment"), example="search_contents_2026-08-14.jsonl",
    notes=f"{NOTES} Times are UTC (epoch seconds).",
    recognise=recognise_either(
        has_fields("content_id", "content_type", "voteup_count", "created_time"),
        has_fields("comment_id", "content_id", "dislike_count", "publish_time"),
    ),
    read=read, shape=shape, zone="UTC",
)  # fmt: skip
