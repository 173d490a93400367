"""What was broken off in the middle of writing goes on where it was, and gives the undisturbed graph."""

import pytest

from case.folder import Case
from graph import projection, writing
from graph.connection import Graph
from graph.marker import read_marker
from tests.integration.graph_record import write_desk_items, write_first_load, write_second_load
from tests.integration.test_projection import _agree

Opened = tuple[Case, Graph]


class Broken:
    """Breaks off after so many steps of progress with a label, and keeps what was told."""

    def __init__(self, after: int) -> None:
        self.told: list[tuple[str, int, int | None]] = []
        self._after = after

    def __call__(self, step: str, done: int, total: int | None) -> None:
        self.told.append((step, done, total))
        if step.endswith("to the graph") and len(self.told) == self._after:
            raise KeyboardInterrupt


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "BATCH_ROWS", 10)
    monkeypatch.setattr(writing, "HELD", 7)


def told(graph: Graph, case: Case) -> list[tuple[str, int, int | None]]:
    """Complete the graph and return the steps in which rows were written."""
    listening = Broken(after=-1)
    projection.complete(graph, case, progress=listening)
    return [each for each in listening.told if each[0].endswith("to the graph")]


def test_a_load_goes_on_behind_the_last_batch_that_was_written(graph_case: Opened) -> None:
    case, graph = graph_case
    write_first_load(case, repeats=10)  # 31 posts
    with pytest.raises(KeyboardInterrupt):
        projection.write_load(graph, case, "L-0001", progress=Broken(after=3))
    assert not projection.in_step(graph, case)
    assert projection.count(graph)["POSTED"] == 20
    assert told(graph, case) == [("posts to the graph", 10, 11), ("posts to the graph", 11, 11)]
    _agree(graph, case)


def test_a_load_starts_over_when_the_record_has_changed_since(graph_case: Opened) -> None:
    case, graph = graph_case
    write_first_load(case, repeats=10)
    with pytest.raises(KeyboardInterrupt):
        projection.write_load(graph, case, "L-0001", progress=Broken(after=3))
    write_second_load(case)
    assert [step for step in told(graph, case) if step[0].startswith("accounts")]
    _agree(graph, case)


def test_a_rebuild_goes_on_and_what_was_to_go_is_gone(graph_case: Opened) -> None:
    case, graph = graph_case
    write_first_load(case, repeats=10)
    write_second_load(case)
    write_desk_items(case)
    projection.complete(graph, case)
    graph.write("CREATE (:Post {key: 'foreign'})")
    with pytest.raises(KeyboardInterrupt):
        projection.rebuild(graph, case, progress=lambda step, done, total: _stop(step, done))
    bookmark = read_marker(graph, case).bookmark
    assert bookmark is not None
    assert bookmark.label == "Post"
    assert [done for step, done, _ in told(graph, case) if step.startswith("posts")] == [10, 12]
    _agree(graph, case)


def _stop(step: str, done: int) -> None:
    if step == "posts to the graph" and done == 20:
        raise KeyboardInterrupt


def test_a_purge_that_was_broken_off_is_not_forgotten_by_the_next_load(graph_case: Opened) -> None:
    case, graph = graph_case
    write_first_load(case)
    projection.complete(graph, case)
    projection.announce_removal(graph, case)
    graph.write("CREATE (:Post {key: 'purged'})")  # stands for rows that have left the record
    write_second_load(case)
    projection.write_load(graph, case, "L-0002")
    projection.complete(graph, case)
    assert graph.read("MATCH (p:Post {key: 'purged'}) RETURN p").rows == []
    _agree(graph, case)
