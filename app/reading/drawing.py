"""From nodes and ties to the picture: sizes, rings, links among the accounts shown; and tables of the same."""

import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from app.component import DRAWN_AT_MOST, Edge, GraphData, Node
from app.reading import times
from app.reading.judgements import Item, about
from app.reading.link import COMBINED
from app.reading.neighbourhood import Spot, Surroundings, Tie, merge_spots, merge_ties
from app.selection import Focus
from app.words import Words
from case.runs import Cluster

#: With more links than this a picture shows none of them: the strongest few of each account are drawn instead.
_ALL_LINKS = 250
_STRONGEST_OF_EACH = 3
#: From this number of ties on, lines become thinner the more there are.
_THICK_TIES = 80
Places = Mapping[str, tuple[float, float]]


def add_links(spots: Iterable[Focus], links: pl.DataFrame) -> tuple[Tie, ...]:
    """Give the links of the run among the accounts shown; of more than 250 the strongest three of each account."""
    keys = [spot.key for spot in spots if spot.label == "Account"]
    inside = pl.Series(keys, dtype=pl.String).implode()
    among = links.filter((pl.col("behaviour") == COMBINED) & pl.col("a").is_in(inside) & pl.col("b").is_in(inside))
    strongest = among.sort("q", "occasions", "a", "b", descending=[False, True, False, False])
    if strongest.height > _ALL_LINKS:
        of_a, of_b = (pl.int_range(pl.len()).over(end) for end in ("a", "b"))
        strongest = strongest.filter((of_a < _STRONGEST_OF_EACH) | (of_b < _STRONGEST_OF_EACH))
    return tuple(
        Tie(Focus("Account", row["a"]), Focus("Account", row["b"]), "CO_ACTED", row["occasions"],
            _iso(row["first_at"]), _iso(row["last_at"]), directed=False)
        for row in strongest.iter_rows(named=True)
    )  # fmt: skip


def count_links(spots: Iterable[Focus], links: pl.DataFrame) -> int:
    """Count the links of the run among the accounts shown, drawn or not."""
    inside = pl.Series([spot.key for spot in spots if spot.label == "Account"], dtype=pl.String).implode()
    whole = links.filter(pl.col("behaviour") == COMBINED)
    return whole.filter(pl.col("a").is_in(inside) & pl.col("b").is_in(inside)).height


def add_memberships(spots: Iterable[Focus], clusters: Sequence[Cluster]) -> tuple[Tie, ...]:
    """Tie the accounts shown to the clusters shown."""
    shown = set(spots)
    return tuple(
        Tie(Focus("Account", account), Focus("Cluster", cluster.cluster), "MEMBER_OF", 1, None, None, directed=True)
        for cluster in clusters
        if Focus("Cluster", cluster.cluster) in shown
        for account in cluster.accounts
        if Focus("Account", account) in shown
    )


def combine(
    found: Sequence[Surroundings], links: pl.DataFrame, clusters: Sequence[Cluster]
) -> tuple[dict[Focus, Spot], tuple[Tie, ...]]:
    """Put surroundings, links and memberships together: the nodes and ties of the picture."""
    spots = merge_spots(found)
    ties = {
        _name(tie): tie for tie in (*add_memberships(spots, clusters), *add_links(spots, links), *merge_ties(found))
    }
    return spots, tuple(ties.values())


@dataclass(frozen=True, slots=True)
class Judged:
    """What a picture says about nodes beside their ties: the clusters of the run and the verdicts by key."""

    clusters: Sequence[Cluster]
    verdicts: Mapping[str, Item]

    def homes(self) -> dict[Focus, Cluster]:
        """Give for each cluster itself, and for each account the first cluster in which it is."""
        homes = {
            Focus("Account", account): cluster for cluster in reversed(self.clusters) for account in cluster.accounts
        }
        return homes | {Focus("Cluster", cluster.cluster): cluster for cluster in self.clusters}


