"""Results kept between runs of a page: by person, case and state of its record, so that nobody sees another's."""

import streamlit as st

from app.reading.cluster import ClusterPage, read_cluster
from app.reading.link import Explanation, explanation
from app.reading.triage import Triage, read_triage
from case.folder import Case
from detection.explain import explain

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
