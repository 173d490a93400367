"""The facts of one node as a small table without head."""

import polars as pl
import streamlit as st

from app.elements import plain
from app.reading.facts import Facts
from app.words import Words


def draw_facts_table(facts: Facts, words: Words) -> None:
    """Draw names and texts; Streamlit reads the cells of such a table as markdown, so they are made plain."""
    rows = [(words.of("fact", name), plain(words.of("value", text))) for name, text in facts.rows]
    frame = pl.DataFrame(rows, schema=["fact", "value"], orient="row")
    st.table(frame, border="horizontal", hide_index=True, hide_header=True)
