"""What is around the focused nodes, from the stored pivot queries; each tie names the query it came from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from app.selection import Focus
from case.errors import ShoalError
from case.folder import Case
from graph.connection import Graph
from queries.catalogue import catalogue
from queries.header import StoredQuery
from queries.runner import run_query

#: Neighbours read for one node; how many there are beyond it is said. A cluster is shown with its members.
MOST_NEIGHBOURS = 60
MOST_MEMBERS = 300
#: Neighbours from which a second step goes.
MOST_SECOND = 15
ANY = "any"
#: Relationships whose direction the pivot queries tell for accounts: from the account that was asked about.
_FROM_SOURCE = ("MENTIONS", "REPOSTS", "REPLIES_TO", "QUOTES")
#: Ends in the order in which the graph's relationships run.
_ORDER = ("Account", "Post", "Cluster", "Url")


@dataclass(frozen=True, slots=True)
class Spot:
    """A node to show: label, key and what to call it."""

    focus: Focus
    title: str


@dataclass(frozen=True, slots=True)
class Tie:
    """Two nodes and what ties them; `weight` counts posts, occasions for a link. Times are ISO 8601 or None."""

    source: Focus
    target: Focus
    relation: str
    weight: int
    first_at: str | None
    last_at: str | None
    directed: bool


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The neighbours of one node, and the query they come from. `total` counts all there are, None when unknown."""

    centre: Focus
    query: str
    parameters: dict[str, object]
    spots: tuple[Spot, ...]
    ties: tuple[Tie, ...]
    shown: int
    total: int | None
    more: bool


def pivot_query(label: str) -> StoredQuery | None:
    """Find the stored query that lists the neighbours of this kind of node; None when the library has none."""
    wanted = f"neighbours_of_{label.lower()}"
    return next((query for query in catalogue() if query.id == wanted), None)


def relations_of(label: str) -> tuple[str, ...]:
    """List the kinds of neighbours that can be asked for from this kind of node."""
    query = pivot_query(label)
    choices = (one.choices for one in query.parameters if one.name == "relation") if query else iter(())
    return tuple(name for name in next(choices, ()) if name != ANY)


def read_surroundings(graph: Graph, case: Case, focus: Focus, relation: str = ANY) -> Surroundings:
    """Read the neighbours of one node of one kind, the most important 60; of a cluster 300."""
    query = pivot_query(focus.label)
    if query is None:
        raise ShoalError(f"There is no stored query for the neighbours of a {focus.label}. Walk there from an account.")
    given: dict[str, object] = {focus.label.lower(): focus.key, "relation": relation}
    most = MOST_MEMBERS if focus.label == "Cluster" else MOST_NEIGHBOURS
    result = run_query(graph, case, query.id, given, limit=most)
    rows = [dict(zip(result.columns, row, strict=True)) for row in result.rows]
    title = str(rows[0]["source_title"]) if rows else focus.key
    spots = [Spot(focus, title)]
    ties = []
    for row in rows:
        target = Focus(str(row["target_label"]), str(row["target"]))
        spots.append(Spot(target, str(row["target_title"] or row["target"])))
        ties.append(_tie(focus, target, row))
    return Surroundings(
        focus, query.id, {**given, "run": result.parameters.get("run")}, tuple(dict.fromkeys(spots)), tuple(ties),
        len(rows), result.total, result.more,
    )  # fmt: skip


def second_ring(found: Sequence[Surroundings], focus: Sequence[Focus]) -> tuple[Focus, ...]:
    """Name the nodes from which a second step goes: the first 15 neighbours that can be walked from."""
    walkable = (spot for spot in merge_spots(found) if spot not in focus and pivot_query(spot.label))
    return tuple(islice(walkable, MOST_SECOND))


def only_among(
    focus: Sequence[Focus], spots: Mapping[Focus, Spot], ties: Sequence[Tie]
) -> tuple[dict[Focus, Spot], tuple[Tie, ...]]:
    """Keep the focused nodes alone, with the ties among them."""
    kept = {one: spots[one] for one in focus if one in spots}
    return kept, tuple(tie for tie in ties if tie.source in kept and tie.target in kept)


def merge_spots(found: Iterable[Surroundings]) -> dict[Focus, Spot]:
    """Put the nodes of several surroundings together, each once, in the order in which they came."""
    spots: dict[Focus, Spot] = {}
    for one in found:
        for spot in one.spots:
            if spot.focus not in spots or spots[spot.focus].title == spot.focus.key:
                spots[spot.focus] = spot
    return spots


def merge_ties(found: Sequence[Surroundings]) -> tuple[Tie, ...]:
    """Put the ties together, each once: the same tie is told from both its ends."""
    ties: dict[tuple[Focus, Focus, str], Tie] = {}
    for one in found:
        for tie in one.ties:
            ends = (tie.source, tie.target) if tie.directed else tuple(sorted((tie.source, tie.target), key=str))
            name = (ends[0], ends[1], tie.relation)
            if name not in ties or ties[name].weight < tie.weight:
                ties[name] = tie
    return tuple(ties.values())


def _tie(centre: Focus, target: Focus, row: Mapping[str, object]) -> Tie:
    relation = str(row["relation"])
    source, end, directed = centre, target, True
    if centre.label == target.label:
        directed = centre.label == "Account" and relation in _FROM_SOURCE
    elif _rank(target.label) < _rank(centre.label) and relation not in _FROM_SOURCE:
        source, end = target, centre
    first, last = row.get("first_at"), row.get("last_at")
    weight = row.get("weight")
    return Tie(
        source, end, relation, int(weight) if isinstance(weight, int | float) else 1,
        str(first) if first else None, str(last) if last else None, directed,
    )  # fmt: skip


def _rank(label: str) -> int:
    return _ORDER.index(label) if label in _ORDER else len(_ORDER)
