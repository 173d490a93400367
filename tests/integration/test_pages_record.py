"""Triage and cluster in their states; they read the record alone, so the graph is down in all of these."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st

from tests.integration.pages_app import open_page, shown, without_graph
from tests.integration.pages_case import HOSTILE, empty_case, loaded_case, planted_case


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    yield
    st.cache_data.clear()
    st.cache_resource.clear()


def test_triage_without_data_names_the_next_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = without_graph(empty_case(tmp_path / "one"), monkeypatch)
    assert "shoal load one FILE…" in shown(open_page(monkeypatch, case, "triage"))


def test_triage_without_a_run_shows_coverage_and_the_next_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = without_graph(loaded_case(tmp_path / "one"), monkeypatch)
    said = shown(open_page(monkeypatch, case, "triage"))
    assert "Coverage" in said
    assert "shoal detect one" in said


def test_triage_shows_counts_with_denominators_and_only_synchronised_clusters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = without_graph(planted_case(tmp_path / "one"), monkeypatch)
    app = open_page(monkeypatch, case, "triage")
    said = shown(app)
    assert "Rejects 2" in said
    assert "1.0 % of all records" in said
    assert "1. 8 accounts (5 core)" in said
    assert "candidate" not in said.replace("candidates", "")
    assert "The graph does not answer" in said
    app.toggle(key="others").set_value(True).run()
    assert ":orange-badge[candidate]" in shown(app)
    assert "not a finding" in shown(app)


def test_triage_says_when_the_data_are_not_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = without_graph(planted_case(tmp_path / "one", finding="not_enough_data"), monkeypatch)
    said = shown(open_page(monkeypatch, case, "triage"))
    assert "Not enough data for an answer" in said
    assert "Only 42 accounts lie outside" in said


def test_triage_says_plainly_that_nothing_was_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = without_graph(planted_case(tmp_path / "one", finding="nothing_found"), monkeypatch)
    assert "No group of accounts acts together" in shown(open_page(monkeypatch, case, "triage"))


def test_an_address_that_names_a_case_not_served_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = without_graph(planted_case(tmp_path / "one"), monkeypatch)
    said = shown(open_page(monkeypatch, case, "triage", case="another"))
    assert "not served here" in said
    assert "Accounts" not in said


def test_a_cluster_shows_chance_explanations_and_the_posts_behind_the_strongest_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = without_graph(planted_case(tmp_path / "one"), monkeypatch)
    said = shown(open_page(monkeypatch, case, "cluster"))
    assert "Cluster of 8 accounts" in said
    assert "Expected 3.1" in said
    assert "share button" in said
    assert "2024\\-12\\-02 16\\:00\\:07 Asia/Shanghai" in said
    assert "gap 7 s" in said
    assert "shoal export one --out PACKAGE --clusters C-" in said
    assert "can be kept when the graph answers again" in said


def test_a_cluster_shows_its_templates_with_slots_and_leads_to_their_cards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = without_graph(planted_case(tmp_path / "one"), monkeypatch)
    app = open_page(monkeypatch, case, "cluster")
    assert "第 :blue-background[0 / 12 / 15 \\+5] 天 提车当天就断电" in shown(app)
    assert "1 of 1 templates" in shown(app)
    assert app.dataframe(key="templates").value["slots"].to_list() == [2]


def test_a_link_in_the_address_chooses_the_pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = without_graph(planted_case(tmp_path / "one"), monkeypatch)
    said = shown(open_page(monkeypatch, case, "cluster", a="weibo:1002", b="weibo:1005"))
    assert "车友2 and 车友5" in said


def test_data_never_becomes_markup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = without_graph(planted_case(tmp_path / "one"), monkeypatch)
    app = open_page(monkeypatch, case, "cluster", a="weibo:1000", b="weibo:1001")
    read_as_markup = [str(element.value) for kind in (app.title, app.markdown, app.caption) for element in kind]
    assert any("onerror" in text for text in read_as_markup)
    for text in read_as_markup:
        assert "<img" not in text.replace("\\<img", "")
        assert "[press](" not in text
        assert HOSTILE not in text


def test_a_cluster_that_the_run_does_not_know_is_refused_with_the_way_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = without_graph(planted_case(tmp_path / "one"), monkeypatch)
    assert "choose one from the list" in shown(open_page(monkeypatch, case, "cluster", cluster="C-none"))


def test_the_cluster_page_without_a_run_names_the_next_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = without_graph(loaded_case(tmp_path / "one"), monkeypatch)
    assert "shoal detect one" in shown(open_page(monkeypatch, case, "cluster"))


def test_the_graph_page_says_that_the_graph_is_down_and_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = without_graph(planted_case(tmp_path / "one"), monkeypatch)
    app = open_page(monkeypatch, case, "graph", focus="Account:weibo:1000")
    app.button(key="graph-try-again").click().run()
    said = shown(app)
    assert "The graph does not answer" in said
    assert "shoal doctor one" in said


def test_the_pages_speak_chinese_after_the_switch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = without_graph(planted_case(tmp_path / "one"), monkeypatch)
    app = open_page(monkeypatch, case, "triage")
    app.segmented_control(key="language").set_value("zh").run()
    assert "8 个账号（核心 5）" in shown(app)
