"""The graph holds what the record says, whatever the order, the batches and the accidents."""

from collections.abc import Callable
from pathlib import Path

import pytest

from case import desk
from case.errors import ShoalError
from case.folder import Case, new_case
from graph import projection
from graph.connection import Graph
from graph.fingerprint import expected_digests, graph_digests
from graph.opening import open_graph
from tests.integration.graph_record import (
    ANN,
    BEN,
    LONG_LINK,
    STRANGER,
    write_desk_items,
    write_first_load,
    write_found_run,
    write_second_load,
)

Opened = tuple[Case, Graph]


def _agree(graph: Graph, case: Case) -> None:
    assert projection.count(graph) == projection.expected_counts(case)
    assert graph_digests(graph) == expected_digests(case)
    assert projection.graph_fingerprint(graph) == projection.expected_fingerprint(case)
    assert projection.in_step(graph, case)


def _write_all(graph: Graph, case: Case) -> None:
    projection.write_load(graph, case, "L-0001")
    projection.write_load(graph, case, "L-0002")
    projection.make_current(graph, case, "R-00000000000a")
    projection.write_desk(graph, case)


def test_a_load_gives_what_the_record_expects(graph_case: Opened) -> None:
    case, graph = graph_case
    write_first_load(case)
    created = projection.write_load(graph, case, "L-0001")
    projection.write_desk(graph, case)
    assert created["Post"] == 5  # four, and one that is only quoted
    assert created["Account"] == 4  # two profiles, an author without one, and one who is only mentioned
    assert (created["TAGGED"], created["MENTIONS"], created["ON"], created["QUOTES"]) == (2, 2, 1, 1)
    _agree(graph, case)


def test_the_same_load_again_creates_nothing(graph_case: Opened) -> None:
    case, graph = graph_case
    write_first_load(case)
    projection.write_load(graph, case, "L-0001")
    before = projection.graph_fingerprint(graph)
    assert set(projection.write_load(graph, case, "L-0001").values()) == {0}
    assert projection.graph_fingerprint(graph) == before


def test_who_is_only_named_is_a_stub_until_an_export_shows_it(graph_case: Opened) -> None:
    case, graph = graph_case
    write_first_load(case)
    projection.write_load(graph, case, "L-0001")
    question = "MATCH (a:Account {key: $key}) RETURN a.seen AS seen, a.name AS name, a.platform AS platform"
    assert graph.read(question, {"key": STRANGER}).rows == [(False, None, "weibo")]
    write_second_load(case)
    projection.write_load(graph, case, "L-0002")
    assert graph.read(question, {"key": STRANGER}).rows == [(True, "陌生人", "weibo")]


@pytest.mark.parametrize("order", [("L-0001", "L-0002"), ("L-0002", "L-0001")])
def test_the_order_of_loads_does_not_matter(graph_case: Opened, order: tuple[str, str]) -> None:
    case, graph = graph_case
    writers = {"L-0001": write_first_load, "L-0002": write_second_load}
    for load in order:
        writers[load](case)
        projection.write_load(graph, case, load)
    projection.write_desk(graph, case)
    _agree(graph, case)
    tags = graph.read("MATCH (:Post {key: 'weibo:1'})-[:TAGGED]->(h) RETURN h.key ORDER BY h.key").rows
    assert tags == [("edited",)]  # what the earlier collection of this post carried is gone, and so is its hashtag
    assert graph.read("MATCH (h:Hashtag {key: '新车发布'}) RETURN h").rows == []


def test_the_later_profile_wins_and_both_loads_are_named(graph_case: Opened) -> None:
    case, graph = graph_case
    write_first_load(case)
    write_second_load(case)
    projection.write_load(graph, case, "L-0002")
    projection.write_load(graph, case, "L-0001")
    rows = graph.read("MATCH (a:Account {key: $key}) RETURN a.bio, a.loads", {"key": BEN}).rows
    assert rows == [("second", ["L-0001", "L-0002"])]


def test_a_long_address_keeps_its_beginning_and_fits_the_index(graph_case: Opened) -> None:
    case, graph = graph_case
    write_first_load(case)
    projection.write_load(graph, case, "L-0001")
    [(key,)] = graph.read("MATCH (m:Media) WHERE m.key STARTS WITH 'data:' RETURN m.key ORDER BY m.key").rows
    assert key.startswith(LONG_LINK[:1000])
    assert len(key) < 2000


def test_a_run_is_in_the_graph_without_its_rejected_links(graph_case: Opened) -> None:
    case, graph = graph_case
    write_first_load(case)
    write_second_load(case)
    write_found_run(case)
    write_desk_items(case)
    _write_all(graph, case)
    assert projection.count(graph)["CO_ACTED"] == 3
    assert projection.count(graph)["ABOUT"] == 3
    _agree(graph, case)


