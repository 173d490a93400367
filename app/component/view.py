"""The graph picture on a page: rows in, what the reader did out. Registered with Streamlit once."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Literal

import streamlit as st

from app.component.messages import read_events, write_payload
from app.component.rows import GraphChange, GraphData, GraphEvents
from app.component.words import ENGLISH, WORDS

Callback = Callable[[], None]


@cache
def _component() -> Callable[..., Mapping[str, object]]:
    """Register the component once, at the first drawing: outside a running page Streamlit knows of no components.

    The name is that of pyproject.toml: project.name, then the component's name under tool.streamlit.component.
    """
    return st.components.v2.component("shoal.graph", js="graph.js")


def graph_view(
    data: GraphData | GraphChange,
    *,
    key: str,
    height: int = 620,
    language: str = "en",
    words: Mapping[str, str] | None = None,
    theme: Literal["light", "dark"] | None = None,
    on_selection: Callback | None = None,
    on_action: Callback | None = None,
    on_pinned: Callback | None = None,
    on_hidden: Callback | None = None,
    on_positions: Callback | None = None,
) -> GraphEvents:
    """Draw the graph, `height` pixels high, and return what the reader did.

    `key` must be the same on every run and for one case only: the browser tab keeps the places of nodes under it.
    `words` overrules single wordings of the language. Without `theme` the picture follows Streamlit's.
    Ids that were not in `data` are dropped from the answer; after a `GraphChange` the caller checks them.
    """
    payload = write_payload(data) | {
        "key": key,
        "height": height,
        "theme": theme,
        "words": {**WORDS.get(language, ENGLISH), **(words or {})},
    }
    # Every name needs a callback, or Streamlit does not keep its state.
    result = _component()(
        key=key,
        data=payload,
        on_selection_change=on_selection or _nothing,
        on_action_change=on_action or _nothing,
        on_pinned_change=on_pinned or _nothing,
        on_hidden_change=on_hidden or _nothing,
        on_positions_change=on_positions or _nothing,
        on_camera_change=_nothing,
        on_turn_change=_nothing,
    )
    known = {node.id for node in data.nodes} if isinstance(data, GraphData) else None
    events = read_events(dict(result), known)
    if isinstance(data, GraphData) and _asked_last(data, result, key):
        return replace(events, selection=tuple(one for one in data.selection if known and one in known))
    return events


def graph_events(key: str) -> GraphEvents:
    """The same answer inside a callback, where `graph_view` has not run yet; its ids are not checked."""
    raw = st.session_state.get(key)
    return read_events(dict(raw) if isinstance(raw, Mapping) else {}, None)


def _asked_last(data: GraphData, result: Mapping[str, object], key: str) -> bool:
    """Whether the page's own wish came after the reader's last choice: the browser does not say a wish back."""
    chosen = (result.get("selection"), result.get("turn"))
    asked, chosen_then = st.session_state.get(f"{key} asked", ((), None))
    if asked != data.selection:
        chosen_then = chosen
        st.session_state[f"{key} asked"] = (data.selection, chosen)
    return chosen in ((None, None), chosen_then)


def _nothing() -> None:
    return None
