"""Pieces whose records are alike: regular ones come out together, to be shaped as columns, odd ones one by one."""

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

import msgspec
import polars as pl

from loaders.columns import Columns
from loaders.cutting import Span, text_of
from loaders.head import Head
from loaders.plain_rows import read_plain
from loaders.reading import Placed, as_object, read_rows, read_value
from loaders.records import Broken, Context


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
        return _rows(piece, head, form, context)
    return _lines(io.StringIO(piece, newline="\n") if isinstance(piece, str) else piece.lines(), form.decode)


def _lines(lines: Iterable[str | bytes], decode: Callable[[str | bytes], object]) -> Regular:
    records: list[object] = []
    places: list[int] = []
    odd: list[Placed] = []
    place = 0
    line: str | bytes = "\n"
    for place, line in enumerate(lines, 1):
        try:
            records.append(decode(line))
            places.append(place)
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            text = line if isinstance(line, str) else line.decode("utf-8", "surrogateescape")
            if bare := text.strip(" \t\r\n\ufeff"):
                odd.append((place, as_object(read_value(bare))))
    return Regular(records, _places(places), odd, place - (line[-1:] not in ("\n", b"\n")))


def _rows(piece: str | Span, head: Head, form: RegularForm, context: Context) -> Regular:
    """Read rows of a table, those in plain form as columns; odd are those that the format does not take so."""
    assert form.alike is not None
    odd: list[Placed] = []
    plain = read_plain(piece.encode() if isinstance(piece, str) else piece.read(), head)
    if plain is None:
        placed = list(read_rows(io.StringIO(text_of(piece), newline=""), head))
        rows = [(place, row) for place, row in placed if not isinstance(row, Broken)]
        odd += [(place, row) for place, row in placed if isinstance(row, Broken)]
        columns = [_texts([row[name] for _, row in rows]) for name in head.columns]
        places = _places([place for place, _ in rows])
    else:
        columns = plain.get_columns()
        places = _places(range(1, plain.height + 1))
    cells = pl.DataFrame(dict(zip(head.columns, columns, strict=True)))
    alike = form.alike(cells, context)
    taken = len(places) + len(odd)
    if not alike.all():
        odd += zip(places.filter(~alike), cells.filter(~alike).iter_rows(named=True), strict=True)
        odd.sort(key=itemgetter(0))
    return Regular(cells.filter(alike), places.filter(alike), odd, taken)


def _texts(texts: list[str]) -> pl.Series:
    return pl.Series(texts, dtype=pl.String)


def _places(places: list[int] | range) -> pl.Series:
    return pl.Series("place", places, dtype=pl.Int64)
