"""RedNote notes and comments as Zeeschuimer captures them: from the site's API, its pages' state, or their HTML."""

from typing import Any

from loaders.fields import reach
from loaders.flat import Flat, shape_flat
from loaders.formats.zeeschuimer import make_format
from loaders.parents import name_parents
from loaders.records import Context, Raw, Reject, Shaped
from loaders.values.ids import clean_id
from loaders.values.media import media_identity

PLATFORM = "xhs"
NOTE = Flat(
    PLATFORM,
    {"post_id": "~id", "time": "time", "title": "title|display_title|displayTitle", "text": "desc",
     "account_id": "user>user_id|user>userId", "account_name": "user>nickname|user>nick_name|user>nickName",
     "likes": "interact_info>liked_count|interactInfo>likedCount|likes",
     "replies": "interact_info>comment_count|interactInfo>commentCount",
     "reposts": "interact_info>share_count|interactInfo>shareCount",
     "region": "ip_location|ipLocation", "url": "~url"},
    by_handle=False,
)  # fmt: skip
COMMENT = Flat(
    PLATFORM,
    {"post_id": "id", "time": "create_time", "text": "content", "account_id": "user_info>user_id",
     "account_name": "user_info>nickname", "likes": "like_count", "replies": "sub_comment_count",
     "region": "ip_location"},
    kind="comment", by_handle=False,
)  # fmt: skip


def shape_note(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one note. What stands in the HTML of a search page has an author's name, no text and no time."""
    id = clean_id(raw.get("id") or raw.get("note_id"))
    if raw.get("_zs-origin") == "html":
        note: Raw = {**raw, "user": {"nickname": raw.get("author_name")}, "time": None, "desc": None}
    else:
        note = raw.get("note") or raw.get("note_card") or raw
    if id is None or "user" not in note:
        return Reject("is a tile without a note")
    facts = {"~id": id, "~url": f"https://www.xiaohongshu.com/explore/{id}"}
    return shape_flat(note | facts, context, NOTE, media=_media(note))


def shape_comment(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one comment; it answers a comment where that is told, else the note."""
    parent = clean_id(reach(raw, "target_comment>id")) or clean_id(raw.get("note_id"))
    return shape_flat(raw, context, COMMENT, parents=name_parents(PLATFORM, reply_to=parent))


def _media(note: Raw) -> tuple[str, ...]:
    pictures: list[Any] = note.get("image_list") or note.get("imageList") or []
    addresses = [reach(picture, "url_default|urlDefault|url") for picture in pictures]
    found = (media_identity(address, PLATFORM) for address in addresses if isinstance(address, str))
    return tuple(dict.fromkeys(identity for identity in found if identity))


FORMATS = (
    make_format(
        "xhs-zeeschuimer", "RedNote captured by Zeeschuimer (NDJSON)", shape_note, kinds=("post",),
        sources=("xiaohongshu.com",), field="note_card|note|_zs-origin|user",
        notes="Times are UTC. Notes from search pages have neither text nor time, and from their HTML only the "
        "nickname of the author.",
    ),
    make_format(
        "xhs-comments-zeeschuimer", "RedNote comments captured by Zeeschuimer (NDJSON)", shape_comment,
        kinds=("comment",), sources=("xiaohongshu-comments",), field="sub_comment_count", notes="Times are UTC.",
    ),
)  # fmt: skip
