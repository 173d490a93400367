"""How many nodes of each label and relationships of each type there are, and should be."""

from collections.abc import Collection, Sequence

import polars as pl

from case.folder import Case
from case.tables import read_part
from graph.connection import Graph
from graph.frames import node_frame, relationship_frame
from graph.schema import NODES, RELATIONSHIPS
from graph.statements import counting_statement

#: What a load brings; the rest of the graph is written by runs and by people.
OF_LOADS = (
    "Account", "Post", "Hashtag", "Url", "Domain", "Media", "Contact",
    "POSTED", "TAGGED", "LINKS_TO", "ON", "MENTIONS", "SHOWS", "GIVES", "REPLIES_TO", "REPOSTS", "QUOTES",
)  # fmt: skip


def count(graph: Graph) -> dict[str, int]:
    """Counts by label and relationship type, from the count store: milliseconds at any size."""
    return {str(name): int(number) for name, number in graph.read(counting_statement()).rows}


def rows_of(case: Case, loads: Sequence[str]) -> int:
    """How many profiles, posts and actions these loads brought, versions counted apart; milliseconds at any size."""
    frames = [frame.select(pl.len()) for load in loads for frame in read_part(case, load)]
    return sum(int(length.item()) for length in pl.collect_all(frames))


def expected_counts(case: Case, *, apart_from: Collection[str] = ()) -> dict[str, int]:
    """Counts by label and relationship type as the record has them, for a graph that is in step."""
    known = {"Case", *apart_from}
    frames = {node.label: node_frame(case, node.label) for node in NODES if node.label not in known}
    frames |= {tie.type: relationship_frame(case, tie.type) for tie in RELATIONSHIPS if tie.type not in known}
    lengths = pl.collect_all([frame.select(pl.len()) for frame in frames.values()])
    return {"Case": 1, **{name: int(length.item()) for name, length in zip(frames, lengths, strict=True)}}