def draw_graph(
    spots: Mapping[Focus, Spot], ties: Sequence[Tie], judged: Judged, *,
    words: Words, places: Places, selection: Sequence[str] = (),
) -> GraphData:  # fmt: skip
    """Write the picture: at most 2,000 nodes, the ones that came first; how many are left out is said."""
    drawn = dict(list(spots.items())[:DRAWN_AT_MOST])
    kept = [tie for tie in ties if tie.source in drawn and tie.target in drawn]
    near = Counter(end for tie in kept for end in (tie.source, tie.target))
    most = max(near.values(), default=1)
    homes = judged.homes()
    bare = (_node(spot, homes.get(spot.focus), judged.verdicts, words) for spot in drawn.values())
    nodes = tuple(_placed(node, near[focus] / most, places) for focus, node in zip(drawn, bare, strict=True))
    thickness = min(1.0, _THICK_TIES / max(1, len(kept)))
    edges = tuple(_edge(tie, thickness) for tie in kept)
    names = sorted([f"{node.id} {node.judgement}" for node in nodes] + [edge.id for edge in edges])
    rev = hashlib.sha256("\n".join([*names, words.language]).encode()).hexdigest()[:16]
    there = {node.id for node in nodes}
    known = tuple(one for one in selection if one in there)
    return GraphData(rev=rev, nodes=nodes, edges=edges, selection=known, not_drawn=len(spots) - len(drawn))


def node_table(spots: Mapping[Focus, Spot], ties: Sequence[Tie]) -> pl.DataFrame:
    """List the nodes of the picture for those who read rather than look: id, kind, title, key, ties, weight."""
    near: Counter[Focus] = Counter()
    weight: Counter[Focus] = Counter()
    for tie in ties:
        for end in (tie.source, tie.target):
            near[end] += 1
            weight[end] += tie.weight
    rows = [
        (str(focus), focus.label, spot.title, focus.key, near[focus], weight[focus]) for focus, spot in spots.items()
    ]
    schema = {
        "id": pl.String,
        "kind": pl.String,
        "title": pl.String,
        "key": pl.String,
        "ties": pl.Int64,
        "weight": pl.Int64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def tie_table(spots: Mapping[Focus, Spot], ties: Sequence[Tie]) -> pl.DataFrame:
    """List the ties of the picture: source, relation, target, weight, first_at, last_at (text, UTC)."""
    rows = [
        (
            spots[tie.source].title,
            tie.relation,
            spots[tie.target].title,
            tie.weight,
            times.utc(tie.first_at).removesuffix(" UTC"),
            times.utc(tie.last_at).removesuffix(" UTC"),
        )
        for tie in ties
    ]
    schema = {"source": pl.String, "relation": pl.String, "target": pl.String, "weight": pl.Int64,
              "first_at": pl.String, "last_at": pl.String}  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row").sort(
        "weight", "source", "target", descending=[True, False, False]
    )


def _node(spot: Spot, home: Cluster | None, verdicts: Mapping[str, Item], words: Words) -> Node:
    focus = spot.focus
    own = home if home and focus.label == "Cluster" else None
    names = (own.cluster, own.lineage) if own else (focus.key,)
    return Node(
        id=str(focus), kind=focus.label, label=spot.title, detail=f"{words.of('label', focus.label)} · {focus.key}",
        count=len(own.accounts) if own else None, group=home.cluster if home else None,
        status=home.finding if home else "", judgement=str((about(verdicts, *names) or {}).get("is") or ""),
    )  # fmt: skip


def _placed(node: Node, nearness: float, places: Places) -> Node:
    x, y = places.get(node.id, (None, None))
    return replace(node, weight=math.sqrt(nearness), x=x, y=y)


def _edge(tie: Tie, thickness: float) -> Edge:
    source, relation, target = _name(tie)
    weight = thickness * min(1.0, math.log1p(tie.weight) / math.log(200))
    label = f"{tie.weight}×" if tie.weight > 1 and tie.relation != "MEMBER_OF" else ""
    return Edge(
        id=f"{source}→{relation}→{target}", source=str(tie.source), target=str(tie.target), kind=tie.relation,
        label=label, weight=weight, directed=tie.directed,
    )  # fmt: skip


def _name(tie: Tie) -> tuple[str, str, str]:
    ends = (str(tie.source), str(tie.target)) if tie.directed else tuple(sorted((str(tie.source), str(tie.target))))
    return ends[0], tie.relation, ends[1]


def _iso(at: object) -> str | None:
    return at.isoformat() if hasattr(at, "isoformat") else None
