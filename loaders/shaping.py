"""Records come in, columns go out: what the records of a piece say, ready for the tables, in any process.

Nothing here knows what other pieces hold: places count from the piece's own beginning, and whether a record was met
before is asked later.
"""

import io
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import repeat
from operator import attrgetter
from typing import Any

import numpy as np
import pyarrow as pa

from case.keys import Hashes, hash_keys
from case.rows import ACCOUNT_COLUMNS, ACCOUNT_SCHEMA, POST_COLUMNS, POST_SCHEMA, Account, Post
from case.supplements import Capture, Supplement
from loaders.catalogue import BY_NAME
from loaders.deriving import derive_objects
from loaders.form import Format, Placed, Stream
from loaders.head import Head
from loaders.mending import mend, tell_damage
from loaders.records import Broken, Context, Draft, Raw, Reject
from loaders.values.moments import ZoneNeeded
from loaders.values.text import without_surrogates

#: What shaping raises at a record of another make than its neighbours: a field missing, a list where a text belongs.
_SHAPELESS = (AttributeError, IndexError, KeyError, OverflowError, RecursionError, SyntaxError, TypeError, ValueError)
#: What the tables raise at values that they cannot hold.
UNSTORABLE = (UnicodeEncodeError, OverflowError, TypeError, pa.ArrowException)
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


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record that became no row: its place, why, and its text."""

    place: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What some records say, in their order.

    records: how many were read. places: how many places of the file they took; 0 where their places count from the
    file's beginning. keys: hash of the key of each that was shaped. views: every profile as it was shown, without
    immediate repetitions. A row of `posts` has its record (a place in `keys`) and the hash of its key, a row of
    `actions` the row of its post. supplements stand with their record.
    """

    records: int
    places: int
    keys: Hashes
    views: pa.Table
    posts: pa.Table
    post_records: Any
    post_keys: Hashes
    actions: pa.Table
    action_posts: Any
    supplements: list[tuple[int, Supplement]]
    rejects: list[Rejected]
    notes: Counter[str]


def shape_piece(task: Task, text: str) -> Batch:
    """Read and shape a piece that was cut from a file; raises ZoneNeeded where times need a zone that nobody gave."""
    stream = Stream(io.StringIO(text, newline=""), task.head, lines=text.count("\n"))
    run = _Run(task)
    for place, raw in task.form.read(stream):
        run.take(place, raw)
    return run.batch(stream.taken)


def shape_runs(task: Task, records: Iterator[Placed]) -> Iterator[Batch]:
    """Shape the records of a file that is read in one go, some thousand at a time."""
    run = _Run(task)
    for place, raw in records:
        run.take(place, raw)
        if run.records >= _RUN or run.held_bytes >= _RUN_BYTES:
            yield run.batch(0)
            run = _Run(task)
    yield run.batch(0)


def shape_damage(task: Task, error: Exception) -> Batch:
    """Return the one reject that stands for everything behind a damage."""
    run = _Run(task)
    run.take(1, tell_damage(error))
    return run.batch(1)


