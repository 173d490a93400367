"""The one door to the database: what comes out, what is cut off, what is refused."""

from datetime import UTC, datetime

import pytest

from case.errors import LimitReached, ShoalError
from case.folder import Case
from graph.connection import Graph

Opened = tuple[Case, Graph]
RANGE = "UNWIND range(1, $last) AS n RETURN n ORDER BY n"


@pytest.mark.parametrize(
    ("limit", "rows", "more"), [(None, 5, False), (5, 5, False), (4, 4, True), (0, 0, True), (9, 5, False)]
)
def test_a_limit_cuts_rows_and_says_whether_there_are_more(
    graph_case: Opened, limit: int | None, rows: int, more: bool
) -> None:
    table = graph_case[1].read(RANGE, {"last": 5}, limit=limit)
    assert (table.columns, len(table.rows), table.more) == (("n",), rows, more)


def test_values_are_plain_python(graph_case: Opened) -> None:
    graph = graph_case[1]
    at = datetime(2024, 12, 2, 8, 0, 0, 123456, tzinfo=UTC)
    graph.write("CREATE (:Account {key: 'x:1'})-[:POSTED {at: $at}]->(:Post {key: 'x:2', at: $at})", {"at": at})
    text = "MATCH path = (a:Account)-[r:POSTED]->(p:Post) RETURN a, r, p, path, [p.at] AS times, duration('PT5M') AS d"
    [(account, posted, post, path, times, duration)] = graph.read(text).rows
    assert (account["labels"], account["key"], post["properties"]["at"]) == (["Account"], "x:1", at)
    assert (posted["type"], posted["start"], posted["end"]) == ("POSTED", account["id"], post["id"])
    assert (posted["start_key"], posted["end_key"], posted["properties"]) == ("x:1", "x:2", {"at": at})
    assert ([node["key"] for node in path["nodes"]], len(path["relationships"])) == (["x:1", "x:2"], 1)
    assert (times, duration) == ([at], "PT5M")


def test_a_read_cannot_write(graph_case: Opened) -> None:
    with pytest.raises(ShoalError, match="refused"):
        graph_case[1].read("CREATE (n:Post {key: 'x'}) RETURN n")
    assert graph_case[1].read("MATCH (p:Post) RETURN p").rows == []


def test_a_read_ends_at_its_time_limit(graph_case: Opened) -> None:
    with pytest.raises(LimitReached, match="limit"):
        graph_case[1].read("UNWIND range(1, 10000000000) AS n RETURN sum(n) AS s", timeout_seconds=0.5)


def test_a_faulty_statement_is_refused_with_the_servers_words(graph_case: Opened) -> None:
    with pytest.raises(ShoalError, match="Variable `b` not defined"):
        graph_case[1].read("MATCH (a) RETURN b")


def test_statements_in_one_transaction_are_all_done_or_none(graph_case: Opened) -> None:
    graph = graph_case[1]
    with pytest.raises(ShoalError, match="ConstraintValidationFailed"):
        graph.write_all([("CREATE (:Post {key: 'a'})", None), ("CREATE (:Post {key: 'a'})", None)])
    assert graph.read("MATCH (p:Post) RETURN p").rows == []


def test_rows_are_written_in_batches_and_changes_are_summed(graph_case: Opened) -> None:
    told: list[tuple[str, int, int | None]] = []
    changes = graph_case[1].write_rows(
        "UNWIND $rows AS row MERGE (:Post {key: row.key})",
        ({"key": str(number)} for number in range(25)),
        batch=10,
        progress=lambda *step: told.append(step),
        step="posts",
        total=25,
    )
    assert changes["nodes_created"] == 25
    assert told == [("posts", 10, 25), ("posts", 20, 25), ("posts", 25, 25)]


def test_a_plan_is_told_without_running_the_statement(graph_case: Opened) -> None:
    kind, plan = graph_case[1].plan("MATCH (p:Post) RETURN p.key AS key")
    assert kind == "r"
    assert plan["operatorType"].startswith("ProduceResults")
    assert graph_case[1].plan("CREATE (p:Post {key: 'x'})")[0] in ("w", "rw")
    assert graph_case[1].read("MATCH (p:Post) RETURN p").rows == []


def test_search_finds_chinese_words_and_parts_of_names(graph_case: Opened) -> None:
    graph = graph_case[1]
    graph.write("CREATE (:Account {key: 'x:1', handle: 'red_car_fan', name: '红色汽车迷'})")
    graph.write("CREATE (:Post {key: 'x:2', text: '这辆新车的刹车有问题'})")
    graph.write("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()")
    found = graph.read(
        "CALL db.index.fulltext.queryNodes('post_text', $text) YIELD node RETURN node.key", {"text": '"刹车"'}
    )
    assert found.rows == [("x:2",)]
    names = graph.read("MATCH (a:Account) WHERE a.name CONTAINS $part RETURN a.key", {"part": "汽车"})
    assert names.rows == [("x:1",)]
