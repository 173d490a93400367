"""XLSX workbooks: the first sheet that holds a table comes in, its rows as text go out, times as ISO 8601."""

from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import islice

import python_calamine

from case.errors import ShoalError
from loaders.head import Head, count_above
from loaders.opening import RawFile, open_bytes
from loaders.records import Broken, Raw

_ROWS = 5_000


def workbook_head(file: RawFile) -> Head:
    """Read header and first rows of a workbook."""
    rows = [row for _, row in zip(range(_ROWS), _rows(file), strict=False)]
    above = count_above(rows)
    columns = _header(rows[above]) if rows else ()
    return Head(file, "utf-8", "workbook", columns=columns, rows=tuple(rows[above + 1 :]), above=above)


def read_workbook(file: RawFile, head: Head) -> Iterator[tuple[int, Raw | Broken]]:
    """Read the rows below the header as column -> cell; the place is the row's number below the header."""
    for place, row in enumerate(islice(_rows(file), head.above + 1, None), 1):
        if any(row):
            yield place, dict(zip(head.columns, row, strict=False))


def read_sheets(file: RawFile) -> Iterator[tuple[int, Raw | Broken]]:
    """Read every sheet below its own header, one after another; the place counts rows over all sheets."""
    place = 0
    for sheet in _sheets(file):
        rows = (tuple(_cell(value) for value in row) for row in sheet.iter_rows())
        columns = _header(next(rows, ()))
        for row in rows:
            place += 1
            if any(row):
                yield place, dict(zip(columns, row, strict=False))


def _header(row: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in row)


def _rows(file: RawFile) -> Iterator[tuple[str, ...]]:
    for sheet in _sheets(file):
        if sheet.height > 1:
            for row in sheet.iter_rows():
                yield tuple(_cell(value) for value in row)
            return


def _sheets(file: RawFile) -> list[python_calamine.CalamineSheet]:
    try:
        with open_bytes(file) as stream:
            book = python_calamine.CalamineWorkbook.from_filelike(stream)
            return [book.get_sheet_by_index(number) for number in range(len(book.sheet_names))]
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise ShoalError(
            f"{file.label} cannot be read as a workbook ({error}). Save it again as XLSX or CSV."
        ) from error


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        # A workbook keeps 15 digits: a longer id ends in zeros here, by which it is known to be rounded.
        return str(int(value)) if value.is_integer() and abs(value) < 1e21 else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return "" if value is None else str(value)