class _Run:
    """Records as they are shaped, until they become columns."""

    def __init__(self, task: Task) -> None:
        self._task, self._shape = task, task.form.shape
        self.records = self.held_bytes = 0
        self._keys: list[str] = []
        self._posts: list[Post] = []
        self._post_places: list[int] = []
        self._post_records: list[int] = []
        self._action_posts: list[int] = []
        self._pairs: list[tuple[str, str]] = []
        self._last: dict[str, Row] = {}
        self._views: list[Row] = []
        self._view_places: list[int] = []
        self._supplements: list[tuple[int, Supplement]] = []
        self._rejects: list[Rejected] = []
        self._notes: Counter[str] = Counter()

    def take(self, place: int, raw: Raw | Broken) -> None:
        """Shape one record."""
        self.records += 1
        if isinstance(raw, Broken):
            self._rejects.append(Rejected(place, raw.reason, raw.text))
            return
        try:
            shaped = self._shape(raw, self._task.context)
        except ZoneNeeded:
            raise
        except _SHAPELESS as error:
            shaped = Reject(f"is not shaped as {self._task.format}: {type(error).__name__} {error}")
        if isinstance(shaped, Reject):
            self._rejects.append(Rejected(place, shaped.reason, json.dumps(raw, ensure_ascii=False, default=str)))
            return
        self._see(shaped.accounts, place)
        if not shaped.record:
            self.records -= 1
            return
        if shaped.notes:
            self._notes.update(shaped.notes)
        record = len(self._keys)
        self._keys.append(shaped.key)
        for supplement in shaped.supplements:
            self.held_bytes += len(supplement.content) if isinstance(supplement, Capture) else 0
            self._supplements.append((record, replace(supplement, place=place)))
        for draft in shaped.posts:
            self._add(draft, place, record)
        for draft in shaped.context:
            self._add(draft, place, record)

    def _see(self, accounts: tuple[Account, ...], place: int) -> None:
        for account in accounts:
            view = _told_of_account(account)
            if self._last.get(account.key) != view:
                self._last[account.key] = view
                self._views.append(view)
                self._view_places.append(place)

    def _add(self, draft: Draft, place: int, record: int) -> None:
        row = len(self._posts)
        self._posts.append(draft.post)
        self._post_places.append(place)
        self._post_records.append(record)
        pairs = derive_objects(draft)
        self._pairs.extend(pairs)
        self._action_posts.extend(repeat(row, len(pairs)))

    def batch(self, places: int) -> Batch:
        """Return everything as columns."""
        seed = self._task.seed
        posts = _table(list(map(_told_of_post, self._posts)), self._post_places, Post, _POST_COLUMNS, POST_SCHEMA)
        action_posts = np.array(self._action_posts, dtype=np.int64)
        behaviours, objects = zip(*self._pairs, strict=True) if self._pairs else ((), ())
        theirs = posts.select(["key", "account", "at", "precision"]).take(action_posts)
        actions = {
            "post": theirs["key"], "account": theirs["account"], "behaviour": _texts(behaviours),
            "object": _texts(objects), "precision": theirs["precision"], "at": theirs["at"],
        }  # fmt: skip
        return Batch(
            records=self.records,
            places=places,
            keys=hash_keys(_texts(self._keys), seed),
            views=_table(self._views, self._view_places, Account, _ACCOUNT_COLUMNS, ACCOUNT_SCHEMA),
            posts=posts,
            post_records=np.array(self._post_records, dtype=np.int64),
            post_keys=hash_keys(posts["key"], seed),
            actions=pa.table(actions),
            action_posts=action_posts,
            supplements=self._supplements,
            rejects=self._rejects,
            notes=self._notes,
        )


def _table(
    rows: list[Row], places: list[int], made: type[Account | Post], names: Sequence[str], schema: pa.Schema
) -> pa.Table:
    """Turn rows into columns; rows that no table can hold are mended, once."""
    try:
        columns = _columns(rows, names, schema)
    except UNSTORABLE:
        mended = mend([made(**dict(zip(names, row, strict=True)), place=0) for row in rows])
        columns = _columns([tuple(getattr(row, name) for name in names) for row in mended], names, schema)
    return pa.table({**columns, "place": pa.array(places, pa.int64())})


def _columns(rows: list[Row], names: Sequence[str], schema: pa.Schema) -> dict[str, pa.Array]:
    columns = zip(*rows, strict=True) if rows else ((),) * len(names)
    return {name: pa.array(column, schema.field(name).type) for name, column in zip(names, columns, strict=True)}


def _texts(texts: Sequence[str]) -> pa.Array:
    try:
        return pa.array(texts, pa.string())
    except UNSTORABLE:
        return pa.array([without_surrogates(text) for text in texts], pa.string())
