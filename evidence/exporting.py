"""A sealed package of a selection: gathered from the record, asked of the graph, signed, told in the journal."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from case.clock import now
from case.errors import ShoalError
from case.folder import Case
from case.journal import record
from case.progress import Progress, silent
from case.runs import current_run
from evidence.bag import Bag, new_bag
from evidence.exhibit_files import WrittenExhibit, write_exhibit
from evidence.graph_files import unspeakable, write_graphml, write_json
from evidence.keys import CaseKey, case_key
from evidence.material import Material, gather
from evidence.omissions import Count, Omission, as_dicts, count_table, omission_table
from evidence.questions import Answers, list_questions, write_answers
from evidence.record_files import write_case, write_custody, write_frame, write_judgements, write_run, write_sources
from evidence.report import write_report
from evidence.selection import Selection
from evidence.subgraph import Subgraph, build_subgraph
from graph.connection import Graph
from graph.projection import complete, in_step
from shoal import __version__

LEVELS = ("full", "pseudonymised", "summary")
VERIFIER = Path(__file__).with_name("verify.py")


@dataclass(frozen=True, slots=True)
class Package:
    """A sealed package: where it lies, its exhibits by number, how much of the graph it holds, what it lacks.

    `sha512` is that of the tag manifest, which covers all other files; `content` is equal for two packages of the same
    case and selection; `key` is the fingerprint to tell the receiver by another way, `new_key` where it was made now.
    """

    package: Path
    exhibits: tuple[str, ...]
    nodes: int
    edges: int
    omissions: tuple[dict[str, object], ...]
    sha512: str
    content: str
    key: str
    key_file: Path
    new_key: bool


@dataclass(frozen=True, slots=True)
class _Written:
    exhibits: list[WrittenExhibit]
    subgraph: Subgraph
    omissions: list[Omission]
    info: dict[str, str]


def export(
    case: Case,
    graph: Graph | None,
    selection: Selection,
    *,
    out: Path,
    level: str = "full",
    zip: bool = False,
    progress: Progress = silent,
) -> Package:
    """Seal a package in the new folder `out`.

    Without a graph the stored queries are left out, and the package says so. ShoalError: the selection names something
    that is not there, or `out` is in use; Unreachable: the folder or the graph could not be reached.
    """
    if level not in LEVELS:
        raise ShoalError(f"{level!r} is no level of disclosure. There are {', '.join(LEVELS)}.")
    out = Path(out).absolute()
    key = case_key(case)
    material = gather(case, selection, progress=progress)
    with new_bag(out) as bag:
        written = _write(bag, material, graph, level=level, progress=progress)
        progress("sealing", 0, None)
        sha512 = bag.seal(_bag_info(case, key, written.info, level=level, content=bag.content_digest()), key=key)
        content = bag.content_digest()
    package = Package(
        out,
        tuple(item.exhibit.number for item in written.exhibits),
        written.subgraph.nodes.height,
        written.subgraph.edges.height,
        tuple(as_dicts(written.omissions)),
        sha512,
        content,
        key.fingerprint,
        key.file,
        key.new,
    )
    told = {
        "package": str(out),
        "level": level,
        "exhibits": list(package.exhibits),
        "sha512": sha512,
        "content": content,
    }
    record(case, "export", {**told, "nodes": package.nodes, "edges": package.edges, "key": key.fingerprint})
    return package


def preview(case: Case, selection: Selection, *, progress: Progress = silent) -> tuple[Material, tuple[Omission, ...]]:
    """Return what an export would take and leave out, for a look before it; nothing is written, no number is given."""
    material = gather(case, selection, progress=progress, keep_numbers=False)
    return material, (*material.omissions, *build_subgraph(material).omissions)


def _write(bag: Bag, material: Material, graph: Graph | None, *, level: str, progress: Progress) -> _Written:
    write_case(bag, material, level=level, version=__version__)
    exhibits = []
    for number, exhibit in enumerate(material.exhibits, start=1):
        progress("writing exhibits", number, len(material.exhibits))
        exhibits.append(write_exhibit(bag, material, exhibit))
    counts, omissions = _write_subgraph(bag, subgraph := build_subgraph(material))
    answers = _ask(bag, material, graph, progress=progress)
    for more_counts, more in (write_run(bag, material), write_sources(bag, material)):
        counts, omissions = counts + more_counts, omissions + more
    counts += [*write_judgements(bag, material), *answers.counts, *(c for item in exhibits for c in item.counts)]
    omissions += [*material.omissions, *answers.omissions, *(o for item in exhibits for o in item.omissions)]
    info = write_custody(bag, material, times=answers.times)
    counts.append(_write_index(bag, exhibits))
    omissions += write_report(bag, material, exhibits, subgraph=subgraph, omissions=omissions)
    table = omission_table(omissions)
    counts.append(write_frame(bag, "data/omissions.csv", table))
    write_frame(bag, "data/counts.csv", count_table(counts))
    bag.write("verify.py", VERIFIER.read_bytes())
    return _Written(exhibits, subgraph, omissions, info)


def _write_subgraph(bag: Bag, subgraph: Subgraph) -> tuple[list[Count], list[Omission]]:
    folder, omissions = "data/subgraph", list(subgraph.omissions)
    counts = [write_frame(bag, f"{folder}/{name}.csv", getattr(subgraph, name)) for name in ("nodes", "edges")]
    with bag.writing(f"{folder}/graph.graphml") as file:
        write_graphml(file, subgraph)
    with bag.writing(f"{folder}/graph.json") as file:
        write_json(file, subgraph)
    if bad := unspeakable(subgraph):
        reason = "XML cannot hold some control characters; they are shown as U+FFFD there and exact in the tables"
        omissions.append(Omission("export", f"{folder}/graph.graphml", "texts with such characters", reason, bad))
    return counts, omissions


def _ask(bag: Bag, material: Material, graph: Graph | None, *, progress: Progress) -> Answers:
    run, case = material.chosen.run, material.case
    questions = list_questions(material.exhibits) if run else []
    if graph is None or run is None or run.id != current_run(case):
        reason = "no graph was given to the export" if graph is None else "the graph holds the current run only"
        return Answers(omissions=[Omission("query", "queries", "stored queries", reason, len(questions) or None)])
    if not in_step(graph, case):
        complete(graph, case, progress=progress)
    return write_answers(bag, graph, case, questions=questions, progress=progress)


def _write_index(bag: Bag, exhibits: list[WrittenExhibit]) -> Count:
    names = ("exhibit", "kind", "about", "root", "finding", "accounts")
    rows = [[item.summary[name] for name in names] for item in exhibits]
    types = {name: pl.String for name in names} | {"accounts": pl.Int64}
    return write_frame(bag, "data/exhibits/index.csv", pl.DataFrame(rows, schema=types, orient="row"))


def _bag_info(case: Case, key: CaseKey, custody: dict[str, str], *, level: str, content: str) -> dict[str, str]:
    return {
        "Source-Organization": case.organisation,
        "Contact-Name": case.operator,
        "External-Description": case.title,
        "External-Identifier": case.id,
        "Bagging-Date": now()[:10],
        "Sealed-At": now(),
        "Bag-Software-Agent": f"Shoal {__version__}",
        "Case-Id": case.id,
        "Purpose": case.purpose,
        "Authority": case.authority,
        "Disclosure-Level": level,
        "Content-SHA512": content,
        "Key-Fingerprint": key.fingerprint,
        "Timestamp-Requested": "no",
        **custody,
    }
