"""The controls of a run as tables: what is found where nothing should be, and findings beside other accounts."""

import polars as pl
import streamlit as st

from app.reading.controls import counted_controls, matched_findings
from app.words import Words
from case.runs import Run


def draw_controls(words: Words, run: Run) -> None:
    """Draw what the same method gives where there is nothing but chance."""
    if not run.controls:
        st.info(words("control.none"), icon=":material/rule:")
        return
    rows: list[tuple[object, ...]] = [
        (words.of("control", one.name), one.runs, one.expected, one.allowed, one.found, one.explained)
        for one in counted_controls(run.controls)
    ]
    _draw(words, ("control", "repeats", "expected", "allowed", "found", "explained"), rows, key=f"controls-{run.id}")
    if matched := matched_findings(run.controls):
        st.caption(words("control.matched_accounts"))
        _draw(words, ("cluster", "finding", "matched"), matched, key=f"matched-{run.id}")


def _draw(words: Words, columns: tuple[str, ...], rows: list[tuple[object, ...]], *, key: str) -> None:
    frame = pl.DataFrame(rows, schema=list(columns), orient="row", infer_schema_length=None)
    st.dataframe(
        frame,
        hide_index=True,
        placeholder="–",
        key=key,
        column_config={
            name: st.column_config.NumberColumn(words(f"control.{name}"), format="percent")
            if name in ("finding", "matched")
            else words(f"control.{name}")
            for name in columns
        },
    )
