"""The sample campaign end to end: generated, loaded, detected, shown, sealed and verified."""

import dataclasses
import shutil
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from app.commands.detecting import CLUSTER_COLUMNS, run_and_project
from app.commands.output import AsJson, say, show_json, show_rows
from app.commands.progress import progress
from app.commands.serving import serve
from app.commands.verbs import command
from app.findings import cluster_rows
from campaign.generating import generate
from campaign.planning import Plan
from case.errors import ShoalError
from case.folder import SETTINGS, Case, new_case
from case.lock import case_lock
from case.progress import Progress
from detection.parameters import Parameters
from evidence.exporting import export
from evidence.selection import Selection
from evidence.verifying import verify
from graph.connection import Graph
from graph.opening import open_graph
from loaders.loading import load
from loaders.options import LoadOptions

_TITLE = "Sample campaign (everything in it is invented)"
_TIMEZONE = "Asia/Shanghai"


@command("demo")
def demo(
    folder: Annotated[Path, typer.Argument(metavar="[FOLDER]", help="An earlier demo there is replaced.")] = Path(
        "demo"
    ),
    headless: Annotated[bool, typer.Option("--headless", help="End after the package is verified.")] = False,
    scale: Annotated[float, typer.Option(help="1 is 10,000 campaign accounts.")] = 0.03,
    seed: Annotated[int, typer.Option(help="Seed of the sample campaign.")] = 1,
    port: Annotated[int, typer.Option(help="Port of the pages; 0 takes a free one.")] = 8501,
    json: AsJson = False,
) -> None:
    """Generate the sample campaign, load it, find clusters, seal and verify a package, and open the pages.

    Example: shoal demo --headless
    """
    started = time.monotonic()
    case = _fresh_case(folder)
    with progress() as tell, case_lock(case, "demo"), open_graph(case, purpose="demo") as graph:
        document = _from_export_to_evidence(case, graph, folder, Plan(scale=scale), seed=seed, tell=tell)
    document["seconds"] = round(time.monotonic() - started, 1)
    if json:
        show_json(document)
    else:
        show_rows(document["clusters"], CLUSTER_COLUMNS)
        say(f"Package {document['package']['package']}: {'valid' if document['valid'] else 'NOT VALID'}.")
        say(
            f"From raw export to sealed evidence in {document['seconds']} s. What is true of the sample lies in "
            f"{folder / 'exports' / 'truth'}."
        )
    if not document["valid"]:
        raise typer.Exit(1)
    if not headless:
        serve([case.path], port=port)


def _from_export_to_evidence(
    case: Case, graph: Graph, folder: Path, plan: Plan, *, seed: int, tell: Progress
) -> dict[str, Any]:
    made = generate(folder / "exports", plan=plan, seed=seed, progress=tell)
    loaded = load(case, list(made.files), LoadOptions(timezone=_TIMEZONE), graph=graph, progress=tell)
    run = run_and_project(case, Parameters(), progress=tell)
    rows = cluster_rows(case)
    selection = Selection(clusters=tuple(row["cluster"] for row in rows))
    package = export(case, graph, selection, out=folder / "package", progress=tell)
    return {
        "case": str(case.path),
        "load": dataclasses.asdict(loaded),
        "run": run.id,
        "finding": run.finding,
        "clusters": rows,
        "package": dataclasses.asdict(package),
        "valid": verify(folder / "package").valid,
    }


def _fresh_case(folder: Path) -> Case:
    """Make the demo's case; what is replaced must be an earlier demo, never something else."""
    if folder.exists() and any(folder.iterdir()):
        if not (folder / "case" / SETTINGS).is_file() or not (folder / "exports" / "truth").is_dir():
            raise ShoalError(f"{folder} holds something that is no earlier demo. Name another folder.")
        shutil.rmtree(folder)
    return new_case(folder / "case", title=_TITLE, timezone=_TIMEZONE, purpose="To learn how Shoal works")
