"""A table whose rows are ways on: chosen ones open in the graph, a single one as a card or a cluster."""

from typing import Any

import polars as pl
import streamlit as st

from app.access import Visit
from app.selection import MOST_FOCUSED, Focus, is_key, read_focus

_TALLEST = 420


def draw_pivot_table(
    seen: Visit, frame: pl.DataFrame, nodes: list[Focus | None], *, columns: dict[str, Any], key: str
) -> None:  # fmt: skip
    """Draw a frame whose rows stand for `nodes`, one each (None: no way on), and the ways on from the chosen rows."""
    event = st.dataframe(
        frame,
        hide_index=True,
        placeholder="–",
        column_config=columns,
        on_select="rerun",
        selection_mode="multi-row",
        key=key,
        height=min(_TALLEST, 38 + 35 * max(frame.height, 1)),
    )
    chosen = [node for row in event.selection.rows if (node := nodes[row]) is not None]
    if chosen:
        draw_ways_on(seen, list(dict.fromkeys(chosen)))


def draw_ways_on(seen: Visit, nodes: list[Focus]) -> None:
    """Draw the links that lead on from nodes."""
    words = seen.words
    with st.container(horizontal=True):
        focus = [str(node) for node in nodes[:MOST_FOCUSED]]
        st.page_link("views/graph.py", label=words("common.in_graph"), icon=":material/hub:",
                     query_params={"case": seen.case.id, "focus": focus})  # fmt: skip
        if len(nodes) == 1:
            draw_page_link(seen, nodes[0])


def draw_page_link(seen: Visit, node: Focus) -> None:
    """Draw the link to the page of one node: a cluster has its own, every other kind a card."""
    if node.label == "Cluster":
        st.page_link("views/cluster.py", label=seen.words("graph.open_cluster"), icon=":material/groups:",
                     query_params={"case": seen.case.id, "cluster": node.key})  # fmt: skip
    else:
        st.page_link("views/card.py", label=seen.words("graph.open_card"), icon=":material/badge:",
                     query_params={"case": seen.case.id, "focus": str(node)})  # fmt: skip


def node_of(label: str, key: object) -> Focus | None:
    """Give the node that a value of a table names, or None when it names none."""
    text = str(key)
    return read_focus(f"{label}:{text}") if key is not None and is_key(text) else None
