"""The files of a package, written into a bag one part after the other, for each level of disclosure."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import polars as pl

from case.progress import Progress
from evidence.bag import Bag
from evidence.capture_files import write_captures
from evidence.crate import write_crate
from evidence.exhibit_files import TABLES, WrittenExhibit, write_exhibit
from evidence.graph_files import unspeakable, write_gexf, write_graphml, write_json
from evidence.material import Material
from evidence.omissions import Count, Omission, count_table, omission_table
from evidence.questions import Answer, write_answers
from evidence.record_files import write_case, write_custody, write_frame, write_judgements, write_run, write_sources
from evidence.reports import write_reports
from evidence.stix import write_stix
from evidence.subgraph import Subgraph, build_subgraph
from evidence.takedown import write_takedown
from shoal import __version__

Level = Literal["full", "pseudonymised", "summary"]
LEVELS: tuple[Level, ...] = ("full", "pseudonymised", "summary")
VERIFIER = Path(__file__).with_name("verify.py")


@dataclass(frozen=True, slots=True)
class Content:
    """What goes into a package: material, answers of the graph, what could not be asked, for whom, printed or not."""

    material: Material
    answers: tuple[Answer, ...]
    omissions: tuple[Omission, ...]
    level: Level
    printed: bool = True


@dataclass(frozen=True, slots=True)
class Written:
    """What was written; `info` is what bag-info says of the custody log."""

    exhibits: tuple[WrittenExhibit, ...]
    nodes: int
    edges: int
    omissions: tuple[Omission, ...]
    info: dict[str, str]


def write_package(bag: Bag, content: Content, *, progress: Progress) -> Written:
    """Write everything under data/, and the verifier; the caller seals."""
    material, with_rows = content.material, content.level != "summary"
    write_case(bag, material, level=content.level, version=__version__)
    exhibits = []
    for number, exhibit in enumerate(material.exhibits, start=1):
        progress("writing exhibits", number, len(material.exhibits))
        exhibits.append(write_exhibit(bag, material, exhibit, with_rows=with_rows))
    subgraph = build_subgraph(material)
    parts = [write_run(bag, material), write_sources(bag, material)]
    if with_rows:
        parts += [_write_subgraph(bag, material, subgraph), write_answers(bag, content.answers)]
    if content.level == "full":
        parts += [write_takedown(bag, material), write_captures(bag, material)]
    counts = [count for part, _ in parts for count in part]
    omissions = [*content.omissions, *material.omissions, *(omission for _, part in parts for omission in part)]
    counts += [count for item in exhibits for count in item.counts]
    omissions += [omission for item in exhibits for omission in item.omissions]
    counts += [*write_judgements(bag, material), _write_index(bag, exhibits)]
    if not with_rows:
        omissions += _rows_withheld(exhibits, subgraph, content)
    times = [answer.time for answer in content.answers if answer.time] if with_rows else []
    info = write_custody(bag, material, times=times, redacted=content.level != "full")
    omissions += write_reports(
        bag, material, exhibits, omissions=omissions, level=content.level, printed=content.printed
    )
    counts.append(write_frame(bag, "data/omissions.csv", omission_table(omissions)))
    write_frame(bag, "data/counts.csv", count_table(counts))
    asked = content.answers if with_rows else ()
    write_crate(bag, material, exhibits, answers=asked, level=content.level)
    bag.write("verify.py", VERIFIER.read_bytes())
    nodes, edges = (subgraph.nodes.height, subgraph.edges.height) if with_rows else (0, 0)
    return Written(tuple(exhibits), nodes, edges, tuple(omissions), info)


def _rows_withheld(exhibits: list[WrittenExhibit], subgraph: Subgraph, content: Content) -> list[Omission]:
    reason = "a summary holds figures only"
    rows = sum(getattr(item.tables, name).height for item in exhibits for name in TABLES)
    return [
        Omission("disclosure", "exhibits", "rows of members, links, posts, shared objects", reason, rows),
        Omission("disclosure", "subgraph", "nodes and edges", reason, subgraph.nodes.height + subgraph.edges.height),
        Omission("disclosure", "queries", "answers of the graph", reason, len(content.answers)),
    ]


def _write_subgraph(bag: Bag, material: Material, subgraph: Subgraph) -> tuple[list[Count], list[Omission]]:
    folder, omissions = "data/subgraph", list(subgraph.omissions)
    counts = [write_frame(bag, f"{folder}/{name}.csv", getattr(subgraph, name)) for name in ("nodes", "edges")]
    with bag.writing(f"{folder}/graph.graphml") as file:
        write_graphml(file, subgraph)
    with bag.writing(f"{folder}/graph.gexf") as file:
        write_gexf(file, subgraph)
    with bag.writing(f"{folder}/graph.json") as file:
        write_json(file, subgraph)
    with bag.writing(f"{folder}/stix.json") as file:
        write_stix(file, material)
    reason = "a drawing needs none of them; the tables and graph.graphml hold them"
    omissions.append(Omission("export", f"{folder}/graph.gexf", "texts and sources of nodes", reason, None))
    if bad := unspeakable(subgraph):
        reason = "XML cannot hold some control characters; they are shown as U+FFFD there and exact in the tables"
        omissions.append(Omission("export", f"{folder}/graph.graphml", "texts with such characters", reason, bad))
    return counts, omissions


def _write_index(bag: Bag, exhibits: list[WrittenExhibit]) -> Count:
    names = ("exhibit", "kind", "about", "root", "finding", "accounts")
    rows = [[item.summary[name] for name in names] for item in exhibits]
    types = {name: pl.String for name in names} | {"accounts": pl.Int64}
    return write_frame(bag, "data/exhibits/index.csv", pl.DataFrame(rows, schema=types, orient="row"))
