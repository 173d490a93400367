"""What a format is: its description for people and the three verbs that every format module has."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TextIO

from loaders.head import Head
from loaders.reading import read_objects, read_rows
from loaders.records import Broken, Context, Raw, Reject, Shaped
from loaders.regular import RegularForm
from loaders.values.moments import Order, Unit
from loaders.workbook import read_workbook


@dataclass(slots=True)
class Stream:
    """A raw file, or a piece of one, opened for reading: its text, and what its head showed.

    `lines` are those of a piece. After reading, `taken` says how many places the text took.
    """

    text: TextIO
    head: Head
    lines: int = 0
    taken: int = 0


#: A record with its place: the row, line or record of the file, counted from 1.
Placed = tuple[int, Raw | Broken]


@dataclass(frozen=True, slots=True)
class Format:
    """One readable format.

    recognise: confidence 0 to 1 that a head is of this format. read: the records in the file's order. shape: pure, one
    record to rows. zone: a zone that the format defines for its times (UTC by the platform's documentation), else None:
    then times without zone take that of the load or the case, and without one the file is refused.
    many_rows: one post may fill several rows, each with another object.
    whole: the records cannot be read in pieces of the file's text, or carry other files with them.
    experimental: known from documentation only; never chosen by itself, only with --format, and what it took for what
    is said with every load (`roles`, as in a flat layout).
    regular: how regular records are shaped many at a time, which only saves time.
    """

    name: str
    platform: str
    title: str
    kinds: tuple[str, ...]
    example: str
    notes: str
    recognise: Callable[[Head], float]
    read: Callable[[Stream], Iterator[Placed]]
    shape: Callable[[Raw, Context], Shaped | Reject]
    zone: str | None = None
    usual_zone: str | None = None
    many_rows: bool = False
    whole: bool = False
    minute: bool = False
    order: Order | None = None
    unit: Unit = "auto"
    experimental: bool = False
    roles: Mapping[str, str] | None = None
    regular: RegularForm | None = None


def read_table(stream: Stream) -> Iterator[Placed]:
    """Read the rows of a CSV, TSV or workbook."""
    if stream.head.shape == "workbook":
        yield from read_workbook(stream.head.file, stream.head)
        return
    for placed in read_rows(stream.text, stream.head):
        stream.taken = placed[0]
        yield placed


def read_nested(stream: Stream, split: Callable[[Raw], Iterable[Raw | Broken]]) -> Iterator[Placed]:
    """Read records that lie inside larger objects; the place counts records, without those that are marked `beside`.

    An object that `split` cannot take apart is one broken record.
    """
    place = 0
    for _, whole in read_json(stream):
        for record in _take_apart(whole, split):
            place += isinstance(record, Broken) or not record.get("beside")
            yield place, record
    stream.taken = place


def _take_apart(whole: Raw | Broken, split: Callable[[Raw], Iterable[Raw | Broken]]) -> list[Raw | Broken]:
    if isinstance(whole, Broken):
        return [whole]
    try:
        return list(split(whole))
    except (AttributeError, KeyError, TypeError) as error:
        reason = f"is not built as expected: {type(error).__name__} {error}"
        return [Broken(reason, json.dumps(whole, ensure_ascii=False)[:100_000])]


def read_json(stream: Stream) -> Iterator[Placed]:
    """Read the objects of JSON lines or of a JSON array."""
    yield from read_objects(stream.text, stream.head)
    stream.taken = stream.lines
