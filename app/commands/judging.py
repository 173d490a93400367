"""Commands for what people decide: verdict, attribute."""

from typing import Annotated

import typer

from app.commands.arguments import CaseFolder
from app.commands.output import AsJson, show_rows
from app.commands.verbs import command
from app.judging import JUDGEMENTS, attribute_cluster, judge
from case import runs
from case.errors import ShoalError
from case.folder import Case, open_case
from case.lock import case_lock
from case.naming import find_account
from graph.opening import open_graph


@command("verdict")
def verdict(
    folder: CaseFolder,
    about: Annotated[list[str], typer.Argument(metavar="ID…", help="Clusters or accounts.")],
    judgement: Annotated[str, typer.Option("--is", help=f"{', '.join(JUDGEMENTS)}.")],
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    note: Annotated[str, typer.Option(help="Anything to remember.")] = "",
    json: AsJson = False,
) -> None:
    """Record a person's judgement on clusters or accounts; earlier ones stay in the history.

    Example: shoal verdict mycase C-0123456789ab --is coordinated --reason "same text within a minute, 14 times"
    """
    case = open_case(folder)
    with case_lock(case, "verdict"), open_graph(case, purpose="verdict") as graph:
        targets = [_target(case, name) for name in about]
        given = [judge(case, graph, target, judgement, reason=reason, note=note) for target in targets]
    show_rows(given, ("id", "about", "is", "reason", "actor", "at"), document={"verdicts": given}, json=json)


@command("attribute")
def attribute(
    folder: CaseFolder,
    cluster: Annotated[str, typer.Argument(metavar="CLUSTER")],
    to: Annotated[str, typer.Option("--to", help="Whom the person holds to be behind it.")],
    reason: Annotated[str, typer.Option(help="On what grounds.")],
    confidence: Annotated[str, typer.Option(help="low, medium or high.")],
    json: AsJson = False,
) -> None:
    """Record who a person holds to be behind a cluster: a judgement apart from what was measured.

    Example: shoal attribute mycase C-0123456789ab --to "unknown agency" --reason "shared invoice" --confidence low
    """
    case = open_case(folder)
    with case_lock(case, "attribute"):
        given = attribute_cluster(case, _target(case, cluster), to=to, reason=reason, confidence=confidence)
    show_rows([given], ("id", "about", "to", "reason", "confidence"), document={"attributions": [given]}, json=json)


def _target(case: Case, name: str) -> str:
    """Turn a cluster's id into its lineage, which outlives runs, and an account argument into its key."""
    found = runs.read_clusters(case) if runs.current_run(case) else []
    for cluster in found:
        if name in (cluster.cluster, cluster.lineage):
            return cluster.lineage
    if name.startswith("C-"):
        raise ShoalError(
            f"There is no cluster {name!r} in the current run. List them with: shoal clusters {case.path} --all"
        )
    return find_account(case, name)
