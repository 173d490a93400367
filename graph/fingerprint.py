"""The hash over what the graph should hold, from the record, and over what it does hold, read back; equal when it is right.

Ids of loads, names of raw files, places in them and times of runs are left out: they say how content came, not what it is.
"""

import hashlib
from collections.abc import Callable, Iterator

import polars as pl

from case.fingerprint import frame_digest
from case.folder import Case
from case.writing import canonical_json
from graph.connection import Graph, Table
from graph.frames import node_frame, relationship_frame
from graph.rows import TYPES
from graph.schema import NODES, RELATIONSHIPS, Node, Property, Relationship
from graph.statements import node_reading_statement, relationship_reading_statement

_NOT_CONTENT = {"loads", "file", "place", "started_at"}
_NODES = tuple(node for node in NODES if node.label not in ("Case", "Load"))
PAGE_SECONDS = 110.0


def expected_fingerprint(case: Case) -> str:
    """The hash over what the graph of the case should hold, from the record alone."""
    return _fingerprint(
        lambda node: node_frame(case, node.label).collect(), lambda tie: relationship_frame(case, tie.type).collect()
    )


def graph_fingerprint(graph: Graph) -> str:
    """The hash over what the graph holds: every node, relationship and property is read back, page by page."""
    return _fingerprint(lambda node: read_nodes(graph, node), lambda tie: read_relationships(graph, tie))


def _fingerprint(nodes: Callable[[Node], pl.DataFrame], ties: Callable[[Relationship], pl.DataFrame]) -> str:
    digests = {node.label: _digest(nodes(node), node.properties) for node in _NODES}
    digests |= {tie.type: _digest(ties(tie), tie.properties, ends=("start", "end")) for tie in RELATIONSHIPS}
    return hashlib.sha256(canonical_json(digests).encode()).hexdigest()


def _digest(frame: pl.DataFrame, properties: tuple[Property, ...], *, ends: tuple[str, ...] = ()) -> str:
    present = set(frame.columns)
    content = [each.name for each in properties if each.name not in _NOT_CONTENT]
    missing = [pl.lit(None).alias(name) for name in content if name not in present]
    return frame_digest(frame.with_columns(missing), [*ends, *content])


def read_nodes(graph: Graph, node: Node) -> pl.DataFrame:
    """All nodes of a label, a column per property."""
    schema = {each.name: TYPES[each.type] for each in node.properties}
    pages = (_frame(page, schema) for page in _pages(graph, node_reading_statement(node), node.key))
    return pl.concat([pl.DataFrame(schema=schema), *pages])


def read_relationships(graph: Graph, tie: Relationship) -> pl.DataFrame:
    """All relationships of a type: start, end and a column per property."""
    schema = {"start": pl.String(), "end": pl.String(), **{each.name: TYPES[each.type] for each in tie.properties}}
    statements = [relationship_reading_statement(tie, label) for label in tie.start]
    pages = (_frame(page, schema) for statement in statements for page in _pages(graph, statement, "start"))
    return pl.concat([pl.DataFrame(schema=schema), *pages]).filter(pl.col("end").is_not_null())


def _pages(graph: Graph, statement: str, key: str) -> Iterator[Table]:
    after = ""
    while (page := graph.read(statement, {"after": after}, timeout_seconds=PAGE_SECONDS)).rows:
        yield page
        after = page.rows[-1][page.columns.index(key)]


def _frame(page: Table, schema: dict[str, pl.DataType]) -> pl.DataFrame:
    values = dict(zip(page.columns, zip(*page.rows, strict=True), strict=True))
    columns = [pl.Series(name, list(values[name]), dtype=_stored(kind)).cast(kind) for name, kind in schema.items()]
    return pl.DataFrame(columns)


def _stored(kind: pl.DataType) -> pl.DataType:
    return pl.Int64() if isinstance(kind, pl.Datetime) else kind  # times are read as microseconds
