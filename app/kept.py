"""Results kept between runs of a page: by person, case and state of its record, so that nobody sees another's."""

from collections.abc import Sequence

import polars as pl
import streamlit as st

from app.reading.cluster import ClusterPage, read_cluster
from app.reading.facts import Facts, count_posts, posts_of, read_facts
from app.reading.link import Explanation, explanation
from app.reading.neighbourhood import ANY, Surroundings, read_surroundings, relations_of
from app.reading.triage import Triage, read_triage
from app.selection import Focus
from case.folder import Case
from case.runs import LINK_SCHEMA, current_run, read_links
from detection.explain import explain
from graph.connection import Graph

_MOST = 20


def record_state(case: Case) -> str:
    """Name the present state of a record: it changes with every load, run and decision."""
    files = [file for folder in (case.sources, case.tables, case.runs, case.desk) for file in folder.rglob("*")]
    return str(hash(tuple(sorted((str(file), file.stat().st_mtime_ns, file.stat().st_size) for file in files))))


def triage_of(case: Case, actor: str) -> Triage:
    """Read the first screen, or give what was read before from the same record."""
    return _triage(actor, case.id, record_state(case), _case=case)


@st.cache_data(show_spinner=False, max_entries=_MOST)
def _triage(actor: str, case_id: str, state: str, *, _case: Case) -> Triage:
    return read_triage(_case)


def cluster_of(case: Case, actor: str, name: str) -> ClusterPage:
    """Read one cluster, or give what was read before."""
    return _cluster(actor, case.id, record_state(case), name, _case=case)


def meetings_of(case: Case, actor: str, a: str, b: str) -> Explanation:
    """Explain one link of the current run, or give what was explained before."""
    return _explain(actor, case.id, record_state(case), a, b, _case=case)


@st.cache_data(show_spinner=False, max_entries=_MOST)
def _cluster(actor: str, case_id: str, state: str, name: str, *, _case: Case) -> ClusterPage:
    return read_cluster(_case, name)


@st.cache_data(show_spinner=False, max_entries=_MOST)
def _explain(actor: str, case_id: str, state: str, a: str, b: str, *, _case: Case) -> Explanation:
    return explanation(explain(_case, a, b))


def facts_of(case: Case, actor: str, focus: Focus) -> Facts:
    """Read the facts of one node, or give what was read before."""
    return _facts(actor, case.id, record_state(case), focus, _case=case)


def links_of_run(case: Case, actor: str) -> pl.DataFrame:
    """Read the links of the current run, or give what was read before; empty without a run."""
    return _links(actor, case.id, record_state(case), _case=case)


def surroundings_of(
    case: Case, actor: str, graph: Graph, focus: Sequence[Focus], relations: Sequence[str]
) -> tuple[Surroundings, ...]:
    """Read what is around each node, of the kinds asked for; a kind that a node has no query for is left out."""
    state = record_state(case)
    wanted = [
        (one, name) for one in focus for name in (relations or (ANY,)) if name == ANY or name in relations_of(one.label)
    ]
    return tuple(_surroundings(actor, case.id, state, one, name, _case=case, _graph=graph) for one, name in wanted)


@st.cache_data(show_spinner=False, max_entries=500)
def _facts(actor: str, case_id: str, state: str, focus: Focus, *, _case: Case) -> Facts:
    clusters = [line.cluster for line in triage_of(_case, actor).lines]
    return read_facts(_case, focus, clusters)


@st.cache_data(show_spinner=False, max_entries=_MOST)
def _links(actor: str, case_id: str, state: str, *, _case: Case) -> pl.DataFrame:
    return read_links(_case) if current_run(_case) else LINK_SCHEMA.to_frame()


@st.cache_data(show_spinner=False, max_entries=500)
def _surroundings(
    actor: str, case_id: str, state: str, focus: Focus, relation: str, *, _case: Case, _graph: Graph
) -> Surroundings:
    return read_surroundings(_graph, _case, focus, relation)


def posts_of_node(case: Case, actor: str, focus: Focus) -> tuple[pl.DataFrame, int]:
    """Read the latest posts of a node and how many there are, or give what was read before."""
    return _posts(actor, case.id, record_state(case), focus, _case=case)


@st.cache_data(show_spinner=False, max_entries=_MOST)
def _posts(actor: str, case_id: str, state: str, focus: Focus, *, _case: Case) -> tuple[pl.DataFrame, int]:
    return posts_of(_case, focus), count_posts(_case, focus)
