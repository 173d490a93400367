"""Own queries on the page of questions: kept, asked by their form, refused like the library's, taken off the desk."""

from collections.abc import Iterator

import pytest
import streamlit as st

from case.folder import Case, open_case
from case.journal import read_journal
from graph.server import Address
from queries.saved import saved_queries
from tests.integration.pages_app import open_page, shown
from tests.integration.queries_case import planted_graph
from tests.integration.test_queries_runner import OWN


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory, graph_server: Address) -> Iterator[Case]:
    with planted_graph(tmp_path_factory.mktemp("own") / "one", graph_server) as (_, made):
        settings = made.path / "case.toml"
        settings.write_text(settings.read_text(encoding="utf-8").replace("free_cypher = false", "free_cypher = true"))
        assert open_case(made.path).free_cypher
        yield open_case(made.path)
        st.cache_data.clear()
        st.cache_resource.clear()


def test_an_own_query_is_kept_asked_and_taken_off_again(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page(monkeypatch, case, "ask", query="active_accounts")
    app.text_input(key="own-id-active_accounts").set_value("big_accounts")
    app.text_area(key="own-text-active_accounts").set_value(OWN)
    app.button(key="own-save-active_accounts").click().run()
    assert [query.id for query in saved_queries(case)] == ["big_accounts"]
    assert app.query_params["query"] == "big_accounts"
    app.text_input(key="big_accounts-least").set_value("1000")
    app.button(key="run-big_accounts").click().run()
    assert app.dataframe[0].value["account"].tolist() == ["x:official"]
    assert read_journal(case)[-1]["details"]["query"] == "big_accounts"
    app.button(key="own-remove-big_accounts").click().run()
    assert saved_queries(case) == ()


def test_an_own_query_that_breaks_a_rule_is_refused_with_the_rule(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page(monkeypatch, case, "ask", query="active_accounts")
    app.text_area(key="own-text-active_accounts").set_value(
        OWN.replace("LIMIT $limit", "").replace("misleads", "hides")
    )
    app.button(key="own-save-active_accounts").click().run()
    assert "header" in shown(app)
    app.text_area(key="own-text-active_accounts").set_value(
        OWN.replace("MATCH (a:Account)", "MATCH (a:Account) SET a.x = 1")
    )
    app.button(key="own-save-active_accounts").click().run()
    assert "it holds SET" in shown(app)
    assert saved_queries(case) == ()
