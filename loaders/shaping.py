"""Records come in, columns go out: what the records of a piece say, ready for the tables, in any process.

Nothing here knows what other pieces hold: places count from the piece's own beginning, and whether a record was met
before is asked later.
"""

import io
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

import polars as pl
import pyarrow as pa

from case.rows import ACCOUNT_COLUMNS, ACCOUNT_SCHEMA, POST_COLUMNS, POST_SCHEMA, Account, Post
from case.supplements import Capture, Supplement
from loaders.batch import Batch, Rejected, Rest, make_batch
from loaders.catalogue import BY_NAME
from loaders.columns import Columns, join_columns
from loaders.cutting import Span, text_of
from loaders.deriving import ACTION
from loaders.form import Format, Placed, Stream
from loaders.head import Head
from loaders.mending import mend, tell_damage
from loaders.records import SAID, Broken, Context, Draft, Raw, Reject
from loaders.regular import RegularForm, read_regular
from loaders.values.moments import ZoneNeeded
from loaders.values.text import without_surrogates

#: What shaping raises at a record of another make than its neighbours: a field missing, a list where a text belongs.
_SHAPELESS = (AttributeError, IndexError, KeyError, OverflowError, RecursionError, SyntaxError, TypeError, ValueError)
#: What the tables raise at values that they cannot hold.
UNSTORABLE = (UnicodeEncodeError, OverflowError, TypeError, pa.ArrowException, pl.exceptions.PolarsError)
Row = tuple[Any, ...]
_ACCOUNT_COLUMNS = [name for name in ACCOUNT_COLUMNS if name != "place"]
_POST_COLUMNS = [name for name in POST_COLUMNS if name != "place"]
_told_of_account, _told_of_post = attrgetter(*_ACCOUNT_COLUMNS), attrgetter(*_POST_COLUMNS)
#: A run of records ends after so many, or when the captured files among them are so large.
_RUN, _RUN_BYTES = 5_000, 1 << 26


@dataclass(frozen=True, slots=True)
class Task:
    """How the records of one file are read: plain values, so that they can be sent to another process."""

    format: str
    head: Head
    context: Context
    seed: int

    @property
    def form(self) -> Format:
        """The format itself."""
        return BY_NAME[self.format]


def shape_piece(task: Task, piece: str | Span) -> Batch:
    """Read and shape a piece that was cut from a file; raises ZoneNeeded where times need a zone that nobody gave."""
    if task.form.regular is not None:
        with suppress(UnicodeEncodeError):
            return _shape_regular(task, task.form.regular, piece)
    text = text_of(piece)
    stream = Stream(io.StringIO(text, newline=""), task.head, lines=text.count("\n"))
    run = _Run(task)
    for number, (place, raw) in enumerate(task.form.read(stream)):
        run.take(number, place, raw)
    return run.batch(stream.taken)


def _shape_regular(task: Task, form: RegularForm, piece: str | Span) -> Batch:
    """Shape regular records as columns and the others one by one: what each says does not depend on the way."""
    found, run = read_regular(piece, task.head, form, task.context), _Run(task)
    for place, raw in found.odd:
        run.take(place, place, raw)
    return run.batch(found.taken, form.shape(found.records, found.places, task.context))


def shape_runs(task: Task, records: Iterator[Placed]) -> Iterator[Batch]:
    """Shape the records of a file that is read in one go, some thousand at a time."""
    run = _Run(task)
    for number, (place, raw) in enumerate(records):
        run.take(number, place, raw)
        if run.records >= _RUN or run.held_bytes >= _RUN_BYTES:
            yield run.batch(0)
            run = _Run(task)
    yield run.batch(0)


def shape_damage(task: Task, error: Exception) -> Batch:
    """Return the one reject that stands for everything behind a damage."""
    run = _Run(task)
    run.take(0, 1, tell_damage(error))
    return run.batch(1)


