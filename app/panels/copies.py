"""CSV copies of tables, as people open them: in a spreadsheet, which must neither run a cell nor garble Chinese."""

import codecs
from collections.abc import Iterable, Sequence

import polars as pl
import streamlit as st

from app.words import Words
from evidence.cells import csv_rows, neutral


def spreadsheet_copy(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Write rows as CSV for spreadsheets: UTF-8 with its mark; what would start a formula gets an apostrophe.

    The exact values are in the tables of the case and in sealed packages.
    """
    return codecs.BOM_UTF8 + b"".join(csv_rows(columns, rows, turn=neutral))


def draw_copy(words: Words, frame: pl.DataFrame, *, name: str) -> None:
    """Draw the button that downloads a frame as `NAME.csv`."""
    draw_rows_copy(words, frame.columns, frame.iter_rows(), name=name)


def draw_rows_copy(words: Words, columns: Sequence[str], rows: Iterable[Sequence[object]], *, name: str) -> None:
    """Draw the button that downloads rows as `NAME.csv`."""
    st.download_button(
        words("common.download"), spreadsheet_copy(columns, rows), file_name=f"{name}.csv", mime="text/csv",
        key=f"csv-{name}", icon=":material/download:", type="tertiary", help=words("common.download_help"),
    )  # fmt: skip
