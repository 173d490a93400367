"""Records whose fields play one role each: the layout of a format comes in, its records as rows go out.

Many crawlers write the same facts under other names. Their formats say which field is what, and share this shaping.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from case.rows import Account, AccountKey, Kind, Post, PostKey, hashed_post_key, named_account_key, post_key
from loaders.fields import reach
from loaders.naming import Profile, handle_key, name_account
from loaders.parents import Parents, kind_of, name_parents
from loaders.records import Context, Draft, Raw, Reject, Shaped
from loaders.values.ids import clean_id
from loaders.values.languages import language_code
from loaders.values.media import media_identity
from loaders.values.moments import Moment
from loaders.values.numbers import read_count, read_flag
from loaders.values.text import clean, decode_entities, html_to_text

_PARENTS = ("reply_to", "repost_of", "quote_of")
#: A comma parts two links only where another link follows: addresses may hold commas.
_BETWEEN_LINKS = re.compile(r"[,;|\s]+(?=https?://)")
_BETWEEN = re.compile(r"\s*[,;|，；、]\s*")
_NO_AUTHOR = "no author that can be told apart (empty, masked, default name): each such post has an account of its own"


@dataclass(frozen=True, slots=True)
class Flat:
    """How the records of one format are laid out.

    roles: the roles of column mappings, and `account_hash` (digest of the author's id) and `bid`, each with the field
    that plays it; "a|b" takes the first that is filled, "a>b" reaches into an object. id_prefix: for ids that are
    unique among posts of their kind only. masked: shown names are blotted out and never name an account.
    """

    platform: str
    roles: Mapping[str, str]
    kind: Kind = "post"
    id_prefix: str = ""
    utc: bool = True
    masked: bool = False
    row_keys: bool = False
    html: bool = False
    by_handle: bool = True


def shape_flat(
    raw: Raw,
    context: Context,
    flat: Flat,
    *,
    parents: Parents | None = None,
    kind: Kind | None = None,
    media: tuple[str, ...] | None = None,
) -> Shaped | Reject:
    """Shape one record; parents, kind and media that a format works out itself overrule those of the roles."""
    row = _Row(raw, flat)
    moment = (context.utc_time if flat.utc else context.time)(row.plain("time"))
    text = _text(row)
    id = clean_id(row("post_id"))
    if id is None and not flat.row_keys:
        return Reject(f"has no {flat.roles['post_id']}")
    author = row.author()
    named = author or row.text("handle") or row.text("account_name")
    if id is None and not named and not text:
        return Reject("has neither id nor author nor text")
    key = post_key(flat.platform, flat.id_prefix + id) if id else hashed_post_key(flat.platform, named, moment.at, text)
    account = _account(row, author, key, context)
    tied = parents if parents is not None else _parents(row)
    post = _post(row, key, account, moment, text, tied, kind or _kind(flat, tied))
    doubt = (_NO_AUTHOR,) if account.identity == "masked" else ()
    return Shaped(key, (_draft(post, row, media),), (account,), notes=(*moment.notes, *doubt))


class _Row:
    """A record seen by roles."""

    __slots__ = ("flat", "raw")

    def __init__(self, raw: Raw, flat: Flat) -> None:
        self.raw, self.flat = raw, flat

    def __call__(self, role: str) -> Any:
        names = self.flat.roles.get(role)
        return None if names is None else reach(self.raw, names)

    def plain(self, role: str) -> str | int | float | None:
        """Return a value that is no list or object; such a one cannot be what the role asks for."""
        value = self(role)
        if value is None or isinstance(value, str | int | float):
            return value
        raise ValueError(f"{self.flat.roles[role]} is a {type(value).__name__}")

    def text(self, role: str) -> str:
        value = self.plain(role)
        return "" if value is None else clean(str(value))

    def author(self) -> str | None:
        id, digest = clean_id(self.plain("account_id")), clean_id(self.plain("account_hash"))
        return id or (f"~sha256:{digest}" if digest else None)

    def list(self, role: str) -> tuple[str, ...] | None:
        """Read several values: a list, a JSON list in a cell, or parts between commas; None where there is none."""
        value = self(role)
        if isinstance(value, str):
            value = _parts(value)
        return tuple(clean(part) for part in value if isinstance(part, str) and part.strip()) if value else None


def _parts(cell: str) -> list[Any]:
    cell = cell.strip()
    if cell.startswith("["):
        try:
            found = json.loads(cell)
        except ValueError:
            cell = cell.strip("[]")
        else:
            return found if isinstance(found, list) else []
    marks = _BETWEEN_LINKS if "://" in cell else _BETWEEN
    return [part.strip("'\" ") for part in marks.split(cell)]


def _text(row: _Row) -> str:
    title, words = row.text("title"), row.text("text")
    text = words if title in words else f"{title}\n{words}".strip()
    return clean(html_to_text(text)) if row.flat.html else clean(decode_entities(text))


def _account(row: _Row, author: str | None, key: PostKey, context: Context) -> Account:
    flat = row.flat
    name = row.text("account_name") or None
    born = row.plain("created_at")
    profile = Profile(
        created_at=(context.utc_time if flat.utc else context.time)(born).at if born else None,
        followers=read_count(row("followers")), following=read_count(row("following")), bio=row.text("bio"),
        region=row.text("account_region"), verified=read_flag(row("verified")),
    )  # fmt: skip
    if flat.masked and author is None:
        name = None
    return name_account(
        flat.platform, id=author, post=key, handle=row.text("handle") or None, name=name, profile=profile
    )


def _parents(row: _Row) -> Parents:
    found = {role: clean_id(row.plain(role)) for role in _PARENTS}
    return name_parents(row.flat.platform, **found)


def _kind(flat: Flat, parents: Parents) -> Kind:
    return flat.kind if flat.kind == "comment" else kind_of(parents, flat.kind)


def _post(
    row: _Row, key: PostKey, account: Account, moment: Moment, text: str, parents: Parents, kind: Kind
) -> Post:  # fmt: skip
    return Post(
        key, row.flat.platform, account.key, moment.at, moment.precision, text, 0, kind=kind,
        language=language_code(row.text("language")), likes=read_count(row("likes")),
        replies=read_count(row("replies")), reposts=read_count(row("reposts")), views=read_count(row("views")),
        client=row.text("client") or None, region=row.text("region") or None, url=row.text("url") or None, **parents,
    )  # fmt: skip


def _draft(post: Post, row: _Row, media: tuple[str, ...] | None) -> Draft:
    names = row.list("mentions")
    if media is None:
        found = (media_identity(address, post.platform) for address in row.list("media") or ())
        media = tuple(dict.fromkeys(identity for identity in found if identity))
    mentions = tuple(_mention(name, row.flat) for name in names) if names else None
    return Draft(post, hashtags=row.list("hashtags"), urls=row.list("links"), mentions=mentions, media=media)


def _mention(name: str, flat: Flat) -> AccountKey:
    return handle_key(flat.platform, name) if flat.by_handle else named_account_key(flat.platform, name.lstrip("@"))
