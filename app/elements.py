"""The pieces that every screen is drawn with: headings, empty and broken states, badges; data never becomes markup."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import streamlit as st

from app.access import Visit, try_again
from app.reading import figures
from app.words import Words
from case.errors import ShoalError

_Colour = Literal["blue", "gray", "orange", "violet", "green"]
STYLE = Path(__file__).with_name("pages.css")
_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&^=])")
_SELF_LINKING = re.compile(r"(?i)(https?|ftp|www|mailto)(?=[:.])|@")
_FINDING_COLOUR: dict[str, _Colour] = {"synchronised": "blue", "explained": "gray", "candidate": "orange"}
_VERDICT_COLOUR: dict[str, _Colour] = {"coordinated": "violet", "organic": "green", "unclear": "gray"}


def plain(text: str) -> str:
    """Make text from the data safe where Streamlit reads markdown: nothing in it is markup, and nothing is a link."""
    flat = " ".join(text.split())
    return _MARKUP.sub(r"\\\1", _SELF_LINKING.sub(lambda found: found.group() + "\u2060", flat))


def short(text: str, length: int = 36) -> str:
    """Cut a name that would break a line of headings; the full one stands in the tables."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def window_name(seconds: float | None, words: Words) -> str:
    """Name a time window; the one of no width holds what carries the same stamp."""
    return words("common.same_stamp") if seconds == 0 else figures.duration(seconds)


def style_page() -> None:
    """Apply the constant style sheet: spacing, and a printed page without the controls."""
    st.html(STYLE)


def heading(title: str, subtitle: str = "") -> None:
    """Draw the title of a page and one line on what it answers; both from the catalogue or made plain."""
    st.title(title, anchor=False)
    if subtitle:
        st.caption(subtitle)


def section(title: str, explanation: str = "") -> None:
    """Draw the title of a part of the page."""
    st.subheader(title, anchor=False)
    if explanation:
        st.caption(explanation)


def none_yet(sentence: str, command: str | None, words: Words) -> None:
    """Say that there is nothing to show yet, and the next command to run."""
    with st.container(border=True):
        st.markdown(f":material/inbox: {sentence}")
        if command:
            st.caption(words("common.next"))
            st.code(command, language="bash")


def graph_down(visit: Visit, error: ShoalError, *, key: str) -> None:
    """Say that the graph does not answer, what still holds, and the next step."""
    with st.container(border=True, key=f"{key}-down"):
        st.markdown(f":material/cloud_off: **{visit.words('common.graph_down')}**")
        st.text(str(error))
        st.caption(visit.words("common.graph_down_next"))
        st.code(f"shoal doctor {visit.case.path.name}", language="bash")
        st.button(
            visit.words("common.try_again"), key=f"{key}-try-again", icon=":material/refresh:",
            on_click=try_again, args=(visit.case,),
        )  # fmt: skip


def refused(error: ShoalError, words: Words) -> None:
    """Show an error that a person can do something about."""
    with st.container(border=True):
        st.markdown(f":material/error: **{words('common.refused')}**")
        st.text(str(error))


def finding_badge(finding: str, words: Words) -> None:
    """Show what was measured."""
    st.badge(
        words.of("finding", finding), color=_FINDING_COLOUR.get(finding, "gray"), help=words.of("finding_help", finding)
    )


def verdict_badge(verdict: str | None, words: Words) -> None:
    """Show what a person judged, apart from the finding."""
    st.badge(
        words.of("verdict", verdict or "none"), icon=":material/person:",
        color=_VERDICT_COLOUR.get(verdict or "", "gray"), help=words("verdict.help"),
    )  # fmt: skip


def attempt(visit: Visit, draw: Callable[[], None]) -> None:
    """Draw a page; an error for people is shown as such instead of a broken page."""
    try:
        draw()
    except ShoalError as error:
        refused(error, visit.words)
