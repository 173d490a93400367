"""Commands on a case as a whole: new, status, rebuild, doctor, journal."""

import getpass
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer

from app.commands.arguments import CaseFolder
from app.commands.output import AsCsv, AsJson, say, show_facts, show_rows
from app.commands.progress import progress
from app.commands.verbs import command
from app.diagnosis import examine
from app.spread import coverage_by_day
from case import journal, tables
from case.errors import ShoalError
from case.fingerprint import fingerprint
from case.folder import EMBEDDED, Case, new_case, open_case
from case.lock import case_lock
from graph.opening import PASSWORD_VARIABLE, open_graph, remember_password
from graph.projection import count, expected_counts, expected_fingerprint, graph_fingerprint, in_step
from graph.projection import rebuild as rebuild_graph
from graph.schema import RELATIONSHIPS

Text = Annotated[str, typer.Option(show_default=False)]


@command("new")
def new(
    folder: CaseFolder,
    title: Annotated[str, typer.Option(help="What the case is called.")],
    timezone: Annotated[
        str | None, typer.Option(help="Time zone of sources whose times name none: Asia/Shanghai.")
    ] = None,
    purpose: Annotated[str, typer.Option(help="Why the data is held and examined.")] = "",
    organisation: Annotated[str, typer.Option(help="Who answers for the case.")] = "",
    operator: Annotated[str, typer.Option(help="Who works on it.")] = "",
    authority: Annotated[str, typer.Option(help="Reference of the authorisation.")] = "",
    free_cypher: Annotated[bool, typer.Option("--free-cypher", help="Allow `shoal cypher` on this case.")] = False,
    graph: Annotated[
        str, typer.Option(help="URI of a Neo4j server; without it the case has an embedded one.")
    ] = EMBEDDED,
    user: Annotated[str | None, typer.Option(help="User on that server.")] = None,
    json: AsJson = False,
) -> None:
    """Make a case.

    Example: shoal new mycase --title "Launch week" --timezone Asia/Shanghai
    """
    password = _ask_password(graph)
    case = new_case(
        folder, title=title, timezone=timezone, purpose=purpose, organisation=organisation, operator=operator,
        authority=authority, graph=graph, user=user, free_cypher=free_cypher,
    )  # fmt: skip
    if password:
        remember_password(case, password)
    show_facts({"case": str(case.path), "graph": case.graph}, json=json)
    if not json:
        say(f"Load files with: shoal load {folder} FILE…")


@command("status")
def status(
    folder: CaseFolder,
    check: Annotated[
        bool, typer.Option("--check", help="Read the whole graph and compare it with the record.")
    ] = False,
    json: AsJson = False,
    csv: AsCsv = False,
) -> None:
    """Count what the tables and the graph hold, and whether they agree.

    Example: shoal status mycase --json
    """
    case = open_case(folder)
    counts, coverage = {"tables": table_counts(case)}, coverage_by_day(case)
    with open_graph(case, purpose="status") as graph:
        held, expected = count(graph), expected_counts(case)
        differences = {
            name: [held.get(name, 0), number] for name, number in expected.items() if held.get(name) != number
        }
        facts: dict[str, Any] = {
            "graph_version": f"{graph.version} {graph.edition}",
            "in_step": in_step(graph, case) and not differences,
            "differences": differences,
            "fingerprint": fingerprint(case),
        }
        if check:
            facts["graph_agrees"] = graph_fingerprint(graph) == expected_fingerprint(case)
            facts["in_step"] = facts["in_step"] and facts["graph_agrees"]
    counts["graph"] = {**held, "relationships": sum(held[tie.type] for tie in RELATIONSHIPS)}
    told = {f"{part} {name}": number for part, found in counts.items() for name, number in found.items() if number}
    show_facts({**told, **facts}, document={**counts, **facts, "coverage": coverage}, json=json, csv=csv)
    if not json and not csv:
        show_rows(coverage, ("platform", "day", "posts", "accounts"))


def table_counts(case: Case) -> dict[str, int]:
    """Count the rows of the merged tables."""
    frames = {"accounts": tables.read_accounts, "posts": tables.read_posts, "actions": tables.read_actions}
    return {name: int(read(case).select(pl.len()).collect().item()) for name, read in frames.items()}


@command("rebuild")
def rebuild(folder: CaseFolder, json: AsJson = False) -> None:
    """Write the graph anew from the record; the fingerprint stays.

    Example: shoal rebuild mycase
    """
    case = open_case(folder)
    with case_lock(case, "rebuild"), progress() as tell, open_graph(case, purpose="rebuild") as graph:
        rebuild_graph(graph, case, progress=tell)
        journal.record(case, "graph rebuilt", {"graph": case.graph})
        facts = {"graph": count(graph), "in_step": in_step(graph, case), "fingerprint": fingerprint(case)}
    show_facts(facts, json=json)


@command("doctor")
def doctor(folder: Annotated[Path | None, typer.Argument(metavar="[CASE]")] = None, json: AsJson = False) -> None:
    """Check the installation, and a case where one is named; each line says what to do next.

    Example: shoal doctor
    """
    findings = examine(open_case(folder) if folder else None)
    rows = [
        {"check": finding.check, "good": finding.good, "found": finding.found, "next": finding.next}
        for finding in findings
    ]
    show_rows(
        rows,
        ("check", "good", "found", "next"),
        document={"good": all(row["good"] for row in rows), "checks": rows},
        json=json,
    )
    if not all(row["good"] for row in rows):
        raise typer.Exit(1)


@command("journal")
def show_journal(
    folder: CaseFolder,
    what: Annotated[
        str, typer.Argument(metavar="show|verify|export", help="What to do with the custody log.")
    ] = "show",
    out: Annotated[Path | None, typer.Option(help="With export: the file to write.")] = None,
    json: AsJson = False,
    csv: AsCsv = False,
) -> None:
    """Show, verify or export the custody log.

    Example: shoal journal mycase verify
    """
    case = open_case(folder)
    lines = journal.read_journal(case)
    problems = journal.verify_journal(lines)
    if what == "export":
        if out is None:
            raise ShoalError("Name the file for the journal with --out FILE.")
        out.write_bytes((case.path / journal.FILE).read_bytes())
    elif what not in ("show", "verify"):
        raise ShoalError(f"{what!r} is nothing to do with a journal: expected show, verify or export.")
    found = [
        {"line": problem.line, "problem": problem.problem, "expected": problem.expected, "found": problem.found}
        for problem in problems
    ]
    document = {"entries": lines if what == "show" else len(lines), "valid": not problems, "problems": found}
    if what == "show":
        show_rows(lines, ("seq", "at", "actor", "act", "details"), document=document, json=json, csv=csv)
    else:
        show_facts({"entries": len(lines), "valid": not problems, "problems": found}, document=document, json=json)
    if problems:
        raise typer.Exit(1)


def _ask_password(graph: str) -> str | None:
    if graph == EMBEDDED:
        return None
    if password := os.environ.get(PASSWORD_VARIABLE):
        return password
    if not sys.stdin.isatty():
        raise ShoalError(f"The server needs a password: set {PASSWORD_VARIABLE}, or run this in a terminal.")
    return getpass.getpass(f"Password for {graph}: ")
