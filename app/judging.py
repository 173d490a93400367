"""Writing down what a person judges, in the record and in the graph; nothing here is measured."""

from typing import Any

from case import desk, journal
from case.errors import ShoalError
from case.folder import Case
from graph.connection import Graph
from graph.projection import write_desk

JUDGEMENTS = ("coordinated", "organic", "unclear")
CONFIDENCES = ("low", "medium", "high")


def judge(
    case: Case, graph: Graph, about: str, judgement: str, *, reason: str = "", note: str = "", actor: str | None = None
) -> dict[str, Any]:
    """Record a verdict on an account's key or a cluster's lineage and return it as it lies on the desk."""
    if judgement not in JUDGEMENTS:
        raise ShoalError(f"{judgement!r} is no verdict: expected {', '.join(JUDGEMENTS)}.")
    value = {
        "about": about,
        "kind": "account" if ":" in about else "cluster",
        "is": judgement,
        "reason": reason,
        "note": note,
    }
    item = desk.add(case, "verdicts", value, actor=actor)
    journal.record(case, "verdict", {**value, "id": item}, actor=actor)
    write_desk(graph, case)
    return next(there for there in desk.items(case, "verdicts") if there["id"] == item)


def attribute_cluster(
    case: Case, about: str, *, to: str, reason: str, confidence: str, actor: str | None = None
) -> dict[str, Any]:
    """Record who a person holds to be behind a cluster and return it as it lies on the desk."""
    if confidence not in CONFIDENCES:
        raise ShoalError(f"{confidence!r} is no confidence: expected {', '.join(CONFIDENCES)}.")
    if not to.strip() or not reason.strip():
        raise ShoalError("An attribution needs both a name (--to) and a reason (--reason).")
    value = {"about": about, "to": to, "reason": reason, "confidence": confidence}
    item = desk.add(case, "attributions", value, actor=actor)
    journal.record(case, "attribution", {**value, "id": item}, actor=actor)
    return next(there for there in desk.items(case, "attributions") if there["id"] == item)
