"""Commands on the graph: queries, query, cypher."""

import dataclasses
from pathlib import Path
from typing import Annotated, Any

import typer

from app.commands.arguments import CaseFolder
from app.commands.output import AsCsv, AsJson, say, show_json, show_rows
from app.commands.verbs import command
from case.errors import ShoalError
from case.folder import Case, open_case
from case.journal import record
from case.lock import case_lock
from graph.opening import open_graph
from queries.catalogue import catalogue, find_query
from queries.free import run_free
from queries.header import StoredQuery
from queries.parameters import parse_pairs
from queries.runner import QueryResult, run_query
from queries.saved import remove_saved, run_saved, saved_history, saved_queries
from queries.sharing import export_saved, import_saved

_LIMIT = Annotated[int, typer.Option(help="Rows at most; a cut is said.")]


@command("queries")
def list_queries(
    folder: Annotated[Path | None, typer.Argument(metavar="[CASE]", help="Adds the queries saved in a case.")] = None,
    what: Annotated[str, typer.Argument(metavar="[list|import|export|remove|history]", help="What to do.")] = "list",
    words: Annotated[
        list[str] | None, typer.Argument(metavar="PATH|ID", help="A file, folder or .zip; or the id of a saved query.")
    ] = None,
    json: AsJson = False,
    csv: AsCsv = False,
) -> None:
    """List the stored queries, or import, export and remove those that were saved in a case.

    A query is a .cypher file in the library's format (docs/queries.md); a .zip of such files is a bundle.

    Example: shoal queries
    """
    if folder and what == "history":
        rows = saved_history(open_case(folder), _one(what, words))
        show_rows(rows, ("at", "actor", "do", "reason"), json=json, csv=csv)
        return
    saved: tuple[StoredQuery, ...] = ()
    if folder:
        case = open_case(folder)
        if what != "list":
            change(case, what, _one(what, words))
        saved = saved_queries(case)
    rows = [_header(query) for query in (*(catalogue() if what == "list" else ()), *saved)]
    columns = ("id", "category", "title", "needs", *(("question",) if csv else ()))  # a table has no room for sentences
    show_rows(rows, columns, json=json, csv=csv)


def change(case: Case, what: str, word: str) -> None:
    """Import, export or remove own queries; each change is in the desk's history and in the journal."""
    with case_lock(case, "queries"):
        if what == "import":
            with open_graph(case, purpose="queries") as graph:
                ids = [query.id for query in import_saved(graph, case, Path(word))]
        elif what == "export":
            ids = export_saved(case, Path(word))
        elif what == "remove":
            remove_saved(case, word)
            ids = [word]
        else:
            raise ShoalError(
                f"{what!r} is nothing to do with queries: expected list, import, export, remove or history."
            )
        record(case, f"queries {what}", {"items": ids})
    say(f"{what}: {', '.join(ids) or 'no saved query'}")


def _one(what: str, words: list[str] | None) -> str:
    if len(words or []) != 1:
        raise ShoalError(f"queries {what} takes one more word: a path to import or export, an id to remove or look up.")
    return (words or [""])[0]


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
    saved = next((query for query in saved_queries(case) if query.id == identifier), None)
    given = parse_pairs(identifier, (saved or find_query(identifier)).parameters, param or [])
    with open_graph(case, purpose="query") as graph:
        run = run_saved if saved else run_query
        result = run(graph, case, identifier, given, limit=limit)
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
    with open_graph(case, purpose="cypher") as graph:
        result = run_free(graph, case, text, limit=limit)
    _show(result, json=json, csv=csv)


def _header(query: StoredQuery) -> dict[str, Any]:
    """Return what a query's file says of itself, without the Cypher; `needs` are the parameters that must be given."""
    said = {
        name: value for name, value in dataclasses.asdict(query).items() if name not in ("text", "picture", "total")
    }
    return said | {"needs": ", ".join(parameter.name for parameter in query.parameters if parameter.required)}


def _show(result: QueryResult, *, json: bool, csv: bool) -> None:
    if json:
        show_json(dataclasses.asdict(result))
        return
    rows: list[dict[str, Any]] = [dict(zip(result.columns, row, strict=True)) for row in result.rows]
    show_rows(rows, result.columns, csv=csv)
    if result.more:
        total = f" of {result.total:,}" if result.total is not None else ""
        say(f"Cut: {len(rows):,}{total} rows are shown, more exist. Raise --limit to see them.")
