"""What the graph says of itself: which loads, run and desk it holds, what is being written, and how far that is."""

import hashlib
from dataclasses import dataclass

from case import desk, runs
from case.folder import Case
from case.tables import list_loads, list_parts
from case.writing import canonical_json
from graph.connection import Graph, Parameters
from graph.texts import statement


@dataclass(frozen=True, slots=True)
class Bookmark:
    """How far rows are written: those of `label`, in order of key, are in the graph up to and with `key`."""

    label: str
    key: str


@dataclass(frozen=True, slots=True)
class Marker:
    """What the graph says of itself."""

    writing: str | None  # `load L`, `run R`, `rebuild`; None when all is whole
    desk: str | None  # hash of the desk it holds
    run: str | None  # current run
    loads: tuple[str, ...]  # loads that are wholly in it
    basis: str | None = None  # hash of the record's parts when the writing began
    bookmark: Bookmark | None = None


def read_marker(graph: Graph, case: Case) -> Marker:
    """What the graph says of itself."""
    [row] = graph.read(statement("marker"), {"id": case.id}, limit=1).dicts()
    bookmark = Bookmark(row["label"], row["key"]) if row["label"] else None
    return Marker(row["writing"], row["desk"], row["run"], tuple(row["loads"]), row["basis"], bookmark)


def in_step(graph: Graph, case: Case) -> bool:
    """Whether the graph holds this record: nothing broken off, the same loads, current run and desk. Cheap; counts are
    apart.
    """
    held = read_marker(graph, case)
    return (held.writing, held.desk, held.run, held.loads) == (
        None, desk_digest(case), runs.current_run(case), tuple(list_loads(case)),
    )  # fmt: skip


def desk_digest(case: Case) -> str:
    """Hash of what of the desk is in the graph; the run is part of it, since verdicts hang on its clusters."""
    return _digest([*(desk.items(case, kind) for kind in ("verdicts", "notes", "events")), runs.current_run(case)])


def begin(graph: Graph, case: Case, what: str, *, anew: bool = False) -> Bookmark | None:
    """Note what is being written; return how far an earlier try came, unless loads have come or gone since.

    `anew` forgets an earlier try: for a record whose rows are about to change.
    """
    held, basis = read_marker(graph, case), _digest([part.name for part in list_parts(case)])
    if not anew and (held.writing, held.basis) == (what, basis):
        return held.bookmark
    graph.write(statement("begin_writing"), {"id": case.id, "what": what, "basis": basis})
    return None


def reached(case: Case, bookmark: Bookmark) -> tuple[str, Parameters]:
    """The statement that notes how far the writing is, for the transaction that writes so far."""
    return statement("note_reached"), {"id": case.id, "label": bookmark.label, "key": bookmark.key}


def finish(graph: Graph, case: Case) -> None:
    """Note that what was begun is wholly in the graph."""
    graph.write(statement("finish_writing"), {"id": case.id})


def _digest(content: object) -> str:
    return hashlib.sha256(canonical_json(content).encode()).hexdigest()
