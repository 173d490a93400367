"""Innocent explanations: what else would give the same picture, how well it fits, and the signs."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from app.elements import plain
from app.words import Words


def draw_innocent(explanations: Sequence[Mapping[str, Any]], words: Words) -> None:
    """Draw each explanation with its fit and signs, strong ones first."""
    for one in sorted(explanations, key=lambda one: one.get("fits") != "strong"):
        strong = one.get("fits") == "strong"
        with st.container(horizontal=True, vertical_alignment="center"):
            st.badge(words("cluster.strong" if strong else "cluster.weak"), color="green" if strong else "gray")
            st.markdown(f"**{plain(words.of('innocent', one.get('explanation', '')))}**", width="content")
            st.markdown(plain("; ".join(map(str, one.get("signs") or ()))), width="content")


def draw_ruled_out(explanations: Sequence[Mapping[str, Any]], words: Words) -> None:
    """Draw what was measured and does not fit, in small print."""
    for one in explanations:
        name = plain(words.of("innocent", one.get("explanation", "")))
        st.caption(f"{words('cluster.not_fitting')}: {name}; {plain('; '.join(map(str, one.get('signs') or ())))}")
