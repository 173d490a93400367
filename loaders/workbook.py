"""XLSX workbooks: the first sheet that holds a table comes in, its rows as text go out, times as ISO 8601."""

from collections.abc import Iterator
from datetime import date, datetime, time

import python_calamine

from case.errors import ShoalError
from loaders.head import Head
from loaders.opening import RawFile, open_bytes
from loaders.records import Broken, Raw

_ROWS = 5_000


def workbook_head(file: RawFile) -> Head:
    """Read header and first rows of a workbook."""
    rows = _rows(file)
    columns = _header(next(rows, ()))
    first = tuple(row for _, row in zip(range(_ROWS), rows, strict=False))
    return Head(file, "utf-8", "workbook", columns=columns, rows=first)


def read_workbook(file: RawFile, head: Head) -> Iterator[tuple[int, Raw | Broken]]:
    """Read the rows below the header as column -> cell; the place is the row's number below the header."""
    rows = _rows(file)
    next(rows, None)
    for place, row in enumerate(rows, 1):
        if any(row):
            yield place, dict(zip(head.columns, row, strict=False))


def _header(row: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in row)


def _rows(file: RawFile) -> Iterator[tuple[str, ...]]:
    try:
        with open_bytes(file) as stream:
            book = python_calamine.CalamineWorkbook.from_filelike(stream)
        sheets = [book.get_sheet_by_index(number) for number in range(len(book.sheet_names))]
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise ShoalError(
            f"{file.label} cannot be read as a workbook ({error}). Save it again as XLSX or CSV."
        ) from error
    for sheet in sheets:
        if sheet.height > 1:
            for row in sheet.iter_rows():
                yield tuple(_cell(value) for value in row)
            return


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return "" if value is None else str(value)
