"""The graph picture as a page sees it, without a browser: state is set in the session, as the browser would."""

import pytest
from streamlit.testing.v1 import AppTest


def page() -> None:
    import json

    import streamlit as st

    from app.component import GraphData, Node, graph_events, graph_view

    nodes = tuple(Node(id=key, kind="Account", label=key) for key in "abc")
    wish = st.session_state.get("wish", ())
    events = graph_view(GraphData(rev="1", nodes=nodes, selection=wish), key="graph")
    st.text(json.dumps([events.selection, graph_events("graph").selection]))


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_function(page, default_timeout=30)


def test_a_page_without_a_browser_has_no_selection(app: AppTest) -> None:
    app.run()
    assert not app.exception
    assert app.text[0].value == "[[], []]"


def test_what_the_reader_chose_reaches_the_page_and_its_callbacks(app: AppTest) -> None:
    app.session_state["graph"] = {"selection": ["b", "stranger"]}
    app.run()
    assert app.text[0].value == '[["b"], ["b", "stranger"]]'


def test_what_the_page_asks_for_counts_until_the_reader_chooses(app: AppTest) -> None:
    app.session_state["graph"] = {"selection": ["b"], "turn": 1}
    app.run()
    app.session_state["wish"] = ("c", "gone")
    app.run()
    assert app.text[0].value.startswith('[["c"]')
    app.run()
    assert app.text[0].value.startswith('[["c"]')
    app.session_state["graph"] = {"selection": ["b"], "turn": 2}
    app.run()
    assert app.text[0].value.startswith('[["b"]')
