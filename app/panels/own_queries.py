"""A person's own queries: the form that saves, edits and removes one, its history, and bundles in and out."""

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import streamlit as st

from app.access import Visit, remember
from app.elements import plain
from app.reading import times
from case.errors import ShoalError
from case.journal import record
from case.lock import case_lock
from graph.connection import Graph
from queries.header import StoredQuery, write_query
from queries.saved import CATEGORY, remove_saved, save_query, saved_history, saved_queries
from queries.sharing import export_saved, import_saved

_PATIENCE_SECONDS = 20.0


def draw_own_queries(seen: Visit, graph: Graph, query: StoredQuery) -> None:
    """Draw the question that is asked as a file to change and keep, where the case allows it."""
    words = seen.words
    with st.expander(words("ask.own"), key=f"own-{query.id}", icon=":material/edit_note:"):
        if not seen.case.free_cypher:
            st.caption(words("ask.own_off"))
            return
        own = query.category == CATEGORY
        with st.form(f"own-form-{query.id}", border=False):
            id = st.text_input(
                words("ask.own_id"), value=query.id if own else f"my_{query.id}", key=f"own-id-{query.id}"
            )
            text = st.text_area(
                words("ask.own_text"), value=write_query(query), height=320, key=f"own-text-{query.id}",
                help=words("ask.own_help"),
            )  # fmt: skip
            if st.form_submit_button(words("ask.own_save"), key=f"own-save-{query.id}"):
                change(
                    seen, "save", id.strip(), lambda: save_query(graph, seen.case, id.strip(), text, actor=seen.actor)
                )
        if own:
            if st.button(words("ask.own_remove"), key=f"own-remove-{query.id}"):
                change(seen, "remove", query.id, lambda: remove_saved(seen.case, query.id, actor=seen.actor))
            for line in saved_history(seen.case, query.id)[::-1]:
                st.caption(plain(f"{times.utc(line['at'])} · {line['actor']} · {line['do']}"))
        draw_bundles(seen, graph)


def draw_bundles(seen: Visit, graph: Graph) -> None:
    """Draw the way out for all own queries, and the way in for a file or bundle."""
    words = seen.words
    if saved_queries(seen.case):
        with tempfile.TemporaryDirectory() as place:
            bundle = Path(place) / "queries.zip"
            export_saved(seen.case, bundle)
            content = bundle.read_bytes()
        st.download_button(words("ask.own_export"), content, file_name="queries.zip", key="own-export")
    given = st.file_uploader(words("ask.own_import"), type=["cypher", "zip"], key="own-import")
    if given is not None and st.button(words("ask.own_import"), key="own-import-now"):
        with tempfile.TemporaryDirectory() as place:
            file = Path(place) / Path(given.name).name
            file.write_bytes(given.getvalue())
            change(seen, "import", "", lambda: import_saved(graph, seen.case, file, actor=seen.actor))


def change(seen: Visit, what: str, id: str, work: Callable[[], object]) -> None:
    """Do one change under the lock of the case; then show the query that it is about, or what is wrong with it."""
    try:
        with case_lock(seen.case, "queries", patience_seconds=_PATIENCE_SECONDS, tell=lambda _: None):
            work()
            record(seen.case, f"queries {what}", {"items": [id] if id else []}, actor=seen.actor)
    except ShoalError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    remember("ask", seen, replace(seen.selection, query=id if what == "save" else None))
    st.rerun()
