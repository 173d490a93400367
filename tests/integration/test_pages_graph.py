"""The graph page and the verdict form over a real graph."""

from collections.abc import Iterator

import pytest
import streamlit as st

from app.reading.judgements import verdicts
from case.desk import items
from case.folder import Case
from case.journal import read_journal, verify_journal
from graph.opening import open_graph, remember_password
from graph.projection import rebuild
from graph.server import Address
from tests.conftest import empty
from tests.integration.pages_app import open_page, shown
from tests.integration.pages_case import CROWD, GROUP, planted_case


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory, graph_server: Address) -> Iterator[Case]:
    empty(graph_server)
    folder = tmp_path_factory.mktemp("pages") / "one"
    made = planted_case(folder, graph=graph_server.uri, user=graph_server.user)
    remember_password(made, graph_server.password)
    with open_graph(made, "test") as graph:
        rebuild(graph, made)
        yield made
        st.cache_data.clear()
        st.cache_resource.clear()


def test_without_focus_the_page_says_where_to_begin(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Nothing is in focus yet" in shown(open_page(monkeypatch, case, "graph"))


def test_the_focused_account_is_drawn_with_its_cluster_and_links(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page(monkeypatch, case, "graph", focus=f"Account:{GROUP[0]}")
    nodes = app.dataframe(key=f"nodes-{case.id}").value
    ties = next(table.value for table in app.dataframe if "relation" in table.value.columns)
    assert {"Cluster", "Account", "Post", "Hashtag", "Link"} <= set(nodes["kind"])
    assert set(nodes[nodes["kind"] == "Account"]["key"]) == set(GROUP)
    assert "acted together" in set(ties["relation"])


def test_a_node_selected_in_the_picture_is_inspected(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page(monkeypatch, case, "graph", focus=f"Account:{GROUP[0]}")
    app.session_state[f"graph-{case.id}"] = {"selection": [f"Account:{GROUP[2]}"]}
    app.run()
    assert "车友2" in [text.value for text in app.text]


def test_walking_on_writes_the_address_and_keeps_what_was_there(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page(monkeypatch, case, "graph", focus=f"Account:{GROUP[0]}")
    app.session_state[f"graph-{case.id}"] = {"selection": ["Hashtag:新车发布"]}
    app.run()
    app.button(key="inspect-expand").click().run()
    assert app.query_params["focus"] == [f"Account:{GROUP[0]}", "Hashtag:新车发布"]
    assert set(CROWD) <= set(app.dataframe(key=f"nodes-{case.id}").value["key"])


def test_the_same_address_shows_the_same_nodes(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    address: dict[str, str | list[str]] = {
        "focus": [f"Account:{GROUP[0]}", "Hashtag:新车发布"],
        "relations": ["accounts"],
    }
    first, second = (open_page(monkeypatch, case, "graph", **address) for _ in range(2))
    assert first.dataframe(key=f"nodes-{case.id}").value.equals(second.dataframe(key=f"nodes-{case.id}").value)


def test_steps_in_the_address_decide_how_far_the_picture_reaches(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    reach = []
    for hops in ("0", "1", "2"):
        app = open_page(monkeypatch, case, "graph", focus=f"Account:{GROUP[0]}", hops=hops)
        reach.append(len(app.dataframe(key=f"nodes-{case.id}").value))
    assert reach[0] == 1 < reach[1] < reach[2]


def test_a_walk_is_kept_under_a_name_and_opened_by_its_number(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page(monkeypatch, case, "graph", focus=f"Account:{GROUP[0]}")
    app.text_input(key="walk-title").set_value("the garage")
    app.button(key="walk-keep").click().run()
    pivot = items(case, "pivots")[-1]
    assert pivot["title"] == "the garage"
    again = open_page(monkeypatch, case, "graph", pivot=pivot["id"])
    nodes = (one.dataframe(key=f"nodes-{case.id}").value for one in (app, again))
    assert len({tuple(frame["key"]) for frame in nodes}) == 1


def test_search_gives_the_exact_hit_first_and_says_when_there_is_none(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page(monkeypatch, case, "graph")
    app.text_input(key="graph-search").set_value("user4").run()
    hits = app.dataframe(key="hits-user4").value
    assert hits["title"].iloc[0] == "user4"
    assert bool(hits["exact"].iloc[0])
    app.text_input(key="graph-search").set_value("**nobody**").run()
    assert "\\*\\*nobody" in shown(app)


def test_a_walk_of_more_than_thirty_nodes_is_kept_in_the_case(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page(monkeypatch, case, "graph", focus=[f"Account:{key}" for key in (*GROUP, *CROWD[:22])])
    app.session_state[f"graph-{case.id}"] = {"selection": ["Hashtag:新车发布"]}
    app.run()
    app.button(key="inspect-expand").click().run()
    pivot = items(case, "pivots")[-1]
    assert len(pivot["focus"]) == 31
    assert app.query_params["pivot"] == pivot["id"]


def test_a_verdict_needs_a_reason_and_lands_in_record_and_journal(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page(monkeypatch, case, "cluster")
    lineage = app.text_input[0].key.removeprefix("verdict-reason-") if app.text_input else ""
    app.segmented_control(key=f"verdict-is-{lineage}").set_value("organic")
    app.button(key=f"verdict-save-{lineage}").click().run()
    assert "Give a reason" in shown(app)
    assert not verdicts(case)
    app.segmented_control(key=f"verdict-is-{lineage}").set_value("organic")
    app.text_input(key=f"verdict-reason-{lineage}").set_value("owners of one garage")
    app.button(key=f"verdict-save-{lineage}").click().run()
    assert verdicts(case)[lineage]["is"] == "organic"
    assert ":green-badge[:material/person: organic]" in shown(app)
    assert read_journal(case)[-1]["act"] == "verdict"
    assert verify_journal(read_journal(case)) == []
