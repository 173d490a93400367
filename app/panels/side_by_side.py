"""The posts behind one link: both accounts beside each other, with times, gap and source."""

import streamlit as st

from app.access import Visit
from app.elements import plain, short, window_name
from app.panels.innocent import draw_innocent
from app.reading import figures, times
from app.reading.link import Explanation, Meeting, Side
from app.words import Words

_PER_PAGE = 5


def draw_link(seen: Visit, found: Explanation, names: dict[str, str]) -> None:
    """Draw what two accounts share, five pairs of posts at a time; `names` are the accounts' labels by key."""
    words = seen.words
    a, b = names.get(found.a, found.a), names.get(found.b, found.b)
    st.markdown(f"**{words('cluster.link_of', a=plain(short(a)), b=plain(short(b)))}**")
    st.markdown(chance_sentence(found, words))
    st.caption(words("cluster.shared", meetings=figures.count(len(found.meetings))))
    pages = -(-len(found.meetings) // _PER_PAGE)
    number = st.pagination(pages, key=f"meetings-{found.a}-{found.b}") if pages > 1 else 1
    start = (number - 1) * _PER_PAGE
    for place, meeting in enumerate(found.meetings[start : start + _PER_PAGE], start=start):
        draw_meeting(seen, meeting, (a, b), key=f"meeting-{place}")
    if found.innocent:
        draw_innocent(found.innocent, words)


def chance_sentence(found: Explanation, words: Words) -> str:
    """Say in one sentence how often chance alone gives as much as this link."""
    link = found.combined
    if link is None:
        return words("cluster.no_link_chance")
    return words(
        "cluster.link_chance", window=window_name(link["window_seconds"], words),
        occasions=figures.count(link["occasions"]), expected=figures.amount(link["expected"]),
        p=figures.probability(link["p"]), q=figures.probability(link["q"]),
    )  # fmt: skip


def draw_meeting(seen: Visit, meeting: Meeting, names: tuple[str, str], *, key: str) -> None:
    """Draw one pair of posts and what it shares."""
    words = seen.words
    kinds = dict.fromkeys(words.of("behaviour", behaviour) for behaviour, _ in meeting.shared)
    facts = [f"**{' · '.join(map(plain, kinds))}**", words("cluster.gap", gap=figures.duration(meeting.gap_seconds))]
    if meeting.accounts is not None:
        facts.append(words("cluster.shared_by", accounts=figures.count(meeting.accounts)))
    with st.container(border=True, key=key):
        st.markdown(" · ".join(facts))
        for column, sides, name in zip(st.columns(2), (meeting.left, meeting.right), names, strict=True):
            with column:
                for side in sides:
                    draw_side(seen, side, name, first=side.account == meeting.first)


def draw_side(seen: Visit, side: Side, name: str, *, first: bool) -> None:
    """Draw one post; its text and address are shown as they are, and lead nowhere by themselves."""
    words = seen.words
    st.markdown(f"**{plain(short(name))}**" + (f" :gray-badge[{words('cluster.first')}]" if first else ""))
    when = [times.utc(side.at), times.local(side.at, seen.case.timezone)] if side.at else [words("cluster.no_time")]
    st.caption("  \n".join(plain(part) for part in when if part))
    st.text(side.text or words("cluster.no_text"))
    if side.url:
        st.code(side.url, language=None, wrap_lines=True)
    st.caption(words("cluster.source", file=plain(side.file), place=figures.count(side.place)))
