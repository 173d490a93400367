"""Any CSV, TSV or workbook by a column mapping: given in TOML, or guessed from heads and values and shown."""

import re

from case.rows import AccountKey, Kind, Post, PostKey, hashed_post_key, named_account_key, post_key
from case.supplements import Deletion
from loaders.form import Format, read_table
from loaders.formats.table_cells import NO_TIME_COLUMN, split_cell
from loaders.formats.table_regular import REGULAR
from loaders.guessing import guess_mapping
from loaders.head import Head
from loaders.mapping import Mapping
from loaders.naming import Profile, handle_key, name_account
from loaders.platforms import platform_named
from loaders.records import Context, Draft, Raw, Reject, Shaped
from loaders.values.addresses import post_id_in
from loaders.values.ids import clean_id, is_shared_name
from loaders.values.languages import language_code
from loaders.values.media import media_identity
from loaders.values.numbers import read_count, read_flag
from loaders.values.text import clean, html_to_text

#: What a page shows in place of the end of a long text.
_CUT = re.compile(r"(?:\.{3}|…)\s*(?:展开)?(?:全文|展开)\s*[cCdD]?$")
_HTML = re.compile(r"<(?:a|br|p|span|img|div)\b|&(?:amp|lt|gt|quot|nbsp|#\d+);", re.I)
_KINDS: dict[str, Kind] = {"reply_to": "reply", "repost_of": "repost", "quote_of": "quote"}
_PROFILE_ROLES = {"followers", "bio", "created_at", "following"}


def recognise(head: Head) -> float:
    """Recognise a table in which roles can be guessed; every format of its own is surer."""
    if head.shape not in ("table", "workbook") or len(head.columns) < 2:
        return 0.0
    mapping = guess_mapping(head.columns, head.rows)
    if mapping is None:
        return 0.0
    return 0.6 if {"time", "text"} <= set(mapping.columns) else 0.4


