"""The hash over what the graph should hold, from the record, and over what it does hold, read back; equal when it is
right.

Ids of loads, names of raw files, places in them and times of runs are left out: they say how content came, not what
it is.
"""

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

import polars as pl

from case.fingerprint import frame_digest
from case.folder import Case
from case.writing import canonical_json
from graph.connection import Graph
from graph.counting import count
from graph.frames import node_frame, relationship_frame
from graph.rows import TYPES
from graph.schema import NODES, RELATIONSHIPS, Node, Property, Relationship
from graph.statements import node_reading_statement, relationship_reading_statement

_NOT_CONTENT = {"loads", "file", "place", "started_at"}
_NODES = tuple(node for node in NODES if node.label not in ("Case", "Load"))
PAGE_SECONDS = 110.0
Schema = dict[str, pl.DataType]


def expected_fingerprint(case: Case) -> str:
    """The hash over what the graph of the case should hold, from the record alone."""
    return _over(expected_digests(case))


def graph_fingerprint(graph: Graph) -> str:
    """The hash over what the graph holds: every node, relationship and property is read back, page by page."""
    return _over(graph_digests(graph))


def expected_digests(case: Case) -> dict[str, str]:
    """The hash per label and relationship type, from the record alone."""
    return _digests(
        lambda node: node_frame(case, node.label).collect(), lambda tie: relationship_frame(case, tie.type).collect()
    )


def graph_digests(graph: Graph) -> dict[str, str]:
    """The hash per label and relationship type, read back; a part that differs from the expected one is wrong."""
    there = count(graph)
    return _digests(
        lambda node: read_nodes(graph, node) if there[node.label] else pl.DataFrame(schema=_node_schema(node)),
        lambda tie: read_relationships(graph, tie) if there[tie.type] else pl.DataFrame(schema=_tie_schema(tie)),
    )


def _over(digests: dict[str, str]) -> str:
    return hashlib.sha256(canonical_json(digests).encode()).hexdigest()


def _digests(nodes: Callable[[Node], pl.DataFrame], ties: Callable[[Relationship], pl.DataFrame]) -> dict[str, str]:
    digests = {node.label: _digest(nodes(node), node.properties) for node in _NODES}
    return digests | {tie.type: _digest(ties(tie), tie.properties, ends=("start", "end")) for tie in RELATIONSHIPS}


def _digest(frame: pl.DataFrame, properties: tuple[Property, ...], *, ends: tuple[str, ...] = ()) -> str:
    present = set(frame.columns)
    content = [each.name for each in properties if each.name not in _NOT_CONTENT]
    missing = [pl.lit(None).alias(name) for name in content if name not in present]
    return frame_digest(frame.with_columns(missing), [*ends, *content])


def read_nodes(graph: Graph, node: Node) -> pl.DataFrame:
    """All nodes of a label, a column per property."""
    return _read(graph, [node_reading_statement(node)], _node_schema(node))


def read_relationships(graph: Graph, tie: Relationship) -> pl.DataFrame:
    """All relationships of a type: start, end and a column per property."""
    return _read(graph, [relationship_reading_statement(tie, label) for label in tie.start], _tie_schema(tie))


def _node_schema(node: Node) -> Schema:
    return {each.name: TYPES[each.type] for each in node.properties}


def _tie_schema(tie: Relationship) -> Schema:
    return {"start": pl.String(), "end": pl.String(), **{each.name: TYPES[each.type] for each in tie.properties}}


def _read(graph: Graph, statements: list[str], schema: Schema) -> pl.DataFrame:
    pages = (_frame(rows, schema) for text in statements for rows in _pages(graph, text))
    return pl.concat([pl.DataFrame(schema=schema), *pages])


def _pages(graph: Graph, text: str) -> Iterator[list[list[Any]]]:
    last = ""
    while True:
        last, rows = graph.read(text, {"after": last}, timeout_seconds=PAGE_SECONDS).rows[0]
        if last is None:
            return
        yield rows


def _frame(rows: list[list[Any]], schema: Schema) -> pl.DataFrame:
    stored = {name: pl.Int64() if isinstance(kind, pl.Datetime) else kind for name, kind in schema.items()}
    return pl.DataFrame(rows, schema=stored, orient="row").cast(pl.Schema(schema))  # times are read as microseconds
