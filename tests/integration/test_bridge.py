"""Notebooks get the case's graph as py2neo's, and can merge what they made by both ways."""

import py2neo
import pytest

from case.folder import Case
from graph.bridge import graph_for, merge_subgraph
from graph.connection import Graph
from graph.projection import rebuild

Opened = tuple[Case, Graph]


def test_a_notebook_reads_the_graph_by_py2neo(graph_case: Opened) -> None:
    case, graph = graph_case
    graph.write("CREATE (:Account {key: 'x:1', name: '安'})")
    with graph_for(case) as notebook:
        assert notebook.run("MATCH (a:Account) RETURN a.name AS name").data() == [{"name": "安"}]
        assert notebook.nodes.match("Account", key="x:1").first()["name"] == "安"


@pytest.mark.parametrize("fallback", [False, True])
def test_a_subgraph_is_merged_once_by_either_way(graph_case: Opened, fallback: bool) -> None:
    case, graph = graph_case
    graph.write("CREATE (:Account {key: 'x:1', name: 'before'})")
    one, two = py2neo.Node("Account", key="x:1", name="after"), py2neo.Node("Post", key="x:p")
    subgraph = py2neo.Relationship(one, "POSTED", two)
    for _ in range(2):
        assert merge_subgraph(case, subgraph, fallback=fallback) == 2
    rows = graph.read("MATCH (a:Account)-[r:POSTED]->(p:Post) RETURN a.name, p.key, count(r)").rows
    assert rows == [("after", "x:p", 1)]
    assert graph.read("MATCH (n:Account) RETURN count(n)").rows == [(1,)]


def test_what_a_notebook_merged_is_gone_after_a_rebuild(graph_case: Opened) -> None:
    case, graph = graph_case
    idea = py2neo.Node("Idea", key="one")
    merge_subgraph(case, py2neo.Relationship(idea, "CONCERNS", py2neo.Node("Account", key="x:1")), fallback=True)
    rebuild(graph, case)
    assert graph.read("MATCH (n) WHERE NOT n:Case RETURN count(n)").rows == [(0,)]
