"""Rows given as dicts come in, frames typed by the schema go out, and from frames the parameters of statements."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import polars as pl

from case.clock import to_datetime
from graph.schema import Property, node, relationship

BATCH_ROWS = 10_000
TYPES: dict[str, pl.DataType] = {
    "string": pl.String(),
    "integer": pl.Int64(),
    "float": pl.Float64(),
    "boolean": pl.Boolean(),
    "datetime": pl.Datetime("us", "UTC"),
    "strings": pl.List(pl.String()),
    "floats": pl.List(pl.Float64()),
}


def columns(properties: Iterable[Property]) -> list[pl.Expr]:
    """The columns of a frame for these properties, typed."""
    return [pl.col(declared.name).cast(TYPES[declared.type]) for declared in properties]


def node_rows(label: str, rows: Iterable[dict[str, Any]]) -> pl.LazyFrame:
    """A node frame of a few rows given as dicts; times may be ISO text or microseconds since 1970."""
    return _frame(node(label).properties, (), rows)


def relationship_rows(type: str, rows: Iterable[dict[str, Any]]) -> pl.LazyFrame:
    """A relationship frame of a few rows given as dicts with `start` and `end`."""
    return _frame(relationship(type).properties, ("start", "end"), rows)


def parameters(
    frame: pl.DataFrame, *, apart: Iterable[str] = (), moment: str | None = None
) -> Iterator[dict[str, Any]]:
    """The rows of a frame for `UNWIND $rows`: `key` and the columns named `apart` by themselves, all others in `set`.

    The time column `moment` goes as whole `seconds` and `nanoseconds`: the driver takes as long for one time as for
    all else.
    """
    own = [name for name in ("key", *apart) if name in frame.columns]
    others = [name for name in frame.columns if name not in own and name != moment]
    shaped = frame.select(
        *own,
        *([pl.struct(others).alias("set")] if others else []),
        *([] if moment is None else _split(moment)),
    )
    times = [name for name, type in frame.schema.items() if type == TYPES["datetime"] and name != moment]
    for part in shaped.iter_slices(BATCH_ROWS):
        for row in part.iter_rows(named=True):
            for name in times:
                place = row if name in own else row["set"]
                place[name] = _in_plain_utc(place[name])
            yield row


def _in_plain_utc(at: datetime | None) -> datetime | None:
    """The graph holds a zone by its name or by its offset, and finds two equal moments unequal where these differ.

    Posts have the offset; an event that began on the very second of a post did not contain it.
    """
    return None if at is None else at.replace(tzinfo=UTC)


def _split(moment: str) -> tuple[pl.Expr, pl.Expr]:
    microseconds = pl.col(moment).dt.epoch("us")
    seconds = microseconds.floordiv(1_000_000)
    return seconds.alias("seconds"), ((microseconds - seconds * 1_000_000) * 1000).alias("nanoseconds")


def _frame(properties: Iterable[Property], ends: tuple[str, ...], rows: Iterable[dict[str, Any]]) -> pl.LazyFrame:
    declared = [*(Property(end, "string", "") for end in ends), *properties]
    values = list(rows)
    return pl.LazyFrame(
        {each.name: [_value(row.get(each.name), each.type) for row in values] for each in declared},
        schema={each.name: TYPES[each.type] for each in declared},
    )


def _value(value: Any, type: str) -> Any:
    if value is None:
        return None
    if type == "datetime":
        return _time(value)
    if type in ("strings", "floats"):
        return [str(item) if type == "strings" else float(item) for item in value]
    return float(value) if type == "float" else value if type != "string" else str(value)


def _time(value: Any) -> Any:
    if isinstance(value, str):
        parsed = datetime.fromisoformat(value)
        return parsed.astimezone(UTC) if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    return to_datetime(value) if isinstance(value, int) else value
