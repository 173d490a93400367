"""The record comes in, the graph follows it: loads, the current run and the desk; anew as a whole when asked.

While something is being written the marker says what. Each step can be done again without effect, so what a crash
broke off is completed by doing it again. Callers hold the case's lock.
"""

from collections.abc import Iterable
from typing import Any

from case import runs
from case.folder import Case
from case.progress import Progress, silent
from case.tables import list_loads
from graph import findings
from graph.connection import Graph
from graph.counting import OF_LOADS, count, expected_counts, rows_of
from graph.fingerprint import expected_fingerprint, graph_fingerprint
from graph.marker import begin, desk_digest, finish, in_step, reached, read_marker
from graph.offline import fresh_graph, is_faster
from graph.record import record_of_load, whole_record
from graph.removal import Touched, follow_removal, is_small
from graph.rows import node_rows, parameters, relationship_rows
from graph.schema import NODES
from graph.statements import deleting_statement
from graph.texts import statement
from graph.writing import START, delete_all, write_record

__all__ = [
    "announce_removal", "complete", "count", "expected_counts", "expected_fingerprint", "graph_fingerprint", "in_step",
    "make_current", "rebuild", "remove", "write_desk", "write_load",
]  # fmt: skip
#: What was broken off here is not continued where it was: the graph may hold what has left the record.
_ANEW = ("rebuild", "removal")
_OF_RUN = ("delete_links_of_run", "delete_clusters_of_run", "delete_says_of_run", "delete_templates_of_run")
_OF_OTHERS = ("delete_other_links", "delete_other_clusters", "delete_other_says", "delete_other_templates")


def write_load(graph: Graph, case: Case, load_id: str, *, progress: Progress = silent) -> dict[str, int]:
    """Write one load, the faster way; returns how many nodes per label and relationships per type of loads are new, all
    0 on a repeat.
    """
    before = count(graph)
    if read_marker(graph, case).writing in _ANEW or _anew_is_faster(case, [load_id]):
        rebuild(graph, case, progress=progress)
    else:
        _write_load(graph, case, load_id, progress=progress)
    after = count(graph)
    return {name: after[name] - before[name] for name in OF_LOADS}


def _write_load(graph: Graph, case: Case, load_id: str, *, progress: Progress) -> None:
    """Write one load through the server, going on where an earlier try broke off."""
    bookmark = begin(graph, case, f"load {load_id}")
    write_record(graph, case, record_of_load(case, load_id), bookmark=bookmark, progress=progress)
    graph.write(statement("finish_loads"), {"loads": [load_id]})
    finish(graph, case)


def make_current(graph: Graph, case: Case, run_id: str, *, progress: Progress = silent) -> None:
    """Put a run's links, clusters and templates in the graph, switch to it in one transaction, then delete those of the
    run before.
    """
    begin(graph, case, f"run {run_id}")
    # What a broken-off or earlier writing of this run left goes first, so that its links can be created, not merged:
    # looking each one up among thousands of the same run took minutes.
    _delete_findings(graph, *_OF_RUN, run=run_id, progress=progress)
    found = findings.links(case, run_id).sort("start", "end", "behaviour", "window_seconds").collect()
    link = ("start", "end", "run", "behaviour", "window_seconds")
    graph.write_rows(
        statement("write_links"),
        parameters(found, apart=link),
        progress=progress,
        step="links to the graph",
        total=len(found),
    )
    templates = _rows("Template", findings.templates(case, run_id), apart=("run",))
    graph.write_rows(statement("write_templates"), templates["rows"])
    graph.write_rows(statement("write_says"), findings.says(case, run_id).sort("start", "end").collect().to_dicts())
    graph.write_all(
        [
            (statement("write_run"), _rows("Run", findings.run_rows(case, run_id))),
            (statement("write_clusters"), _rows("Cluster", findings.clusters(case, run_id), apart=("run",))),
            (statement("write_members"), _ties("MEMBER_OF", findings.members(case, run_id))),
            (statement("claim_templates"), {"run": run_id, "keys": [row["key"] for row in templates["rows"]]}),
            (statement("switch_run"), {"id": case.id, "run": run_id}),
        ]
    )
    _delete_findings(graph, *_OF_OTHERS, run=run_id, progress=progress)
    graph.write(statement("delete_other_runs"), {"run": run_id})
    write_desk(graph, case)
    finish(graph, case)


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


def announce_removal(graph: Graph, case: Case) -> None:
    """Mark the graph before rows leave the record: a crash in between cannot go unnoticed, and leads to a rebuild."""
    begin(graph, case, "removal", anew=True)


