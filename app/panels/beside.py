"""What stands below the picture of a walk: how much is shown, the same as tables, and the queries it comes from."""

from collections.abc import Sequence
from typing import Any

import polars as pl
import streamlit as st

from app.access import Visit
from app.elements import plain
from app.kept import links_of_run
from app.reading import figures
from app.reading.drawing import count_links, node_table, tie_table
from app.reading.neighbourhood import Spot, Surroundings, Tie
from app.selection import Focus


def draw_counts(
    seen: Visit, found: Sequence[Surroundings], spots: dict[Focus, Spot], ties: Sequence[Tie]
) -> None:  # fmt: skip
    """Say how much is shown, and of which nodes not all neighbours are."""
    words = seen.words
    lines = [words("graph.shown", nodes=figures.count(len(spots)), ties=figures.count(len(ties)))]
    drawn = sum(tie.relation == "CO_ACTED" for tie in ties)
    among = count_links(spots, links_of_run(seen.case, seen.actor))
    if drawn < among:
        lines.append(words("graph.thinned", drawn=figures.count(drawn), among=figures.count(among)))
    for one in found:
        if one.more:
            total = figures.count(one.total) if one.total is not None else f"> {one.shown}"
            name = plain(spots[one.centre].title)
            lines.append(words("graph.cut", name=name, shown=figures.count(one.shown), total=total))
    st.caption("  \n".join(lines))


def draw_tables(seen: Visit, spots: dict[Focus, Spot], ties: Sequence[Tie]) -> None:
    """Draw nodes and ties as tables: for those who read rather than look, and for the report."""
    words = seen.words
    with st.expander(words("graph.table"), key="graph-tables", icon=":material/table:"):
        st.caption(words("graph.table_help"))
        labels = {focus.label: words.of("label", focus.label) for focus in spots}
        nodes = node_table(spots, ties).with_columns(pl.col("kind").replace(labels)).drop("id")
        columns: dict[str, Any] = {name: words(f"graph.node_{name}") for name in nodes.columns}
        st.dataframe(
            nodes,
            hide_index=True,
            placeholder="–",
            column_config=columns,
            on_select="rerun",
            selection_mode="multi-row",
            key=f"nodes-{seen.case.id}",
            height=280,
        )
        relations = {tie.relation: words.of("relation", tie.relation) for tie in ties}
        frame = tie_table(spots, ties).with_columns(pl.col("relation").replace(relations))
        columns = {
            "source": words("graph.tie_source"), "relation": words("graph.tie_relation"),
            "target": words("graph.tie_target"), "weight": words("graph.tie_weight"),
            "first_at": words("cluster.first_at"), "last_at": words("cluster.last_at"),
        }  # fmt: skip
        st.dataframe(frame, hide_index=True, placeholder="–", column_config=columns, key="ties", height=280)


def draw_provenance(seen: Visit, found: Sequence[Surroundings]) -> None:
    """Name the queries and parameters behind the picture."""
    words = seen.words
    with st.expander(words("graph.provenance"), key="graph-provenance", icon=":material/account_tree:"):
        st.caption(words("graph.provenance_help"))
        rows = [
            (one.query, ", ".join(f"{k}={v}" for k, v in one.parameters.items()), one.shown, one.total) for one in found
        ]
        names = [words(f"graph.{name}") for name in ("query", "parameters", "rows", "total")]
        st.dataframe(pl.DataFrame(rows, schema=names, orient="row"), hide_index=True, placeholder="–", key="provenance")
