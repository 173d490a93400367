"""Commands for the whole life of the data: unload, purge, backup, restore."""

import dataclasses
from pathlib import Path
from typing import Annotated

import typer

from app.commands.arguments import CaseFolder
from app.commands.output import AsJson, say, show_facts
from app.commands.progress import progress
from app.commands.verbs import command
from case import journal
from case.backup import backup as write_backup
from case.backup import restore as read_backup
from case.errors import ShoalError
from case.folder import open_case
from case.lock import case_lock
from case.naming import find_account
from case.removal import Removal, purge_account, purge_load
from case.removal import unload as withdraw
from graph.opening import open_graph
from graph.projection import announce_removal, rebuild, remove
from graph.removal import touched_by_account, touched_by_load


@command("unload")
def unload(
    folder: CaseFolder,
    load: Annotated[str, typer.Argument(metavar="LOAD", help="A load, as named by `shoal load` and on the data page.")],
    json: AsJson = False,
) -> None:
    """Withdraw a load: its rows leave tables and graph, its files may be loaded again.

    Example: shoal unload mycase L-0123456789ab
    """
    case = open_case(folder)
    with case_lock(case, "unload"), progress() as tell, open_graph(case, purpose="unload") as graph:
        touched = touched_by_load(case, load)
        announce_removal(graph, case)
        removal = withdraw(case, load)
        remove(graph, case, touched, progress=tell)
    _show(removal, json=json)


@command("purge")
def purge(
    folder: CaseFolder,
    account: Annotated[str | None, typer.Option(help="An account: key or handle.")] = None,
    load: Annotated[str | None, typer.Option(help="A load.")] = None,
    json: AsJson = False,
) -> None:
    """Remove the personal data of an account or a load for good; the journal keeps a salted commitment.

    Example: shoal purge mycase --account weibo:1001
    """
    if (account is None) == (load is None):
        raise ShoalError("Name either an account (--account) or a load (--load).")
    case = open_case(folder)
    with case_lock(case, "purge"), progress() as tell, open_graph(case, purpose="purge") as graph:
        key = find_account(case, account or "") if account else ""
        touched = touched_by_load(case, load) if load else touched_by_account(case, key)
        announce_removal(graph, case)
        removal = purge_load(case, load) if load else purge_account(case, key)
        remove(graph, case, touched, progress=tell)
    _show(removal, json=json)


@command("backup")
def backup(
    folder: CaseFolder,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A new file.")],
    json: AsJson = False,
) -> None:
    """Copy the record of a case into one file; the graph is rebuilt from it.

    Example: shoal backup mycase mycase.shoal
    """
    case = open_case(folder)
    with case_lock(case, "backup"), progress() as tell:
        made = write_backup(case, file, progress=tell)
        journal.record(case, "backup", made)
    show_facts(made, json=json)


@command("restore")
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file made by `shoal backup`.")],
    folder: CaseFolder,
    json: AsJson = False,
) -> None:
    """Make a case from a backup and rebuild its graph.

    Example: shoal restore mycase.shoal restored
    """
    with progress() as tell:
        case = read_backup(file, folder, progress=tell)
        with case_lock(case, "restore"), open_graph(case, purpose="restore") as graph:
            rebuild(graph, case, progress=tell)
            journal.record(case, "case restored", {"file": file.name})
    show_facts({"case": str(case.path), "graph": case.graph}, json=json)


def _show(removal: Removal, *, json: bool) -> None:
    show_facts(dataclasses.asdict(removal), json=json)
    if json:
        return
    if removal.sources:
        say(f"The raw files stay where they are: {', '.join(removal.sources)}.")
    if removal.runs:
        say(f"Outdated runs: {', '.join(removal.runs)}. Run `shoal detect` again.")
    if removal.packages:
        say(f"Packages made before hold the old state: {', '.join(removal.packages)}.")
