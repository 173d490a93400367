"""Entry of the pages: the list of screens, the side bar, and the page that the address asks for."""

from pathlib import Path

import streamlit as st

from app.access import choose_case, links_of, served_cases
from app.elements import refused, style_page
from app.words import LANGUAGES, Words, words_in
from case.errors import ShoalError
from case.folder import Case

#: A file of ours: an icon by name would be fetched from outside.
ICON = str(Path(__file__).with_name("icon.svg"))
#: Address, script, icon; the catalogue names each page.
PAGES = (
    ("triage", "views/triage.py", ":material/radar:"),
    ("cluster", "views/cluster.py", ":material/groups:"),
    ("graph", "views/graph.py", ":material/hub:"),
    ("card", "views/card.py", ":material/badge:"),
    ("ask", "views/ask.py", ":material/manage_search:"),
    ("work", "views/work.py", ":material/work:"),
    ("runs", "views/runs.py", ":material/database:"),
    ("journal", "views/journal.py", ":material/history_edu:"),
)


def main() -> None:
    """Register the pages first, then draw the side bar and the page itself."""
    words = words_in(st.session_state.get("language"))
    pages = [
        st.Page(script, title=words(f"pages.{name}"), url_path=name, default=name == PAGES[0][0])
        for name, script, _ in PAGES
    ]
    page = st.navigation(pages, position="hidden")
    st.set_page_config(page_title=f"{page.title} · Shoal", page_icon=ICON, layout="wide")
    style_page()
    try:
        draw_sidebar(served_cases(), words)
        page.run()
    except ShoalError as error:
        refused(error, words)


def draw_sidebar(cases: dict[str, Case], words: Words) -> None:
    """Draw name, case, links to the pages (each keeps what was selected there) and the language switch."""
    with st.sidebar:
        st.markdown("### Shoal")
        case = choose_case(cases, st.query_params.get("case"))
        if len(cases) > 1:
            draw_case_switch(cases, case, words)
        else:
            st.text(case.title)
        for name, script, icon in PAGES:
            st.page_link(
                script, label=words(f"pages.{name}"), icon=icon, query_params=links_of(name, case), width="stretch"
            )
        st.space("medium")
        st.segmented_control(
            words("common.language"), list(LANGUAGES), format_func=LANGUAGES.__getitem__, key="language",
            default=words.language, required=True, label_visibility="collapsed", persist_state="session",
        )  # fmt: skip


def draw_case_switch(cases: dict[str, Case], case: Case, words: Words) -> None:
    """Let a person go to another case of this server; cases of one title are told apart by their id."""
    titles = [one.title for one in cases.values()]
    labels = {id: one.title if titles.count(one.title) == 1 else f"{one.title} · {id[:6]}" for id, one in cases.items()}
    wanted = st.selectbox(
        words("common.case"), list(cases), index=list(cases).index(case.id), format_func=labels.__getitem__,
        key=f"case-{case.id}",
    )  # fmt: skip
    if wanted != case.id:
        st.switch_page(PAGES[0][1], query_params={"case": wanted})


if __name__ == "__main__":
    main()
