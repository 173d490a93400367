"""Packages sealed with a real graph: they hold its answers, and neither a repeat nor a rebuild changes them."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from case.errors import ShoalError
from case.folder import Case, new_case
from case.progress import silent
from case.runs import current_run, read_clusters, set_current_run
from detection.parameters import Parameters
from detection.run import detect
from evidence.exporting import Package, export
from evidence.replaying import replay
from evidence.selection import Selection
from evidence.verifying import verify
from graph.connection import Graph
from graph.fingerprint import read_relationships
from graph.projection import in_step, make_current, rebuild
from graph.schema import relationship
from graph.server import Address
from queries.catalogue import find_query
from queries.runner import run_query
from tests.integration.queries_case import planted_graph

RING = ("weibo:r1", "weibo:r2")
EVERY_PART = ("POSTED", "TAGGED", "LINKS_TO", "MENTIONS", "SHOWS", "GIVES", "REPLIES_TO", "REPOSTS", "QUOTES")


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory, graph_server: Address) -> Iterator[tuple[Case, Graph]]:
    folder = tmp_path_factory.mktemp("export")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHOAL_KEYS", str(folder / "keys"))
        with planted_graph(folder / "case", graph_server) as (graph, case):
            yield case, graph


@pytest.fixture(scope="module")
def package(planted: tuple[Case, Graph], tmp_path_factory: pytest.TempPathFactory) -> Package:
    case, graph = planted
    return export(case, graph, Selection(), out=tmp_path_factory.mktemp("packages") / "first")


def test_a_package_with_answers_of_the_graph_holds(package: Package) -> None:
    report = verify(package.package, key=package.key)
    assert report.problems == ()
    assert report.valid


def test_the_answers_are_those_of_the_stored_queries(package: Package, planted: tuple[Case, Graph]) -> None:
    case, graph = planted
    cluster = read_clusters(case)[0].cluster
    folder = package.package / "data/queries/cluster_core"
    told = list(csv.reader(io.StringIO((folder / "E-0001/result.csv").read_text(), newline="")))
    asked = run_query(graph, case, "cluster_core", {"cluster": cluster})
    assert told[0] == list(asked.columns)
    assert [row[0] for row in told[1:]] == [row[0] for row in asked.rows]
    assert json.loads((folder / "E-0001/answer.json").read_text())["total"] == len(asked.rows)
    assert find_query("cluster_core").text in (folder / "query.cypher").read_text()


def test_the_subgraph_is_what_the_graph_holds_of_the_exhibit(package: Package, planted: tuple[Case, Graph]) -> None:
    _, graph = planted
    nodes, edges = (_rows(package.package / f"data/subgraph/{name}.csv") for name in ("nodes", "edges"))
    posts = {row["key"] for row in nodes if row["label"] == "Post" and row["boundary"] == "false"}
    for kind in EVERY_PART:
        told = {(_key(row["source"]), _key(row["target"])) for row in edges if row["type"] == kind}
        held = read_relationships(graph, relationship(kind)).select("start", "end").rows()
        mine = {(start, end) for start, end in held if start in posts or (kind == "POSTED" and end in posts)}
        assert told == mine, kind


def test_the_links_and_members_are_those_of_the_graph(package: Package, planted: tuple[Case, Graph]) -> None:
    _, graph = planted
    edges = _rows(package.package / "data/subgraph/edges.csv")
    members = {_key(row["source"]) for row in edges if row["type"] == "MEMBER_OF"}
    for kind in ("CO_ACTED", "MEMBER_OF"):
        told = sorted((_key(row["source"]), _key(row["target"])) for row in edges if row["type"] == kind)
        held = read_relationships(graph, relationship(kind)).select("start", "end").rows()
        there = [(start, end) for start, end in held if start in members and (kind == "MEMBER_OF" or end in members)]
        assert told == sorted(there), kind


def test_a_repeat_and_a_rebuild_give_the_same_content(
    package: Package, planted: tuple[Case, Graph], tmp_path: Path
) -> None:
    case, graph = planted
    assert export(case, graph, Selection(), out=tmp_path / "repeat").content == package.content
    rebuild(graph, case)
    assert export(case, graph, Selection(), out=tmp_path / "rebuilt").content == package.content


def test_an_export_brings_the_graph_in_step_first(planted: tuple[Case, Graph], tmp_path: Path) -> None:
    case, graph = planted
    graph.write("MATCH (l:Load) DETACH DELETE l")
    assert not in_step(graph, case)
    assert verify(export(case, graph, Selection(), out=tmp_path / "again").package).valid
    assert in_step(graph, case)


def test_a_link_asks_for_the_posts_behind_it(planted: tuple[Case, Graph], tmp_path: Path) -> None:
    case, graph = planted
    package = export(case, graph, Selection(accounts=read_clusters(case)[0].core[:2]), out=tmp_path / "link")
    (number,) = package.exhibits
    assert _rows(package.package / f"data/queries/posts_behind_link/{number}/result.csv")
    assert _rows(package.package / f"data/exhibits/{number}/shared.csv")
    assert verify(package.package).valid


def test_a_replay_on_an_unchanged_case_gives_the_same(planted: tuple[Case, Graph], tmp_path: Path) -> None:
    case, graph = planted
    before, run = current_run(case), detect(case, Parameters())
    try:
        set_current_run(case, run.id)
        make_current(graph, case, run.id)
        package = export(case, graph, Selection(accounts=RING[:2]), out=tmp_path / "link")
        runs = sorted(path.name for path in case.runs.iterdir())
        items = replay(package.package, case, graph, progress=silent)
        assert [item for item in items if not item.same] == []
        kinds = {item.item.rpartition(": ")[2] for item in items if item.item.startswith("data/runs/")}
        assert kinds == {"data", "finding", "clusters", "links"}
        assert len(items) > len(kinds)
        assert sorted(path.name for path in case.runs.iterdir()) == runs
        assert verify(package.package).with_replay(items).same
    finally:
        set_current_run(case, str(before))
        make_current(graph, case, str(before))


def test_a_replay_names_what_changed(package: Package, planted: tuple[Case, Graph]) -> None:
    case, graph = planted
    cluster = read_clusters(case)[0].cluster
    graph.write(
        "MATCH (a:Account)-[m:MEMBER_OF]->(:Cluster {key: $cluster}) WITH m LIMIT 1 DELETE m", {"cluster": cluster}
    )
    try:
        report = verify(package.package).with_replay(replay(package.package, case, graph, progress=silent))
    finally:
        rebuild(graph, case)
    different = {str(item["item"]) for item in report.replay or () if not item["same"]}
    assert "data/queries/cluster_members/E-0001" in different
    assert f"data/runs/{current_run(case)}: data" in different
    assert "data/queries/ranked_clusters/run" not in different
    assert not report.same
    assert report.valid
    assert any("different (in the package" in line for line in report.sentences)


def test_a_package_of_another_case_is_not_replayed(
    package: Package, planted: tuple[Case, Graph], tmp_path: Path
) -> None:
    with pytest.raises(ShoalError, match="Name the case it was made from"):
        replay(package.package, new_case(tmp_path / "other", title="other"), None, progress=silent)


def _key(node: str) -> str:
    return node.partition("/")[2]


def _rows(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_bytes().decode(), newline="")))
