"""Values of the record as text: the same value always gives the same cell, in every table of a package.

Raw tables are exact. A spreadsheet runs a cell that starts with `=` as a formula, so spreadsheet copies pass
through `neutral`.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import BinaryIO

import polars as pl

#: Starts that spreadsheet programs read as a formula (OWASP, CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def cell(value: object) -> str:
    """Write one value as text: nothing as an empty cell, times as ISO 8601 in UTC, lists and records as JSON."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case float():
            return repr(value)
        case datetime():
            return utc(value)
        case list() | tuple() | dict():
            return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=cell)
        case pl.Series():
            return cell(value.to_list())
    return str(value)


def utc(moment: datetime) -> str:
    """Write a moment as ISO 8601 in UTC; whole seconds have no fraction."""
    at = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    return at.isoformat(timespec="microseconds" if at.microsecond else "seconds").replace("+00:00", "Z")


def utc_text(column: str) -> pl.Expr:
    """Write a column of times as `utc` does."""
    return _iso(pl.col(column), "Z")


def local_text(column: str, *, timezone: str | None) -> pl.Expr:
    """Write a column of times in the time zone of the case with its offset; empty where the case names no zone."""
    if timezone is None:
        return pl.lit(None, dtype=pl.String)
    return _iso(pl.col(column).dt.convert_time_zone(timezone), "%:z")


def _iso(times: pl.Expr, zone: str) -> pl.Expr:
    whole = times.dt.microsecond() == 0
    fraction = times.dt.strftime(f"%Y-%m-%dT%H:%M:%S%.6f{zone}")
    return pl.when(whole).then(times.dt.strftime(f"%Y-%m-%dT%H:%M:%S{zone}")).otherwise(fraction)


def neutral(text: str) -> str:
    """Return the text as a spreadsheet may show it: what would start a formula gets an apostrophe before it."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def exact(text: str) -> str:
    """Return the text as it is."""
    return text


def csv_rows(
    columns: Sequence[str], rows: Iterable[Sequence[object]], *, turn: Callable[[str], str] = exact
) -> Iterator[bytes]:
    """Write RFC 4180 CSV in UTF-8, in blocks, with CRLF line ends; cells are exact, or as `turn` makes them."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")  # CRLF also makes the writer quote a lone CR
    writer.writerow(columns)
    for number, row in enumerate(rows, start=1):
        writer.writerow([turn(value) if isinstance(value, str) else cell(value) for value in row])
        if number % 5_000 == 0:
            yield _drain(text)
    yield _drain(text)


def write_csv(file: BinaryIO, frame: pl.DataFrame, *, turn: Callable[[str], str] = exact) -> None:
    """Write a frame as CSV; cells are exact, or as `turn` makes texts."""
    for block in csv_rows(frame.columns, frame.iter_rows(), turn=turn):
        file.write(block)


def _drain(text: io.StringIO) -> bytes:
    block = text.getvalue().encode("utf-8")
    text.seek(0)
    text.truncate()
    return block
