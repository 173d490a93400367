"""Who looks at which case, and the way to its graph: checked on every run of a page, connected once per case."""

import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NoReturn

import streamlit as st

from app.selection import Selection, address_of, read_selection
from app.words import Words, words_in
from case.clock import whoami
from case.errors import ShoalError, Unreachable
from case.folder import Case, open_case
from graph.connection import Graph
from graph.opening import open_graph

_RETRY_AFTER_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Visit:
    """One run of a page: the case, what the address selects in it, the language, and who looks."""

    case: Case
    selection: Selection
    words: Words
    actor: str


def served_cases() -> dict[str, Case]:
    """Open the cases that this server was started with, by id; no other case can be reached through an address."""
    cases = (open_case(Path(argument)) for argument in sys.argv[1:])
    return {case.id: case for case in cases}


def choose_case(cases: dict[str, Case], wanted: str | None) -> Case:
    """Choose the case of the address, else the one looked at last, else the first; refuse one that is not served."""
    if not cases:
        raise ShoalError("The pages were started without a case. Start them with: shoal serve CASE")
    if wanted is not None and wanted not in cases:
        raise ShoalError(
            f"This address names the case {wanted!r}, which is not served here. Check the link you were given."
        )
    remembered = st.session_state.get("case")
    return cases[wanted or (remembered if remembered in cases else next(iter(cases)))]


def visit(page: str) -> Visit:
    """Read the address of this run of a page, and keep it so that the side bar leads back to what was selected."""
    selection = read_selection(st.query_params)
    case = choose_case(served_cases(), selection.case)
    st.session_state["case"] = case.id
    st.session_state[_kept(page, case)] = address_of(replace(selection, case=case.id))
    return Visit(case, selection, words_in(st.session_state.get("language")), actor())


def links_of(page: str, case: Case) -> dict[str, str | list[str]]:
    """Give the address with which the side bar opens a page: what was selected there last, else the case alone."""
    found: dict[str, str | list[str]] = st.session_state.get(_kept(page, case), {"case": case.id})
    return found


def go(page: str, selection: Selection) -> NoReturn:
    """Open another page with this selection in its address."""
    st.switch_page(f"views/{page}.py", query_params=address_of(selection))


def remember(page: str, visit: Visit, selection: Selection) -> None:
    """Write a selection into the address, where a copied link and the Back button find it."""
    kept = replace(selection, case=visit.case.id)
    wanted = address_of(kept)
    st.session_state[_kept(page, visit.case)] = wanted
    if kept != replace(visit.selection, case=visit.case.id):
        st.query_params.from_dict(wanted)


def actor() -> str:
    """Name the person: the one who logged in, else the user of this machine."""
    user = st.user.to_dict()
    return str(user.get("email") or user.get("sub") or whoami())


def graph_of(case: Case) -> Graph:
    """Give the shared connection to the graph of a case; raise Unreachable, at once when it just failed."""
    failed_at, message = st.session_state.get(f"graph-failed-{case.id}", (0.0, ""))
    if time.monotonic() - failed_at < _RETRY_AFTER_SECONDS and message:
        raise Unreachable(message)
    try:
        with st.spinner(words_in(st.session_state.get("language"))("common.connecting")):
            return _connect(case.id, str(case.path), _case=case).graph
    except Unreachable as error:
        note_failure(case, error)
        raise


def note_failure(case: Case, error: ShoalError) -> None:
    """Remember that the graph did not answer, so that the next pages say so without waiting for it again."""
    st.session_state[f"graph-failed-{case.id}"] = (time.monotonic(), str(error))


def try_again(case: Case) -> None:
    """Forget the connection and its failure; the next page connects anew."""
    st.session_state.pop(f"graph-failed-{case.id}", None)
    _connect.clear()


@dataclass(frozen=True, slots=True)
class _Connection:
    graph: Graph
    open: ExitStack


def _close(connection: _Connection) -> None:
    connection.open.close()


@st.cache_resource(show_spinner=False, on_release=_close)
def _connect(case_id: str, path: str, *, _case: Case) -> _Connection:
    stack = ExitStack()
    return _Connection(stack.enter_context(open_graph(_case, purpose="pages")), stack)


def _kept(page: str, case: Case) -> str:
    return f"address-{page}-{case.id}"
