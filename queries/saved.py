"""Investigators' own queries: files in the library's format come in, lie on the desk, and run like the library's.

A saved query is held to the rules of the library and to the guard of free statements, when it is saved and when it
runs; only a case that allows free Cypher takes new ones, anybody who may ask the library may run them.
"""

import re
import time
from collections.abc import Iterable, Mapping
from typing import Any

from case import desk
from case.errors import LimitReached, ShoalError, Unreachable
from case.folder import Case
from case.journal import record
from graph.connection import Graph
from queries.catalogue import catalogue
from queries.free import LIMITS, Limits, check_allowed
from queries.guard.growth import check_growth
from queries.guard.plan import check_plan
from queries.guard.statement import check_statement
from queries.header import StoredQuery, parse_query
from queries.lint import LIMIT_PARAMETER, lint
from queries.parameters import Parameter, Value
from queries.runner import LIMIT, QueryResult, bind_for, check_limit, count_rows
from queries.values import to_json

CATEGORY = "own"
_KIND = "queries"
_ID = re.compile(r"[a-z][a-z0-9_]{2,59}")


def save_query(graph: Graph, case: Case, id: str, text: str, *, actor: str | None = None) -> StoredQuery:
    """Put a query on the desk, or replace the one of that id. ShoalError lists everything that is wrong with it.

    `text` is a file in the library's format; `id` is made of small letters, digits and underscores.
    """
    query = check_query(graph, case, id, text)
    known = {item["query"]: item["id"] for item in desk.items(case, _KIND)}
    value = {"query": id, "text": text}
    if id in known:
        desk.edit(case, _KIND, known[id], value, actor=actor)
    else:
        desk.add(case, _KIND, value, actor=actor)
    return query


def check_query(graph: Graph, case: Case, id: str, text: str) -> StoredQuery:
    """Read a query that is to be saved, and hold it to the rules of the library and to the guard."""
    check_allowed(graph, case)
    query = _read(id, text)
    problems = [] if _ID.fullmatch(id) else [f"the id {id!r} is not made of 3 to 60 of a-z, 0-9 and _"]
    if id in {stored.id for stored in catalogue()}:
        problems.append(f"the library has a query {id}; choose another id")
    problems += lint(query)
    if problems:
        raise ShoalError(f"Query {id} was not saved: {'; '.join(problems)}.")
    _check(graph, query)
    return query


def saved_queries(case: Case) -> tuple[StoredQuery, ...]:
    """Return the queries on the desk, by id."""
    items = sorted(desk.items(case, _KIND), key=lambda item: str(item["query"]))
    return tuple(_read(str(item["query"]), str(item["text"])) for item in items)


def find_saved(case: Case, id: str) -> StoredQuery:
    """Return a query on the desk. ShoalError lists those that are there when it is not."""
    found = {query.id: query for query in saved_queries(case)}
    if id not in found:
        raise ShoalError(f"There is no saved query {id!r}; there are: {_names(found.values())}.")
    return found[id]


def remove_saved(case: Case, id: str, *, reason: str = "", actor: str | None = None) -> None:
    """Take a query off the desk; its history stays."""
    find_saved(case, id)
    for item in desk.items(case, _KIND):
        if item["query"] == id:
            desk.remove(case, _KIND, str(item["id"]), reason=reason, actor=actor)


def saved_history(case: Case, id: str) -> list[dict[str, Any]]:
    """Return every change of a saved query, the first first: what was done, when, by whom, and the text it then had."""
    changes = desk.history(case, _KIND)
    own = {change["id"] for change in changes if change.get("value", {}).get("query") == id}
    if not own:
        raise ShoalError(f"There never was a saved query {id!r}; there are: {_names(saved_queries(case))}.")
    return [
        {
            "do": change["do"], "at": change["at"], "actor": change["actor"],
            "text": change.get("value", {}).get("text"), "reason": change.get("reason", ""),
        }
        for change in changes if change["id"] in own
    ]  # fmt: skip


def run_saved(
    graph: Graph, case: Case, id: str, given: Mapping[str, object] | None = None, *, limit: int = LIMIT,
    limits: Limits = LIMITS, actor: str | None = None,
) -> QueryResult:  # fmt: skip
    """Run a saved query with the limits of free statements."""
    query = find_saved(case, id)
    check_limit(id, limit)
    values = bind_for(graph, case, query, given or {})
    _check(graph, query)
    begin = time.monotonic()
    rows = min(limit, limits.rows)
    try:
        table = graph.read_bounded(
            query.text, {**values, LIMIT_PARAMETER: rows + 1},
            timeout_seconds=limits.seconds, limit=rows, byte_limit=limits.bytes,
        )  # fmt: skip
    except Unreachable as error:
        raise LimitReached(f"Query {id}: the graph's server was lost while it ran ({error}); ask for less.") from error
    cut = table.more or bool(values.get("skip"))
    total = count_rows(graph, query.text, values) if cut else len(table.rows)
    shown = {name: to_json(value) for name, value in values.items()}
    details: dict[str, Any] = {"query": id, "text": query.text, "parameters": shown, "limit": rows}
    record(case, "query", {**details, "rows": len(table.rows), "more": table.more, "total": total}, actor=actor)
    seconds = round(time.monotonic() - begin, 3)
    shown_rows = tuple(tuple(map(to_json, row)) for row in table.rows)
    return QueryResult(id, shown, table.columns, shown_rows, table.more, seconds, total)


def _names(queries: Iterable[StoredQuery]) -> str:
    return ", ".join(query.id for query in queries) or "none"


def _read(id: str, text: str) -> StoredQuery:
    return parse_query(text, id=id, category=CATEGORY)


def _check(graph: Graph, query: StoredQuery) -> None:
    """Put a query through the guard, and compare the columns that the server plans with those it declares."""
    try:
        check_growth(check_statement(query.text, parameters=True))
        kind, plan = graph.plan(query.text, {p.name: _sample(p) for p in query.parameters} | {LIMIT_PARAMETER: 1})
        check_plan(kind, plan)
    except (LimitReached, Unreachable):
        raise
    except ShoalError as error:
        raise ShoalError(f"Query {query.id}: {error}") from None
    planned = str(plan.get("args", {}).get("Details", "")).replace("`", "").split(", ")
    declared = [column.name for column in query.columns]
    if planned != declared:
        raise ShoalError(f"Query {query.id}: it returns {', '.join(planned)}, but declares {', '.join(declared)}.")


def _sample(parameter: Parameter) -> Value:
    """A value of the parameter's type to plan with: the server checks types where it can."""
    if parameter.default is not None:
        return parameter.default
    samples: dict[str, Value] = {"int": 1, "float": 1.0, "bool": True, "texts": [], "accounts": []}
    return samples.get(parameter.type, None if parameter.type == "time" else "x")
