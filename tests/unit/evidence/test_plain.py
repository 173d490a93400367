"""Plain exports: other tools read them, and every format holds the same nodes and edges."""

import csv
import io
import json
import re
from collections import Counter
from pathlib import Path

import networkx as nx
import pytest

from case import desk
from case.errors import ShoalError
from case.folder import Case
from case.runs import read_clusters
from evidence.plain import FORMATS, PlainExport, export_as
from evidence.selection import Selection


def _export(case: Case, format: str, out: Path) -> PlainExport:
    every = tuple(cluster.cluster for cluster in read_clusters(case))
    return export_as(case, None, Selection(clusters=every), format=format, out=out)


def test_networkx_reads_every_graph_format_alike(case: Case, tmp_path: Path) -> None:
    done = {name: _export(case, name, tmp_path / name) for name in ("graphml", "gexf", "networkx")}
    graphs = [
        nx.read_graphml(done["graphml"].file, force_multigraph=True),
        nx.read_gexf(done["gexf"].file),
        nx.node_link_graph(json.loads(done["networkx"].file.read_text()), edges="edges"),
    ]
    for graph in graphs:
        assert set(graph.nodes) == set(graphs[0].nodes)
        assert (graph.number_of_nodes(), graph.number_of_edges()) == (done["gexf"].nodes, done["gexf"].edges)
    assert graphs[0].nodes["Account/x:1"]["name"] == "=cmd|' /C calc'!A0"
    assert graphs[0].nodes["Cluster/" + read_clusters(case)[0].cluster]["observed"] == 12.0
    links = [values for _, _, values in graphs[0].edges(data=True) if values["type"] == "CO_ACTED"]
    assert links[0]["occasions"] == 5


def test_json_and_csv_hold_exact_texts(case: Case, tmp_path: Path) -> None:
    told = json.loads(_export(case, "json", tmp_path / "graph.json").file.read_text())
    plain = _export(case, "csv", tmp_path / "graph.csv")
    nodes = list(csv.DictReader(io.StringIO(plain.beside[0].read_bytes().decode(), newline="")))
    texts = [sorted(row["text"] for row in rows if row.get("text")) for rows in (told["nodes"], nodes)]
    assert texts[0] == texts[1]
    assert any("\u202e" in text for text in texts[0])
    assert (len(told["nodes"]), len(told["edges"])) == (plain.nodes, plain.edges)


def test_the_same_selection_gives_the_same_bytes(case: Case, tmp_path: Path) -> None:
    for name in FORMATS:
        one, two = (_export(case, name, tmp_path / f"{name}-{turn}.file") for turn in "12")
        for first, second in zip((one.file, *one.beside), (two.file, *two.beside), strict=True):
            assert first.read_bytes() == second.read_bytes(), name


def test_stix_holds_accounts_groupings_doubts_and_opinions(case: Case, tmp_path: Path) -> None:
    bundle = json.loads(_export(case, "stix", tmp_path / "bundle.json").file.read_text())
    kinds = Counter(made["type"] for made in bundle["objects"])
    assert kinds == {"identity": 1, "user-account": 8, "grouping": 2, "note": 2, "opinion": 1}
    ids = {made["id"] for made in bundle["objects"]}
    assert len(ids) == len(bundle["objects"])
    for made in bundle["objects"]:
        assert re.fullmatch(rf"{made['type']}--[0-9a-f-]{{36}}", made["id"])
        assert set(made.get("object_refs", ())) <= ids
        assert made["spec_version"] == "2.1"
        if made["type"] != "user-account":
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z", made["created"])
    grouping = next(made for made in bundle["objects"] if made["type"] == "grouping")
    assert len(grouping["object_refs"]) == 3


def test_a_plain_export_takes_no_exhibit_number(case: Case, tmp_path: Path) -> None:
    _export(case, "json", tmp_path / "graph.json")
    assert desk.items(case, "exhibits") == []


def test_an_unknown_format_and_a_file_in_use_are_refused(case: Case, tmp_path: Path) -> None:
    with pytest.raises(ShoalError, match="graphml"):
        _export(case, "dot", tmp_path / "graph.dot")
    (tmp_path / "there").write_text("")
    with pytest.raises(ShoalError, match="exists"):
        _export(case, "json", tmp_path / "there")
