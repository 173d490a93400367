"""What holds for every stored query on a real graph."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest

from case.folder import Case
from graph.connection import Graph
from graph.schema import NODES, RELATIONSHIPS
from graph.server import Address
from queries.catalogue import catalogue
from queries.header import StoredQuery
from queries.picture import can_draw
from queries.runner import run_picture, run_query
from queries.tokens import tokenise
from tests.integration.queries_case import REQUIRED, planted_graph

Planted = tuple[Graph, Case]
PAGED = [q for q in catalogue() if any(p.name == "skip" for p in q.parameters)]
DRAWN = [q for q in catalogue() if q.picture or can_draw(c.name for c in q.columns)]
every_query = pytest.mark.parametrize("query", catalogue(), ids=lambda query: query.id)
#: Operators that read a whole kind of node or relationship.
SCANS = ("AllNodesScan", "NodeByLabelScan", "UnionNodeByLabelsScan", "AllRelationshipsScan", "RelationshipTypeScan",
         "RelationshipTypesScan", "NodeIndexScan", "RelationshipIndexScan")  # fmt: skip

#: What else stands after a point: parts of times, functions, procedures, keys of maps made on the way.
NOT_PROPERTIES = {
    "epochMillis",
    "epochSeconds",
    "second",
    "hour",
    "truncate",
    "index",
    "fulltext",
    "queryNodes",
    "account",
    "at",
    "posts",
    "accounts",
    "core",
    "day",
    "made",
    "last_before",
    "woke_at",
    "silent_days",
    "longest",
}


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory, graph_server: Address) -> Iterator[Planted]:
    with planted_graph(tmp_path_factory.mktemp("library") / "case", graph_server) as opened:
        yield opened


def texts(query: StoredQuery) -> list[str]:
    return [text for text in (query.text, query.picture, query.total) if text is not None]


def given(query: StoredQuery) -> dict[str, Any]:
    needed = {parameter.name: REQUIRED[parameter.name] for parameter in query.parameters if parameter.required}
    short = {parameter.name: 2 for parameter in query.parameters if parameter.name == "silence_days"}  # a short story
    return needed | short


def operators(plan: dict[str, Any]) -> list[str]:
    own = plan["operatorType"].partition("@")[0]
    return [own, *(name for child in plan.get("children", ()) for name in operators(child))]


@every_query
def test_it_is_planned_as_a_read_without_products_or_unexplained_scans(planted: Planted, query: StoredQuery) -> None:
    graph, _ = planted
    moment = datetime(2024, 12, 1, tzinfo=UTC)
    values = {p.name: moment if p.type == "time" else p.default for p in query.parameters} | {"limit": 10}
    values |= {name: value for name, value in given(query).items() if values.get(name) is None}
    for text in texts(query):
        for _ in range(40):
            kind, plan = graph.plan(f"CYPHER replan=force {text}", values)
            found = operators(plan)
            scans = [name for name in found if name.endswith(SCANS)]
            if query.scans or not scans:
                break
            time.sleep(0.5)  # right after a load the server plans for the graph that it last counted: an empty one
        assert kind == "r"
        assert "CartesianProduct" not in found
        assert query.scans or not scans, f"it scans by {scans}; say why in a line // scans: … or find another way"


@every_query
def test_it_returns_the_columns_it_declares_and_runs_whole(planted: Planted, query: StoredQuery) -> None:
    graph, case = planted
    result = run_query(graph, case, query.id, given(query))
    assert result.columns == tuple(column.name for column in query.columns)
    assert result.rows, "the planted case has nothing that this query finds"
    assert not result.more
    assert result.total == len(result.rows)


@every_query
def test_a_cut_result_says_so_with_the_first_rows_and_the_true_total(planted: Planted, query: StoredQuery) -> None:
    graph, case = planted
    whole = run_query(graph, case, query.id, given(query))
    cut = run_query(graph, case, query.id, given(query), limit=1)
    assert cut.rows == whole.rows[:1]
    assert cut.more == (len(whole.rows) > 1)
    assert cut.total == len(whole.rows)


@pytest.mark.parametrize("query", PAGED, ids=lambda q: q.id)
def test_pages_together_are_the_whole(planted: Planted, query: StoredQuery) -> None:
    graph, case = planted
    whole = run_query(graph, case, query.id, given(query))
    second = run_query(graph, case, query.id, {**given(query), "skip": 1}, limit=2)
    assert second.rows == whole.rows[1:3]
    assert second.total == len(whole.rows)


@pytest.mark.parametrize("query", DRAWN, ids=lambda q: q.id)
def test_its_picture_has_nodes_with_labels_and_edges_between_them(planted: Planted, query: StoredQuery) -> None:
    graph, case = planted
    picture = run_picture(graph, case, query.id, given(query))
    keys = {node.key for node in picture.nodes}
    assert picture.edges
    assert {edge.source for edge in picture.edges} | {edge.target for edge in picture.edges} <= keys
    assert {node.label for node in picture.nodes} <= {node.label for node in NODES}
    assert not picture.more


@every_query
def test_columns_hold_the_types_they_declare(planted: Planted, query: StoredQuery) -> None:
    graph, case = planted
    kinds = {"int": int, "float": (int, float), "bool": bool, "list": list, "map": dict}
    for row in run_query(graph, case, query.id, given(query)).rows:
        for column, value in zip(query.columns, row, strict=True):
            assert value is None or isinstance(value, kinds.get(column.type, str)), column.name


@every_query
def test_it_names_only_labels_relationships_and_properties_of_the_schema(query: StoredQuery) -> None:
    known = {node.label for node in NODES} | {relationship.type for relationship in RELATIONSHIPS}
    properties = {p.name for declared in (*NODES, *RELATIONSHIPS) for p in declared.properties}
    for text in texts(query):
        for before, token in pairwise(tokenise(text)):
            if before.text in (":", "|") and token.kind == "word" and token.text[0].isupper() and token.text != "CASE":
                assert token.text in known
            if before.text == "." and token.kind == "word":
                assert token.text in properties | NOT_PROPERTIES