def test_posts_say_the_templates_of_the_current_run_alone(graph_case: Opened) -> None:
    case, graph = graph_case
    write_first_load(case)
    write_second_load(case)
    write_found_run(case)
    _write_all(graph, case)
    write_found_run(case, "R-00000000000b", cluster="C-000000000002")
    projection.make_current(graph, case, "R-00000000000b")
    said = "MATCH (p:Post)-[:SAYS]->(t:Template) RETURN t.key, t.run, p.key ORDER BY t.key, p.key"
    assert graph.read(said).rows == [
        (template, "R-00000000000b", post)
        for template in ("T-1", "T-C-000000000002")
        for post in ("weibo:1", "weibo:2")
    ]
    assert projection.count(graph)["Template"] == 2


def test_a_new_current_run_replaces_the_one_before(graph_case: Opened) -> None:
    case, graph = graph_case
    write_first_load(case)
    write_second_load(case)
    write_found_run(case)
    write_desk_items(case)
    _write_all(graph, case)
    write_found_run(case, "R-00000000000b", cluster="C-000000000002")
    assert not projection.in_step(graph, case)
    projection.make_current(graph, case, "R-00000000000b")
    _agree(graph, case)
    assert graph.read("MATCH (:Case)-[:CURRENT]->(r) RETURN r.key").rows == [("R-00000000000b",)]


def test_the_same_run_with_another_result_leaves_nothing_stale(graph_case: Opened) -> None:
    case, graph = graph_case
    write_first_load(case)
    write_second_load(case)
    write_found_run(case)
    _write_all(graph, case)
    write_found_run(case, cluster="C-000000000002")
    projection.make_current(graph, case, "R-00000000000a")
    _agree(graph, case)


def test_the_same_cluster_found_by_two_runs_stays_one_node(graph_case: Opened) -> None:
    case, graph = graph_case
    write_first_load(case)
    write_second_load(case)
    write_found_run(case)
    _write_all(graph, case)
    write_found_run(case, "R-00000000000b")
    projection.make_current(graph, case, "R-00000000000b")
    _agree(graph, case)


def test_a_changed_verdict_is_followed(graph_case: Opened) -> None:
    case, graph = graph_case
    write_first_load(case)
    write_second_load(case)
    write_found_run(case)
    write_desk_items(case)
    _write_all(graph, case)
    first = desk.items(case, "verdicts")[0]
    desk.edit(case, "verdicts", first["id"], {**first, "is": "unclear"}, actor="y")
    assert not projection.in_step(graph, case)
    projection.write_desk(graph, case)
    _agree(graph, case)
    assert projection.graph_fingerprint(graph)


def test_a_rebuilt_graph_has_the_same_fingerprint(graph_case: Opened) -> None:
    case, graph = graph_case
    write_first_load(case)
    write_second_load(case)
    write_found_run(case)
    write_desk_items(case)
    _write_all(graph, case)
    before = projection.graph_fingerprint(graph)
    graph.write("MATCH (a:Account {key: $key}) SET a.name = 'tampered' CREATE (:Post {key: 'foreign'})", {"key": ANN})
    assert projection.graph_fingerprint(graph) != before
    projection.rebuild(graph, case)
    assert projection.graph_fingerprint(graph) == before
    _agree(graph, case)


def test_what_was_broken_off_is_completed(graph_case: Opened) -> None:
    case, graph = graph_case
    write_first_load(case)
    write_second_load(case)
    write_found_run(case)
    write_desk_items(case)
    projection.write_load(graph, case, "L-0001")
    graph.write("MATCH (c:Case) SET c.writing = 'load L-0002'")
    assert not projection.in_step(graph, case)
    assert projection.complete(graph, case) == ["L-0002", "R-00000000000a"]  # the desk goes with the run
    _agree(graph, case)
    assert projection.complete(graph, case) == []


def test_a_withdrawn_load_is_gone_after_completion(graph_case: Opened) -> None:
    case, graph = graph_case
    write_first_load(case)
    write_second_load(case)
    projection.write_load(graph, case, "L-0001")
    projection.write_load(graph, case, "L-0002")
    for file in (case.tables / "L-0002").iterdir():
        file.unlink()
    (case.tables / "L-0002").rmdir()
    assert projection.complete(graph, case) == ["rebuild"]
    _agree(graph, case)


def test_a_graph_of_another_case_is_refused_and_left_alone(
    graph_case: Opened, tmp_path: Path, new_graph_case: Callable[[Path], Case]
) -> None:
    case, graph = graph_case
    write_first_load(case)
    projection.write_load(graph, case, "L-0001")
    before = projection.graph_fingerprint(graph)
    other = new_case(tmp_path / "other", title="Other", graph=case.graph, user=case.user)
    (other.path / ".graph-password").write_text((case.path / ".graph-password").read_text())
    with pytest.raises(ShoalError, match="belongs to another case"), open_graph(other):
        pass
    assert projection.graph_fingerprint(graph) == before


def test_unmarked_data_are_refused_and_left_alone(graph_case: Opened) -> None:
    case, graph = graph_case
    graph.write("MATCH (c:Case) DELETE c")
    graph.write("CREATE (:Somebody {name: 'else'})")
    with pytest.raises(ShoalError, match="no marker"), open_graph(case):
        pass
    assert graph.read("MATCH (n) RETURN labels(n)").rows == [(["Somebody"],)]
