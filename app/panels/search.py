"""The search box of the graph: exact hits first, then what contains the text; chosen hits go into focus."""

from typing import Any

import polars as pl
import streamlit as st

from app.access import Visit
from app.elements import plain
from app.reading import figures
from app.selection import Focus, read_focus
from graph.connection import Graph
from queries.runner import run_query

_MOST_HITS = 50


def draw_search(seen: Visit, graph: Graph) -> tuple[tuple[Focus, ...], bool]:
    """Draw box and hits; give what was chosen and whether it joins what is in focus already."""
    words = seen.words
    text = st.text_input(
        words("graph.search"), key="graph-search", placeholder=words("graph.search_hint"), label_visibility="collapsed",
        icon=":material/search:", max_chars=500,
    ).strip()  # fmt: skip
    if not text:
        return (), False
    result = run_query(graph, seen.case, "search", {"text": text}, limit=_MOST_HITS)
    if not result.rows:
        st.info(words("graph.no_hits", text=plain(text)), icon=":material/search_off:")
        return (), False
    hits = pl.DataFrame([dict(zip(result.columns, row, strict=True)) for row in result.rows])
    total = figures.count(result.total) if result.total is not None else f"{len(result.rows)}+"
    st.caption(words("graph.hits", shown=len(result.rows), total=total))
    columns: dict[str, Any] = {
        "label": words("graph.hit_kind"), "title": words("graph.hit_title"), "field": words("graph.hit_field"),
        "exact": st.column_config.CheckboxColumn(words("graph.hit_exact")),
        "posts": st.column_config.NumberColumn(words("graph.hit_posts")), "key": words("graph.node_key"),
    }  # fmt: skip
    named = hits.with_columns(
        pl.col("label").replace({label: words.of("label", label) for label in hits["label"].unique()}),
        pl.col("field").replace({field: words.of("fact", field) for field in hits["field"].unique()}),
    )
    event = st.dataframe(
        named.select("title", "label", "field", "exact", "posts", "key"),
        hide_index=True,
        placeholder="–",
        column_config=columns,
        on_select="rerun",
        selection_mode="multi-row",
        key=f"hits-{text}",
        height=min(300, 38 + 35 * hits.height),
    )
    found = (read_focus(f"{hits['label'][row]}:{hits['key'][row]}") for row in event.selection.rows)
    chosen = tuple(focus for focus in found if focus)
    with st.container(horizontal=True):
        shown = st.button(words("graph.show"), key="hits-show", type="primary", disabled=not chosen)
        added = st.button(words("graph.add"), key="hits-add", disabled=not chosen or not seen.selection.focus)
    return (chosen, added) if shown or added else ((), False)
