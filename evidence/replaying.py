"""A package and its case come in; whether the case still gives the same answers goes out, item by item.

The stored queries are asked again, and the run is repeated aside with its own parameters: nothing in the case changes.
A query is only asked again where its text is that of the library: text out of a package is never run.
"""

import csv
import io
import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from case.errors import ShoalError
from case.fingerprint import data_fingerprint, frame_digest
from case.folder import Case
from case.journal import record
from case.progress import Progress
from case.runs import LINK_SCHEMA, read_clusters, read_links
from detection.parameters import parameters_from
from detection.run import detect
from evidence import verify as standalone
from evidence.cells import csv_rows
from evidence.questions import result_rows
from evidence.record_files import cluster_table
from graph.connection import Graph
from queries.catalogue import find_query
from queries.header import write_query
from queries.runner import run_query


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was done again: `same`, or what the package says and what the case says now."""

    item: str
    same: bool
    expected: str = ""
    found: str = ""


def replay(package: Path, case: Case, graph: Graph | None, *, progress: Progress) -> tuple[Item, ...]:
    """Do the queries and the run of a full package again on its case.

    Without a graph the queries are told as not asked. ShoalError: the package is of another case, or not of the full
    level. Check the package with `verify` first: this trusts what it says.
    """
    files = standalone.open_package(Path(package))
    said = json.loads(files.read("data/case.json"))
    if said["id"] != case.id:
        raise ShoalError(
            f"The package is of case {said['id']}, this is case {case.id}. Name the case it was made from."
        )
    if said["level"] != "full":
        raise ShoalError(f"The package is {said['level']}; only a full one can be replayed.")
    items = (*_queries(files, case, graph, progress), *_run(files, case, progress))
    different = [item.item for item in items if not item.same]
    record(case, "verify", {"package": str(package), "replayed": len(items), "different": different})
    return items


def _queries(files: standalone.Folder, case: Case, graph: Graph | None, progress: Progress) -> Iterator[Item]:
    answers = sorted(name for name in files.sizes if name.startswith("data/queries/") and name.endswith("/answer.json"))
    for number, name in enumerate(answers, start=1):
        progress("asking again", number, len(answers))
        yield _query(files, case, graph, folder=name.rpartition("/")[0])


def _query(files: standalone.Folder, case: Case, graph: Graph | None, *, folder: str) -> Item:
    answer = json.loads(files.read(f"{folder}/answer.json"))
    query = str(answer["query"])
    if graph is None:
        return Item(folder, False, "an answer", "not asked: no graph was given")
    try:
        text = write_query(find_query(query))
    except ShoalError as error:
        return Item(folder, False, "a query of the library", str(error))
    if files.read(f"data/queries/{query}/query.cypher").decode() != text:
        return Item(folder, False, "the text in the package", "the library's text is another one now")
    told = json.loads(files.read(f"{folder}/parameters.json"))
    parameters = {name: value for name, value in told.items() if value is not None}
    try:
        now = result_rows(run_query(graph, case, query, parameters, limit=answer["limit"]))
    except ShoalError as error:
        return Item(folder, False, f"{answer['rows']} rows", str(error))
    return _compare(folder, files.read(f"{folder}/result.csv").decode(), now.decode())


def _run(files: standalone.Folder, case: Case, progress: Progress) -> Iterator[Item]:
    for name in sorted(name for name in files.sizes if name.startswith("data/runs/") and name.endswith("/run.json")):
        folder, told = name.rpartition("/")[0], json.loads(files.read(name))
        now = data_fingerprint(case)
        yield Item(f"{folder}: data", now == told["input_fingerprint"], told["input_fingerprint"], now)
        with tempfile.TemporaryDirectory(dir=case.path, prefix=".replay-") as aside:
            shadow = _shadow(case, Path(aside))
            again = detect(shadow, parameters_from(told["parameters"]), progress=progress)
            yield Item(f"{folder}: finding", again.finding == told["finding"], told["finding"], again.finding)
            now_found = cluster_table(read_clusters(shadow, again.id), picked=())
            yield _compare(f"{folder}: clusters", _figures(files.read(f"{folder}/clusters.csv")), _figures(now_found))
            yield _links(case, shadow, item=f"{folder}: links", runs=(told["id"], again.id))


def _links(case: Case, shadow: Case, *, item: str, runs: tuple[str, str]) -> Item:
    """Compare the links that the case has recorded of the run with those it gives now."""
    places = zip((case, shadow), runs, strict=True)
    before, after = (frame_digest(read_links(where, run), list(LINK_SCHEMA)) for where, run in places)
    return Item(item, before == after, before, after)


def _figures(table: bytes) -> str:
    """Drop what a repeat cannot give: names that hang on other runs, and what was chosen for the package."""
    rows = list(csv.DictReader(io.StringIO(table.decode(), newline="")))
    kept = [name for name in (rows[0] if rows else ()) if name not in ("lineage", "in_package")]
    return b"".join(csv_rows(kept, ([row[name] for name in kept] for row in rows))).decode()


def _shadow(case: Case, aside: Path) -> Case:
    """Make a case that reads the same record and writes its run elsewhere."""
    for name in ("tables", "sources", "desk"):
        (aside / name).symlink_to(case.path / name)
    (aside / "runs").mkdir()
    return replace(case, path=aside)


def _compare(item: str, expected: str, found: str) -> Item:
    """Compare two tables and name the first line that differs."""
    if expected == found:
        return Item(item, True)
    before, after = (list(csv.reader(io.StringIO(text, newline=""))) for text in (expected, found))
    for number, (old, new) in enumerate(zip(before, after, strict=False), start=1):
        if old != new:
            return Item(item, False, f"row {number}: {old}"[:300], f"row {number}: {new}"[:300])
    return Item(item, False, f"{len(before) - 1} rows", f"{len(after) - 1} rows")
