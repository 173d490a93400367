"""Workbooks (XLSX, XLS, ODS): the first sheet that holds a table comes in, and those with its heads; rows as text go
out, times as ISO 8601.
"""

from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import islice

import python_calamine

from case.errors import ShoalError
from loaders.head import Head, count_above
from loaders.opening import RawFile, open_bytes
from loaders.records import Broken, Raw

_ROWS = 5_000
_LOOKED_AT = 30  # rows of a sheet in which its heads are looked for


def workbook_head(file: RawFile) -> Head:
    """Read header and first rows of a workbook, and name the sheets that hold something else."""
    sheets = [sheet for sheet in _sheets(file) if sheet.height]
    table = next((sheet for sheet in sheets if sheet.height > 1), None)
    rows = list(islice(_rows(table), _ROWS)) if table else []
    above = count_above(rows)
    columns = _header(rows[above]) if rows else ()
    unread = [f"{sheet.name} ({sheet.height} rows)" for sheet in sheets if _header_place(sheet, columns) is None]
    return Head(
        file, "utf-8", "workbook", columns=columns, rows=tuple(rows[above + 1 :]), above=above, unread=tuple(unread)
    )


def read_workbook(file: RawFile, head: Head) -> Iterator[tuple[int, Raw | Broken]]:
    """Read the rows below the header as column -> cell, of each sheet that has it; the place counts rows below it."""
    place = 0
    for sheet in _sheets(file):
        header = _header_place(sheet, head.columns)
        for row in islice(_rows(sheet), header + 1, None) if header is not None else ():
            place += 1
            if any(row):
                yield place, dict(zip(head.columns, row, strict=False))


def read_sheets(file: RawFile) -> Iterator[tuple[int, Raw | Broken]]:
    """Read every sheet below its own header, one after another; the place counts rows over all sheets."""
    place = 0
    for sheet in _sheets(file):
        rows = _rows(sheet)
        columns = _header(next(rows, ()))
        for row in rows:
            place += 1
            if any(row):
                yield place, dict(zip(columns, row, strict=False))


def _header(row: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in row)


def _header_place(sheet: python_calamine.CalamineSheet, columns: tuple[str, ...]) -> int | None:
    """Return which row of a sheet holds these heads; None where none of the first does."""
    first = enumerate(islice(_rows(sheet), _LOOKED_AT))
    return next((number for number, row in first if _header(row) == columns), None)


def _rows(sheet: python_calamine.CalamineSheet) -> Iterator[tuple[str, ...]]:
    return (tuple(_cell(value) for value in row) for row in sheet.iter_rows())


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
