"""Raw files in, canonical rows in the case and the graph out: the one place where a load happens, file by file."""

import gc
import hashlib
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from case.clock import now, to_iso, whoami
from case.errors import ShoalError
from case.folder import Case
from case.journal import record
from case.keys import new_seed
from case.progress import Progress, silent
from case.sources import COUNTS, Source, known_source, write_source
from case.tables import PartWriter, post_keys, remove_drafts
from loaders.absorbing import Absorber
from loaders.batches import LARGE
from loaders.catalogue import list_formats
from loaders.mapping import mapping_table
from loaders.opening import RawFile, hash_raw, size_of, unpacked_size
from loaders.options import FileResult, LoadOptions, LoadResult
from loaders.planning import Plan, plan_file
from loaders.rejects import RejectsWriter
from loaders.sniffing import sniff
from loaders.walking import find_files
from loaders.workers import Workers

if TYPE_CHECKING:
    from graph.connection import Graph

__all__ = ["FileResult", "LoadOptions", "LoadResult", "list_formats", "load", "sniff"]

_DEFAULTS = LoadOptions()


def load(
    case: Case,
    paths: list[Path],
    options: LoadOptions = _DEFAULTS,
    *,
    graph: "Graph | None" = None,
    progress: Progress = silent,
) -> LoadResult:
    """Load files, folders and archives into a case, and into its graph if one is given.

    Every record is counted: used, duplicate or reject. Everything is planned before anything is written. A file appears
    whole or not at all: after an error or Ctrl+C those that were read to their end are in the case, and loading the
    same again goes on behind them, since a file that the case knows by its hash is not read again. What a crash broke
    off, here or in the graph, is undone or completed first. The caller holds the case's lock.

    Raises Unreachable for a file that cannot be read, ShoalError where a named file is of no known format or its times
    need a zone. A file found in a folder that is no export is reported with format None instead.
    """
    started = time.monotonic()
    remove_drafts(case)
    if graph is not None:
        _mend(graph, case, progress)
    files = find_files([Path(path) for path in paths])
    results: dict[str, FileResult] = {}
    plans: list[tuple[Plan, str]] = []
    for number, file in enumerate(files):
        progress("hashing files", number, len(files))
        _plan_one(case, file, options, results, plans)
    _note_in_journal(case, None, results.values())
    load_id = _write(case, plans, options, results, progress) if plans else None
    created = _project(case, load_id, graph, progress)
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
        rejects=known.rejects, rejects_file=known.rejects_file,
        warnings=[f"known by its hash since load {known.load} of {known.loaded_at}: not read again"],
    )  # fmt: skip


def _write(
    case: Case, plans: list[tuple[Plan, str]], options: LoadOptions, results: dict[str, FileResult], progress: Progress
) -> str:
    load_id, seed = _load_id([sha256 for _, sha256 in plans]), new_seed()
    known = post_keys(case, seed)
    with _collection_paused(), Workers() as workers:
        for number, group in enumerate(_groups(plans), 1):
            with PartWriter(case, load_id, number=number) as writer:
                for plan, sha256 in group:
                    absorber = Absorber(plan, sha256, writer, known=known, seed=seed)
                    results[plan.file.label] = _read_file(case, absorber, workers, progress)
                    known.take(absorber.keys)
                writer.seal()
                read = [results[plan.file.label] for plan, _ in group]
                for (plan, _), result in zip(group, read, strict=True):
                    write_source(case, _source(plan, writer, options, result))
                _note_in_journal(case, load_id, read)
    return load_id


def _groups(plans: list[tuple[Plan, str]]) -> Iterator[list[tuple[Plan, str]]]:
    """Share files out among parts, which appear as they are finished: small ones together, a large one alone."""
    group: list[tuple[Plan, str]] = []
    held = 0
    for plan in plans:
        size = unpacked_size(plan[0].file)
        if group and held + size > LARGE:
            yield group
            group, held = [], 0
        group.append(plan)
        held += size
    if group:
        yield group


def _read_file(case: Case, absorber: Absorber, workers: Workers, progress: Progress) -> FileResult:
    plan, sha256 = absorber.plan, absorber.sha256
    with RejectsWriter(case.sources / "rejects" / f"{sha256}.jsonl", source=plan.file.label) as rejects:
        absorber.absorb(workers, rejects, progress)
    notes = [f"{count} x {note}" for note, count in sorted(absorber.notes.items())]
    return FileResult(
        plan.file.label, sha256, plan.format.name, rejects_file=rejects.path, warnings=[*plan.warnings, *notes],
        **asdict(absorber.counts),
    )  # fmt: skip


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


def _source(plan: Plan, writer: PartWriter, options: LoadOptions, result: FileResult) -> Source:
    zone = plan.context.rules.zone
    return Source(
        sha256=result.sha256, name=plan.file.name, path=plan.file.label, size=size_of(plan.file),
        format=plan.format.name, load=writer.load, part=writer.name,
        loaded_at=now(), loaded_by=whoami(), collected_at=to_iso(plan.context.rules.collected_at),
        query=options.query, place=options.place,
        timezone=str(zone) if zone else None,
        mapping=mapping_table(plan.context.mapping) if plan.context.mapping else None,
        rejects_file=result.rejects_file, warnings=result.warnings,
        **{name: getattr(result, name) for name in COUNTS},
    )  # fmt: skip


def _mend(graph: "Graph", case: Case, progress: Progress) -> None:
    """Complete or undo what was broken off in the graph."""
    from graph.projection import complete, in_step

    if not in_step(graph, case):
        complete(graph, case, progress=progress)


def _project(case: Case, load_id: str | None, graph: "Graph | None", progress: Progress) -> dict[str, int]:
    if graph is None:
        return {}
    # Loaded here: a load into tables alone starts in half the time without the graph's drivers.
    from graph.counting import OF_LOADS
    from graph.projection import write_load

    return write_load(graph, case, load_id, progress=progress) if load_id else dict.fromkeys(OF_LOADS, 0)


def _note_in_journal(case: Case, load_id: str | None, results: Iterable[FileResult]) -> None:
    """Note files that were loaded, or that were given and not read."""
    told = ("path", "sha256", "format", "records", "used", "duplicates", "rejects")
    files = [{name: getattr(result, name) for name in told} for result in results]
    if files:
        record(case, "load", {"load": load_id, "files": files})
