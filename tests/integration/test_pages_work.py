"""Card, questions, case, data and runs, journal: over a real graph, and with the graph down."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st

from app.jobs import list_jobs
from case.desk import items
from case.folder import Case
from case.journal import FILE
from graph.opening import open_graph, remember_password
from graph.projection import rebuild
from graph.server import Address
from tests.conftest import empty
from tests.integration.pages_app import open_page, shown, without_graph
from tests.integration.pages_case import CROWD, GROUP, HOSTILE, RUN, empty_case, loaded_case, planted_case

PAGES = ("card", "ask", "work", "runs", "journal")


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


def test_the_card_of_an_account_leads_to_its_links_posts_and_cluster(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page(monkeypatch, case, "card", focus=f"Account:{GROUP[0]}")
    near = app.dataframe(key=f"card-near-Account:{GROUP[0]}-links").value
    posts = app.dataframe(key=f"card-posts-Account:{GROUP[0]}").value
    assert len(near) == 7
    assert len(posts) == 8
    assert "8 of 8 posts" in shown(app)


def test_the_card_of_a_hashtag_lists_the_accounts_that_used_it(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page(monkeypatch, case, "card", focus="Hashtag:新车发布")
    near = app.dataframe(key="card-near-Hashtag:新车发布-accounts").value
    assert len(near) == len(GROUP) + len(CROWD)


def test_the_card_of_a_template_shows_its_slots_their_fillers_and_who_follows_it(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page(monkeypatch, case, "card", focus="Template:T-1")
    said = shown(app)
    assert "Slot 1: numbers" in said
    assert ":blue-background[0 / 12 / 15 \\+5]" in said
    assert "fillers from 8 of the 8 posts" in said
    assert app.dataframe[1].value["Filler"].to_list() == ["(nothing)", HOSTILE]
    assert app.dataframe[1].value["Posts"].to_list() == [7, 1]
    near = app.dataframe(key="card-near-Template:T-1-accounts").value
    assert len(near) == len(GROUP)


def test_the_card_of_a_post_shows_its_text_and_does_not_open_its_address(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page(monkeypatch, case, "card", focus="Post:weibo:p1")
    assert "第0天 提车当天就断电,售后说没办法,大家别买!" in [text.value for text in app.text]
    assert "It is not opened from here" in shown(app)


def test_a_question_shows_what_misleads_its_rows_and_a_way_on(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page(monkeypatch, case, "ask", query="ranked_clusters")
    assert "What misleads here" in shown(app)
    app.button(key="run-ranked_clusters").click().run()
    rows = app.dataframe(key="rows-ranked_clusters").value
    assert len(rows) == 3


def test_a_question_with_a_wrong_parameter_is_refused_in_words(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page(monkeypatch, case, "ask", query="neighbours_of_account")
    app.button(key="run-neighbours_of_account").click().run()
    assert "parameter account" in shown(app)


def test_a_note_is_kept_with_its_writer(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page(monkeypatch, case, "work")
    app.text_area(key="note-text").set_value("**ask** the garage")
    app.button(key="note-keep").click().run()
    assert items(case, "notes")[-1]["text"] == "**ask** the garage"
    assert "**ask** the garage" in [text.value for text in app.text]


def test_data_and_runs_show_counts_parameters_and_what_was_left_out(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page(monkeypatch, case, "runs")
    assert list(app.dataframe(key="sources").value["rejects"]) == [2]
    assert list(app.dataframe(key="runs").value["run"]) == [RUN]
    values = [str(value) for table in app.dataframe for value in table.value.to_numpy().ravel()]
    assert "hashtag:热门" in values
    assert "10, 60" in values


def test_a_load_is_started_as_a_job_that_outlives_the_page(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    (case.inbox / "table.csv").write_text("not,a,known,table\n1,2,3,4\n", encoding="utf-8")
    app = open_page(monkeypatch, case, "runs")
    app.multiselect(key="load-files").set_value([case.inbox / "table.csv"])
    app.button(key="load-start").click().run()
    jobs = list_jobs(case)
    assert [job.verb for job in jobs] == ["load"]
    assert jobs[0].arguments[0] == str(case.inbox / "table.csv")


def test_the_journal_says_that_its_chain_is_whole_and_then_that_it_is_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = without_graph(planted_case(tmp_path / "one"), monkeypatch)
    assert "The chain is whole" in [message.value[:18] for message in open_page(monkeypatch, made, "journal").success]
    file = made.path / FILE
    file.write_text(file.read_text(encoding="utf-8").replace("Launch week", "Launch month"), encoding="utf-8")
    assert "The chain is broken" in shown(open_page(monkeypatch, made, "journal"))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_an_empty_case_says_what_comes_next(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = without_graph(empty_case(tmp_path / "one"), monkeypatch)
    said = shown(open_page(monkeypatch, made, page))
    wanted = {"card": "Choose something first", "ask": "shoal doctor one", "work": "Nobody has judged",
              "runs": "shoal load one FILE…", "journal": "chain"}  # fmt: skip
    assert wanted[page] in said


@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_that_the_graph_is_down_or_does_without_it(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = without_graph(loaded_case(tmp_path / "one"), monkeypatch)
    said = shown(open_page(monkeypatch, made, page, focus=f"Account:{GROUP[0]}"))
    wanted = {"card": "shoal doctor one", "ask": "shoal doctor one", "work": "Nobody has judged",
              "runs": "shoal detect one", "journal": "chain"}  # fmt: skip
    assert wanted[page] in said
