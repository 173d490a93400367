"""The tables of a cluster: pairs, members, shared objects; a selected row is a way on."""

from typing import Any

import polars as pl
import streamlit as st

from app.access import Visit
from app.panels.copies import draw_copy
from app.panels.pivots import draw_pivot_table, node_of
from app.reading import figures
from app.reading.cluster import ClusterPage
from app.words import Words

#: More rows than this make a page slow to send; the download holds all of them.
MOST_ROWS = 2_000
#: What kind of node the objects of a behaviour are; the others have none of their own.
_LABEL_OF = {
    "hashtag": "Hashtag", "url": "Url", "domain": "Domain", "media": "Media", "contact": "Contact",
    "mention": "Account", "repost": "Post", "reply": "Post", "quote": "Post",
}  # fmt: skip
_TIME = "YYYY-MM-DD HH:mm:ss"


def draw_links_table(seen: Visit, page: ClusterPage) -> tuple[str, str] | None:
    """Draw the pairs and give the one that is chosen: by a click, else by the address, else the strongest."""
    words = seen.words
    shown = page.links.head(MOST_ROWS)
    kinds = pl.col("behaviours").list.eval(pl.element().replace(_behaviours(words))).list.join(" · ")
    frame = shown.select(
        "a_name", "b_name", kinds.alias("behaviours"), "occasions", "objects", "expected",
        pl.col("q").map_elements(figures.probability, return_dtype=pl.String), _said("status", words),
        "first_at", "last_at",
    )  # fmt: skip
    columns: dict[str, Any] = {
        "a_name": st.column_config.TextColumn(words("cluster.a"), pinned=True),
        "b_name": st.column_config.TextColumn(words("cluster.b"), pinned=True),
        "behaviours": words("cluster.behaviours"),
        "occasions": st.column_config.NumberColumn(words("cluster.occasions"), help=words("cluster.occasions_help")),
        "objects": st.column_config.NumberColumn(words("cluster.objects"), help=words("cluster.objects_help")),
        "expected": st.column_config.NumberColumn(
            words("cluster.expected_short"), format="%.3g", help=words("cluster.expected_help")
        ),
        "q": st.column_config.TextColumn(words("cluster.q"), help=words("cluster.q_help")),
        "status": words("cluster.status"),
        "first_at": st.column_config.DatetimeColumn(words("cluster.first_at"), format=_TIME, timezone="UTC"),
        "last_at": st.column_config.DatetimeColumn(words("cluster.last_at"), format=_TIME, timezone="UTC"),
    }
    event = st.dataframe(
        frame,
        hide_index=True,
        placeholder="–",
        column_config=columns,
        on_select="rerun",
        selection_mode="single-row",
        key=f"links-{page.cluster.cluster}",
        height=min(420, 38 + 35 * frame.height),
    )
    _below(words, page.links.with_columns(pl.col("behaviours").list.join(" ")), shown.height, name="links")
    rows = event.selection.rows
    if rows:
        return shown["a"][rows[0]], shown["b"][rows[0]]
    a, b = seen.selection.a, seen.selection.b
    if a and b and not page.links.filter(pl.col("a").eq(a) & pl.col("b").eq(b)).is_empty():
        return a, b
    return shown["a"][0], shown["b"][0]


def draw_members_table(seen: Visit, page: ClusterPage) -> None:
    """Draw the members; chosen ones can be opened in the graph."""
    words = seen.words
    shown = page.members.head(MOST_ROWS)
    frame = shown.select(
        "core", "name", "handle", "platform", "account", "links", "posts", "stability", "first_at", "last_at"
    )
    columns: dict[str, Any] = {
        "core": st.column_config.CheckboxColumn(words("cluster.member_core"), help=words("cluster.members_help")),
        "name": words("cluster.name"), "handle": words("cluster.handle"), "platform": words("common.platform"),
        "account": words("cluster.key"),
        "links": st.column_config.NumberColumn(words("cluster.link_count")),
        "posts": st.column_config.NumberColumn(words("cluster.post_count")),
        "stability": st.column_config.NumberColumn(
            words("cluster.stability"), format="%.2f", help=words("cluster.stability_help")
        ),
        "first_at": st.column_config.DatetimeColumn(words("cluster.first_at"), format=_TIME, timezone="UTC"),
        "last_at": st.column_config.DatetimeColumn(words("cluster.last_at"), format=_TIME, timezone="UTC"),
    }  # fmt: skip
    event = st.dataframe(
        frame,
        hide_index=True,
        placeholder="–",
        column_config=columns,
        on_select="rerun",
        selection_mode="multi-row",
        key=f"members-{page.cluster.cluster}",
        height=min(420, 38 + 35 * frame.height),
    )
    _below(words, page.members, shown.height, name="members")
    if rows := event.selection.rows:
        chosen = [f"Account:{shown['account'][row]}" for row in rows[:30]]
        st.page_link("views/graph.py", label=words("common.in_graph"), icon=":material/hub:",
                     query_params={"case": seen.case.id, "focus": chosen})  # fmt: skip


def draw_objects_table(seen: Visit, objects: pl.DataFrame) -> None:
    """Draw what the members share, with how many outside share it too."""
    words = seen.words
    if objects.is_empty():
        st.info(words("cluster.no_objects"), icon=":material/link_off:")
        return
    columns: dict[str, Any] = {
        "behaviour": words("cluster.behaviours"), "object": words("cluster.object"),
        "inside": st.column_config.NumberColumn(words("cluster.inside")),
        "outside": st.column_config.NumberColumn(words("cluster.outside")),
        "uses": st.column_config.NumberColumn(words("cluster.uses")),
        "first_at": st.column_config.DatetimeColumn(words("cluster.first_at"), format=_TIME, timezone="UTC"),
        "last_at": st.column_config.DatetimeColumn(words("cluster.last_at"), format=_TIME, timezone="UTC"),
    }  # fmt: skip
    frame = objects.with_columns(pl.col("behaviour").replace(_behaviours(words)))
    rows = objects.select("behaviour", "object").iter_rows()
    nodes = [node_of(_LABEL_OF.get(behaviour, ""), thing) for behaviour, thing in rows]
    draw_pivot_table(seen, frame, nodes, columns=columns, key="objects")


def _below(words: Words, frame: pl.DataFrame, shown: int, *, name: str) -> None:
    if shown < frame.height:
        st.caption(words("common.cut", shown=figures.count(shown), total=figures.count(frame.height)))
    draw_copy(words, frame, name=name)


def _behaviours(words: Words) -> dict[str, str]:
    names = ("hashtag", "hashtags", "url", "domain", "mention", "reply", "repost", "quote", "media", "text", "contact",
             "template", "passage")  # fmt: skip
    return {name: words.of("behaviour", name) for name in names}


def _said(column: str, words: Words) -> pl.Expr:
    return pl.col(column).replace({name: words.of("status", name) for name in ("validated", "candidate")})
