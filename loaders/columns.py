"""Values of many records at a time: columns come in, columns go out, each value as its reader of one would give it.

What has the common form is read as a column; every other value is given to that reader, each spelling once.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, tzinfo
from functools import partial
from itertools import chain
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa

from case.rows import ACCOUNT_COLUMNS, ACCOUNT_SCHEMA, POST_COLUMNS, POST_SCHEMA
from loaders.deriving import ACTION
from loaders.records import SAID, Context
from loaders.values.ids import clean_id
from loaders.values.moments import Moment, TimeRules
from loaders.values.numbers import read_count, read_flag
from loaders.values.text import SPACE_CLASS, SPACES, decode_entities
from loaders.values.times import LATEST

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_CLOCK = r"[0-2][0-9]:[0-5][0-9]:[0-5][0-9]"
_NAMED = rf"^[A-Z][a-z]{{2}} (?:{'|'.join(_MONTHS)}) [0-3][0-9] {_CLOCK} \+0000 (?:19[7-9]|20[0-9])[0-9]$"
_ISO = rf"^(?:19[7-9]|20[0-9])[0-9]-[01][0-9]-[0-3][0-9][T ]{_CLOCK}(?:\.[0-9]{{1,6}})?Z$"
_LOCAL = r"^(?:19[7-9]|20[0-9])[0-9]-[01][0-9]-[0-3][0-9][T ][0-2][0-9]:[0-5][0-9](?::[0-5][0-9])?$"
_SECONDS = r"^[0-9]{9,10}$"
_LISTS = pl.List(pl.String)
_VIEW = {"record": pl.Int64, **pl.Schema(pa.schema([ACCOUNT_SCHEMA.field(name) for name in ACCOUNT_COLUMNS]))}
_POST = {"record": pl.Int64, **pl.Schema(pa.schema([POST_SCHEMA.field(name) for name in POST_COLUMNS]))}
_POST |= dict.fromkeys(SAID, _LISTS)


@dataclass(frozen=True, slots=True)
class Columns:
    """What some records say; every row names its record by its number, which rise.

    keys: record, key. posts: record, the columns of posts, and what their source says (SAID); the post of a record
    itself stands before those that came along. views: record and the columns of accounts, in their order. given:
    actions that need no levelling, by the row of their post. notes: doubts, counted.
    """

    keys: pl.DataFrame
    posts: pl.DataFrame
    views: pl.DataFrame
    given: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=ACTION))
    notes: Counter[str] = field(default_factory=Counter)


def join_columns(one: Columns, other: Columns) -> Columns:
    """Put the records of both into their order; neither may have given actions."""
    if one.keys.is_empty() and one.views.is_empty():
        return other
    assert one.given.is_empty()
    assert other.given.is_empty()
    joined = {
        name: pl.concat([mine, getattr(other, name).select(mine.columns)]).sort("record", maintain_order=True)
        for name in ("keys", "posts", "views") if (mine := getattr(one, name)) is not None
    }  # fmt: skip
    return Columns(**joined, notes=one.notes + other.notes)


def post_columns(places: pl.Series, **columns: pl.Series | pl.Expr | str | None) -> pl.DataFrame:
    """Make the posts of `Columns`: what is not given is null. Times are whole microseconds."""
    return _filled(_POST, places, columns)


def view_columns(places: pl.Series, **columns: pl.Series | pl.Expr | str | None) -> pl.DataFrame:
    """Make the views of `Columns`: what is not given is null."""
    return _filled(_VIEW, places, columns)


def changed_views(views: pl.DataFrame) -> pl.DataFrame:
    """Leave out views that their account showed just before."""
    told = views.select("key", told=pl.struct(pl.exclude("record", "place")).hash())
    return views.filter(told.select(pl.col("told").ne_missing(pl.col("told").shift(1).over("key"))).to_series())


def _filled(schema: dict[str, Any], places: pl.Series, columns: dict[str, Any]) -> pl.DataFrame:
    given = {name: pl.lit(value) if isinstance(value, str | None) else value for name, value in columns.items()}
    given |= {"record": places, "place": places}
    return pl.select(
        (given[name] if name in given else pl.lit(None)).cast(kind).alias(name) for name, kind in schema.items()
    )


def once(values: pl.Series, read: Callable[[str], object], kind: pl.DataType | type[pl.DataType]) -> pl.Series:
    """Read each different value once; a null stays one."""
    different = values.drop_nulls().unique()
    found = pl.Series([read(value) for value in different.to_list()], dtype=kind)
    return values.replace_strict(different, found, return_dtype=kind, default=None)


def where(values: pl.Series, chosen: pl.Series, read: Callable[[str], str]) -> pl.Series:
    """Read the chosen values one by one and leave the others."""
    places = chosen.fill_null(False).arg_true()
    if places.is_empty():
        return values
    return values.scatter(places, [read(value) for value in values.gather(places).to_list()])


def lists_of(things: Sequence[Sequence[Any]], read: Callable[[Any], str]) -> pl.Series:
    """Return lists of what is read from each of some things: read in a row, for most lists are empty or short."""
    ends = np.cumsum(np.fromiter(map(len, things), np.int32, len(things)), dtype=np.int32)
    texts = pa.array([read(one) for one in chain.from_iterable(things)], pa.string())
    lists = pa.ListArray.from_arrays(pa.array(np.append(np.int32(0), ends)), texts)
    return pl.Series(lists, dtype=_LISTS)


def cleaned(texts: pl.Series) -> pl.Series:
    """Clean texts as `clean` does one."""
    bare = texts.str.replace_all("\u00a0", " ", literal=True).str.strip_chars("\u200b\ufeff\u2060 \t\r\n")
    return bare.str.strip_chars(SPACES)


def stripped(texts: pl.Series) -> pl.Series:
    """Strip texts as `str.strip` does one."""
    return texts.str.strip_chars(SPACES)


def filled(texts: pl.Series) -> pl.Series:
    """Let an empty text be none."""
    return texts.set(texts == "", None)


def without_entities(texts: pl.Series) -> pl.Series:
    """Decode entities as `decode_entities` does those of one text."""
    return where(texts, texts.str.contains("&", literal=True), decode_entities)


def parted(texts: pl.Series) -> pl.Series:
    """Split texts as `str.split` does one; null where nothing is in it."""
    parts = texts.str.extract_all(f"[^{SPACE_CLASS}]+")
    return parts.set(parts.list.len() == 0, None)


def keys_of(platform: str, ids: pl.Series) -> pl.Series:
    """Name posts or accounts that the source gives ids for; an empty id is none."""
    return f"{platform}:" + filled(ids)


def ids_of(texts: pl.Series) -> pl.Series:
    """Read ids as `clean_id` does one; null where there is none."""
    return _plain_or(texts, "^[0-9]{2,}$", pl.col("text"), clean_id, pl.String)


def counts_of(texts: pl.Series) -> pl.Series:
    """Read counts as `read_count` does one; null also where one does not fit."""
    return _plain_or(texts, "^[0-9]{1,18}$", pl.col("text").cast(pl.Int64, strict=False), _count, pl.Int64)


def flags_of(texts: pl.Series) -> pl.Series:
    """Read yes and no as `read_flag` does one."""
    return once(texts, read_flag, pl.Boolean)


def _count(text: str) -> int | None:
    count = read_count(text)
    return count if count is not None and -(2**63) < count < 2**63 else None


def _plain_or(
    texts: pl.Series, plain: str, form: pl.Expr, read: Callable[[str], object], kind: type[pl.DataType]
) -> pl.Series:
    """Read plain texts as a column, and each other spelling once."""
    frame = texts.alias("text").to_frame().with_columns(plain=pl.col("text").str.contains(plain))
    found = frame.select(pl.when("plain").then(form)).to_series()
    if frame["plain"].all():
        return found
    others = once(texts.set(frame["plain"], None), read, kind)
    return frame.select(pl.when("plain").then(found).otherwise(others)).to_series()


def kinds_of(reply_to: pl.Series, repost_of: pl.Series, quote_of: pl.Series) -> pl.Series:
    """Say what posts are by their strongest tie, as `kind_of` does."""
    return pl.select(
        pl.when(repost_of.is_not_null()).then(pl.lit("repost")).when(reply_to.is_not_null()).then(pl.lit("reply"))
        .when(quote_of.is_not_null()).then(pl.lit("quote")).otherwise(pl.lit("post"))
    ).to_series()  # fmt: skip


def read_times(texts: pl.Series, context: Context, *, utc: bool) -> pl.DataFrame:
    """Read times as the context reads one: `at`, `precision` and `notes`, of which most have none."""
    rules, read = context.rules, context.utc_time if utc else context.time
    at = _common(texts, replace(rules, zone=UTC) if utc else rules)
    odd = at.is_null()
    fine = pl.lit("minute" if rules.minute else "second")
    precision = pl.when(texts.str.contains(r"^[^:]*:[^:]*$")).then(pl.lit("minute")).otherwise(fine)
    moments = pl.select(at=at, precision=precision, notes=pl.lit(None, pl.List(pl.String)))
    if not odd.any():
        return moments
    spellings = texts.filter(odd).fill_null("").unique()
    found: list[Moment] = [read(spelling) for spelling in spellings.to_list()]
    table = pl.DataFrame(
        {"text": spellings, "at": [one.at for one in found], "precision": [one.precision for one in found],
         "notes": [list(one.notes) or None for one in found]},
        schema={"text": pl.String, "at": pl.Int64, "precision": pl.String, "notes": pl.List(pl.String)},
    )  # fmt: skip
    told = pl.select(text=texts.fill_null("")).join(table, on="text", how="left", maintain_order="left")
    return pl.select(
        pl.when(odd).then(told[name]).otherwise(moments[name]).alias(name) for name in ("at", "precision", "notes")
    )


def _common(texts: pl.Series, rules: TimeRules) -> pl.Series:
    """Return microseconds since 1970 of times of the form that the first one has, if it is a common one; else null."""
    text, first = pl.col("text"), texts.drop_nulls().head(1)
    at = pl.lit(None, pl.Int64)
    if first.str.contains(_NAMED).any():
        month = text.str.slice(4, 3).replace_strict(_MONTHS, [f"{one:02d}" for one in range(1, 13)], default=None)
        day = pl.concat_str(text.str.slice(26, 4), month, text.str.slice(8, 2), separator="-")
        at = pl.when(text.str.contains(_NAMED)).then(_microseconds(day, text.str.slice(11, 8)))
    elif first.str.contains(_ISO).any():
        part = text.str.slice(20).str.strip_suffix("Z").str.pad_end(6, "0").cast(pl.Int64, strict=False).fill_null(0)
        at = pl.when(text.str.contains(_ISO)).then(_microseconds(text.str.slice(0, 10), text.str.slice(11, 8)) + part)
    elif rules.zone is not None and first.str.contains(_LOCAL).any():
        clock = pl.concat_str(
            text.str.slice(11), pl.when(text.str.len_chars() == 16).then(pl.lit(":00")).otherwise(pl.lit(""))
        )
        hours = texts.set(~texts.str.contains(_LOCAL), None).str.slice(0, 13)
        at = _microseconds(text.str.slice(0, 10), clock) - once(hours, partial(_offset, rules.zone), pl.Int64)
    elif rules.unit in ("auto", "s"):
        at = pl.when(text.str.contains(_SECONDS)).then(text).cast(pl.Int64) * 1_000_000
    return (
        texts.alias("text")
        .to_frame()
        .select(pl.when(text.is_not_null() & at.is_between(0, LATEST - 1)).then(at))
        .to_series()
    )


def _microseconds(day: pl.Expr, clock: pl.Expr) -> pl.Expr:
    moment = pl.concat_str(day, clock, separator=" ").str.to_datetime("%Y-%m-%d %H:%M:%S", time_unit="us", strict=False)
    return moment.dt.timestamp("us")


def _offset(zone: tzinfo, hour: str) -> int | None:
    """Return the microseconds that a zone is ahead of UTC in an hour of its clocks; None where they are set in it."""
    try:
        start = datetime.fromisoformat(f"{hour}:00:00")
    except ValueError:
        return None
    offsets = {moment.replace(tzinfo=zone).utcoffset() for moment in (start, start.replace(minute=59, second=59))}
    offset = offsets.pop()
    return None if offsets or offset is None else offset // timedelta(microseconds=1)


def notes_of(moments: pl.DataFrame) -> Counter[str]:
    """Count the doubts about times."""
    return Counter(moments["notes"].drop_nulls().explode().to_list())
