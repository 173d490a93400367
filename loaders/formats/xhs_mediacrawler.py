"""RedNote (Xiaohongshu) notes and comments as MediaCrawler writes them, with user ids (until 2025) or creator hashes
(since).
"""

from case.rows import Account, Post, post_key
from loaders.form import Format
from loaders.formats.mediacrawler import read
from loaders.head import Head
from loaders.naming import name_account
from loaders.records import Context, Draft, Raw, Reject, Shaped
from loaders.values.ids import clean_id
from loaders.values.media import media_identity
from loaders.values.numbers import read_count
from loaders.values.text import clean

PLATFORM = "xhs"


def recognise_notes(head: Head) -> float:
    """Recognise notes by their id, counts and last change."""
    return 0.95 if _names(head) >= {"note_id", "desc", "liked_count", "last_update_time"} else 0.0


def recognise_comments(head: Head) -> float:
    """Recognise comments by their ids and the count of answers; Weibo's and Tieba's have fields that tell them."""
    names = _names(head)
    wanted = {"comment_id", "note_id", "content", "sub_comment_count", "parent_comment_id"}
    return 0.95 if names >= wanted and names.isdisjoint({"create_date_time", "tieba_name"}) else 0.0


def _names(head: Head) -> set[str]:
    return set(head.columns) or set(head.first)


def shape_note(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one note: title and description are its text. A workbook and a database hold comments beside notes."""
    if "comment_id" in raw:
        return shape_comment(raw, context)
    id = clean_id(raw["note_id"])
    if id is None:
        return Reject("has no note_id")
    key = post_key(PLATFORM, id)
    moment = context.utc_time(raw.get("time"))
    account = _account(raw, key)
    title, words = clean(raw.get("title") or ""), clean(raw.get("desc") or "")
    post = Post(
        key, PLATFORM, account.key, moment.at, moment.precision,
        words if title in words else f"{title}\n{words}".strip(), 0,
        likes=read_count(raw.get("liked_count")), replies=read_count(raw.get("comment_count")),
        reposts=read_count(raw.get("share_count")), region=raw.get("ip_location") or None,
        url=f"https://www.xiaohongshu.com/explore/{id}",
    )  # fmt: skip
    tags = tuple(tag for tag in (raw.get("tag_list") or "").split(",") if tag)
    draft = Draft(post, hashtags=tags or None, media=_media(raw.get("image_list")))
    return Shaped(key, (draft,), (account,), notes=moment.notes)


def shape_comment(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one comment: it answers a comment, or the note where its parent is 0."""
    id, note = clean_id(raw["comment_id"]), clean_id(raw.get("note_id"))
    if id is None:
        return Reject("has no comment_id")
    key = post_key(PLATFORM, id)
    moment = context.utc_time(raw.get("create_time"))
    account = _account(raw, key)
    parent = clean_id(raw.get("parent_comment_id")) or note
    post = Post(
        key, PLATFORM, account.key, moment.at, moment.precision, clean(raw.get("content") or ""), 0, kind="comment",
        reply_to=post_key(PLATFORM, parent) if parent else None, likes=read_count(raw.get("like_count")),
        replies=read_count(raw.get("sub_comment_count")), region=raw.get("ip_location") or None,
    )  # fmt: skip
    return Shaped(key, (Draft(post, media=_media(raw.get("pictures"))),), (account,), notes=moment.notes)


def _account(raw: Raw, key: str) -> Account:
    """Name the author by id, or by the hash of it that newer versions write; a masked nickname joins nobody."""
    id, digest = clean_id(raw.get("user_id")), clean_id(raw.get("creator_hash"))
    name = clean(raw.get("nickname") or "") or None
    if id is None and "creator_hash" in raw:
        # Short names are masked to one star ("测*"), which reads like a name: without hash nobody is named.
        id, name = (f"~sha256:{digest}", name) if digest else (None, None)
    return name_account(PLATFORM, id=id, post=post_key("", key), name=name)


def _media(cell: str | None) -> tuple[str, ...]:
    found = (media_identity(address, PLATFORM) for address in (cell or "").split(","))
    return tuple(dict.fromkeys(identity for identity in found if identity))


NOTES = Format(
    name="xhs-mediacrawler-notes", platform=PLATFORM, title="RedNote notes (MediaCrawler, JSON, CSV or XLSX)",
    kinds=("post",),
    example="search_contents_2025-09-05.json",
    notes="Times are UTC (epoch milliseconds). Newer files have a hash in place of the user id and a masked "
    "nickname: the hash is "
    "the key, and does not join with ids of older files.",
    recognise=recognise_notes, read=read, shape=shape_note, zone="UTC",
)  # fmt: skip
COMMENTS = Format(
    name="xhs-mediacrawler-comments", platform=PLATFORM, title="RedNote comments (MediaCrawler, JSON, CSV or XLSX)",
    kinds=("comment",),
    example="search_comments_2025-09-05.json", notes="As for notes. Parent 0 means an answer to the note.",
    recognise=recognise_comments, read=read, shape=shape_comment, zone="UTC",
)  # fmt: skip
