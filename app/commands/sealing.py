"""Commands that hand evidence over: export, verify."""

import dataclasses
from pathlib import Path
from typing import Annotated

import typer

from app.commands.arguments import CaseFolder
from app.commands.output import AsJson, say, show_facts, show_json, show_rows
from app.commands.progress import progress
from app.commands.verbs import command
from case.errors import ShoalError
from case.folder import open_case
from case.lock import case_lock
from evidence.exporting import export as seal
from evidence.package_files import Level
from evidence.plain import export_as
from evidence.replaying import replay
from evidence.selection import Selection
from evidence.verifying import verify as verify_package
from graph.opening import open_graph


@command("export")
def export(
    folder: CaseFolder,
    out: Annotated[Path, typer.Option(help="A new folder for the package, or with --as a file.")],
    clusters: Annotated[str | None, typer.Option(help="Comma-separated clusters.")] = None,
    accounts: Annotated[str | None, typer.Option(help="Comma-separated accounts: keys or handles.")] = None,
    hops: Annotated[int, typer.Option(help="Add accounts that links reach in so many steps.")] = 0,
    level: Annotated[Level, typer.Option(help="How much is disclosed.")] = "full",
    texts: Annotated[bool, typer.Option("--texts", help="Keep the texts in a pseudonymised package.")] = False,
    pack: Annotated[bool, typer.Option("--zip", help="Also write the package as one .zip.")] = False,
    form: Annotated[
        str | None, typer.Option("--as", help="graphml, gexf, csv, json, networkx or stix: a plain subgraph.")
    ] = None,
    json: AsJson = False,
) -> None:
    """Seal an evidence package, or with --as write a plain subgraph.

    Without --clusters or --accounts the package holds every `synchronised` cluster, and the run even if there is none.

    Example: shoal export mycase --out mycase-package --clusters C-0123456789ab
    """
    case = open_case(folder)
    selection = Selection(clusters=_names(clusters), accounts=_names(accounts), hops=hops)
    with case_lock(case, "export"), progress() as tell, open_graph(case, purpose="export") as graph:
        if form:
            document = dataclasses.asdict(export_as(case, graph, selection, format=form, out=out, progress=tell))
        else:
            package = seal(case, graph, selection, out=out, level=level, texts=texts, zip=pack, progress=tell)
            document = dataclasses.asdict(package)
    told = ("package", "file", "exhibits", "nodes", "edges", "sha512", "zip")
    facts = {name: document[name] for name in told if document.get(name) is not None}
    show_facts({**facts, "omissions": len(document["omissions"])}, document=document, json=json)
    if not json and not form:
        if document["new_key"]:
            say(f"A new key was made for this case and kept in {document['key_file']}; keep a copy in a safe place.")
        say(f"Tell the receiver this fingerprint by another way: {document['key']}")
        say(f"Check it with: shoal verify {out} --key {document['key']}")


@command("verify")
def verify(
    package: Annotated[Path, typer.Argument(metavar="PACKAGE", help="A package: folder or .zip.")],
    key: Annotated[str | None, typer.Option(help="Fingerprint of the key, told to you by another way.")] = None,
    on_case: Annotated[
        Path | None,
        typer.Option("--replay", metavar="CASE", help="Ask the queries and repeat the run again on the case."),
    ] = None,
    json: AsJson = False,
) -> None:
    """Check that a package is complete and unchanged, and whose key sealed it.

    Example: shoal verify mycase-package --key 3f1c…
    """
    report = verify_package(package, key=key)
    if on_case is not None and not report.problems:  # what does not hold is not worth repeating
        case = open_case(on_case)
        with case_lock(case, "verify"), progress() as tell, open_graph(case, purpose="verify") as graph:
            report = report.with_replay(replay(package, case, graph, progress=tell))
    if json:
        show_json(report.as_json())
    else:
        for sentence in report.sentences:
            say(sentence)
        if report.problems:
            show_rows(report.problems, ("file", "line", "problem", "expected", "found"))
    if not report.valid or not report.same:
        raise typer.Exit(1)


def _names(text: str | None) -> tuple[str, ...]:
    if text is None:
        return ()
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    if not names:
        raise ShoalError("The selection is empty: name clusters or accounts, separated by commas.")
    return names
