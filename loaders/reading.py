"""Streams of records: text comes in, (place, raw record) goes out; the place counts rows, lines or records from 1."""

import csv
import json
from collections.abc import Iterator
from typing import Any, TextIO

import msgspec

from loaders.head import LINE_FEED, Head
from loaders.records import FROM_HERE_ON, Broken, Raw

Placed = tuple[int, Raw | Broken]

_FAST = msgspec.json.Decoder()
csv.field_size_limit(1 << 27)
_CHUNK = 1 << 18
#: Comes behind the last line of a table: by itself, or inside a quote that was never closed. No text holds this
#: non-character.
_END = "\ufdd1"


def read_lines(text: TextIO) -> Iterator[tuple[int, Any]]:
    r"""Read JSON lines, split at "\n" only (a text may hold U+2028); the place is the line's number."""
    for number, line in enumerate(_split_lines(text), 1):
        stripped = line.strip(" \t\r\n\ufeff")
        if not stripped:
            continue
        yield number, read_value(stripped)


def read_value(line: str) -> Any:
    """Read one JSON value; what the fast reader refuses (NaN, halves of characters), the patient one may take."""
    try:
        return _FAST.decode(line)
    except (msgspec.MsgspecError, UnicodeEncodeError, RecursionError):
        pass
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        return Broken(f"is no JSON: {error}", line)


def _split_lines(text: TextIO) -> Iterator[str]:
    rest = ""
    while chunk := text.read(_CHUNK):
        lines = (rest + chunk).split("\n")
        rest = lines.pop()
        yield from lines
    if rest:
        yield rest


def read_values(text: TextIO) -> Iterator[Any]:
    """Read the values of a JSON array one by one, or the one value of another document; a cut end gives a Broken."""
    decoder, buffer, at, array, ended = json.JSONDecoder(), "", 0, None, False
    while True:
        while at < len(buffer) and buffer[at] in " \t\r\n,\ufeff":
            at += 1
        if at < len(buffer) and array is None:
            array = buffer[at] == "["
            at += array
            continue
        if at < len(buffer) and buffer[at] == "]" and array:
            return
        if at < len(buffer):
            try:
                value, end = decoder.raw_decode(buffer, at)
            except (ValueError, RecursionError) as error:
                if ended or isinstance(error, RecursionError):
                    yield Broken(f"is no JSON, the file {FROM_HERE_ON}: {error}", buffer[at : at + 100_000])
                    return
            else:
                if end < len(buffer) or ended:
                    at = end
                    yield value
                    continue
        elif ended:
            return
        # Read as much again as is held: a value larger than the buffer is then tried a few times only.
        chunk = text.read(max(_CHUNK, len(buffer) - at))
        ended = not chunk
        buffer, at = buffer[at:] + chunk, 0


def as_object(value: Any) -> Raw | Broken:
    """Return a value of JSON that is an object; others are no records."""
    if isinstance(value, dict | Broken):
        return value
    return Broken("is no JSON object", json.dumps(value, ensure_ascii=False)[:100_000])


def read_objects(text: TextIO, head: Head) -> Iterator[Placed]:
    """Read the objects of JSON lines or of a JSON array; the place is the line or the number in the array."""
    values = read_lines(text) if head.shape == "lines" else enumerate(read_values(text), 1)
    for place, value in values:
        yield place, as_object(value)


def read_rows(text: TextIO, head: Head) -> Iterator[Placed]:
    """Read the rows of a table as column -> cell; the place is the row's number below the header.

    Rows may end in CR, LF or both, and hold line ends inside quotes. Cells missing at the end of a row are empty, as
    spreadsheets write them; a short last row without line end was cut off, and is no record.
    """
    lines = _Lines(text, cr_only=bool(head.line_end))
    rows = _numbered(csv.reader(lines, delimiter=head.delimiter), head.above + 1)
    pending = next(rows, None)
    while pending is not None:
        place, row = pending
        pending = next(rows, None)
        yield place, _as_record(row, head, cut=pending is None and lines.open_end)


def _as_record(row: list[str] | Broken, head: Head, *, cut: bool) -> Raw | Broken:
    width = len(head.columns)
    if isinstance(row, Broken):
        return row
    if row[-1].endswith(_END):
        text = head.delimiter.join(row).removesuffix(_END)
        return Broken(f"opens a quote that is never closed, the table {FROM_HERE_ON}", text)
    if len(row) < width:
        if cut:
            return Broken(f"is cut off after {len(row)} of {width} columns", head.delimiter.join(row))
        row = [*row, *[""] * (width - len(row))]
    elif any(row[width:]):
        return Broken(f"has {len(row)} cells under {width} columns", head.delimiter.join(row))
    if head.line_end:
        row = [cell.replace(LINE_FEED, "\n") for cell in row]
    return dict(zip(head.columns, row, strict=False))


class _Lines:
    """The lines of a table from its header on; afterwards `open_end` tells whether the last one had no line end."""

    def __init__(self, text: TextIO, *, cr_only: bool) -> None:
        self._lines = (line.replace("\n", LINE_FEED) for line in text) if cr_only else iter(text)
        self._begun = self._ended = False
        self.open_end = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines, None)
        if line is None:
            return self._end()
        while not self._begun and not (line := line.lstrip("\ufeff")).strip("\r\n"):
            line = next(self._lines)
        self._begun = True
        self.open_end = line[-1] not in "\r\n"
        return line

    def _end(self) -> str:
        if self._ended or not self._begun:
            raise StopIteration
        self._ended = True
        return _END


def _numbered(reader: Iterator[list[str]], skipped: int) -> Iterator[tuple[int, list[str] | Broken]]:
    for _ in range(skipped):
        next(reader, None)
    place = 0
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            place += 1
            yield place, Broken(f"is no table row: {error}", "")
            continue
        if row and row != [_END]:
            place += 1
            yield place, row
