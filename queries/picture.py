"""Pictures: rows come in, nodes and edges to draw go out, each once and in the order of the rows.

Rows can be drawn when their columns are named `source`, `source_label`, `source_title`, `relation`, `target`,
`target_label` and `target_title` (`weight` and further columns are the edge's facts, `source_…` and `target_…` those of
its ends), or when they hold nodes, relationships or paths of the graph.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from queries.values import Json, is_node, is_relationship, to_json

DRAWABLE = {
    "source", "source_label", "source_title", "relation", "target", "target_label", "target_title",
}  # fmt: skip
_TITLES = ("handle", "name", "title", "text", "key", "id")
_TITLE_LENGTH = 60


@dataclass(frozen=True, slots=True)
class PictureNode:
    """A node to draw; `facts` are what else the rows say about it (for example `core`)."""

    key: str
    label: str
    title: str
    facts: dict[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PictureEdge:
    """An edge to draw; `weight` is a count, 1 where the rows give none.

    Ends are named by label and key, since an account and a post of one platform can have the same key.
    """

    source: str
    target: str
    relation: str
    weight: float = 1.0
    facts: dict[str, Json] = field(default_factory=dict)
    source_label: str = "Account"
    target_label: str = "Account"


@dataclass(frozen=True, slots=True)
class Picture:
    """What to draw. `more`: rows beyond the limit are not drawn; `total`: rows in all, None where unknown."""

    query: str
    nodes: tuple[PictureNode, ...]
    edges: tuple[PictureEdge, ...]
    more: bool
    total: int | None = None


def can_draw(columns: Iterable[str]) -> bool:
    """Say whether rows with these columns can be drawn without values of the graph in them."""
    return set(columns) >= DRAWABLE


def draw(
    query: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], *, more: bool, total: int | None = None
) -> Picture:
    """Draw rows; rows without anything to draw give an empty picture."""
    if can_draw(columns):
        parts = [_draw_row(dict(zip(columns, row, strict=True))) for row in rows]
    else:
        values = [part for row in rows for value in row for part in _graph_values(value)]
        ends = {value["id"]: _draw_node(value) for value in values if is_node(value)}
        parts = [([ends[v["id"]]], None) if is_node(v) else _draw_relationship(v, ends) for v in values]
    nodes: dict[tuple[str, str], PictureNode] = {}
    edges: dict[tuple[str, ...], PictureEdge] = {}
    for found, edge in parts:
        for node in found:
            nodes.setdefault((node.label, node.key), node)
        if edge is not None:
            edges.setdefault(_identity(edge), edge)
    return Picture(query, tuple(nodes.values()), tuple(edges.values()), more, total)


_Part = tuple[list[PictureNode], PictureEdge | None]


def _draw_row(row: dict[str, Any]) -> _Part:
    ends = [_draw_end(row, end) for end in ("source", "target") if row[end] is not None]
    if len(ends) < 2:
        return ends, None
    facts = {
        name: to_json(value)
        for name, value in row.items()
        if not name.startswith(("source", "target")) and name not in ("relation", "weight")
    }
    weight = 1.0 if row.get("weight") is None else float(row["weight"])
    return ends, _join(ends[0], ends[1], str(row["relation"]), weight, facts)


def _draw_end(row: dict[str, Any], end: str) -> PictureNode:
    key = str(row[end])
    facts = {
        name.removeprefix(f"{end}_"): to_json(value)
        for name, value in row.items()
        if name.startswith(f"{end}_") and name not in (f"{end}_label", f"{end}_title")
    }
    return PictureNode(key, str(row[f"{end}_label"] or ""), str(row[f"{end}_title"] or key), facts)


def _graph_values(value: Any) -> Iterator[dict[str, Any]]:
    if is_node(value) or is_relationship(value):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _graph_values(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _graph_values(item)


def _draw_node(node: dict[str, Any]) -> PictureNode:
    facts = {name: to_json(value) for name, value in node["properties"].items()}
    title = next((str(facts[name]) for name in _TITLES if facts.get(name)), "")
    return PictureNode(str(node["key"]), ":".join(node["labels"]), title[:_TITLE_LENGTH], facts)


def _draw_relationship(relationship: dict[str, Any], ends: dict[str, PictureNode]) -> _Part:
    """Draw a relationship whose ends are in the result too: without them nobody could tell what they are."""
    source, target = ends.get(relationship["start"]), ends.get(relationship["end"])
    if source is None or target is None:
        return [], None
    facts = {name: to_json(value) for name, value in relationship["properties"].items()}
    return [source, target], _join(source, target, relationship["type"], 1.0, facts)


def _join(
    source: PictureNode, target: PictureNode, relation: str, weight: float, facts: dict[str, Json]
) -> PictureEdge:
    return PictureEdge(source.key, target.key, relation, weight, facts, source.label, target.label)


def _identity(edge: PictureEdge) -> tuple[str, ...]:
    ends = (edge.source_label, edge.source, edge.target_label, edge.target)
    return *ends, edge.relation, repr(sorted(edge.facts.items()))