def shape(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one row by the mapping: a post with its author, or a profile where neither text nor time is mapped."""
    mapping = context.mapping
    if mapping is None:
        return Reject("no column mapping")
    row = _Row(raw, mapping)
    if row.is_empty():
        return Reject("the row is empty")
    if row.repeats_heads(mapping):
        return Reject("the row repeats the heads")
    if not {"text", "title", "time", "post_id"} & set(mapping.columns):
        return _shape_profile(row, context)
    return _shape_post(row, context)


class _Row:
    """A row seen by roles: the cell under a role, cleaned; an empty string where the role or the cell is not there."""

    __slots__ = ("_cells",)

    def __init__(self, raw: Raw, mapping: Mapping) -> None:
        self._cells = {role: clean(raw.get(column) or "") for role, column in mapping.columns.items()}

    def __call__(self, role: str) -> str:
        return self._cells.get(role, "")

    def is_empty(self) -> bool:
        return not any(self._cells.values())

    def repeats_heads(self, mapping: Mapping) -> bool:
        """Whether this is the header again, as in tables that were copied together."""
        return len(self._cells) > 1 and all(self._cells[role] == clean(head) for role, head in mapping.columns.items())

    def list(self, role: str) -> tuple[str, ...]:
        """Read a cell that holds several values."""
        return split_cell(self(role))


def _shape_post(row: _Row, context: Context) -> Shaped | Reject:
    mapping = context.mapping
    assert mapping is not None
    platform = platform_named(row("platform")) or mapping.platform
    moment = context.time(_when(row))
    text = _text(row)
    id = None if mapping.row_keys else _post_id(row("post_id"), platform)
    author = clean_id(row("account_id"))
    handle, name = row("handle") or None, row("account_name") or None
    named = author or handle or name or ""
    key = post_key(platform, id) if id else hashed_post_key(platform, named, moment.at, text or row("time"))
    if not named and not text and moment.at is None:
        return Reject("has neither author nor time nor text")
    account = name_account(platform, id=author, post=key, handle=handle, name=name, profile=_profile(row, context))
    parents = _parents(row, platform)
    kind = _kind(row, platform, text, parents, mapping)
    post = Post(
        key, platform, account.key, moment.at, moment.precision, text, 0, kind=kind,
        likes=read_count(row("likes")), replies=read_count(row("replies")), reposts=read_count(row("reposts")),
        views=read_count(row("views")), client=row("client") or None, region=row("region") or None,
        language=language_code(row("language")), url=row("url") or None, **parents,
    )  # fmt: skip
    notes = moment.notes if "time" in mapping.columns else (NO_TIME_COLUMN,)
    if _CUT.search(text):
        notes = (*notes, "text that the page cut (…全文, …展开): copies with and without the cut do not join")
    if account.identity == "masked":
        notes = (
            *notes,
            "name that says nothing about who it is (empty, masked, default): each such post has an account of its own",
        )
    gone = (Deletion(key),) if read_flag(row("deleted")) else ()
    return Shaped(key, (_draft(post, row),), (account,), notes=notes, supplements=gone)


def _post_id(cell: str, platform: str) -> str | None:
    """Read an id, or the address that holds it."""
    return post_id_in(cell, platform) if "/" in cell else clean_id(cell)


def _when(row: _Row) -> str:
    """Put day and hour together; a workbook gives a day as midnight."""
    clock = row("clock")
    return f"{row('time').split(' ')[0]} {clock}" if clock else row("time")


def _draft(post: Post, row: _Row) -> Draft:
    links, media, names = row.list("links"), row.list("media"), row.list("mentions")
    by_handle = post.platform in ("x", "bluesky", "mastodon", "telegram")
    mentions: tuple[AccountKey, ...] | None = None
    if names:
        mentions = tuple(
            handle_key(post.platform, name) if by_handle else named_account_key(post.platform, name) for name in names
        )
    return Draft(
        post,
        hashtags=row.list("hashtags") or None,
        urls=links or None,
        mentions=mentions,
        media=tuple(identity for address in media if (identity := media_identity(address, post.platform))),
    )


def _shape_profile(row: _Row, context: Context) -> Shaped | Reject:
    mapping = context.mapping
    assert mapping is not None
    id, handle, name = clean_id(row("account_id")), row("handle") or None, row("account_name") or None
    if id is None and handle is None and is_shared_name(name):
        return Reject("has neither id nor name")
    account = name_account(mapping.platform, id=id, handle=handle, name=name, profile=_profile(row, context))
    return Shaped(account.key, accounts=(account,))


def _profile(row: _Row, context: Context) -> Profile:
    created = row("created_at")
    return Profile(
        created_at=context.time(created).at if created else None,
        followers=read_count(row("followers")),
        following=read_count(row("following")),
        bio=row("bio") or None,
        verified=read_flag(row("verified")),
    )


def _text(row: _Row) -> str:
    text, title = row("text"), row("title")
    if title and title not in text:
        text = f"{title}\n{text}".strip()
    return clean(html_to_text(text)) if _HTML.search(text) else text


def _parents(row: _Row, platform: str) -> dict[str, PostKey]:
    found = {role: clean_id(row(role)) for role in _KINDS}
    return {role: post_key(platform, id) for role, id in found.items() if id is not None}


def _kind(row: _Row, platform: str, text: str, parents: dict[str, PostKey], mapping: Mapping) -> Kind:
    stated = row("kind").lower()
    if stated in ("post", "article", "reply", "repost", "quote", "comment"):
        return stated  # type: ignore[return-value]  # one of the words above
    if "repost_of" in parents or read_flag(row("is_repost")) or (platform == "x" and text.startswith("RT @")):
        return "repost"
    if mapping.kind != "post":
        return mapping.kind
    return next((_KINDS[role] for role in ("quote_of", "reply_to") if role in parents), "post")


FORMAT = Format(
    name="table", platform="any", title="Any CSV, TSV or workbook (XLSX, XLS, ODS) by a column mapping",
    kinds=("post", "comment", "profile"),
    example="comments.csv with --columns mapping.toml",
    notes="The mapping is guessed from Chinese and English heads and from the values, shown by sniff, and can be "
    "edited. Times "
    "without zone take that of --timezone, the mapping or the case. Rounded ids are not used. Without ids, equal rows "
    "(author, time, text) are duplicates.",
    recognise=recognise, read=read_table, shape=shape, regular=REGULAR,
)  # fmt: skip
