"""Text cut into pieces of whole records, so that each piece can be read on its own, by any process.

Lines and rows can be cut so; other files are read in one go. Every piece of a table begins with the table's header.
"""

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO

from loaders.head import Head
from loaders.opening import DAMAGE
from loaders.plain_rows import plain_end

if TYPE_CHECKING:
    from _csv import Reader as _Reader

#: Characters or bytes of a piece of a table and of lines: some ten thousand posts, so that work on columns pays.
_TABLE, _LINES = 1 << 24, 1 << 25
#: So little is read at a time, because a damaged archive loses what was asked for last.
_STEP = 1 << 13
_BUFFER = 1 << 18


def can_be_cut(head: Head) -> bool:
    """Whether a file consists of lines or rows; where rows end in CR alone, a cell may hold what ends a line."""
    return head.shape in ("lines", "table") and not head.line_end


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a file on the disk, to be read by whoever shapes it: `size` bytes of UTF-8 from `start` on."""

    path: Path
    start: int
    size: int
    header: bytes = b""

    def read(self) -> bytes:
        """Read the piece, below its header."""
        with self.path.open("rb") as file:
            file.seek(self.start)
            return self.header + file.read(self.size)

    def lines(self) -> Iterator[bytes]:
        """Read the piece line by line: never held as a whole, it costs a third less to read."""
        left = self.size
        with self.path.open("rb", buffering=_BUFFER) as file:
            file.seek(self.start)
            while left > 0:
                line = file.readline(left)
                left -= len(line) or left
                yield line


def _size(head: Head) -> int:
    return _LINES if head.shape == "lines" else _TABLE


def text_of(piece: str | Span) -> str:
    """Return the text of a piece; bytes that are wrong in UTF-8 become lone surrogates."""
    return piece if isinstance(piece, str) else piece.read().decode("utf-8", "surrogateescape")


def cut_file(path: Path, head: Head, *, size: int | None = None) -> Iterator[Span]:
    """Cut a file of UTF-8 into pieces as `cut` does a text, without reading more of it than it must."""
    end, size = path.stat().st_size, size or _size(head)
    with path.open("rb") as file:
        header = _header_of(file, head) if head.shape == "table" else b""
        start = len(header) if len(header) < end else 0
        while start < end:
            stop = min(
                _line_end(file, start + size) if head.shape == "lines" else _row_stop(file, start, size, head), end
            )
            yield Span(path, start, stop - start, header if start else b"")
            start = stop


def _header_of(file: BinaryIO, head: Head) -> bytes:
    """Return the header with what stands above it; nothing where the file ends before it does."""
    size = _STEP
    while True:
        file.seek(0)
        start = file.read(size)
        header = _header(start.decode("utf-8", "surrogateescape"), head).encode("utf-8", "surrogateescape")
        if len(header) < len(start) or len(start) < size:
            return header
        size *= 4


def _line_end(file: BinaryIO, at: int) -> int:
    file.seek(at)
    file.readline()
    return file.tell()


def _row_stop(file: BinaryIO, start: int, size: int, head: Head) -> int:
    """Return where a row ends, some `size` bytes behind `start`."""
    while True:
        file.seek(start)
        block = file.read(size)
        if len(block) < size:
            return start + len(block)
        if b'"' not in block:
            file.readline()
            return file.tell()
        if end := plain_end(block, head):
            return start + end
        text = block.decode("utf-8", "surrogateescape")
        if row := _last_row(text, head.delimiter):
            return start + len(text[:row].encode("utf-8", "surrogateescape"))
        size *= 2


def cut(text: TextIO, head: Head, *, size: int | None = None) -> Iterator[str]:
    """Cut a text into pieces of about `size` characters, one record at least.

    Raises what DAMAGE lists where an archive is damaged, after the last whole record before that place.
    """
    size = size or _size(head)
    if head.shape == "lines":
        return _pieces(text, size, lambda held: held.rfind("\n") + 1)
    return _under_header(_pieces(text, size, lambda held: _last_row(held, head.delimiter)), head)


def _pieces(text: TextIO, size: int, whole: Callable[[str], int]) -> Iterator[str]:
    """Cut a text where `whole` says that the records surely end which it holds."""
    held = ""
    while True:
        # As much again as is held: a record longer than a piece is then looked at a few times only.
        more, damage = _read(text, max(size, len(held)))
        held += more
        if not more and damage is None:
            break
        if end := whole(held):
            yield held[:end]
            held = held[end:]
        if damage is not None:
            raise damage
    if held:
        yield held


def _read(text: TextIO, size: int) -> tuple[str, Exception | None]:
    parts: list[str] = []
    left = size
    try:
        while left > 0 and (part := text.read(_STEP)):
            parts.append(part)
            left -= len(part)
    except DAMAGE as error:
        return "".join(parts), error
    return "".join(parts), None


def _last_row(text: str, delimiter: str) -> int:
    """Return where the last row begins: that it is whole shows only when another one follows.

    A line end inside quotes ends no row, and only the csv module knows which quotes count.
    """
    if '"' not in text:
        return text.rfind("\n", 0, -1) + 1
    lines = io.StringIO(text, newline="").readlines()
    reader = csv.reader(lines, delimiter=delimiter)
    before = at = 0
    while at < len(lines):
        before, at = at, _row_end(reader)
    return sum(map(len, lines[:before]))


def _row_end(reader: "_Reader") -> int:
    with suppress(csv.Error):  # a row of its own, which reading will reject
        next(reader, None)
    return reader.line_num


def _under_header(pieces: Iterator[str], head: Head) -> Iterator[str]:
    header, first = "", ""
    for piece in pieces:
        if header:
            yield header + piece
            continue
        first += piece
        if header := _header(first, head):
            yield first
    if not header and first:
        yield first


def _header(text: str, head: Head) -> str:
    """Return the header with what stands above it; nothing where the text ends before it does."""
    lines = io.StringIO(text, newline="").readlines()
    blank = next((number for number, line in enumerate(lines) if line.lstrip("\ufeff").strip("\r\n")), len(lines))
    reader = csv.reader(lines[blank:], delimiter=head.delimiter)
    rows = sum(1 for _ in islice(reader, head.above + 1))
    return "".join(lines[: blank + reader.line_num]) if rows > head.above else ""
