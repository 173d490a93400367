"""Pieces whose records are alike: regular ones come out together, to be shaped as columns, odd ones one by one."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
import polars as pl

from loaders.columns import Columns
from loaders.cutting import Span, text_of
from loaders.head import Head
from loaders.reading import Placed, as_object, as_record, read_rows, read_value, split_rows
from loaders.records import Context


@dataclass(frozen=True, slots=True)
class RegularForm:
    """How a format shapes regular records many at a time, with the same result as one by one.

    shape: the cells of a table or the objects of lines come in, with their places. For a table, `alike` tells which
    rows are regular; for lines, `decode` reads one to an object and refuses with MsgspecError what is not regular.
    """

    shape: Callable[[Any, pl.Series, Context], Columns]
    alike: Callable[[pl.DataFrame, Context], pl.Series] | None = None
    decode: Callable[[str | bytes], object] | None = None


@dataclass(slots=True)
class Regular:
    """The records of a piece: regular ones with their places, and odd ones. `taken`: how many places the piece took."""

    records: Any
    places: pl.Series
    odd: list[Placed] = field(default_factory=list)
    taken: int = 0


def read_regular(piece: str | Span, head: Head, form: RegularForm, context: Context) -> Regular:
    """Read a piece of lines or of a table; raises UnicodeEncodeError where a cell cannot be stored as it is."""
    if form.decode is None:
        return _rows(text_of(piece), head, form, context)
    return _lines(piece.split("\n") if isinstance(piece, str) else piece.read().split(b"\n"), form.decode)


def _lines(lines: Sequence[str | bytes], decode: Callable[[str | bytes], object]) -> Regular:
    records: list[object] = []
    places: list[int] = []
    odd: list[Placed] = []
    for place, line in enumerate(lines, 1):
        try:
            records.append(decode(line))
            places.append(place)
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            text = line if isinstance(line, str) else line.decode("utf-8", "surrogateescape")
            if bare := text.strip(" \t\r\n\ufeff"):
                odd.append((place, as_object(read_value(bare))))
    return Regular(records, _places(places), odd, len(lines) - 1)


def _rows(text: str, head: Head, form: RegularForm, context: Context) -> Regular:
    """Read rows of a table: regular ones have a cell per column and are as the format wants them."""
    try:
        rows = split_rows(text, head)
    except csv.Error:
        odd = list(read_rows(io.StringIO(text, newline=""), head))
        return Regular(_cells([], head), _places([]), odd, len(odd))
    width, numbers = len(head.columns), range(1, len(rows) + 1)
    whole = [place for place in numbers if len(rows[place - 1]) == width]
    cells = _cells(rows if len(whole) == len(rows) else [rows[place - 1] for place in whole], head)
    assert form.alike is not None
    alike = form.alike(cells, context)
    places = _places(whole).filter(alike)
    last = len(rows) if text[-1] not in "\r\n" else 0
    others = sorted(set(numbers).difference(places)) if len(places) < len(rows) else ()
    odd = [(place, as_record(rows[place - 1], head, cut=place == last)) for place in others]
    return Regular(cells.filter(alike), places, odd, len(rows))


def _cells(rows: list[list[str]], head: Head) -> pl.DataFrame:
    columns = zip(*rows, strict=True) if rows else ((),) * len(head.columns)
    cells = zip(head.columns, columns, strict=True)
    return pl.DataFrame({name: pl.Series(texts, dtype=pl.String) for name, texts in cells})


def _places(places: list[int] | range) -> pl.Series:
    return pl.Series("place", places, dtype=pl.Int64)
