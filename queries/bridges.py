"""Results on their way into notebooks: a result or picture comes in; a table, data frame or network goes out."""

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

import networkx as nx
import pyarrow as pa

from queries.catalogue import catalogue
from queries.picture import Picture
from queries.runner import QueryResult
from queries.values import Json

if TYPE_CHECKING:
    import pandas as pd

_TYPES: dict[str, pa.DataType] = {
    "int": pa.int64(),
    "float": pa.float64(),
    "bool": pa.bool_(),
    "time": pa.timestamp("us", "UTC"),
}


def to_arrow(result: QueryResult) -> pa.Table:
    """Turn a result into a table with the types that the query declares; a free statement's are read off its rows.

    Lists of one kind stay lists; maps and mixed lists become JSON text.
    """
    asked = (query for query in catalogue() if query.id == result.query)
    declared = {column.name: column.type for query in asked for column in query.columns}
    columns = {
        name: _to_array([row[place] for row in result.rows], declared.get(name))
        for place, name in enumerate(result.columns)
    }
    return pa.table(columns) if columns else pa.table({})


def to_pandas(result: QueryResult) -> "pd.DataFrame":
    """Turn a result into a pandas data frame; times have a zone (UTC), whole numbers may be missing."""
    import pandas as pd

    whole = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
    frame: pd.DataFrame = to_arrow(result).to_pandas(types_mapper=whole.get)
    return frame


def to_networkx(picture: Picture) -> "nx.MultiDiGraph[str]":
    """Turn a picture into a network of networkx: nodes are named `Label:key`, each edge keeps its relation and facts.

    Facts that are lists or maps become JSON text, so that every writer of networkx can write them.
    """
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph(query=picture.query, more=picture.more)
    for node in picture.nodes:
        facts = _flat(node.facts) | {"label": node.label, "key": node.key, "title": node.title}
        network.add_node(f"{node.label}:{node.key}", **facts)
    for edge in picture.edges:
        ends = (f"{edge.source_label}:{edge.source}", f"{edge.target_label}:{edge.target}")
        network.add_edge(*ends, **(_flat(edge.facts) | {"relation": edge.relation, "weight": edge.weight}))
    return network


def _to_array(values: list[Json], declared: str | None) -> pa.Array:
    if declared == "time":
        return pa.array([_to_time(value) for value in values], _TYPES["time"])
    if declared in _TYPES:
        return pa.array(values, _TYPES[declared])
    if declared not in (None, "list", "map"):
        return pa.array(values, pa.string())
    if not any(isinstance(value, dict) for value in values):
        try:
            return pa.array(values)
        except (pa.ArrowInvalid, pa.ArrowTypeError):  # values of several kinds in one column
            pass
    return pa.array([None if value is None else json.dumps(value, ensure_ascii=False) for value in values], pa.string())


def _to_time(value: Json) -> datetime | None:
    return datetime.fromisoformat(value) if isinstance(value, str) else None


def _flat(facts: dict[str, Json]) -> dict[str, Any]:
    """Networks written as GraphML or GEXF hold single values only, and none that is missing."""
    return {
        name: json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value
        for name, value in facts.items()
        if value is not None
    }
