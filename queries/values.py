"""Values as graph.read gives them come in, values that JSON can hold go out: times in ISO 8601, nodes by their key.

The graph's internal ids never leave: they change when the graph is rebuilt from the record.
"""

import math
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any, TypeGuard

#: What JSON can hold.
Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
#: The shapes in which graph.values.plain gives nodes and relationships.
_NODE = {"id", "labels", "key", "properties"}
_RELATIONSHIP = {"id", "type", "start", "end", "start_key", "end_key", "properties"}


def to_json(value: Any) -> Json:
    """Turn one value of a row into one that JSON can hold.

    Numbers that JSON lacks (NaN, infinities) become text; a node becomes its properties with its `label`, a
    relationship its properties with its `type` and the keys of its ends (`from`, `to`).
    """
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if math.isfinite(value) else str(value)
        case datetime():
            return show_time(value)
        case date() | time():
            return value.isoformat()
        case bytes() | bytearray():
            return value.hex()
        case Mapping():
            return _map_to_json(value)
        case list() | tuple() | set() | frozenset():  # a point is a tuple of its coordinates
            return [to_json(item) for item in value]
        case _:
            return str(value)


def show_time(value: datetime) -> str:
    """Write a time in ISO 8601, in UTC with Z where it has a zone."""
    if value.tzinfo is None:
        return value.isoformat()
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def is_node(value: object) -> TypeGuard[dict[str, Any]]:
    """Say whether a value of a row is a node of the graph."""
    return isinstance(value, dict) and value.keys() == _NODE and isinstance(value["labels"], list)


def is_relationship(value: object) -> TypeGuard[dict[str, Any]]:
    """Say whether a value of a row is a relationship of the graph."""
    return isinstance(value, dict) and value.keys() == _RELATIONSHIP


def _map_to_json(value: Mapping[Any, Any]) -> Json:
    properties = value.get("properties", {})
    if is_node(value):
        return {"label": ":".join(value["labels"]), **_map_items(properties)}
    if is_relationship(value):
        ends = {"from": value["start_key"], "to": value["end_key"]}
        return {"type": value["type"], **ends, **_map_items(properties)}
    return _map_items(value)


def _map_items(items: Mapping[Any, Any]) -> dict[str, Json]:
    return {str(name): to_json(item) for name, item in items.items()}
