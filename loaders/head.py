"""The beginning of a raw file, read once, on which every format says how sure it is that the file is its own."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from case.errors import ShoalError
from loaders.encoding import detect_encoding
from loaders.heads import are_heads
from loaders.opening import RawFile, read_head

#: A page of 100 posts with their context is some 400 KB on one line; a head must hold one whole record.
_FIRST, _WHOLE = 1 << 18, 1 << 24
_RECORDS = 50
_ROWS = 5_000
_LOOKED_AT = 30
_DELIMITERS = ",\t;|"
_CR = "\r"
#: Stands for a line feed inside a cell while a file with CR line ends is cut into rows; no text holds this
#: non-character.
LINE_FEED = "\ufdd0"
#: Zip archives that were not taken for others hold a workbook (XLSX, ODS); XLS is older than that.
WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
DATABASE = b"SQLite format 3\x00"


@dataclass(frozen=True, slots=True)
class Head:
    """What the first bytes show. `shape`: json (array or object), lines (JSON lines), table, workbook or database.

    `records`: the first JSON values that are whole; `columns` and `rows`: header and first rows of a table.
    `line_end` is CR where rows end in CR alone, as old table programs write them; then LF is part of a cell.
    `above`: rows over the header, such as a title or a query. `unread`: sheets of a workbook with other heads. Of a
    database, `columns` are the names of its tables.
    """

    file: RawFile
    encoding: str
    shape: str
    text: str = ""
    records: tuple[Any, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    delimiter: str = ","
    line_end: str = ""
    above: int = 0
    unread: tuple[str, ...] = ()

    def has(self, *columns: str) -> bool:
        """Whether the table has all of these columns."""
        return set(columns) <= set(self.columns)

    @property
    def first(self) -> dict[str, Any]:
        """The first JSON object; empty where there is none."""
        record = self.records[0] if self.records else None
        if isinstance(record, list):
            record = record[0] if record else None
        return record if isinstance(record, dict) else {}


def take_head(file: RawFile) -> Head:
    """Read the head of a file; raises ShoalError in one sentence for an empty or binary file."""
    start = read_head(file, _FIRST)
    if not start.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n"):
        raise ShoalError(f"{file.label} is empty: expected an export with at least one record. Fetch it again.")
    if start.startswith(WORKBOOK):
        from loaders.workbook import workbook_head

        return workbook_head(file)
    if start.startswith(DATABASE):
        from loaders.database import database_head

        return database_head(file)
    encoding = detect_encoding(start)
    if encoding is None:
        raise ShoalError(f"{file.label} is a binary file: expected text such as CSV or JSON, or an XLSX workbook.")
    text = start.decode(encoding, "ignore")
    if text.lstrip("\ufeff \t\r\n")[:1] in ("{", "["):
        return _json_head(file, encoding, start)
    return _table_head(file, encoding, text, whole=len(start) < _FIRST)


def _json_head(file: RawFile, encoding: str, start: bytes) -> Head:
    text = start.decode(encoding, "ignore").lstrip("\ufeff \t\r\n")
    records = tuple(_first_values(text))
    if not records and len(start) == _FIRST:
        text = read_head(file, _WHOLE).decode(encoding, "ignore").lstrip("\ufeff \t\r\n")
        records = tuple(_first_values(text))
    lines = text[0] == "{" and (len(records) > 1 or "\n{" in text)
    return Head(file, encoding, "lines" if lines or _is_lines_file(file) else "json", text[:_FIRST], records=records)


def _is_lines_file(file: RawFile) -> bool:
    return file.suffix in (".jsonl", ".ndjson")


def _first_values(text: str) -> Iterator[Any]:
    decoder, at, count = json.JSONDecoder(), 0, 0
    if text.startswith("["):
        at = 1
    while at < len(text) and count < _RECORDS:
        while at < len(text) and text[at] in " \t\r\n,":
            at += 1
        try:
            value, at = decoder.raw_decode(text, at)
        except ValueError:
            return
        count += 1
        yield value


def _table_head(file: RawFile, encoding: str, text: str, *, whole: bool) -> Head:
    bare = text.lstrip("\ufeff").lstrip("\r\n")
    line_end = _CR if _ends_in_cr(bare) else ""
    if line_end:
        bare = bare.replace("\n", LINE_FEED)
    delimiter = _find_delimiter(bare)
    rows = _first_rows(bare, delimiter)
    if not whole and len(rows) > 1:
        rows.pop()
    above = count_above(rows)
    columns = tuple(name.strip().strip("\ufeff") for name in rows[above]) if rows else ()
    return Head(
        file, encoding, "table", text, columns=columns, rows=tuple(rows[above + 1 :]), delimiter=delimiter,
        line_end=line_end, above=above,
    )  # fmt: skip


def count_above(rows: Sequence[Sequence[str]]) -> int:
    """Count the rows over the header: a title, a query, a date that somebody or a tool wrote there.

    The header is the first row that fills about as many cells as most rows do.
    """
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows[:_LOOKED_AT]]
    wide = sorted(count for count in filled if count > 1)
    if not wide:
        return 0
    usual = wide[len(wide) // 2]
    header = next(number for number, count in enumerate(filled) if count * 5 > usual * 3)
    # A second row of heads, such as a translation of the first, is no record.
    return header + (len(rows) > header + 2 and are_heads(rows[header]) and are_heads(rows[header + 1]))


def _ends_in_cr(text: str) -> bool:
    at = text.find(_CR)
    return at >= 0 and text[at + 1 : at + 2] != "\n" and "\n" not in text[:at]


def _first_rows(text: str, delimiter: str) -> list[tuple[str, ...]]:
    rows = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(tuple(row))
            if len(rows) > _ROWS:
                break
    except csv.Error:
        pass
    return rows


def _find_delimiter(text: str) -> str:
    """Take the mark that cuts the first lines into the most, and equally many, fields; a title line has fewer."""
    best, best_score = ",", 0.0
    for delimiter in _DELIMITERS:
        widths = [len(row) for row in _first_rows(text[:20_000], delimiter)[:_LOOKED_AT]]
        usual = max(widths, key=widths.count, default=0)
        if usual < 2:
            continue
        score = usual * widths.count(usual) / len(widths)
        if score > best_score:
            best, best_score = delimiter, score
    return best