class _Run:
    """Records as they are shaped one by one, until they become columns."""

    def __init__(self, task: Task) -> None:
        self._task, self._shape = task, task.form.shape
        self.records = self.held_bytes = 0
        self._keys: list[str] = []
        self._key_records: list[int] = []
        self._drafts: list[Draft] = []
        self._draft_records: list[int] = []
        self._views: list[Row] = []
        self._view_records: list[int] = []
        self._places: dict[int, int] = {}
        self._rest = Rest([], [], Counter())

    def take(self, record: int, place: int, raw: Raw | Broken) -> None:
        """Shape one record; the numbers of records rise."""
        self.records += 1
        if isinstance(raw, Broken):
            self._rest.rejects.append(Rejected(place, raw.reason, raw.text))
            return
        try:
            shaped = self._shape(raw, self._task.context)
        except ZoneNeeded:
            raise
        except _SHAPELESS as error:
            shaped = Reject(f"is not shaped as {self._task.format}: {type(error).__name__} {error}")
        if isinstance(shaped, Reject):
            text = json.dumps(raw, ensure_ascii=False, default=str)
            self._rest.rejects.append(Rejected(place, shaped.reason, text))
            return
        for account in shaped.accounts:
            self._views.append(_told_of_account(account))
            self._view_records.append(record)
        self._places[record] = place
        if not shaped.record:
            self.records -= 1
            return
        if shaped.notes:
            self._rest.notes.update(shaped.notes)
        self._keys.append(shaped.key)
        self._key_records.append(record)
        for supplement in shaped.supplements:
            self._supply(replace(supplement, place=place), record)
        for draft in (*shaped.posts, *shaped.context) if shaped.context else shaped.posts:
            self._drafts.append(draft)
            self._draft_records.append(record)

    def _supply(self, supplement: Supplement, record: int) -> None:
        self.held_bytes += len(supplement.content) if isinstance(supplement, Capture) else 0
        self._rest.supplements.append((record, supplement))

    def batch(self, places: int, others: Columns | None = None) -> Batch:
        """Return everything as columns, with what other records of the same piece say."""
        columns, records = self._columns(), self.records
        if others is not None:
            columns = join_columns(columns, others)
            self._rest.notes.update(others.notes)
            records += others.keys.height
        return make_batch(
            columns, self._rest, records=records, places=places, seed=self._task.seed,
            many_rows=self._task.form.many_rows,
        )  # fmt: skip

    def _columns(self) -> Columns:
        views = _frame(self._views, Account, _ACCOUNT_COLUMNS, ACCOUNT_SCHEMA)
        posts, given = draft_columns(self._drafts)
        return Columns(
            keys=pl.DataFrame({"record": _numbers(self._key_records), "key": _texts(self._keys)}),
            posts=self._placed(posts, self._draft_records),
            views=self._placed(views, self._view_records),
            given=given,
        )

    def _placed(self, rows: pl.DataFrame, records: list[int]) -> pl.DataFrame:
        places = _numbers([self._places[record] for record in records])
        return rows.with_columns(record=_numbers(records), place=places)


def draft_columns(drafts: Sequence[Draft]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Turn drafts into what `derive` takes: posts with what their source says of them, and the given actions."""
    posts = _frame([_told_of_post(draft.post) for draft in drafts], Post, _POST_COLUMNS, POST_SCHEMA)
    said = {name: _lists([getattr(draft, name) for draft in drafts]) for name in SAID}
    given = [(row, *pair) for row, draft in enumerate(drafts) for pair in draft.given]
    rows, behaviours, objects = zip(*given, strict=True) if given else ((), (), ())
    actions = {"row": rows, "behaviour": behaviours, "object": _texts(objects)}
    return posts.with_columns(**said), pl.DataFrame(actions, ACTION)


def _frame(rows: list[Row], made: type[Account | Post], names: Sequence[str], schema: pa.Schema) -> pl.DataFrame:
    """Turn rows into columns; rows that no table can hold are mended, once."""
    try:
        table = _table(rows, names, schema)
    except UNSTORABLE:
        mended = mend([made(**dict(zip(names, row, strict=True)), place=0) for row in rows])
        table = _table([tuple(getattr(row, name) for name in names) for row in mended], names, schema)
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    return frame


def _table(rows: list[Row], names: Sequence[str], schema: pa.Schema) -> pa.Table:
    columns = zip(*rows, strict=True) if rows else ((),) * len(names)
    return pa.table(
        {name: pa.array(column, schema.field(name).type) for name, column in zip(names, columns, strict=True)}
    )


def _lists(lists: list[Sequence[str] | None]) -> pl.Series:
    kind = pl.List(pl.String)
    try:
        return pl.Series(pa.array(lists, pa.list_(pa.string())), dtype=kind)
    except UNSTORABLE:
        return pl.Series([None if one is None else list(map(without_surrogates, one)) for one in lists], dtype=kind)


def _texts(texts: Sequence[str]) -> pl.Series:
    try:
        return pl.Series(texts, dtype=pl.String)
    except UNSTORABLE:
        return pl.Series([without_surrogates(text) for text in texts], dtype=pl.String)


def _numbers(numbers: list[int]) -> pl.Series:
    return pl.Series(numbers, dtype=pl.Int64)
