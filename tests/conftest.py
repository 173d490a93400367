"""What all tests share: new case folders, the real sample exports where they are, and one Neo4j of the tests' own.

That server lives in a temporary folder for the whole session. Only it is ever emptied: no fixture takes an address from
outside.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import neo4j
import pytest

from case.folder import Case, new_case
from graph.connection import Graph
from graph.opening import DATABASE, open_graph, remember_password
from graph.server import Address, running_server, stop_server

# Small servers that start fast; a longer life at full speed is not what tests need.
os.environ["SHOAL_NEO4J_MEMORY"] = "1200m"
os.environ["SHOAL_NEO4J_JAVA_FLAGS"] = "-XX:TieredStopAtLevel=1"

SAMPLE_DATA = Path(os.environ.get("SHOAL_SAMPLE_DATA") or Path(__file__).parent.parent.parent / "shared" / "data")
_not_run: list[str] = []


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out tests of the real exports where there are none; the closing summary says how many."""
    if SAMPLE_DATA.is_dir():
        return
    needing = [item for item in items if item.get_closest_marker("sample_data") or "sample_data" in _fixtures(item)]
    if needing:
        _not_run.extend(item.nodeid for item in needing)
        items[:] = [item for item in items if item not in set(needing)]
        config.hook.pytest_deselected(items=needing)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was not run, so that nobody takes it for passed."""
    if _not_run:
        terminalreporter.write_line(f"not run: {len(_not_run)} tests, data not present ({SAMPLE_DATA})", yellow=True)


def _fixtures(item: pytest.Item) -> list[str]:
    return list(getattr(item, "fixturenames", []))


@pytest.fixture
def sample_data() -> Path:
    """The folder of the real sample exports."""
    return SAMPLE_DATA


@pytest.fixture
def new_case_folder(tmp_path: Path) -> Path:
    """Where a new case can be made; its path has a space and Chinese characters, as people's folders do."""
    return tmp_path / "案件 one"


@pytest.fixture
def case(new_case_folder: Path) -> Case:
    """A new, empty case whose graph is embedded."""
    return new_case(new_case_folder, title="Test")


@pytest.fixture(scope="session")
def graph_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    """The session's own Neo4j, in a temporary folder."""
    home = tmp_path_factory.mktemp("graph") / "neo4j"
    with running_server(home) as address:
        yield address
    stop_server(home)


@pytest.fixture
def use_graph_server(graph_server: Address) -> Callable[[Case], Case]:
    """Point a case at the session's server, emptied; `case.toml` is left as it is."""

    def use(case: Case) -> Case:
        empty(graph_server)
        there = replace(case, graph=graph_server.uri, user=graph_server.user)
        remember_password(there, graph_server.password)
        return there

    return use


@pytest.fixture
def new_graph_case(graph_server: Address) -> Callable[[Path], Case]:
    """Make a case whose graph is the session's server, emptied; what opens the folder again finds it too."""

    def make(path: Path) -> Case:
        empty(graph_server)
        made = new_case(path, title="Test", graph=graph_server.uri, user=graph_server.user)
        remember_password(made, graph_server.password)
        return made

    return make


@pytest.fixture
def graph_case(new_graph_case: Callable[[Path], Case], new_case_folder: Path) -> Iterator[tuple[Case, Graph]]:
    """A new case and its open, empty graph on the session's server."""
    made = new_graph_case(new_case_folder)
    with open_graph(made, "test") as graph:
        yield made, graph


def empty(server: Address) -> None:
    """Delete everything on the session's server."""
    with (
        neo4j.GraphDatabase.driver(server.uri, auth=(server.user, server.password), telemetry_disabled=True) as driver,
        driver.session(database=DATABASE) as session,
    ):
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS").consume()
