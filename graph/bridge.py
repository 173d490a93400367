"""A case comes in, a py2neo graph for notebooks goes out; the only module that knows py2neo.

py2neo has reached the end of its life and speaks an old form of Bolt, which servers may drop. So it is for notebooks
alone, and `merge_subgraph` falls back on the official driver when py2neo cannot connect.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import py2neo

from case.folder import EMBEDDED, Case
from graph.connection import Graph
from graph.opening import open_graph, remembered_password, split_target
from graph.server import running_server
from graph.texts import statement


@contextmanager
def graph_for(case: Case) -> Iterator[py2neo.Graph]:
    """The case's graph as py2neo's, for as long as the block runs.

    `schema.get_indexes()` fails on Neo4j 5 and later: the procedure it calls was removed there.
    """
    with open_graph(case, "py2neo"):  # the checks are the same, and the server stays while this is open
        if case.graph == EMBEDDED:
            with running_server(case.neo4j) as address:
                yield py2neo.Graph(address.uri, auth=(address.user, address.password))
        else:
            uri, database = split_target(case.graph)
            yield py2neo.Graph(uri, auth=(case.user or "neo4j", remembered_password(case)), name=database)


def merge_subgraph(case: Case, subgraph: Any, *, fallback: bool = False) -> int:
    """Merge a py2neo Subgraph (or Node, Relationship) by the nodes' first label and `key`; returns how many nodes it
    has.

    `fallback` takes the official driver from the start. What is merged is not in the record: `shoal rebuild` removes
    it, so this is for trying things out.
    """
    if not fallback:
        try:
            with graph_for(case) as graph:
                for node in subgraph.nodes:
                    node.__primarylabel__, node.__primarykey__ = _label(node), "key"
                graph.merge(subgraph)
                return len(subgraph.nodes)
        except (py2neo.errors.ConnectionUnavailable, py2neo.errors.ProtocolError, AttributeError):
            pass  # the server no longer speaks py2neo's form of Bolt
    with open_graph(case, "merge") as graph:
        _merge(graph, subgraph)
    return len(subgraph.nodes)


def _merge(graph: Graph, subgraph: Any) -> None:
    nodes = [{"label": _label(node), "key": node["key"], "set": dict(node)} for node in subgraph.nodes]
    graph.write_rows(statement("merge_nodes"), nodes)
    graph.write_rows(statement("merge_relationships"), [_tie(relationship) for relationship in subgraph.relationships])


def _tie(relationship: Any) -> dict[str, Any]:
    start, end = relationship.start_node, relationship.end_node
    return {
        "start_label": _label(start), "start": start["key"],
        "end_label": _label(end), "end": end["key"],
        "type": type(relationship).__name__, "set": dict(relationship),
    }  # fmt: skip


def _label(node: Any) -> str:
    return str(sorted(node.labels)[0])
