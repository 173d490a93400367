"""The one door to the database: Cypher and parameters go in, tables of plain Python values and counts of changes come
out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

import neo4j

from case.progress import Progress, silent
from graph.failures import repeat
from graph.values import plain, weigh

Parameters = Mapping[str, Any]  # driver's edge: what Cypher takes
READ_TIMEOUT_SECONDS = 30.0
WRITE_TIMEOUT_SECONDS = 590.0  # below the embedded server's own 600 s, so that the message is ours
BATCH_ROWS = 10_000  # 20,000 was measured to be no faster
READ_PATIENCE_SECONDS = (
    12.0  # a crashed embedded server is back after about 6 s; a read may be repeated, a write may not
)


BOUNDED_FETCH = 100  # rows that a stranger's statement can have in flight before its bytes are counted


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a read, in the columns' order. `more`: the limit cut rows off; `total`: how many there are, if known."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    more: bool = False
    total: int | None = None

    def dicts(self) -> list[dict[str, Any]]:
        """The rows, each as a dict by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


class Graph:
    """A connected graph. Made by graph.opening.open_graph, which first makes sure that it is this case's."""

    def __init__(self, driver: neo4j.Driver, *, database: str, version: str = "", edition: str = "") -> None:
        """Wrap a driver; every call names the database."""
        self._driver = driver
        self.database = database
        self.version = version
        self.edition = edition
        self.unsafe: tuple[str, ...] = ()  # settings of a remote server that would not be ours; free Cypher wants none

    def read(
        self, text: str, parameters: Parameters | None = None, *, timeout_seconds: float = READ_TIMEOUT_SECONDS,
        limit: int | None = None,
    ) -> Table:  # fmt: skip
        """Run one statement in a READ session; at most `limit` rows come back, and `more` says if there were more.

        Raises LimitReached at the time or memory limit, Unreachable when the server is away for more than some 12 s,
        ShoalError for a statement the server refuses.
        """
        with self._session(neo4j.READ_ACCESS, fetch_size=_fetch_size(limit)) as session:
            return repeat(
                lambda: _read_once(session, text, parameters, timeout_seconds, limit),
                patience_seconds=READ_PATIENCE_SECONDS,
            )

    def read_bounded(
        self, text: str, parameters: Parameters | None = None, *, timeout_seconds: float, limit: int, byte_limit: int,
        count_limit: int = 0,
    ) -> Table:  # fmt: skip
        """Run one statement that is not ours in a READ session, once: a lost connection may be its own doing.

        Rows are fetched a few at a time; beyond `limit` rows or `byte_limit` bytes (of values, roughly) `more` is true.
        Rows beyond `limit` are counted up to `count_limit`, and while the bytes last. Raises as `read` does,
        Unreachable at once.
        """
        bounds = _Bounds(timeout_seconds, limit, byte_limit, count_limit)
        with self._session(neo4j.READ_ACCESS, fetch_size=BOUNDED_FETCH) as session:
            return repeat(lambda: _read_bounded(session, text, parameters, bounds))

    def write(self, text: str, parameters: Parameters | None = None) -> dict[str, int]:
        """Run one statement that changes the graph, in one transaction; returns what changed, such as nodes_created."""
        return self.write_all([(text, parameters)])

    def write_all(self, statements: Iterable[tuple[str, Parameters | None]]) -> dict[str, int]:
        """Run several statements in one transaction: all of them or none."""
        steps = list(statements)
        with self._session(neo4j.WRITE_ACCESS) as session:
            return repeat(lambda: _write_once(session, steps))

    def write_rows(
        self, text: str, rows: Iterable[Mapping[str, Any]], *, batch: int = BATCH_ROWS, progress: Progress = silent,
        step: str = "writing to the graph", total: int | None = None, parameters: Parameters | None = None,
    ) -> dict[str, int]:  # fmt: skip
        """Run a statement that begins with UNWIND $rows for all rows, one transaction a batch; returns the summed
        changes.

        Progress counts rows. A connection lost in the middle raises Unreachable: the batches before it are in the
        graph.
        """
        changes: dict[str, int] = {}
        waiting, done = iter(rows), 0
        while part := list(islice(waiting, batch)):
            for name, count in self.write(text, {**(parameters or {}), "rows": part}).items():
                changes[name] = changes.get(name, 0) + count
            done += len(part)
            progress(step, done, total)
        return changes

    def _session(self, access: str, *, fetch_size: int = 1000) -> neo4j.Session:
        return self._driver.session(database=self.database, default_access_mode=access, fetch_size=fetch_size)

    def plan(self, text: str, parameters: Parameters | None = None) -> tuple[str, dict[str, Any]]:
        """EXPLAIN a statement without running it: its type (`r`, `rw`, `w`, `s`) and its plan as nested dicts."""
        with self._session(neo4j.READ_ACCESS) as session:
            return repeat(lambda: _explain_once(session, text, parameters), patience_seconds=READ_PATIENCE_SECONDS)

    def close(self) -> None:
        """Close the connections."""
        self._driver.close()


