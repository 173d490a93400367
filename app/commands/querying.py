"""Commands on the graph: queries, query, cypher."""

from pathlib import Path
from typing import Annotated, Any

import typer

from app.commands.arguments import CaseFolder
from app.commands.output import AsCsv, AsJson, say, show_json, show_rows
from app.commands.verbs import command
from case.errors import ShoalError
from case.folder import open_case
from graph.opening import open_graph
from queries.catalogue import catalogue
from queries.guard import run_free
from queries.runner import QueryResult, run_query

_LIMIT = Annotated[int, typer.Option(help="Rows at most; a cut is said.")]


@command("queries")
def list_queries(
    folder: Annotated[Path | None, typer.Argument(metavar="[CASE]", help="Adds the queries saved in a case.")] = None,
    json: AsJson = False,
    csv: AsCsv = False,
) -> None:
    """List the stored queries.

    Example: shoal queries
    """
    rows = [query.as_dict() for query in catalogue()]
    show_rows(rows, ("id", "category", "title", "question"), json=json, csv=csv)


@command("query")
def query(
    folder: CaseFolder,
    identifier: Annotated[str, typer.Argument(metavar="ID", help="An id of `shoal queries`.")],
    param: Annotated[list[str] | None, typer.Option("--param", help="A parameter as name=value; repeatable.")] = None,
    limit: _LIMIT = 1000,
    json: AsJson = False,
    csv: AsCsv = False,
) -> None:
    """Run a stored query on the graph of a case.

    Example: shoal query mycase case-overview
    """
    case = open_case(folder)
    with open_graph(case, purpose="query") as graph:
        result = run_query(graph, case, identifier, _pairs(param or []), limit=limit)
    _show(result, json=json, csv=csv)


@command("cypher")
def cypher(
    folder: CaseFolder,
    text: Annotated[str, typer.Argument(help="One reading Cypher statement.")],
    limit: _LIMIT = 1000,
    json: AsJson = False,
    csv: AsCsv = False,
) -> None:
    """Run free, read-only Cypher where the case allows it.

    Example: shoal cypher mycase "MATCH (a:Account) RETURN a.key AS account LIMIT 5"
    """
    case = open_case(folder)
    if not case.free_cypher:
        raise ShoalError(f"Free Cypher is off in {folder}. Allow it with free_cypher = true in {folder}/case.toml.")
    with open_graph(case, purpose="cypher") as graph:
        result = run_free(graph, case, text, limit=limit)
    _show(result, json=json, csv=csv)


def _pairs(texts: list[str]) -> dict[str, str]:
    pairs = dict(text.split("=", 1) for text in texts if "=" in text)
    if wrong := [text for text in texts if "=" not in text]:
        raise ShoalError(f"--param {wrong[0]!r} has no '=': expected name=value.")
    return pairs


def _show(result: QueryResult, *, json: bool, csv: bool) -> None:
    if json:
        show_json(result.as_dict())
        return
    rows: list[dict[str, Any]] = [dict(zip(result.columns, row, strict=True)) for row in result.rows]
    show_rows(rows, result.columns, csv=csv)
    if result.more:
        total = f" of {result.total:,}" if result.total is not None else ""
        say(f"Cut: {len(rows):,}{total} rows are shown, more exist. Raise --limit to see them.")
