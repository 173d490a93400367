"""The form in which a person judges a cluster or an account; what was measured stays as it is."""

import streamlit as st

from app.access import Visit, graph_of
from app.elements import plain, section
from app.judging import JUDGEMENTS, judge
from app.reading import times
from app.reading.judgements import Item
from case.errors import ShoalError, Unreachable
from case.lock import case_lock

_PATIENCE_SECONDS = 20.0


def draw_verdict_form(seen: Visit, about: str, present: Item | None) -> None:
    """Draw the form; without the graph it only says when a verdict can be kept again."""
    words = seen.words
    section(words("cluster.judge"), words("cluster.judge_help"))
    if said := st.session_state.pop("verdict-said", None):
        st.success(said, icon=":material/check:")
    if present:
        st.text(describe(present, seen))
        if present.get("reason"):
            st.text(str(present["reason"]))
    try:
        graph_of(seen.case)
    except Unreachable:
        st.info(words("cluster.graph_needed"), icon=":material/cloud_off:")
        return
    with st.form(f"verdict-{about}", clear_on_submit=True):
        judgement = st.segmented_control(
            words("cluster.judgement"), JUDGEMENTS, format_func=lambda name: words.of("verdict", name),
            key=f"verdict-is-{about}", default=(present or {}).get("is"),
        )  # fmt: skip
        reason = st.text_input(
            words("cluster.reason"), key=f"verdict-reason-{about}", help=words("cluster.reason_help")
        )
        note = st.text_area(words("cluster.note"), key=f"verdict-note-{about}", height=80)
        if st.form_submit_button(words("cluster.save"), key=f"verdict-save-{about}", type="primary"):
            keep(seen, about, judgement, reason=reason, note=note)


def keep(seen: Visit, about: str, judgement: str | None, *, reason: str, note: str) -> None:
    """Write the verdict to record and graph, or say what is missing."""
    if judgement is None or not reason.strip():
        st.warning(seen.words("cluster.need_reason"), icon=":material/edit:")
        return
    try:
        with case_lock(seen.case, "verdict", patience_seconds=_PATIENCE_SECONDS, tell=lambda _: None):
            judge(
                seen.case,
                graph_of(seen.case),
                about,
                judgement,
                reason=reason.strip(),
                note=note.strip(),
                actor=seen.actor,
            )
    except ShoalError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    st.session_state["verdict-said"] = seen.words("cluster.saved", verdict=seen.words.of("verdict", judgement))
    st.rerun()


def describe(item: Item, seen: Visit) -> str:
    """Say who judged what, and when."""
    verdict = seen.words.of("verdict", item.get("is", ""))
    return seen.words("cluster.judged", verdict=verdict, actor=item.get("actor", "–"), at=times.utc(item.get("at")))
