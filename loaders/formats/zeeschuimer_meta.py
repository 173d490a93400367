"""Instagram and Threads posts as Zeeschuimer captures them: the sites' own media objects, in several layouts."""

from typing import Any

from loaders.fields import reach
from loaders.flat import Flat, shape_flat
from loaders.formats.zeeschuimer import make_format
from loaders.parents import name_parents
from loaders.records import Context, Raw, Reject, Shaped
from loaders.values.media import media_identity

_USER = {"account_id": "user>pk|user>id|owner>id|owner>pk", "handle": "user>username|owner>username",
         "account_name": "user>full_name|owner>full_name", "verified": "user>is_verified"}  # fmt: skip
INSTAGRAM = Flat(
    "instagram",
    {**_USER, "post_id": "code|shortcode", "time": "taken_at|taken_at_timestamp", "text": "~text", "likes": "~likes",
     "replies": "comment_count|edge_media_preview_comment>count", "views": "view_count|play_count",
     "region": "location>name", "mentions": "~tagged", "url": "~url"},
)  # fmt: skip
THREADS = Flat(
    "threads",
    {**_USER, "post_id": "code", "time": "taken_at", "text": "caption>text", "likes": "like_count",
     "replies": "text_post_app_info>direct_reply_count", "reposts": "text_post_app_info>repost_count",
     "url": "~url"},
)  # fmt: skip


def shape_instagram(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one post in the layout of feeds, of graph pages (until 2025) or of Polaris pages, which have no time."""
    if raw.get("product_type") == "ad":
        return Reject("is an advertisement")
    code = raw.get("code") or raw.get("shortcode")
    hidden = raw.get("like_and_view_counts_disabled")
    facts = {
        "~text": _caption(raw), "~tagged": _tagged(raw),
        "~url": f"https://www.instagram.com/p/{code}" if code else None,
        "~likes": None if hidden else reach(raw, "like_count|edge_media_preview_like>count"),
    }  # fmt: skip
    return shape_flat(raw | facts, context, INSTAGRAM, media=_media(raw, "instagram"))


def shape_threads(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one post; what it answers is not told, only that it is a reply and to whom."""
    info = raw.get("text_post_app_info") or {}
    quoted = reach(info, "share_info>quoted_post>code")
    reposted = reach(info, "share_info>reposted_post>code")
    facts = {"~url": f"https://www.threads.com/@{reach(raw, 'user>username')}/post/{raw.get('code')}"}
    return shape_flat(
        raw | facts, context, THREADS, media=_media(raw, "threads"),
        parents=name_parents("threads", repost_of=reposted, quote_of=quoted),
        kind="reply" if info.get("is_reply") and not reposted else None,
    )  # fmt: skip


def _caption(raw: Raw) -> Any:
    edges = reach(raw, "edge_media_to_caption>edges") or [{}]
    return reach(raw, "caption>text") or reach(edges[0], "node>text")


def _tagged(raw: Raw) -> list[str]:
    """Return the users tagged in the picture."""
    inside = [reach(tag, "user>username") for tag in reach(raw, "usertags>in") or []]
    edges = [reach(edge, "node>user>username") for edge in reach(raw, "edge_media_to_tagged_user>edges") or []]
    return [name for name in (*inside, *edges) if name]


def _media(raw: Raw, platform: str) -> tuple[str, ...]:
    addresses = []
    for part in raw.get("carousel_media") or [raw]:
        pictures = reach(part, "image_versions2>candidates") or [{}]
        addresses.append(pictures[0].get("url") or reach(part, "display_url|display_uri"))
    found = (media_identity(address, platform) for address in addresses if isinstance(address, str))
    return tuple(dict.fromkeys(identity for identity in found if identity))


FORMATS = (
    make_format(
        "instagram-zeeschuimer", "Instagram captured by Zeeschuimer (NDJSON)", shape_instagram, kinds=("post",),
        sources=("instagram.com",), field="code|shortcode",
        notes="Times are UTC. Posts are named by the short code of their address. Objects of Polaris pages and partial "
        "ones have no time. Advertisements are rejects.",
    ),
    make_format(
        "threads-zeeschuimer", "Threads captured by Zeeschuimer (NDJSON)", shape_threads,
        kinds=("post", "reply", "repost", "quote"), sources=("threads.net", "threads.com"), field="code",
        notes="Times are UTC. Replies do not name the post that they answer.",
    ),
)  # fmt: skip
