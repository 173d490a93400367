"""What a page may give to the graph picture."""

import pytest

from app.component import Edge, GraphData, Node


def node(key: str) -> Node:
    return Node(id=key, kind="Account", label=key)


def test_a_node_with_half_a_position_is_refused() -> None:
    with pytest.raises(ValueError, match="only one of x and y"):
        Node(id="a", kind="Account", label="a", x=1.0)


def test_a_position_of_zero_is_a_position() -> None:
    assert Node(id="a", kind="Account", label="a", x=0.0, y=0.0).x == 0.0


def test_an_edge_to_a_node_that_is_not_there_is_named() -> None:
    with pytest.raises(ValueError, match="edge 'e' leads to 'b', which is not among the 1 nodes"):
        GraphData(rev="1", nodes=(node("a"),), edges=(Edge(id="e", source="a", target="b", kind="POSTED"),))


def test_node_ids_that_occur_twice_are_named() -> None:
    with pytest.raises(ValueError, match="node id 'twice' occurs twice"):
        GraphData(rev="1", nodes=(node("twice"), node("twice")))


def test_edge_ids_that_occur_twice_are_named() -> None:
    edge = Edge(id="twice", source="a", target="a", kind="POSTED")
    with pytest.raises(ValueError, match="edge id 'twice' occurs twice"):
        GraphData(rev="1", nodes=(node("a"),), edges=(edge, edge))
