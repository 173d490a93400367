"""The record comes in, the graph follows it: loads, the current run and the desk; anew as a whole when asked.

While something is being written the marker says what. Each step can be done again without effect, so what a crash
broke off is completed by doing it again. Callers hold the case's lock.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from case import desk, runs
from case.folder import Case
from case.progress import Progress, silent
from case.tables import list_loads
from case.writing import canonical_json
from graph import findings
from graph.connection import Graph
from graph.counting import OF_LOADS, count, expected_counts
from graph.fingerprint import expected_fingerprint, graph_fingerprint
from graph.record import record_of_load, whole_record
from graph.rows import node_rows, parameters, relationship_rows
from graph.schema import NODES
from graph.statements import deleting_statement
from graph.texts import statement
from graph.writing import delete_all, write_record

__all__ = [
    "announce_rebuild", "complete", "count", "expected_counts", "expected_fingerprint", "graph_fingerprint", "in_step",
    "make_current", "rebuild", "write_desk", "write_load",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Marker:
    """What the graph says of itself."""

    writing: str | None  # `load L`, `run R`, `desk`, `rebuild`; None when all is whole
    desk: str | None  # hash of the desk it holds
    run: str | None  # current run
    loads: tuple[str, ...]  # loads that are wholly in it


def read_marker(graph: Graph, case: Case) -> Marker:
    """What the graph says of itself."""
    table = graph.read(statement("marker"), {"id": case.id}, limit=1)
    writing, held_desk, run, loads = table.rows[0]
    return Marker(writing, held_desk, run, tuple(loads))


def in_step(graph: Graph, case: Case) -> bool:
    """Whether the graph holds this record: nothing broken off, the same loads, current run and desk. Cheap; counts are
    apart.
    """
    return read_marker(graph, case) == Marker(None, desk_digest(case), runs.current_run(case), tuple(list_loads(case)))


def write_load(graph: Graph, case: Case, load_id: str, *, progress: Progress = silent) -> dict[str, int]:
    """Write one load; returns how many nodes per label and relationships per type are new, all 0 on a repeat."""
    before = count(graph)
    _begin(graph, case, f"load {load_id}")
    write_record(graph, record_of_load(case, load_id), progress=progress)
    graph.write(statement("finish_load"), {"id": case.id, "load": load_id})
    after = count(graph)
    return {name: after[name] - before[name] for name in OF_LOADS}


def make_current(graph: Graph, case: Case, run_id: str, *, progress: Progress = silent) -> None:
    """Put a run's links and clusters in the graph, switch to it in one transaction, then delete those of the run
    before.
    """
    _begin(graph, case, f"run {run_id}")
    # What a broken-off or earlier writing of this run left goes first, so that its links can be created, not merged:
    # looking each one up among thousands of the same run took minutes.
    _delete_findings(graph, "delete_links_of_run", "delete_clusters_of_run", run=run_id, progress=progress)
    found = findings.links(case, run_id).sort("start", "end", "behaviour", "window_seconds").collect()
    link = ("start", "end", "run", "behaviour", "window_seconds")
    graph.write_rows(
        statement("write_links"),
        parameters(found, apart=link),
        progress=progress,
        step="links to the graph",
        total=len(found),
    )
    graph.write_all(
        [
            (statement("write_run"), _rows("Run", findings.run_rows(case, run_id))),
            (statement("write_clusters"), _rows("Cluster", findings.clusters(case, run_id), apart=("run",))),
            (statement("write_members"), _ties("MEMBER_OF", findings.members(case, run_id))),
            (statement("switch_run"), {"id": case.id, "run": run_id}),
        ]
    )
    _delete_findings(graph, "delete_other_links", "delete_other_clusters", run=run_id, progress=progress)
    graph.write(statement("delete_other_runs"), {"run": run_id})
    write_desk(graph, case)
    graph.write(statement("finish_writing"), {"id": case.id})


def _delete_findings(graph: Graph, *names: str, run: str, progress: Progress) -> None:
    for name in names:
        delete_all(graph, statement(name), {"run": run}, progress=progress, step="removing the run before")


def write_desk(graph: Graph, case: Case) -> None:
    """Write verdicts, notes and events anew, in one transaction. Cheap; call it after every change of the desk."""
    graph.write_all(
        [
            (statement("delete_desk"), None),
            (statement("write_events"), _rows("Event", findings.events(case))),
            (statement("write_verdicts"), _rows("Verdict", findings.verdicts(case))),
            (statement("write_notes"), _rows("Note", findings.notes(case))),
            (statement("write_about"), {"rows": findings.about(case)}),
            (statement("finish_desk"), {"id": case.id, "desk": desk_digest(case)}),
        ]
    )


def announce_rebuild(graph: Graph, case: Case) -> None:
    """Mark the graph as to be built anew, before rows leave the record: a crash in between cannot go unnoticed."""
    _begin(graph, case, "rebuild")


def rebuild(graph: Graph, case: Case, *, progress: Progress = silent) -> dict[str, int]:
    """Empty the case's own graph and write the whole record into it; returns the counts. The marker stays all the
    while.
    """
    announce_rebuild(graph, case)
    for node in sorted(
        NODES, key=lambda node: node.label != "Post"
    ):  # posts first: then no node has many relationships
        if node.label != "Case":
            delete_all(graph, deleting_statement(node), progress=progress, step=f"removing {node.label}")
    write_record(graph, whole_record(case), progress=progress)
    current = runs.current_run(case)
    if current:
        make_current(graph, case, current, progress=progress)
    write_desk(graph, case)
    for load in list_loads(case):
        graph.write(statement("finish_load"), {"id": case.id, "load": load})
    graph.write(statement("finish_writing"), {"id": case.id})
    return count(graph)


def complete(graph: Graph, case: Case, *, progress: Progress = silent) -> list[str]:
    """Bring the graph in step with the record, finishing what was broken off; returns what was done, [] when nothing
    was.

    A graph that holds what the record does not (a withdrawn load), or nothing of several loads, is built anew.
    """
    held, loads, current = read_marker(graph, case), list_loads(case), runs.current_run(case)
    broken_off = (held.writing or "").removeprefix("load ")
    foreign = not set(held.loads) <= set(loads) or (current is None and held.run is not None)
    withdrawn = (held.writing or "").startswith("load ") and broken_off not in loads
    if foreign or withdrawn or held.writing == "rebuild" or (not held.loads and len(loads) > 1):
        rebuild(graph, case, progress=progress)
        return ["rebuild"]
    done = [load for load in loads if load not in held.loads or load == broken_off]
    for load in done:
        write_load(graph, case, load, progress=progress)
    if current and (held.run != current or (held.writing or "").startswith("run ")):
        make_current(graph, case, current, progress=progress)  # the desk goes with it
        done.append(current)
    elif held.desk != desk_digest(case):
        write_desk(graph, case)
        done.append("desk")
    graph.write(statement("finish_writing"), {"id": case.id})
    return done


def desk_digest(case: Case) -> str:
    """Hash of what of the desk is in the graph; the run is part of it, since verdicts hang on its clusters."""
    content = [*(desk.items(case, kind) for kind in ("verdicts", "notes", "events")), runs.current_run(case)]
    return hashlib.sha256(canonical_json(content).encode()).hexdigest()


def _begin(graph: Graph, case: Case, what: str) -> None:
    graph.write(statement("begin_writing"), {"id": case.id, "what": what})


def _rows(label: str, rows: Iterable[dict[str, Any]], *, apart: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"rows": list(parameters(node_rows(label, rows).collect(), apart=apart))}


def _ties(type: str, rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {"rows": list(parameters(relationship_rows(type, rows).collect(), apart=("start", "end")))}