def _fetch_size(limit: int | None) -> int:
    """Fetch no more than was asked for: the rest of a cut result is dropped at the server."""
    return 1000 if limit is None else max(1, min(limit + 1, 1000))


def _read_once(
    session: neo4j.Session, text: str, parameters: Parameters | None, timeout: float, limit: int | None
) -> Table:
    with session.begin_transaction(timeout=timeout) as transaction:
        result = transaction.run(text, dict(parameters or {}))
        wanted = result if limit is None else islice(result, limit)
        rows = [tuple(plain(value) for value in record.values()) for record in wanted]
        return Table(tuple(result.keys()), rows, more=limit is not None and result.peek() is not None)


@dataclass(frozen=True, slots=True)
class _Bounds:
    seconds: float
    rows: int
    bytes: int
    counted: int


def _read_bounded(session: neo4j.Session, text: str, parameters: Parameters | None, bounds: _Bounds) -> Table:
    columns: tuple[str, ...] = ()
    rows: list[tuple[Any, ...]] = []
    weight = count = 0
    whole = True
    try:
        with session.begin_transaction(timeout=bounds.seconds) as transaction:
            result = transaction.run(text, dict(parameters or {}))
            columns = tuple(result.keys())
            for record in result:
                row = tuple(plain(value) for value in record.values())
                weight, count = weight + weigh(row), count + 1
                whole = weight <= bounds.bytes and count <= max(bounds.rows, bounds.counted)
                if not whole:
                    break
                if count <= bounds.rows:
                    rows.append(row)
    except neo4j.exceptions.Neo4jError:
        if count <= bounds.rows:
            raise
        whole = False  # what was asked for is here: only the counting came to a limit
    return Table(columns, rows, not whole or count > len(rows), count if whole else None)


def _write_once(session: neo4j.Session, steps: list[tuple[str, Parameters | None]]) -> dict[str, int]:
    changes: dict[str, int] = {}
    with session.begin_transaction(timeout=WRITE_TIMEOUT_SECONDS) as transaction:
        for text, parameters in steps:
            counters = transaction.run(text, _quiet(parameters or {})).consume().counters
            for name, count in vars(counters).items():
                if isinstance(count, int) and not isinstance(count, bool) and count:
                    changes[name] = changes.get(name, 0) + count
        transaction.commit()
    return changes


class _Rows(list[Any]):
    """Rows as a parameter: the driver spells all others out for its log, read or not, some microseconds a row."""

    def __repr__(self) -> str:
        return f"{len(self)} rows"


def _quiet(parameters: Parameters) -> dict[str, Any]:
    return {name: _Rows(value) if isinstance(value, list) else value for name, value in parameters.items()}


def _explain_once(session: neo4j.Session, text: str, parameters: Parameters | None) -> tuple[str, dict[str, Any]]:
    with session.begin_transaction(timeout=READ_TIMEOUT_SECONDS) as transaction:
        summary = transaction.run("EXPLAIN " + text, dict(parameters or {})).consume()
        return str(summary.query_type), dict(summary.plan or {})
