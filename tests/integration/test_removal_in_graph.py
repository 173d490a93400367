"""The graph follows a removal exactly, without being made anew."""

import pytest

from case import runs
from case.errors import ShoalError
from case.folder import Case
from case.removal import purge_account, purge_load, unload
from graph import projection, removal
from graph.connection import Graph
from graph.removal import Touched, touched_by_account, touched_by_load
from tests.integration.graph_record import (
    ANN,
    BEN,
    STRANGER,
    write_desk_items,
    write_first_load,
    write_found_run,
    write_second_load,
)
from tests.integration.test_projection import _agree

Opened = tuple[Case, Graph]


@pytest.fixture
def whole(graph_case: Opened, monkeypatch: pytest.MonkeyPatch) -> Opened:
    """Two loads that share a post, a run, a desk, and no way to make the graph anew."""
    case, graph = graph_case
    write_first_load(case, repeats=3)
    write_second_load(case)
    write_found_run(case)
    write_desk_items(case)
    projection.complete(graph, case)
    monkeypatch.setattr(removal, "MOST", float("inf"))
    monkeypatch.setattr(projection, "rebuild", lambda *_, **__: pytest.fail("made anew"))
    return case, graph


def follow(opened: Opened, touched: Touched) -> None:
    case, graph = opened
    projection.remove(graph, case, touched)
    _agree(graph, case)


def test_a_withdrawn_version_gives_way_to_the_one_before(whole: Opened) -> None:
    case, graph = whole
    touched = touched_by_load(case, "L-0002")
    projection.announce_removal(graph, case)
    unload(case, "L-0002")
    assert not projection.in_step(graph, case)
    follow(whole, touched)
    tags = graph.read("MATCH (:Post {key: 'weibo:1'})-[:TAGGED]->(h) RETURN h.key ORDER BY h.key").rows
    assert tags == [("car",), ("新车发布",)]
    seen = graph.read("MATCH (a:Account {key: $key}) RETURN a.seen, a.name", {"key": STRANGER}).rows
    assert seen == [(False, None)]  # still mentioned, no longer shown


def test_what_others_still_name_stays_as_unseen(whole: Opened) -> None:
    case, graph = whole
    touched = touched_by_load(case, "L-0001")
    projection.announce_removal(graph, case)
    purge_load(case, "L-0001")
    follow(whole, touched)
    assert graph.read("MATCH (p:Post) RETURN p.key ORDER BY p.key").rows == [("weibo:1",), ("weibo:50",)]


@pytest.mark.parametrize("account", [ANN, BEN, STRANGER])
def test_a_purged_account_leaves_the_graph_with_all_it_alone_named(whole: Opened, account: str) -> None:
    case, graph = whole
    touched = touched_by_account(case, account)
    projection.announce_removal(graph, case)
    purge_account(case, account)
    follow(whole, touched)
    assert graph.read("MATCH (a:Account {key: $key}) RETURN a", {"key": account}).rows == []


def test_links_of_accounts_that_left_are_not_missed(graph_case: Opened) -> None:
    case, graph = graph_case
    write_first_load(case)
    write_second_load(case)
    write_found_run(case)
    projection.complete(graph, case)
    assert projection.count(graph)["CO_ACTED"] == 3
    touched = touched_by_load(case, "L-0001")
    projection.announce_removal(graph, case)
    unload(case, "L-0001")
    projection.remove(graph, case, touched)
    assert projection.count(graph)["CO_ACTED"] == 2  # of Ann and Ben, whom the second load shows too; Cai has left
    assert runs.read_links(case).height == 4
    _agree(graph, case)


def test_a_removal_that_was_broken_off_ends_in_a_rebuild(whole: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    case, graph = whole
    projection.announce_removal(graph, case)
    purge_account(case, BEN)
    assert projection.complete(graph, case) == ["rebuild"]
    _agree(graph, case)


def test_a_load_that_is_not_there_leaves_the_graph_in_step(whole: Opened) -> None:
    case, graph = whole
    with pytest.raises(ShoalError, match="There is no load"):
        touched_by_load(case, "L-0009")
    assert projection.in_step(graph, case)
