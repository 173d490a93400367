"""Raw files in, canonical rows in the case and the graph out: the one place where a load happens, whole or not at
all.
"""

import gc
import hashlib
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path

from case.clock import now, to_iso, whoami
from case.errors import ShoalError
from case.folder import Case
from case.journal import record
from case.progress import Progress, silent
from case.sources import Source, known_source, write_source
from case.tables import PartWriter, post_keys
from graph.connection import Graph
from graph.counting import OF_LOADS
from graph.projection import complete, in_step, write_load
from loaders.absorbing import Absorber, Tally
from loaders.catalogue import list_formats
from loaders.mapping import mapping_table
from loaders.opening import RawFile, hash_raw, size_of
from loaders.options import FileResult, LoadOptions, LoadResult
from loaders.planning import Plan, plan_file
from loaders.rejects import RejectsWriter
from loaders.sniffing import sniff
from loaders.walking import find_files

__all__ = ["FileResult", "LoadOptions", "LoadResult", "list_formats", "load", "sniff"]

_DEFAULTS = LoadOptions()


def load(
    case: Case,
    paths: list[Path],
    options: LoadOptions = _DEFAULTS,
    *,
    graph: Graph | None = None,
    progress: Progress = silent,
) -> LoadResult:
    """Load files, folders and archives into a case, and into its graph if one is given.

    Every record is counted: used,
    duplicate or reject. A file that the case knows by its hash is not read again; a graph
    write that was cut short is completed. Everything is planned before anything is written, and the part of the load
    appears whole: an error or a cancelled load leaves the case as it was. The caller holds the case's lock.

    Raises Unreachable for a file that cannot be read, ShoalError where a named file is of no known format or its times
    need a zone. A file found in a folder that is no export is reported with format None instead.
    """
    started = time.monotonic()
    files = find_files([Path(path) for path in paths])
    results: dict[str, FileResult] = {}
    plans: list[tuple[Plan, str]] = []
    for number, file in enumerate(files):
        progress("hashing files", number, len(files))
        _plan_one(case, file, options, results, plans)
    load_id = _write(case, plans, options, results, progress) if plans else None
    created = _project(case, load_id, graph, progress)
    _note_in_journal(case, load_id, results, created)
    ordered = [results[file.label] for file in files]
    return LoadResult(load_id, ordered, created, round(time.monotonic() - started, 3))


def _plan_one(
    case: Case, file: RawFile, options: LoadOptions, results: dict[str, FileResult], plans: list[tuple[Plan, str]]
) -> None:
    sha256 = hash_raw(file)
    known = known_source(case, sha256)
    if known is not None:
        results[file.label] = _known_result(file, known)
        return
    twin = next((plan for plan, other in plans if other == sha256), None)
    if twin is not None:
        warning = f"has the same content as {twin.file.label} and was not read again"
        results[file.label] = FileResult(file.label, sha256, twin.format.name, warnings=[warning])
        return
    try:
        plans.append((plan_file(file, options, timezone=case.timezone), sha256))
    except ShoalError as error:
        if file.named or options.format is not None or options.columns is not None:
            raise
        results[file.label] = FileResult(file.label, sha256, None, warnings=[f"not read: {error}"])


def _known_result(file: RawFile, known: Source) -> FileResult:
    """Report a file that is in the case already: all its records but the rejects are duplicates."""
    return FileResult(
        file.label, known.sha256, known.format, records=known.records, duplicates=known.records - known.rejects,
        rejects=known.rejects,
        rejects_file=known.rejects_file,
        warnings=[f"known by its hash since load {known.load} of {known.loaded_at}: not read again"],
    )  # fmt: skip


def _write(
    case: Case, plans: list[tuple[Plan, str]], options: LoadOptions, results: dict[str, FileResult], progress: Progress
) -> str:
    load_id = _load_id([sha256 for _, sha256 in plans])
    known: set[str] = set(post_keys(case))
    with ExitStack() as stack:
        stack.enter_context(_collection_paused())
        writer = stack.enter_context(PartWriter(case, load_id))
        for plan, sha256 in plans:
            path = case.sources / "rejects" / f"{sha256}.jsonl"
            rejects = stack.enter_context(RejectsWriter(path, source=plan.file.label))
            absorber = Absorber(plan, sha256, writer, known=known)
            absorber.absorb(rejects, progress)
            known |= absorber.keys
            results[plan.file.label] = _result(plan, sha256, absorber.tally, rejects.path)
    for plan, _ in plans:
        write_source(case, _source(plan, load_id, options, results[plan.file.label]))
    return load_id


@contextmanager
def _collection_paused() -> Iterator[None]:
    """Keep the cycle collector from walking millions of rows without cycles: a quarter of a load's time."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _load_id(hashes: list[str]) -> str:
    """Name a load by its files and its moment; neither is part of any fingerprint."""
    digest = hashlib.sha256("".join(sorted(hashes)).encode() + now().encode()).hexdigest()
    return f"L-{digest[:12]}"


def _result(plan: Plan, sha256: str, tally: Tally, rejects_file: str | None) -> FileResult:
    notes = [f"{count} x {note}" for note, count in sorted(tally.notes.items())]
    return FileResult(
        plan.file.label, sha256, plan.format.name, tally.records, tally.used, tally.duplicates, tally.rejects,
        tally.accounts,
        tally.posts, tally.actions, rejects_file, [*plan.warnings, *notes],
    )  # fmt: skip


def _source(plan: Plan, load_id: str, options: LoadOptions, result: FileResult) -> Source:
    counts = {
        name: value for name, value in asdict(result).items() if name not in ("path", "format", "sha256", "warnings")
    }
    zone = plan.context.rules.zone
    return Source(
        sha256=result.sha256, name=plan.file.name, path=plan.file.label, size=size_of(plan.file),
        format=plan.format.name, load=load_id,
        loaded_at=now(), loaded_by=whoami(), collected_at=to_iso(plan.context.rules.collected_at),
        query=options.query, place=options.place,
        timezone=str(zone) if zone else None,
        mapping=mapping_table(plan.context.mapping) if plan.context.mapping else None,
        warnings=result.warnings, **counts,
    )  # fmt: skip


def _project(case: Case, load_id: str | None, graph: Graph | None, progress: Progress) -> dict[str, int]:
    """Bring the graph up to the record: finish what a crash cut short, then this load."""
    if graph is None:
        return {}
    if load_id is not None:
        return write_load(graph, case, load_id, progress=progress)
    if not in_step(graph, case):
        complete(graph, case, progress=progress)
    return dict.fromkeys(OF_LOADS, 0)


def _note_in_journal(case: Case, load_id: str | None, results: dict[str, FileResult], created: dict[str, int]) -> None:
    counts = ("path", "sha256", "format", "records", "used", "duplicates", "rejects")
    files = [{name: getattr(result, name) for name in counts} for result in results.values()]
    record(case, "load", {"load": load_id, "files": files, "created": created})
