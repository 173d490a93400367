"""Card of an account, post, hashtag, link or other node: facts, posts, neighbours of every kind, verdict."""

from typing import Any

import polars as pl
import streamlit as st

from app.access import Visit, graph_of, note_failure, visit
from app.elements import attempt, graph_down, heading, none_yet, plain, section, short, verdict_badge
from app.kept import facts_of, posts_of_node, surroundings_of, triage_of
from app.panels.copies import draw_copy
from app.panels.facts_table import draw_facts_table
from app.panels.pivots import draw_page_link, draw_pivot_table
from app.panels.templates import draw_pattern, draw_slots
from app.panels.verdict import draw_verdict_form
from app.reading import figures, times
from app.reading.facts import Facts
from app.reading.judgements import about, verdicts
from app.reading.neighbourhood import relations_of
from app.selection import Focus
from case.errors import Unreachable

#: The kind of neighbours that says most about a kind of node.
_FIRST = {"Account": "links", "Hashtag": "accounts", "Url": "accounts", "Domain": "urls", "Template": "accounts"}
_TIME = "YYYY-MM-DD HH:mm:ss"


def draw(seen: Visit) -> None:
    """Draw the card of the node in the address."""
    words = seen.words
    if not seen.selection.focus:
        heading(words("pages.card"), words("card.subtitle"))
        none_yet(words("card.nothing"), None, words)
        st.page_link("views/graph.py", label=words("card.search"), icon=":material/search:",
                     query_params={"case": seen.case.id})  # fmt: skip
        return
    focus = seen.selection.focus[0]
    facts = facts_of(seen.case, seen.actor, focus)
    heading(plain(short(facts.title, 80)), f"{words.of('label', focus.label)} · {plain(short(focus.key, 120))}")
    draw_facts(seen, facts)
    draw_neighbours(seen, focus)
    draw_posts(seen, focus)
    if focus.label == "Account":
        draw_verdict_form(seen, focus.key, about(verdicts(seen.case), focus.key))


def draw_facts(seen: Visit, facts: Facts) -> None:
    """Draw what the record says, the clusters an account is in, and the ways on."""
    words, focus = seen.words, facts.focus
    if not facts.known:
        st.info(words("graph.unknown"), icon=":material/visibility_off:")
    left, right = st.columns([1.4, 1], gap="large")
    with left:
        if facts.text:
            st.text(facts.text)
        if facts.pattern:
            draw_pattern(facts.pattern, words)
        if facts.url:
            st.caption(words("card.outside"))
            st.code(facts.url, language=None, wrap_lines=True)
        if focus.label == "Account":
            verdict_badge((about(verdicts(seen.case), focus.key) or {}).get("is"), words)
            for line in triage_of(seen.case, seen.actor).lines:
                if focus.key in line.cluster.accounts:
                    core = words("cluster.core" if focus.key in line.cluster.core else "cluster.others")
                    finding = words.of("finding", line.cluster.finding)
                    st.page_link("views/cluster.py", label=plain(f"{line.cluster.cluster} · {finding} · {core}"),
                                 icon=":material/groups:",
                                 query_params={"case": seen.case.id, "cluster": line.cluster.cluster})  # fmt: skip
        st.page_link("views/graph.py", label=words("common.in_graph"), icon=":material/hub:",
                     query_params={"case": seen.case.id, "focus": str(focus)})  # fmt: skip
    with right:
        draw_facts_table(facts, words)
    if facts.pattern and facts.pattern.slots:
        section(words("template.slots_title"), words("template.slots_help"))
        draw_slots(facts.pattern, words)


def draw_neighbours(seen: Visit, focus: Focus) -> None:
    """Draw the neighbours of the kind asked for, each with the number of posts behind the tie."""
    words, kinds = seen.words, relations_of(focus.label)
    if not kinds:
        return
    section(words("card.neighbours"), words("card.neighbours_help"))
    asked = st.pills(
        words("graph.relations"), kinds, default=_FIRST.get(focus.label, kinds[0]), key=f"card-kind-{focus}",
        format_func=lambda name: words.of("relation", name), label_visibility="collapsed",
    )  # fmt: skip
    try:
        graph = graph_of(seen.case)
        found = surroundings_of(seen.case, seen.actor, graph, [focus], [asked] if asked else [])
    except Unreachable as error:
        note_failure(seen.case, error)
        graph_down(seen, error, key="card")
        return
    near = found[0]
    if not near.ties:
        st.caption(words("card.none_of_kind"))
        return
    titles = {spot.focus: spot.title for spot in near.spots}
    nodes = [tie.target if tie.source == focus else tie.source for tie in near.ties]
    frame = pl.DataFrame(
        {
            "kind": [words.of("label", node.label) for node in nodes],
            "title": [titles[node] for node in nodes],
            "tie": [words.of("relation", tie.relation) for tie in near.ties],
            "weight": [tie.weight for tie in near.ties],
            "first_at": [times.moment(tie.first_at) for tie in near.ties],
            "last_at": [times.moment(tie.last_at) for tie in near.ties],
        }
    )  # fmt: skip
    columns: dict[str, Any] = {
        "kind": words("graph.node_kind"), "title": words("graph.node_title"), "tie": words("graph.tie_relation"),
        "weight": words("graph.tie_weight"),
        "first_at": st.column_config.DatetimeColumn(words("cluster.first_at"), format=_TIME, timezone="UTC"),
        "last_at": st.column_config.DatetimeColumn(words("cluster.last_at"), format=_TIME, timezone="UTC"),
    }  # fmt: skip
    total = figures.count(near.total) if near.total is not None else f"{near.shown}+"
    st.caption(words("card.shown", shown=figures.count(near.shown), total=total, query=near.query))
    draw_pivot_table(seen, frame, list(nodes), columns=columns, key=f"card-near-{focus}-{asked}")


def draw_posts(seen: Visit, focus: Focus) -> None:
    """Draw the posts of the node; a chosen one is shown whole."""
    if focus.label in ("Post", "Cluster"):
        return
    words = seen.words
    posts, total = posts_of_node(seen.case, seen.actor, focus)
    section(words("card.posts"))
    if posts.is_empty():
        st.caption(words("card.no_posts"))
        return
    st.caption(words("card.posts_shown", shown=figures.count(posts.height), total=figures.count(total)))
    columns: dict[str, Any] = {
        "at": st.column_config.DatetimeColumn(words("common.time_utc"), format=_TIME, timezone="UTC"),
        "name": words("common.account"), "kind": words("fact.kind"),
        "text": st.column_config.TextColumn(words("card.text"), width="large"),
        "file": words("card.file"), "place": st.column_config.NumberColumn(words("card.place")),
    }  # fmt: skip
    event = st.dataframe(
        posts.select("at", "name", "kind", "text", "file", "place"),
        hide_index=True,
        placeholder="–",
        column_config=columns,
        on_select="rerun",
        selection_mode="single-row",
        key=f"card-posts-{focus}",
        height=min(420, 38 + 35 * posts.height),
    )
    draw_copy(words, posts, name="posts")
    for row in event.selection.rows:
        post = posts.row(row, named=True)
        with st.container(border=True, key="card-post"):
            st.text(post["text"])
            draw_page_link(seen, Focus("Post", post["key"]))


if __name__ == "__main__":
    here = visit("card")
    attempt(here, lambda: draw(here))
