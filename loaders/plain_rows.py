"""Rows of a table in plain form: bytes of UTF-8 come in, cells as columns go out, or where the last whole row ends.

Plain is what every reader of tables takes alike: each row has a cell for each column, and a cell holds no quote, no
delimiter and no line end, or stands in quotes with each quote inside it doubled. Only Python's csv module says what any
other table means.
"""

import re
from functools import lru_cache

import polars as pl

from loaders.head import Head


def read_plain(piece: bytes, head: Head) -> pl.DataFrame | None:
    """Return the cells below the header, in columns of any names; None where a row is not plain."""
    if head.above or len(head.columns) < 2 or not _fits(piece, rf"\A(?:{_row(head)}\r?\n)*(?:{_row(head)})?\z"):
        return None
    rows = pl.read_csv(
        piece, has_header=False, infer_schema=False, empty_string_is_null=False, separator=head.delimiter
    )
    return rows.slice(1)


def _fits(piece: bytes, pattern: str) -> bool:
    texts = _text(piece)
    return texts is not None and texts.str.contains(pattern).item()


def plain_end(block: bytes, head: Head) -> int:
    """Return where the last of the plain rows ends that a block begins with; 0 where it begins with none."""
    whole = block[: block.rfind(b"\n") + 1]
    texts = _text(whole)
    if texts is None or len(head.columns) < 2:
        return 0
    return len(whole) - int(texts.str.replace(rf"\A(?:{_row(head)}\r?\n)*", "").str.len_bytes().item())


def _text(piece: bytes) -> pl.Series | None:
    """Return the text as the only one of a column; None where bytes are wrong in UTF-8."""
    try:
        return pl.Series([piece], dtype=pl.Binary).cast(pl.String)
    except pl.exceptions.ComputeError:
        return None


def _row(head: Head) -> str:
    return _pattern(len(head.columns), head.delimiter)


@lru_cache(maxsize=10)
def _pattern(width: int, delimiter: str) -> str:
    mark = re.escape(delimiter)
    cell = rf'(?:[^"{mark}\r\n]*|"(?:[^"]|"")*")'
    return rf"{cell}(?:{mark}{cell}){{{width - 1}}}"
