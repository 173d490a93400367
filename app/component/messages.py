"""Rows to the JSON the browser side reads, and its answers back to rows.

What comes from a browser is checked, never trusted.
"""

from collections.abc import Collection, Mapping
from math import isfinite
from typing import cast

from app.component.rows import (
    ACTION_TYPES,
    Action,
    ActionType,
    Camera,
    Edge,
    GraphChange,
    GraphData,
    GraphEvents,
    Node,
    Place,
)

LONGEST_LABEL = 400
"""Characters of a label or detail that are sent; the browser side clips further for drawing."""


def write_payload(data: GraphData | GraphChange) -> dict[str, object]:
    """The picture or the difference as plain JSON values; empty fields are left out to keep 2,000 nodes small."""
    if isinstance(data, GraphChange):
        return {
            "rev": data.rev,
            "base": data.base,
            "add": {"nodes": [write_node(n) for n in data.nodes], "edges": [write_edge(e) for e in data.edges]},
            "remove": {"nodes": list(data.remove_nodes), "edges": list(data.remove_edges)},
        }
    return {
        "rev": data.rev,
        "nodes": [write_node(node) for node in data.nodes],
        "edges": [write_edge(edge) for edge in data.edges],
        "selection": list(data.selection),
        "pinned": {key: list(place) for key, place in data.pinned.items()},
        "hidden": list(data.hidden),
        "camera": {"x": data.camera.x, "y": data.camera.y, "ratio": data.camera.ratio} if data.camera else None,
        "notDrawn": data.not_drawn,
    }


def write_node(node: Node) -> dict[str, object]:
    """One node without its empty fields."""
    row: dict[str, object] = {"id": node.id, "kind": node.kind, "label": node.label[:LONGEST_LABEL]}
    if node.x is not None and node.y is not None:
        row |= {"x": node.x, "y": node.y}
    if node.count is not None:
        row["count"] = node.count
    if not node.seen:
        row["seen"] = False
    return row | _filled(
        detail=node.detail[:LONGEST_LABEL],
        weight=node.weight,
        group=node.group,
        status=node.status,
        judgement=node.judgement,
    )


def write_edge(edge: Edge) -> dict[str, object]:
    """One edge without its empty fields."""
    row: dict[str, object] = {"id": edge.id, "source": edge.source, "target": edge.target, "kind": edge.kind}
    if not edge.directed:
        row["directed"] = False
    return row | _filled(label=edge.label[:LONGEST_LABEL], weight=edge.weight, status=edge.status)


def read_events(raw: Mapping[str, object], known: Collection[str] | None) -> GraphEvents:
    """The browser's state and trigger as rows. Ids that are not `known` are dropped; None keeps all strings."""
    return GraphEvents(
        selection=_ids(raw.get("selection"), known),
        pinned=_places(raw.get("pinned"), known),
        hidden=_ids(raw.get("hidden"), known),
        camera=_camera(raw.get("camera")),
        positions=_places(raw.get("positions"), known),
        action=_action(raw.get("action"), known),
    )


def _filled(**fields: object) -> dict[str, object]:
    return {name: value for name, value in fields.items() if value}


def _ids(value: object, known: Collection[str] | None) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        return ()
    return tuple(one for one in value if isinstance(one, str) and (known is None or one in known))


def _places(value: object, known: Collection[str] | None) -> dict[str, Place]:
    if not isinstance(value, Mapping):
        return {}
    places: dict[str, Place] = {}
    for key in _ids(list(value), known):
        match value[key]:
            case [int() | float() as x, int() | float() as y] if isfinite(x) and isfinite(y):
                places[key] = (float(x), float(y))
    return places


def _camera(value: object) -> Camera | None:
    match value:
        case {"x": int() | float() as x, "y": int() | float() as y, "ratio": int() | float() as ratio}:
            if isfinite(x) and isfinite(y) and isfinite(ratio) and ratio > 0:
                return Camera(x=float(x), y=float(y), ratio=float(ratio))
    return None


def _action(value: object, known: Collection[str] | None) -> Action | None:
    if not isinstance(value, Mapping) or value.get("type") not in ACTION_TYPES:
        return None
    ids = _ids(value.get("ids"), known)
    params = value.get("params")
    kind = cast(ActionType, value["type"])
    if not ids and kind != "resync":
        return None
    return Action(type=kind, ids=ids, params=dict(params) if isinstance(params, Mapping) else {})
