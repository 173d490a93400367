"""Free Cypher, for a case that allows it: a reading statement comes in, rows go out; all else is refused or ended.

Layers, each of which assumes that the one before failed: the words of the statement, what its expressions could grow
to, the server's plan of it, a READ session, limits of time and memory in the server, limits of rows and bytes here, a
few statements at a time for each person, and the journal.
"""

import time
from dataclasses import dataclass
from typing import Any

from case.clock import whoami
from case.errors import LimitReached, ShoalError, Unreachable
from case.folder import Case
from case.journal import record
from graph.connection import Graph, Table
from queries.guard.growth import check_growth
from queries.guard.plan import check_plan
from queries.guard.statement import check_statement
from queries.guard.turns import PLACES_EACH, take_turn
from queries.runner import LIMIT, QueryResult, check_limit
from queries.values import to_json

#: What stands in `query` of a result that no stored query gave; the journal holds the statement.
FREE = "free"
MOST_KEPT = 10_000  # characters of a refused statement that the journal keeps


@dataclass(frozen=True, slots=True)
class Limits:
    """What one free statement may take: seconds in the server, rows and bytes here, statements at once for a person."""

    seconds: float = 30.0
    rows: int = 50_000
    bytes: int = 20_000_000
    at_once: int = PLACES_EACH


LIMITS = Limits()


def run_free(
    graph: Graph, case: Case, text: str, *, limit: int = LIMIT, actor: str | None = None, limits: Limits = LIMITS
) -> QueryResult:
    """Run a free reading statement; `more` is true when rows beyond the limits of rows or bytes were not read.

    `total` is known when all rows are within the limits of rows and bytes, though fewer were asked for.

    ShoalError: refused before it ran (the case does not allow it, it is no plain read, too many at once);
    LimitReached: ended by a limit of time or memory. Both are in the journal.
    """
    person = actor or whoami()
    try:
        check_allowed(graph, case)
        check_limit(FREE, limit)
        check_free(graph, text)
        with take_turn(case, person, places=limits.at_once):
            return _run(graph, case, text, limit, limits, person)
    except LimitReached as error:
        record(case, "query", {"query": FREE, "text": text, "ended": str(error)}, actor=person)
        raise
    except Unreachable:
        raise
    except ShoalError as error:
        record(case, "refusal", {"query": FREE, "text": text[:MOST_KEPT], "reason": str(error)}, actor=person)
        raise


def check_allowed(graph: Graph, case: Case) -> None:
    """Refuse free statements where the case does not allow them or the server's settings do not hold them."""
    if not case.free_cypher:
        raise ShoalError(
            "Free Cypher is off for this case; use the stored queries (shoal queries), or set free_cypher = true in "
            "case.toml."
        )
    if graph.unsafe:
        raise ShoalError(
            f"Free Cypher stays off: the graph's server is not set up to hold it ({'; '.join(graph.unsafe)}). "
            "Use the stored queries."
        )


def check_free(graph: Graph, text: str) -> None:
    """Put a statement through the layers that come before it runs; ShoalError says which word or step is refused."""
    tokens = check_statement(text)
    check_growth(tokens)
    kind, plan = _plan(graph, text)
    check_plan(kind, plan)


def _plan(graph: Graph, text: str) -> tuple[str, dict[str, Any]]:
    try:
        return graph.plan(text)
    except (LimitReached, Unreachable):
        raise
    except ShoalError as error:
        raise ShoalError(f"The statement was not run: {error}") from None


def _run(graph: Graph, case: Case, text: str, limit: int, limits: Limits, actor: str) -> QueryResult:
    begin = time.monotonic()
    shown = min(limit, limits.rows)
    table = _read(graph, text, shown, limits)
    rows = tuple(tuple(map(to_json, row)) for row in table.rows)
    seconds = round(time.monotonic() - begin, 3)
    result = QueryResult(FREE, {"text": text}, table.columns, rows, table.more, seconds, table.total)
    found = {"rows": len(rows), "more": table.more, "total": table.total}
    record(case, "query", {"query": FREE, "text": text, "limit": shown, **found}, actor=actor)
    return result


def _read(graph: Graph, text: str, shown: int, limits: Limits) -> Table:
    try:
        return graph.read_bounded(
            text, timeout_seconds=limits.seconds, limit=shown, byte_limit=limits.bytes, count_limit=limits.rows
        )
    except Unreachable as error:
        raise LimitReached(
            f"The graph's server was lost while it ran the statement, most likely for lack of memory ({error}). "
            "It is started again by itself; ask for less."
        ) from error
