"""Weibo posts as the sites' own JSON gives them (weibo.com/ajax, m.weibo.cn): statuses, or answers around them."""

import re
from collections.abc import Iterator
from typing import Any

from case.supplements import Deletion
from loaders.fields import reach
from loaders.flat import Flat, shape_flat
from loaders.form import Format, Placed, Stream, read_nested
from loaders.head import Head
from loaders.parents import Parents, name_parents
from loaders.records import Context, Raw, Reject, Shaped
from loaders.values.ids import clean_id
from loaders.values.text import html_to_text

PLATFORM = "weibo"
_TAG = re.compile(r"<[^>]+>")
FIELDS = Flat(
    PLATFORM,
    {"post_id": "idstr|mid|id", "time": "created_at", "text": "~text", "account_id": "user>idstr|user>id",
     "account_name": "user>screen_name", "followers": "user>followers_count", "following": "~following",
     "bio": "user>description", "verified": "user>verified", "likes": "attitudes_count",
     "replies": "comments_count", "reposts": "reposts_count", "client": "~client", "region": "~region", "url": "~url",
     "media": "pic_ids", "links": "~links"},
    utc=False, by_handle=False,
)  # fmt: skip
_CUT = "long text that the answer cuts: fetch the full texts, copies with and without the cut do not join"


def recognise(head: Head) -> float:
    """Recognise a status, or an answer with statuses."""
    first = next(_statuses(head.first), {})
    return 0.9 if {"mblogid", "attitudes_count"} & set(first) and "user" in first else 0.0


def read(stream: Stream) -> Iterator[Placed]:
    """Read statuses: one each, or inside answers (data.list, data.cards[].mblog, statuses)."""
    return read_nested(stream, _statuses)


def _statuses(document: Raw) -> Iterator[Raw]:
    data = document.get("data")
    inside = data if isinstance(data, dict) else document
    if isinstance(inside.get("cards"), list):
        for card in inside["cards"]:
            yield from (one["mblog"] for one in [card, *(card.get("card_group") or [])] if one.get("mblog"))
        return
    found: Any = inside.get("list") or inside.get("statuses")
    yield from found if isinstance(found, list) else [document.get("mblog") or document]


def shape(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one status; the original of a repost comes along."""
    if not isinstance(raw.get("user"), dict):
        return Reject("has no user: deleted, hidden or no post")
    original = raw.get("retweeted_status") or {}
    parent = clean_id(reach(original, "idstr|mid|id"))
    parents = name_parents(PLATFORM, repost_of=parent) if parent else Parents()
    shaped = shape_flat(raw | _facts(raw), context, FIELDS, parents=parents)
    if isinstance(shaped, Reject):
        return shaped
    source = shape(original, context) if isinstance(original.get("user"), dict) else None
    beside = source if isinstance(source, Shaped) else None
    notes = (*shaped.notes, _CUT) if raw.get("isLongText") and not raw.get("longText") else shaped.notes
    gone = (Deletion(parents["repost_of"]),) if parent and _is_gone(original) else ()
    return Shaped(
        shaped.key, shaped.posts, (*(beside.accounts if beside else ()), *shaped.accounts),
        beside.posts if beside else (), notes, supplements=gone,
    )  # fmt: skip


def _is_gone(status: Raw) -> bool:
    """Whether the site says that an original was deleted: it then has no author. Hidden ones read otherwise."""
    return str(status.get("deleted")) == "1" or "已被作者删除" in str(status.get("text") or "")


def _facts(raw: Raw) -> Raw:
    """Take text, client, place and address out of the shapes that web and mobile pages have for them."""
    words = reach(raw, "longText>longTextContent|text_raw") or html_to_text(str(raw.get("text") or ""))
    links = [link for link in (reach(one, "long_url|ori_url") for one in raw.get("url_struct") or []) if link]
    author, bid = clean_id(reach(raw, "user>idstr|user>id")), reach(raw, "mblogid|bid")
    return {
        "~text": words, "~client": _TAG.sub("", str(raw.get("source") or "")).removeprefix("来自").strip(),
        "~region": str(raw.get("region_name") or "").removeprefix("发布于").strip(),
        "~following": reach(raw, "user>friends_count|user>follow_count"), "~links": links or None,
        "~url": f"https://weibo.com/{author}/{bid}" if author and bid else None,
    }  # fmt: skip


FORMAT = Format(
    name="weibo-web", platform=PLATFORM, title="Weibo posts from the sites' own JSON (web, m.weibo.cn)",
    kinds=("post", "repost"), example="mymblog.json",
    notes="Times carry +0800; relative ones need --timezone and --collected-at. Long texts are cut unless longText was "
    "fetched: that is counted. An original that the site calls deleted is marked so. "
    "Counts such as 123万 are rounded by the site.",
    recognise=recognise, read=read, shape=shape, usual_zone="Asia/Shanghai", experimental=True, 
    roles={**FIELDS.roles, "text": "text_raw|text", "client": "source", "region": "region_name", "url": "mblogid|bid",
           "following": "user>friends_count|user>follow_count", "links": "url_struct",
           "repost_of": "retweeted_status>idstr|retweeted_status>id"},
)  # fmt: skip
