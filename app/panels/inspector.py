"""What is selected in the graph: its facts from the record, verdict, and the ways on from it."""

import streamlit as st

from app.access import Visit
from app.elements import finding_badge, plain, verdict_badge
from app.kept import facts_of, triage_of
from app.panels.facts_table import draw_facts_table
from app.panels.pivots import draw_page_link
from app.reading.judgements import about, verdicts
from app.selection import Focus

_MOST_LISTED = 12
_TEXT_SHOWN = 400


def draw_inspector(
    seen: Visit, selected: tuple[Focus, ...], walked: tuple[Focus, ...]
) -> tuple[str, tuple[Focus, ...]]:
    """Draw the selected nodes; give the way on that was asked for (`expand` or `only`, else empty) and its nodes.

    From nodes that were `walked` from already there is no way on: their neighbours are shown.
    """
    words = seen.words
    st.subheader(words("graph.inspector"), anchor=False)
    if not selected:
        st.caption(words("graph.select_hint"))
        return "", ()
    if len(selected) == 1:
        draw_one(seen, selected[0])
    else:
        st.markdown(words("graph.selected", count=len(selected)))
        for focus in selected[:_MOST_LISTED]:
            title = facts_of(seen.case, seen.actor, focus).title
            st.text(f"{words.of('label', focus.label)}: {title}")
        draw_between(seen, selected)
    done = set(selected) <= set(walked)
    expand = st.button(
        words("graph.expand"), key="inspect-expand", icon=":material/open_in_full:", width="stretch", disabled=done,
        help=words("graph.expanded") if done else None,
    )  # fmt: skip
    only = st.button(words("graph.only"), key="inspect-only", icon=":material/center_focus_strong:", width="stretch")
    return ("expand" if expand else "only" if only else ""), selected


def draw_between(seen: Visit, selected: tuple[Focus, ...]) -> None:
    """Lead to the posts behind the link of two accounts that are in one cluster."""
    if len(selected) != 2 or any(focus.label != "Account" for focus in selected):
        return
    a, b = sorted(focus.key for focus in selected)
    for line in triage_of(seen.case, seen.actor).lines:
        if a in line.cluster.accounts and b in line.cluster.accounts:
            address = {"case": seen.case.id, "cluster": line.cluster.cluster, "a": a, "b": b}
            st.page_link("views/cluster.py", label=seen.words("graph.between"), icon=":material/compare_arrows:",
                         query_params=address)  # fmt: skip
            return


def draw_one(seen: Visit, focus: Focus) -> None:
    """Draw the facts of one node."""
    words, facts = seen.words, facts_of(seen.case, seen.actor, focus)
    st.caption(words.of("label", focus.label))
    st.text(facts.title)
    if not facts.known:
        st.caption(words("graph.unknown"))
    lines = triage_of(seen.case, seen.actor).lines
    if focus.label == "Cluster":
        for line in lines:
            if line.cluster.cluster == focus.key:
                finding_badge(line.cluster.finding, words)
                verdict_badge(line.verdict, words)
        st.page_link("views/cluster.py", label=words("graph.open_cluster"), icon=":material/groups:",
                     query_params={"case": seen.case.id, "cluster": focus.key})  # fmt: skip
    elif focus.label == "Account":
        verdict_badge((about(verdicts(seen.case), focus.key) or {}).get("is"), words)
        for line in lines:
            if focus.key in line.cluster.accounts:
                st.page_link("views/cluster.py", label=plain(line.cluster.cluster), icon=":material/groups:",
                             query_params={"case": seen.case.id, "cluster": line.cluster.cluster})  # fmt: skip
    if focus.label != "Cluster":
        draw_page_link(seen, focus)
    if facts.text:
        st.text(facts.text[:_TEXT_SHOWN] + ("…" if len(facts.text) > _TEXT_SHOWN else ""))
    draw_facts_table(facts, words)
