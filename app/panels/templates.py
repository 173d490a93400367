"""Templates: the fixed words as they are, each slot marked with its commonest fillers; and the slots as tables."""

import polars as pl
import streamlit as st

from app.access import Visit
from app.elements import plain, section, short
from app.panels.pivots import draw_pivot_table
from app.reading import figures
from app.reading.cluster import ClusterPage
from app.reading.templates import Pattern, kind_of
from app.selection import Focus
from app.words import Words
from case.templates import Slot

#: Fillers named within a line, and letters of each.
_NAMED, _LETTERS = 3, 14
#: Slots that stand beside each other.
_BESIDE = 3


def draw_cluster_templates(seen: Visit, page: ClusterPage) -> None:
    """Draw what the cluster's accounts copied: the first patterns with their slots, then all as ways on."""
    words = seen.words
    if page.templates.is_empty():
        return
    section(words("template.title"), words("template.help"))
    for pattern in page.patterns:
        with st.container(border=True):
            draw_pattern(pattern, words)
    frame = page.templates.drop("template")
    shown, total = figures.count(len(page.patterns)), figures.count(frame.height)
    st.caption(words("template.shown", shown=shown, total=total))
    nodes: list[Focus | None] = [Focus("Template", key) for key in page.templates["template"]]
    columns = {
        "text": st.column_config.TextColumn(words("template.text"), width="large"),
        "accounts": words("template.accounts"), "posts": words("template.posts"), "slots": words("template.slots"),
        "fixed_share": st.column_config.NumberColumn(
            words("template.fixed"), format="percent", help=words("template.fixed_help")
        ),
    }  # fmt: skip
    draw_pivot_table(seen, frame, nodes, columns=columns, key="templates")


def draw_pattern(pattern: Pattern, words: Words) -> None:
    """Draw one template: its line, how many follow it, and how many of its posts the fillers are from."""
    slots = iter(pattern.slots)
    marked = (plain(part) if part is not None else _marked(next(slots), words) for part in pattern.parts)
    st.markdown(" ".join(text for text in marked if text))
    numbers = {name: figures.count(getattr(pattern, name)) for name in ("posts", "accounts", "variants", "aligned")}
    if not pattern.fixed_share:
        st.caption(words("template.unaligned", **numbers))
        return
    fixed = figures.share(pattern.fixed_share, 1)
    st.caption(words("template.counts", fixed=fixed, **numbers))


def draw_slots(pattern: Pattern, words: Words) -> None:
    """Draw what posts put into each slot, the commonest fillers first; what is not named is counted."""
    columns = st.columns(_BESIDE)
    for place, slot in enumerate(pattern.slots):
        with columns[place % _BESIDE]:
            st.markdown(f"**{words('template.slot', number=place + 1, kind=words.of('slot', kind_of(slot)))}**")
            rows = [(filler or words("template.nothing"), posts) for filler, posts in slot.fillers]
            frame = pl.DataFrame(rows, schema=[words("template.filler"), words("template.posts")], orient="row")
            st.dataframe(frame, hide_index=True, key=f"slot-{pattern.key}-{place}")
            if slot.others:
                others, posts = figures.count(slot.others), figures.count(slot.other_posts)
                st.caption(words("template.others", others=others, posts=posts))


def _marked(slot: Slot, words: Words) -> str:
    named = [short(filler, _LETTERS) or words("template.nothing") for filler, _ in slot.fillers[:_NAMED]]
    left = len(slot.fillers) - len(named) + slot.others
    more = f" +{figures.count(left)}" if left else ""
    return f":blue-background[{plain(' / '.join(named) + more)}]"
