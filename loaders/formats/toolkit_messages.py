"""Input of the Coordination Network Toolkit: one message a row, with the post it repeats and the links it holds."""

import ast

import polars as pl

from case.rows import Post, post_key
from loaders.columns import (
    Columns,
    cleaned,
    filled,
    keys_of,
    kinds_of,
    notes_of,
    parted,
    post_columns,
    read_times,
    stripped,
    view_columns,
)
from loaders.form import Format, read_table
from loaders.head import Head
from loaders.naming import name_account
from loaders.parents import kind_of, name_parents
from loaders.records import Context, Draft, Raw, Reject, Shaped
from loaders.regular import RegularForm
from loaders.values.text import clean

PLATFORM = "other"


def recognise(head: Head) -> float:
    """Recognise the table by its eight heads."""
    wanted = ("message_id", "user_id", "username", "repost_id", "reply_id", "message", "timestamp", "urls")
    return 0.95 if head.has(*wanted) else 0.0


def shape(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one message; the platform is not told, and ids such as 0 are ids here."""
    id, author = raw["message_id"].strip(), raw["user_id"].strip()
    if not id or not author:
        return Reject("has no message_id or no user_id")
    key = post_key(PLATFORM, id)
    moment = context.utc_time(raw["timestamp"])
    account = name_account(PLATFORM, id=author, handle=raw["username"].strip() or None)
    parents = name_parents(
        PLATFORM, reply_to=raw["reply_id"].strip() or None, repost_of=raw["repost_id"].strip() or None
    )
    post = Post(
        key,
        PLATFORM,
        account.key,
        moment.at,
        moment.precision,
        clean(raw["message"]),
        0,
        kind=kind_of(parents),
        **parents,
    )
    return Shaped(key, (Draft(post, urls=_links(raw["urls"])),), (account,), notes=moment.notes)


def _links(cell: str) -> tuple[str, ...] | None:
    """Read links between blanks, or a Python list of texts; None (look in the text) where the cell is empty."""
    if not cell.startswith("["):
        return tuple(cell.split()) or None
    return tuple(str(link) for link in ast.literal_eval(cell) if link)


def _alike(cells: pl.DataFrame, context: Context) -> pl.Series:
    named = (stripped(cells["message_id"]) != "") & (stripped(cells["user_id"]) != "")
    return named & ~cells["urls"].str.starts_with("[")


def _shape_rows(cells: pl.DataFrame, places: pl.Series, context: Context) -> Columns:
    """Shape rows as `shape` does one."""
    names = ("message_id", "user_id", "username", "repost_id", "reply_id")
    id, author, name, repost, reply = (stripped(cells[name]) for name in names)
    key, account, repost_of, reply_to = (keys_of(PLATFORM, ids) for ids in (id, author, repost, reply))
    quote_of = pl.repeat(None, places.len(), dtype=pl.String, eager=True)
    moments = read_times(cells["timestamp"], context, utc=True)
    posts = post_columns(
        places, key=key, platform=PLATFORM, account=account, at=moments["at"], precision=moments["precision"],
        text=cleaned(cells["message"]), kind=kinds_of(reply_to, repost_of, quote_of), reply_to=reply_to,
        repost_of=repost_of, urls=parted(cells["urls"]),
    )  # fmt: skip
    views = view_columns(places, key=account, platform=PLATFORM, id=author, handle=filled(name), identity="id")
    return Columns(pl.DataFrame({"record": places, "key": key}), posts, views, notes=notes_of(moments))


FORMAT = Format(
    name="toolkit-messages", platform=PLATFORM, title="Coordination Network Toolkit input (CSV)", kinds=("post",
    "reply", "repost"),
    example="sample_data.csv",
    notes="Times are UTC (epoch seconds). The platform is not told: keys begin with `other:`.",
    recognise=recognise, read=read_table, shape=shape, regular=RegularForm(_shape_rows, alike=_alike), zone="UTC",
    unit="s",
)  # fmt: skip
