"""Values as the driver gives them come in; plain Python that pages, JSON and tables can use goes out.

A node is {"id", "labels", "key", "properties"}, a relationship {"id", "type", "start", "end", "start_key", "end_key",
"properties"} with the ids of its ends (keys where the driver knows them), a path {"nodes", "relationships"}. Ids are
the server's own: good within one result, never to be stored.
"""

from datetime import UTC
from typing import Any

from neo4j.graph import Node, Path, Relationship
from neo4j.time import Date, DateTime, Duration, Time


def plain(value: Any) -> Any:
    """Convert one value, containers included. Times are in UTC, cut to microseconds; durations are their ISO text."""
    if value is None or isinstance(value, str | int | float):  # most values
        return value
    if isinstance(value, DateTime):
        native = value.to_native()
        return native.astimezone(UTC) if native.tzinfo else native
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, Node):
        return _node(value)
    if isinstance(value, Relationship):
        return _relationship(value)
    if isinstance(value, Path):
        return {
            "nodes": [_node(node) for node in value.nodes],
            "relationships": [_relationship(relationship) for relationship in value.relationships],
        }
    if isinstance(value, Date | Time):
        return value.to_native()
    return value.iso_format() if isinstance(value, Duration) else value


def weigh(value: Any) -> int:
    """About how many bytes a plain value takes as text; nested values are followed without recursion."""
    weight, waiting = 0, [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str | bytes | bytearray):
            weight += len(part) + 2
        elif isinstance(part, list | tuple):
            weight += 2 * len(part)
            waiting.extend(part)
        elif isinstance(part, dict):
            waiting.extend(part)
            waiting.extend(part.values())
        else:
            weight += 8
    return weight


def _node(node: Node) -> dict[str, Any]:
    properties = {name: plain(value) for name, value in sorted(node.items())}
    key = properties.get("key", properties.get("id"))
    return {"id": node.element_id, "labels": sorted(node.labels), "key": key, "properties": properties}


def _relationship(relationship: Relationship) -> dict[str, Any]:
    start, end = relationship.nodes
    return {
        "id": relationship.element_id,
        "type": relationship.type,
        "start": start.element_id if start else None,
        "end": end.element_id if end else None,
        "start_key": start.get("key") if start else None,
        "end_key": end.get("key") if end else None,
        "properties": {name: plain(value) for name, value in sorted(relationship.items())},
    }
