"""The runner: a stored query and its parameters come in, rows that JSON can hold go out, and the journal tells it.

Every run asks for one row more than its limit, so that "more exist" is known and nothing is cut in silence.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from case.errors import LimitReached, ShoalError
from case.folder import Case
from case.journal import record
from case.runs import current_run
from graph.connection import Graph
from queries.catalogue import find_query
from queries.header import StoredQuery
from queries.naming import resolve_accounts
from queries.parameters import Value, bind, show_value
from queries.picture import Picture, draw
from queries.values import Json, to_json

LIMIT = 1000
TIMEOUT_SECONDS = 30.0
#: What counting the rows beyond a cut may take.
COUNT_SECONDS = 10.0
MOST_COUNTED = 50_000
MOST_BYTES = 50_000_000
#: The default of a `run` parameter: the run that is current in the case.
CURRENT = "current"


@dataclass(frozen=True, slots=True)
class QueryResult:
    """Rows of one run. `more`: rows exist beyond the limit; `total`: how many there are in all, None where unknown."""

    query: str
    parameters: dict[str, Json]
    columns: tuple[str, ...]
    rows: tuple[tuple[Json, ...], ...]
    more: bool
    seconds: float
    total: int | None


def run_query(
    graph: Graph, case: Case, query_id: str, parameters: Mapping[str, object] | None = None, *, limit: int = LIMIT
) -> QueryResult:
    """Run one query of the library. Values may be texts or typed; what is not given takes its default.

    ShoalError: unknown query, wrong parameter; LimitReached: longer than 30 s; Unreachable: the graph is down.
    """
    return run_stored(graph, case, find_query(query_id), parameters or {}, limit=limit)


def run_stored(
    graph: Graph, case: Case, query: StoredQuery, parameters: Mapping[str, object], *, limit: int = LIMIT
) -> QueryResult:
    """Run a query that is at hand: of the library or of the desk."""
    values = bind_for(graph, case, query, parameters)
    check_limit(query.id, limit)
    begin = time.monotonic()
    table = graph.read(query.text, {**values, "limit": limit + 1}, timeout_seconds=TIMEOUT_SECONDS)
    rows = tuple(tuple(map(to_json, row)) for row in table.rows[:limit])
    more = len(table.rows) > limit
    total = len(rows) if not more and not values.get("skip") else count_rows(graph, query.text, values, query.total)
    seconds = round(time.monotonic() - begin, 3)
    result = QueryResult(query.id, _shown(values), table.columns, rows, more, seconds, total)
    found = {"rows": len(rows), "more": more, "total": total}
    record(case, "query", {"query": query.id, "parameters": result.parameters, "limit": limit, **found})
    return result


def run_picture(
    graph: Graph, case: Case, query_id: str, parameters: Mapping[str, object] | None = None, *, limit: int = LIMIT
) -> Picture:
    """Draw one query of the library: its own picture where it has one, else its rows where they can be drawn."""
    query = find_query(query_id)
    values = bind_for(graph, case, query, parameters or {})
    check_limit(query.id, limit)
    text = query.picture or query.text
    table = graph.read(text, {**values, "limit": limit + 1}, timeout_seconds=TIMEOUT_SECONDS)
    more = len(table.rows) > limit
    counting = None if query.picture else query.total
    total = len(table.rows) if not more else count_rows(graph, text, values, counting)
    picture = draw(query.id, table.columns, table.rows[:limit], more=more, total=total)
    drawn = {"picture": True, "rows": min(len(table.rows), limit), "more": more, "total": total}
    record(case, "query", {"query": query.id, "parameters": _shown(values), "limit": limit, **drawn})
    return picture


def bind_for(graph: Graph, case: Case, query: StoredQuery, given: Mapping[str, object]) -> dict[str, Value]:
    """Check and complete parameters: the current run, and handles turned into account keys."""
    values = bind(query.id, query.parameters, given, timezone=case.timezone)
    for parameter in query.parameters:
        if parameter.type == "run":
            values[parameter.name] = _resolve_run(case, query.id, values[parameter.name])
        elif parameter.type in ("account", "accounts"):
            values[parameter.name] = resolve_accounts(graph, query.id, parameter, values[parameter.name])
    return values


def check_limit(query: str, limit: int) -> None:
    """Refuse a limit that is no number of rows."""
    if limit < 1:
        raise ShoalError(f"Query {query}: found limit {limit}, expected 1 or more rows.")


def _resolve_run(case: Case, query: str, wanted: Value) -> str | None:
    """Name the run to read. Only the current run's links and clusters are in the graph: another one is refused."""
    current = current_run(case)
    if wanted in (None, CURRENT, current):
        return current
    raise ShoalError(
        f"Query {query}: found run {show_value(wanted)}, but the graph holds the links and clusters of "
        f"{current or 'no run yet'} only; read other runs with: shoal links CASE --run {show_value(wanted)}"
    )


def count_rows(graph: Graph, text: str, values: Mapping[str, Value], total: str | None = None) -> int | None:
    """Count all rows of a statement that was cut: by its own `total`, or by running it again with a far limit.

    None where there are more than MOST_COUNTED rows or the counting takes too long: the rows that were read stand.
    """
    try:
        if total is not None:
            return int(graph.read(total, dict(values), timeout_seconds=COUNT_SECONDS).rows[0][0])
        far = {**values, **({"skip": 0} if "skip" in values else {}), "limit": MOST_COUNTED + 1}
        return graph.read_bounded(
            text, far, timeout_seconds=COUNT_SECONDS, limit=0, byte_limit=MOST_BYTES, count_limit=MOST_COUNTED
        ).total
    except LimitReached:
        return None


def _shown(values: Mapping[str, Value]) -> dict[str, Json]:
    return {name: to_json(value) for name, value in values.items()}
