"""Ask: a question of the stored library, its parameters as a form, the answer as a table, and what misleads."""

from dataclasses import replace

import streamlit as st

from app.access import Visit, graph_of, note_failure, remember, visit
from app.elements import attempt, graph_down, heading, plain, refused
from app.kept import triage_of
from app.panels.answers import draw_answer
from app.panels.own_queries import draw_own_queries
from app.panels.parameters import draw_parameters
from case.errors import LimitReached, ShoalError, Unreachable
from graph.connection import Graph
from queries.catalogue import catalogue
from queries.header import StoredQuery
from queries.runner import run_query
from queries.saved import CATEGORY, run_saved, saved_queries

_LIMITS = (100, 1_000, 5_000)


def draw(seen: Visit) -> None:
    """Draw the choice of a question, its form, and its answer."""
    words = seen.words
    heading(words("pages.ask"), words("ask.subtitle"))
    query = choose_query(seen)
    st.markdown(f"**{plain(query.question)}**")
    with st.container(border=True):
        st.markdown(f":material/balance: **{words('ask.misleads')}**")
        st.markdown(plain(query.misleads))
    try:
        ask(seen, graph_of(seen.case), query)
    except LimitReached as error:
        st.warning(words("ask.limit"), icon=":material/timer_off:")
        st.text(str(error))
    except Unreachable as error:
        note_failure(seen.case, error)
        graph_down(seen, error, key="ask")


def choose_query(seen: Visit) -> StoredQuery:
    """Let a person choose a category and a question; the choice goes into the address."""
    words, queries = seen.words, (*catalogue(), *saved_queries(seen.case))
    asked = next((query for query in queries if query.id == seen.selection.query), queries[0])
    categories = list(dict.fromkeys(query.category for query in queries))
    category = st.pills(
        words("ask.category"), categories, default=asked.category, key=f"category-{asked.id}", required=True,
        format_func=lambda name: words.of("category", name), label_visibility="collapsed",
    )  # fmt: skip
    there = {query.id: query for query in queries if query.category == category}
    ids = list(there)
    chosen = st.selectbox(
        words("ask.question"), ids, index=ids.index(asked.id) if asked.id in there else 0,
        format_func=lambda id: f"{there[id].title} · {id}", key=f"query-{category}-{asked.id}",
    )  # fmt: skip
    if chosen != asked.id:
        remember("ask", seen, replace(seen.selection, query=chosen))
        st.rerun()
    return there[chosen]


def ask(seen: Visit, graph: Graph, query: StoredQuery) -> None:
    """Draw the form; run the question when it is sent, or at once when it needs nothing."""
    words = seen.words
    with st.form(f"ask-{query.id}", border=False):
        given = draw_parameters(seen, query)
        limit = st.segmented_control(
            words("ask.limit_rows"), _LIMITS, default=_LIMITS[1], key=f"limit-{query.id}", required=True
        )
        sent = st.form_submit_button(
            words("ask.run"), type="primary", key=f"run-{query.id}", icon=":material/play_arrow:"
        )
    if not triage_of(seen.case, seen.actor).counts.posts:
        st.caption(words("graph.empty_graph"))
        st.code(f"shoal load {seen.case.path.name} FILE…", language="bash")
    kept = f"answer-{seen.case.id}-{query.id}"
    if sent:
        st.session_state.pop(kept, None)
        try:
            with st.spinner(words("ask.running")):
                run = run_saved if query.category == CATEGORY else run_query
                st.session_state[kept] = run(graph, seen.case, query.id, given, limit=limit)
        except (LimitReached, Unreachable):
            raise
        except ShoalError as error:
            refused(error, words)
    if kept in st.session_state:
        draw_answer(seen, query, st.session_state[kept])
    draw_own_queries(seen, graph, query)


if __name__ == "__main__":
    here = visit("ask")
    attempt(here, lambda: draw(here))
