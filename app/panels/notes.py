"""Notes of a case: what was written, and the form that adds one."""

import streamlit as st

from app.access import Visit, graph_of
from app.elements import plain
from app.reading import times
from case.desk import add, items
from case.errors import ShoalError, Unreachable
from case.journal import record
from case.lock import case_lock
from graph.projection import write_desk

_PATIENCE_SECONDS = 20.0
_MOST_SHOWN = 50


def draw_notes(seen: Visit) -> None:
    """Draw the form and the notes, the latest first."""
    words = seen.words
    with st.form("note", clear_on_submit=True):
        text = st.text_area(words("work.note"), key="note-text", height=90)
        about = st.text_input(words("work.note_about"), key="note-about", help=words("work.note_about_help"))
        if st.form_submit_button(words("work.keep_note"), key="note-keep") and text.strip():
            keep_note(seen, text.strip(), about.strip())
    for note in items(seen.case, "notes")[::-1][:_MOST_SHOWN]:
        with st.container(border=True, key=f"note-{note['id']}"):
            st.text(str(note.get("text", "")))
            about = f" · {note['about']}" if note.get("about") else ""
            st.caption(plain(f"{note['id']} · {note['actor']} · {times.utc(note['at'])}{about}"))


def keep_note(seen: Visit, text: str, about: str) -> None:
    """Write a note to the record, and to the graph where it answers; otherwise the graph follows later."""
    try:
        with case_lock(seen.case, "note", patience_seconds=_PATIENCE_SECONDS, tell=lambda _: None):
            item = add(seen.case, "notes", {"text": text, "about": about}, actor=seen.actor)
            record(seen.case, "note", {"id": item, "about": about, "text": text}, actor=seen.actor)
            try:
                write_desk(graph_of(seen.case), seen.case)
            except Unreachable:
                st.toast(seen.words("work.graph_follows"))
    except ShoalError as error:
        st.error(plain(str(error)), icon=":material/error:")
