"""Regular rows of any mapped table, shaped many at a time: those with an author that can be told apart, and plain text.

A table whose mapping gives a role beyond those below is shaped row by row.
"""

import polars as pl
import pyarrow as pa

from case.rows import hashed_post_key, named_account_key
from loaders.columns import (
    Columns,
    cleaned,
    counts_of,
    filled,
    flags_of,
    ids_of,
    keys_of,
    notes_of,
    once,
    post_columns,
    read_times,
    view_columns,
)
from loaders.formats.table_cells import NO_TIME_COLUMN, split_cell
from loaders.mapping import Mapping
from loaders.naming import handle_key
from loaders.records import Context
from loaders.regular import RegularForm
from loaders.values.ids import is_shared_name
from loaders.values.languages import language_code

_PARENTS = ("reply_to", "repost_of", "quote_of")
_COUNTS = ("likes", "replies", "reposts", "views")
_ROLES = {
    "post_id", "account_id", "handle", "account_name", "time", "text", "client", "region", "language", "url",
    "followers", "following", "bio", "created_at", "verified", "hashtags", "links", *_PARENTS, *_COUNTS,
}  # fmt: skip
#: Texts with marks of HTML, or that a page may have cut, are looked at one by one.
_ODD_TEXT = r"[<&]|全文|展开"


class _Cells:
    """Cells by role, cleaned; empty texts where the role is not there."""

    def __init__(self, cells: pl.DataFrame, mapping: Mapping) -> None:
        self._cells, self._columns = cells, mapping.columns
        self._nothing = pl.repeat("", cells.height, dtype=pl.String, eager=True)

    def __call__(self, role: str) -> pl.Series:
        column = self._columns.get(role)
        return self._nothing if column is None else cleaned(self._cells[column])

    def lists(self, role: str) -> pl.Series:
        texts = self(role).to_list()
        return pl.Series(pa.array([split_cell(text) or None for text in texts], pa.list_(pa.string())))


def _alike(cells: pl.DataFrame, context: Context) -> pl.Series:
    mapping = context.mapping
    roles = set(mapping.columns) if mapping is not None else set()
    if mapping is None or mapping.row_keys or "text" not in roles or not roles <= _ROLES:
        return pl.repeat(False, cells.height, dtype=pl.Boolean, eager=True)
    cell = _Cells(cells, mapping)
    told = _authors(cell, mapping.platform).is_not_null()
    odd = cell("text").str.contains(_ODD_TEXT) | (cell("text") == mapping.columns["text"])
    return told & ~cell("post_id").str.contains("/", literal=True) & ~odd


def _authors(cell: _Cells, platform: str) -> pl.Series:
    """Name authors by id, else by handle, else by name; null where none of them tells one apart."""
    by_id = keys_of(platform, ids_of(cell("account_id")))
    if not by_id.has_nulls():
        return by_id
    by_handle = once(cell("handle"), lambda one: None if is_shared_name(one) else handle_key(platform, one), pl.String)
    by_name = once(
        cell("account_name"), lambda one: None if is_shared_name(one) else named_account_key(platform, one), pl.String
    )
    return pl.select(pl.coalesce(by_id, by_handle, by_name)).to_series()


def _shape(cells: pl.DataFrame, places: pl.Series, context: Context) -> Columns:
    """Shape rows as `table.shape` does one."""
    mapping = context.mapping
    assert mapping is not None
    cell, platform = _Cells(cells, mapping), mapping.platform
    account, id, text = _authors(cell, platform), ids_of(cell("account_id")), cell("text")
    moments = read_times(cell("time"), context, utc=False)
    key = _keys(cell, platform, id, moments["at"], text)
    parents = {role: keys_of(platform, ids_of(cell(role))) for role in _PARENTS}
    posts = post_columns(
        places, key=key, platform=platform, account=account, at=moments["at"], precision=moments["precision"],
        text=text, kind=_kinds(parents, text, mapping), **parents, **{role: counts_of(cell(role)) for role in _COUNTS},
        language=once(cell("language"), language_code, pl.String), hashtags=cell.lists("hashtags"),
        urls=cell.lists("links"), **{role: filled(cell(role)) for role in ("client", "region", "url")},
    )  # fmt: skip
    views = view_columns(
        places, key=account, platform=platform, id=id, identity=_identities(id), handle=filled(cell("handle")),
        name=filled(cell("account_name")), bio=filled(cell("bio")), verified=flags_of(cell("verified")),
        created_at=read_times(cell("created_at"), context, utc=False)["at"],
        followers=counts_of(cell("followers")), following=counts_of(cell("following")),
    )  # fmt: skip
    notes = notes_of(moments)
    if "time" not in mapping.columns:
        notes[NO_TIME_COLUMN] += places.len()
    return Columns(pl.DataFrame({"record": places, "key": key}), posts, views, notes=notes)


def _keys(cell: _Cells, platform: str, author: pl.Series, at: pl.Series, text: pl.Series) -> pl.Series:
    """Name posts by their ids, else by who wrote what when."""
    keys = keys_of(platform, ids_of(cell("post_id")))
    places = keys.is_null().arg_true()
    if places.is_empty():
        return keys
    named = pl.select(pl.coalesce(author, filled(cell("handle")), filled(cell("account_name")))).to_series()
    words = pl.select(pl.coalesce(filled(text), cell("time"))).to_series()
    told = zip(*(column.gather(places).to_list() for column in (named, at, words)), strict=True)
    return keys.scatter(places, [hashed_post_key(platform, who, when, what) for who, when, what in told])


def _kinds(parents: dict[str, pl.Series], text: pl.Series, mapping: Mapping) -> pl.Series:
    repost = parents["repost_of"].is_not_null()
    if mapping.platform == "x":
        repost |= text.str.starts_with("RT @")
    if mapping.kind != "post":
        return pl.select(pl.when(repost).then(pl.lit("repost")).otherwise(pl.lit(mapping.kind))).to_series()
    quote, reply = parents["quote_of"].is_not_null(), parents["reply_to"].is_not_null()
    return pl.select(
        pl.when(repost).then(pl.lit("repost")).when(quote).then(pl.lit("quote")).when(reply).then(pl.lit("reply"))
        .otherwise(pl.lit("post"))
    ).to_series()  # fmt: skip


def _identities(id: pl.Series) -> pl.Series:
    return pl.select(pl.when(id.is_not_null()).then(pl.lit("id")).otherwise(pl.lit("name"))).to_series()


REGULAR = RegularForm(_shape, alike=_alike)
