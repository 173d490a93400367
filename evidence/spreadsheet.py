"""The spreadsheet copy of tables: one sheet each, cells neutralised so that none can start a formula."""

import shutil
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import BinaryIO

import polars as pl
import xlsxwriter

from evidence.cells import cell, neutral

#: What Excel takes: rows of a sheet (one goes to the header), characters of a cell.
SHEET_ROWS, CELL_CHARACTERS = 1_048_575, 32_767
_NOTE = (
    "Spreadsheet copy for reading. A cell that would start a formula has an apostrophe before it; "
    "the .csv tables beside this file are exact."
)


def write_workbook(file: BinaryIO, frames: Mapping[str, pl.DataFrame]) -> int:
    """Write the frames as sheets of one workbook, the same bytes each time; return how many cells had to be cut."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    draft = tempfile.TemporaryFile()  # noqa: SIM115  # a zip needs to go back in its file; a package's files cannot
    book = xlsxwriter.Workbook(draft, options)
    book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None), "comments": _NOTE})
    cut = 0
    for name, frame in frames.items():
        for part in range(max(1, -(-frame.height // SHEET_ROWS))):
            rows = frame.slice(part * SHEET_ROWS, SHEET_ROWS)
            cut += _write_sheet(book, f"{name} {part + 1}" if part else name, rows)
    note = book.add_worksheet("about this copy")
    note.write_string(0, 0, _NOTE)
    book.close()
    draft.seek(0)
    shutil.copyfileobj(draft, file)
    draft.close()
    return cut


def _write_sheet(book: xlsxwriter.Workbook, name: str, frame: pl.DataFrame) -> int:
    sheet, cut = book.add_worksheet(name), 0
    sheet.freeze_panes(1, 0)
    for column, title in enumerate(frame.columns):
        sheet.write_string(0, column, neutral(title))
    for number, row in enumerate(frame.iter_rows(), start=1):
        for column, value in enumerate(row):
            if value is None:
                continue
            if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 2**53:
                sheet.write_number(number, column, value)
                continue
            text = neutral(cell(value))
            cut += len(text) > CELL_CHARACTERS
            sheet.write_string(number, column, text[:CELL_CHARACTERS])
    return cut