def remove(graph: Graph, case: Case, touched: Touched, *, progress: Progress = silent) -> None:
    """Let the graph follow a removal that was announced and done: by itself where it is small, else by a rebuild."""
    if is_small(case, touched):
        follow_removal(graph, case, touched)
        _complete_loads(graph, case, progress=progress)
        if count(graph) == expected_counts(case):
            return
    rebuild(graph, case, progress=progress)


def rebuild(graph: Graph, case: Case, *, progress: Progress = silent) -> dict[str, int]:
    """Make the graph anew from the record; returns the counts. A large record goes by Neo4j's offline import, and the
    graph stays as it was until the new one is whole; a small one, or one on another server, is written through it.
    """
    bookmark = begin(graph, case, "rebuild")
    if is_faster(case, rows_of(case, list_loads(case))):
        with fresh_graph(case, progress=progress) as fresh:
            _complete_import(fresh, case)
    else:
        if bookmark is None:
            _empty(graph, case, progress=progress)
        write_record(graph, case, whole_record(case), bookmark=bookmark, progress=progress)
        _complete_loads(graph, case, progress=progress)
    return count(graph)


def _empty(graph: Graph, case: Case, *, progress: Progress) -> None:
    """Delete all but the marker, and note that rows can be written."""
    for node in sorted(NODES, key=lambda node: node.label != "Post"):  # then no node has many relationships
        if node.label != "Case":
            delete_all(graph, deleting_statement(node), progress=progress, step=f"removing {node.label}")
    declared = {"labels": [node.label for node in NODES]}
    delete_all(graph, statement("delete_strangers"), declared, progress=progress, step="removing what is not declared")
    graph.write(*reached(case, START))


def _complete_import(graph: Graph, case: Case) -> None:
    """Name the loads and the run that were imported, and write the desk."""
    graph.write(statement("finish_loads"), {"loads": list_loads(case)})
    current = runs.current_run(case)
    if current:
        # The import leaves out empty lists, as the windows of a group are: clusters, which are few, get them here.
        clusters = _rows("Cluster", findings.clusters(case, current), apart=("run",))
        graph.write_all(
            [(statement("write_clusters"), clusters), (statement("switch_run"), {"id": case.id, "run": current})]
        )
    write_desk(graph, case)
    finish(graph, case)


def _complete_loads(graph: Graph, case: Case, *, progress: Progress) -> None:
    """Put the current run and the desk into a graph that holds what all loads brought, and say that it is whole.

    The loads are named first: what breaks off here is completed, not written again.
    """
    graph.write(statement("finish_loads"), {"loads": list_loads(case)})
    current = runs.current_run(case)
    if current:
        make_current(graph, case, current, progress=progress)  # the desk goes with it
    else:
        write_desk(graph, case)
        finish(graph, case)


def complete(graph: Graph, case: Case, *, progress: Progress = silent) -> list[str]:
    """Bring the graph in step with the record, finishing what was broken off; returns what was done, [] when nothing
    was.

    A graph that holds what the record does not (a withdrawn load), lacks all of several loads, or lacks what is
    imported faster than written, is made anew.
    """
    held, loads, current = read_marker(graph, case), list_loads(case), runs.current_run(case)
    writing = held.writing or ""
    broken_off = writing.removeprefix("load ")
    missing = [load for load in loads if load not in held.loads or load == broken_off]
    foreign = not set(held.loads) <= set(loads) or (current is None and held.run is not None)
    withdrawn = writing.startswith("load ") and broken_off not in loads
    many = not held.loads and len(loads) > 1
    if foreign or withdrawn or many or writing in _ANEW or _anew_is_faster(case, missing):
        rebuild(graph, case, progress=progress)
        return ["rebuild"]
    for load in missing:
        _write_load(graph, case, load, progress=progress)
    if current and (held.run != current or writing.startswith("run ")):
        make_current(graph, case, current, progress=progress)  # the desk goes with it
        return [*missing, current]
    if held.desk != desk_digest(case):
        write_desk(graph, case)
        missing.append("desk")
    finish(graph, case)
    return missing


def _anew_is_faster(case: Case, missing: list[str]) -> bool:
    """Whether to import the whole record rather than to write the missing loads through the server."""
    rows = rows_of(case, missing)
    return is_faster(case, rows) and 2 * rows > rows_of(case, list_loads(case))


def _rows(label: str, rows: Iterable[dict[str, Any]], *, apart: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"rows": list(parameters(node_rows(label, rows).collect(), apart=apart))}


def _ties(type: str, rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {"rows": list(parameters(relationship_rows(type, rows).collect(), apart=("start", "end")))}
