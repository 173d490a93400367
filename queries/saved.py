"""Investigators' own queries: files in the library's format come in, lie on the desk, and run like the library's.

A saved query is held to the rules of the library and to the guard of free statements, when it is saved and when it
runs; only a case that allows free Cypher takes new ones, anybody who may ask the library may run them.
"""

import re
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from case import desk
from case.errors import LimitReached, ShoalError, Unreachable
from case.folder import Case
from case.journal import record
from case.writing import write_text
from graph.connection import Graph
from queries.catalogue import catalogue
from queries.free import LIMITS, Limits, check_allowed
from queries.guard.growth import check_growth
from queries.guard.plan import check_plan
from queries.guard.statement import check_statement
from queries.header import StoredQuery, parse_query, write_query
from queries.lint import LIMIT_PARAMETER, lint
from queries.parameters import Parameter, Value
from queries.runner import LIMIT, QueryResult, bind_for, check_limit
from queries.values import to_json

CATEGORY = "own"
_KIND = "queries"
_ID = re.compile(r"[a-z][a-z0-9_]{2,59}")


def save_query(graph: Graph, case: Case, id: str, text: str, *, actor: str | None = None) -> StoredQuery:
    """Put a query on the desk, or replace the one of that id. ShoalError lists everything that is wrong with it.

    `text` is a file in the library's format; `id` is made of small letters, digits and underscores.
    """
    check_allowed(graph, case)
    query = _read(id, text)
    problems = [] if _ID.fullmatch(id) else [f"the id {id!r} is not made of 3 to 60 of a-z, 0-9 and _"]
    if id in {stored.id for stored in catalogue()}:
        problems.append(f"the library has a query {id}; choose another id")
    problems += lint(query)
    if problems:
        raise ShoalError(f"Query {id} was not saved: {'; '.join(problems)}.")
    _check(graph, query)
    known = {item["query"]: item["id"] for item in desk.items(case, _KIND)}
    value = {"query": id, "text": text}
    if id in known:
        desk.edit(case, _KIND, known[id], value, actor=actor)
    else:
        desk.add(case, _KIND, value, actor=actor)
    return query


def saved_queries(case: Case) -> tuple[StoredQuery, ...]:
    """Return the queries on the desk, by id."""
    items = sorted(desk.items(case, _KIND), key=lambda item: str(item["query"]))
    return tuple(_read(str(item["query"]), str(item["text"])) for item in items)


def find_saved(case: Case, id: str) -> StoredQuery:
    """Return a query on the desk. ShoalError lists those that are there when it is not."""
    found = {query.id: query for query in saved_queries(case)}
    if id not in found:
        raise ShoalError(f"There is no saved query {id!r}; there are: {', '.join(found) or 'none'}.")
    return found[id]


def remove_saved(case: Case, id: str, *, reason: str = "", actor: str | None = None) -> None:
    """Take a query off the desk; its history stays."""
    find_saved(case, id)
    for item in desk.items(case, _KIND):
        if item["query"] == id:
            desk.remove(case, _KIND, str(item["id"]), reason=reason, actor=actor)


def export_saved(case: Case, folder: Path) -> list[Path]:
    """Write each saved query as `<id>.cypher` into a folder; returns the files. They can be imported elsewhere."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for query in saved_queries(case):
        files.append(folder / f"{query.id}.cypher")
        write_text(files[-1], write_query(query))
    return files


def import_saved(graph: Graph, case: Case, path: Path, *, actor: str | None = None) -> list[StoredQuery]:
    """Save a file, or every query file of a folder. All are checked before the first is saved."""
    if not path.exists():
        raise Unreachable(f"{path} is not there; give a .cypher file or a folder of them.")
    files = sorted(path.glob("*.cypher")) if path.is_dir() else [path]
    texts = {file.name.removesuffix(".cypher"): file.read_text(encoding="utf-8") for file in files}
    for id, text in texts.items():
        query = _read(id, text)
        if problems := lint(query):
            raise ShoalError(f"{path}: nothing was imported; query {id}: {'; '.join(problems)}.")
        _check(graph, query)
    return [save_query(graph, case, id, text, actor=actor) for id, text in texts.items()]


def run_saved(
    graph: Graph, case: Case, id: str, given: Mapping[str, object] | None = None, *, limit: int = LIMIT,
    limits: Limits = LIMITS, actor: str | None = None,
) -> QueryResult:  # fmt: skip
    """Run a saved query with the limits of free statements; `total` is known only when all rows are there."""
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
    total = None if table.more or values.get("skip") else len(table.rows)
    shown = {name: to_json(value) for name, value in values.items()}
    details: dict[str, Any] = {"query": id, "text": query.text, "parameters": shown, "limit": rows}
    record(case, "query", {**details, "rows": len(table.rows), "more": table.more, "total": total}, actor=actor)
    seconds = round(time.monotonic() - begin, 3)
    shown_rows = tuple(tuple(map(to_json, row)) for row in table.rows)
    return QueryResult(id, shown, table.columns, shown_rows, table.more, seconds, total)


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
