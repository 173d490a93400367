"""What a page gives to the graph picture, and what comes back: frozen rows, checked when made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, get_args

DRAWN_AT_MOST = 2_000
"""Above this many nodes every picture is a hairball: draw clusters as super-nodes and say how many are not drawn."""

Place = tuple[float, float]
ActionType = Literal["expand", "open", "hide", "pin", "resync"]
ACTION_TYPES: tuple[str, ...] = get_args(ActionType)
NO_PLACES: Mapping[str, Place] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    """Where the picture is looked at from: centre in the frame (0 to 1) and ratio (above 1: further away)."""

    x: float
    y: float
    ratio: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One node of the picture.

    `kind` is a label of the graph and decides colour and shape. `label` is raw text: the browser side cleans it.
    `weight` (0 to 1) is the size. `count` makes a super-node that stands for so many members.
    `status` is a finding (synchronised, explained, candidate), `judgement` a verdict (coordinated, organic, unclear).
    `seen` is false for a stub that the export only refers to. `x` and `y` come together or not at all.
    """

    id: str
    kind: str
    label: str
    detail: str = ""
    weight: float = 0.0
    count: int | None = None
    group: str | None = None
    status: str = ""
    judgement: str = ""
    seen: bool = True
    x: float | None = None
    y: float | None = None

    def __post_init__(self) -> None:
        """Refuse half a position: the browser could not place the node."""
        if (self.x is None) != (self.y is None):
            raise ValueError(f"node {self.id!r} has only one of x and y; give both or neither")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """One line of the picture: `weight` (0 to 1) is its thickness, `status` that of a link (validated, candidate)."""

    id: str
    source: str
    target: str
    kind: str
    label: str = ""
    weight: float = 0.0
    status: str = ""
    directed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphData:
    """The whole picture.

    With an unchanged `rev` nothing is drawn anew. A changed `selection` overrules the reader's own. `pinned`, `hidden`
    and `camera` count for the first drawing; after that the reader's hand does. `not_drawn` is said below the picture.
    """

    rev: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...] = ()
    selection: tuple[str, ...] = ()
    pinned: Mapping[str, Place] = field(default_factory=lambda: NO_PLACES)
    hidden: tuple[str, ...] = ()
    camera: Camera | None = None
    not_drawn: int = 0

    def __post_init__(self) -> None:
        """Refuse a picture whose ids repeat or whose edges lead nowhere."""
        check_distinct([node.id for node in self.nodes], "node")
        check_distinct([edge.id for edge in self.edges], "edge")
        known = {node.id for node in self.nodes}
        for edge in self.edges:
            for end in (edge.source, edge.target):
                if end not in known:
                    raise ValueError(f"edge {edge.id!r} leads to {end!r}, which is not among the {len(known)} nodes")


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphChange:
    """A difference on top of the picture with rev `base`.

    When the browser does not have that picture, the action `resync` comes back and the page sends `GraphData`.
    """

    rev: str
    base: str
    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    remove_nodes: tuple[str, ...] = ()
    remove_edges: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """What the reader asked for. For two nodes opened by their edge, `params` holds the edge's id and kind."""

    type: ActionType
    ids: tuple[str, ...]
    params: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphEvents:
    """What the reader did: all but `action` stay until changed; `action` lives for one run of the page.

    `positions` come once when a layout has settled: kept and given back as `x` and `y`, everyone sees the same picture.
    """

    selection: tuple[str, ...] = ()
    pinned: Mapping[str, Place] = field(default_factory=lambda: NO_PLACES)
    hidden: tuple[str, ...] = ()
    camera: Camera | None = None
    positions: Mapping[str, Place] = field(default_factory=lambda: NO_PLACES)
    action: Action | None = None


def check_distinct(ids: list[str], thing: str) -> None:
    """Raise ValueError naming the first id that occurs twice."""
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            raise ValueError(f"{thing} id {one!r} occurs twice; ids must be distinct")
        seen.add(one)
