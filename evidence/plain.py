"""A selection as a plain graph file for other tools: no seal, no exhibits, the same rows as a package's subgraph."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from case.errors import ShoalError, Unreachable
from case.folder import Case
from case.journal import record
from case.progress import Progress, silent
from evidence.cells import write_csv
from evidence.graph_files import unspeakable, write_gexf, write_graphml, write_json, write_networkx
from evidence.material import Material, gather
from evidence.omissions import Omission, as_dicts
from evidence.selection import Selection
from evidence.spreadsheet import write_workbook
from evidence.stix import write_stix
from evidence.subgraph import Subgraph, build_subgraph
from graph.connection import Graph

_WRITERS: dict[str, Callable[[BinaryIO, Subgraph], None]] = {
    "graphml": write_graphml,
    "gexf": write_gexf,
    "json": write_json,
    "networkx": write_networkx,
}
FORMATS = ("graphml", "gexf", "csv", "json", "networkx", "stix")


@dataclass(frozen=True, slots=True)
class PlainExport:
    """The file that was written (for csv: the edges; `beside` are nodes and spreadsheet) and how much it holds."""

    file: Path
    nodes: int
    edges: int
    omissions: tuple[dict[str, object], ...]
    beside: tuple[Path, ...] = ()


def export_as(
    case: Case, graph: Graph | None, selection: Selection, *, format: str, out: Path, progress: Progress = silent
) -> PlainExport:
    """Write a selection as graphml, gexf, json, networkx (node-link JSON), stix (a 2.1 bundle) or csv.

    CSV: `out` holds the edges, exact; beside it stand the nodes (`.nodes.csv`) and a spreadsheet copy (`.xlsx`) in
    which no cell can start a formula. `graph` is not read: the record holds the same rows.
    ShoalError: unknown format, or a file is there already.
    """
    if format not in FORMATS:
        raise ShoalError(f"{format!r} is no format of this command. There are {', '.join(FORMATS)}.")
    out = Path(out).absolute()
    files = _files(out, format)
    if taken := [str(file) for file in files if file.exists()]:
        raise ShoalError(f"{taken[0]} exists. Name a new file.")
    material = gather(case, selection, progress=progress, keep_numbers=False)
    subgraph = build_subgraph(material)
    progress("writing", 0, subgraph.nodes.height + subgraph.edges.height)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        omissions = [*material.omissions, *subgraph.omissions, *_write(files, material, subgraph, format=format)]
    except OSError as error:
        raise Unreachable(f"{out} could not be written: {error.strerror}.") from error
    record(case, "plain export", {"file": str(out), "format": format, "nodes": subgraph.nodes.height,
                                  "edges": subgraph.edges.height})  # fmt: skip
    told = tuple(as_dicts(omissions))
    return PlainExport(out, subgraph.nodes.height, subgraph.edges.height, told, tuple(files[1:]))


def _files(out: Path, format: str) -> list[Path]:
    return [out, out.with_suffix(".nodes.csv"), out.with_suffix(".xlsx")] if format == "csv" else [out]


def _write(files: list[Path], material: Material, subgraph: Subgraph, *, format: str) -> list[Omission]:
    if format != "csv":
        with files[0].open("xb") as file:
            if format == "stix":
                write_stix(file, material)
            else:
                _WRITERS[format](file, subgraph)
        bad = unspeakable(subgraph) if format in ("graphml", "gexf") else 0
        reason = "XML cannot hold some control characters; they are shown as U+FFFD"
        left = [Omission("export", format, "texts with such characters", reason, bad)] if bad else []
        if format == "gexf":
            left.append(Omission("export", format, "texts and sources of nodes", "a drawing needs none of them", None))
        return left
    edges, nodes, copy = files
    for path, frame in ((edges, subgraph.edges), (nodes, subgraph.nodes)):
        with path.open("xb") as file:
            write_csv(file, frame)
    with copy.open("xb") as file:
        cut = write_workbook(file, {"edges": subgraph.edges, "nodes": subgraph.nodes})
    reason = "a spreadsheet cell holds 32,767 characters; the .csv files hold all"
    return [Omission("export", copy.name, "ends of long texts", reason, cut)] if cut else []
