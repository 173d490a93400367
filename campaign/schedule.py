"""Who does what when, without texts: rows of numbers in, one table sorted by time out.

A row is about 45 bytes, so that two million posts fit in memory; texts are written later, day by day.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

POST, REPOST, REPLY, QUOTE, ARTICLE = range(5)
KINDS = ("post", "repost", "reply", "quote", "article")

COLUMNS = ("account", "at", "kind", "topic", "script", "operation", "parent", "tags", "link", "picture")
NONE = -1


@dataclass(frozen=True, slots=True)
class Table:
    """The finished schedule; `parent` is a row number of this table, -1 where there is none."""

    account: Ints
    at: Ints
    kind: Ints
    topic: Ints
    script: Ints
    operation: Ints
    parent: Ints
    tags: Ints
    link: Ints
    picture: Ints

    def __len__(self) -> int:
        """Return the number of posts."""
        return len(self.at)


class Schedule:
    """Collects rows; a row's number at the time of adding is its name until `finish` sorts the table."""

    __slots__ = ("_chunks", "size")

    def __init__(self) -> None:
        """Start empty."""
        self._chunks: list[dict[str, Ints]] = []
        self.size = 0

    def add(self, account: npt.ArrayLike, at: npt.ArrayLike, **columns: npt.ArrayLike) -> Ints:
        """Add rows and return their numbers; columns not given are -1 (kind: post), single values are repeated."""
        accounts = np.atleast_1d(np.asarray(account, dtype=np.int64))
        chunk = {"account": accounts}
        for name in COLUMNS[1:]:
            given = at if name == "at" else columns.get(name, POST if name == "kind" else NONE)
            chunk[name] = np.broadcast_to(np.asarray(given, dtype=np.int64), accounts.shape)
        kind_of = {name: np.int64 if name in ("at", "parent") else np.int32 for name in COLUMNS}
        self._chunks.append({name: values.astype(kind_of[name]) for name, values in chunk.items()})
        numbers = np.arange(self.size, self.size + len(accounts))
        self.size += len(accounts)
        return numbers

    def column(self, name: str) -> Ints:
        """Return one column of everything added so far."""
        return np.concatenate([chunk[name] for chunk in self._chunks]) if self._chunks else np.zeros(0, np.int64)

    def finish(self, changed: dict[str, Ints]) -> Table:
        """Return the rows sorted by time (ties by the order of adding), parents renumbered.

        `changed` holds whole columns, in the order of adding, that replace what was added.
        """
        order = np.argsort(self.column("at"), kind="stable")
        rank = np.empty(self.size, dtype=np.int64)
        rank[order] = np.arange(self.size)
        columns = {}
        for name in COLUMNS:
            values = changed.pop(name) if name in changed else self.column(name)
            columns[name] = values[order]
            for chunk in self._chunks:
                del chunk[name]
        parent = columns["parent"]
        columns["parent"] = np.where(parent >= 0, rank[parent], NONE)
        self._chunks = []
        return Table(**columns)
