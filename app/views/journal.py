"""Journal: who did what when, and whether the chain of entries is whole."""

import json
from typing import Any

import polars as pl
import streamlit as st

from app.access import Visit, visit
from app.elements import attempt, heading, none_yet
from app.reading import figures
from app.reading.entries import acts_of, entry_rows
from case.journal import FILE, read_journal, verify_journal

_MOST_ROWS = 2_000


def draw(seen: Visit) -> None:
    """Draw the state of the chain and the entries, the latest first."""
    words = seen.words
    heading(words("pages.journal"), words("journal.subtitle"))
    lines = read_journal(seen.case)
    if not lines:
        none_yet(words("journal.none"), f"shoal journal {seen.case.path.name} show", words)
        return
    problems = verify_journal(lines)
    if problems:
        st.error(words("journal.broken", problems=len(problems)), icon=":material/link_off:")
        rows = [
            {"line": one.line, "problem": one.problem, "expected": one.expected, "found": one.found} for one in problems
        ]
        st.dataframe(pl.DataFrame(rows), hide_index=True, placeholder="–", key="journal-problems")
    else:
        st.success(words("journal.whole", entries=figures.count(len(lines))), icon=":material/link:")
    st.caption(words("journal.meaning"))
    acts = acts_of(lines)
    wanted = st.multiselect(words("journal.act"), acts, key="journal-acts", placeholder=words("journal.all_acts"))
    rows = entry_rows(lines, wanted)
    st.caption(words("journal.shown", shown=figures.count(min(len(rows), _MOST_ROWS)), total=figures.count(len(lines))))
    columns: dict[str, Any] = {
        name: words(f"journal.{name}") for name in ("seq", "at", "actor", "act", "details", "hash")
    }
    columns["details"] = st.column_config.TextColumn(words("journal.details"), width="large")
    frame = pl.DataFrame(rows[:_MOST_ROWS], infer_schema_length=None)
    event = st.dataframe(
        frame,
        hide_index=True,
        placeholder="–",
        column_config=columns,
        on_select="rerun",
        selection_mode="single-row",
        key="journal",
        height=min(520, 38 + 35 * frame.height),
    )
    st.download_button(
        words("journal.download"), (seen.case.path / FILE).read_bytes(), file_name=FILE, mime="application/x-ndjson",
        key="journal-file", icon=":material/download:", type="tertiary",
    )  # fmt: skip
    for row in event.selection.rows:
        line = next(one for one in lines if one.get("seq") == rows[row]["seq"])
        st.code(json.dumps(line, ensure_ascii=False, indent=2), language="json", wrap_lines=True)


if __name__ == "__main__":
    here = visit("journal")
    attempt(here, lambda: draw(here))
