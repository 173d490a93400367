"""The history of the walk: each step leads back to what was shown then."""

from collections.abc import Sequence

import streamlit as st

from app.access import Visit
from app.elements import plain
from app.kept import facts_of
from app.reading.walks import Places, name_walk, named_walks
from app.selection import Focus, Selection, address_of

_MOST_STEPS = 30


def note_step(seen: Visit, selection: Selection, focus: Sequence[Focus]) -> None:
    """Note one step of the walk in this session."""
    trail: list[tuple[str, dict[str, str | list[str]]]] = st.session_state.setdefault(f"trail-{seen.case.id}", [])
    last = facts_of(seen.case, seen.actor, focus[-1]).title[:40]
    name = seen.words("graph.step", first=last, more=len(focus) - 1) if len(focus) > 1 else last
    address = address_of(selection) | {"case": seen.case.id}
    if not trail or trail[-1][1] != address:
        trail.append((name, address))
        del trail[:-_MOST_STEPS]


def draw_kept_walks(seen: Visit, places: Places) -> None:
    """Draw the walks kept in the case, and the form that keeps this one."""
    words = seen.words
    with st.popover(words("graph.walks"), key="graph-walks", icon=":material/bookmark:", width="stretch"):
        with st.form("walk", border=False, clear_on_submit=True):
            title = st.text_input(words("graph.walk_title"), key="walk-title", max_chars=120).strip()
            if st.form_submit_button(words("graph.walk_keep"), key="walk-keep") and title:
                pivot = name_walk(seen.case, seen.selection, title=title, places=places, actor=seen.actor)
                st.toast(words("graph.walk_kept", pivot=pivot))
        for walk in named_walks(seen.case):
            st.page_link("views/graph.py", label=plain(f"{walk.title} · {walk.actor}"), icon=":material/bookmark:",
                         query_params={"case": seen.case.id, "pivot": walk.id})  # fmt: skip


def draw_trail(seen: Visit) -> None:
    """Draw the steps, the latest first, each as a way back."""
    trail = st.session_state.get(f"trail-{seen.case.id}", [])
    with st.popover(seen.words("graph.history"), key="graph-history", icon=":material/history:", width="stretch"):
        if not trail:
            st.caption(seen.words("graph.history_empty"))
        for name, address in reversed(trail):
            st.page_link(
                "views/graph.py", label=plain(name), query_params=address, icon=":material/subdirectory_arrow_right:"
            )
