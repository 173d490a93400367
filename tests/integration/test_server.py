"""The embedded server lives as long as its clients, is shared, survives accidents and lets nobody in."""

import os
import shutil
import signal
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from case.errors import ShoalError, Unreachable
from case.folder import Case, new_case
from graph import projection
from graph.home import Home
from graph.jars import FOLDER_VARIABLE, jars_folder
from graph.lock import read_lock
from graph.opening import open_graph
from graph.server import stop_server
from tests.integration.graph_record import write_first_load
from tests.integration.server_clients import Client, gone, loading_client, state_of, wait_until

NODES = "MATCH (n) RETURN count(n)"


@pytest.fixture
def embedded(case: Case) -> Iterator[Case]:
    """A case with an embedded server, stopped at the end if the test left it running."""
    yield case
    stop_server(case.neo4j)


def test_clients_share_one_server_which_outlives_each_but_not_all(embedded: Case) -> None:
    one, two = Client(embedded), Client(embedded)
    assert one.ask(NODES) == two.ask(NODES) == "[(1,)]"
    state = state_of(embedded)
    one.kill()
    assert two.ask(NODES) == "[(1,)]"
    assert state_of(embedded) == state
    two.kill()
    wait_until(lambda: gone(state.server) and gone(state.supervisor))
    assert state_of(embedded).status == "stopped"


def test_a_killed_supervisor_takes_its_server_along_and_the_next_client_starts_anew(embedded: Case) -> None:
    with open_graph(embedded) as graph:
        graph.write("CREATE (:Post {key: 'kept'})")
        before = state_of(embedded)
        os.kill(before.supervisor, signal.SIGKILL)
        wait_until(lambda: gone(before.server))
    with open_graph(embedded) as graph:
        assert graph.read("MATCH (p:Post) RETURN p.key").rows == [("kept",)]
        after = state_of(embedded)
    assert after.supervisor != before.supervisor


def test_a_killed_server_is_unreachable_for_a_write_then_back_with_all_its_data(embedded: Case) -> None:
    with open_graph(embedded) as graph:
        graph.write("CREATE (:Post {key: 'kept'})")
        before = state_of(embedded)
        os.kill(before.server, signal.SIGKILL)
        wait_until(lambda: gone(before.server))
        with pytest.raises(Unreachable):
            graph.write("CREATE (:Post {key: 'lost'})")
        wait_until(lambda: state_of(embedded).status == "ready" and state_of(embedded).server != before.server)
        assert graph.read("MATCH (p:Post) RETURN p.key").rows == [("kept",)]  # the same graph: the port is the same
        assert state_of(embedded).supervisor == before.supervisor


def test_a_load_killed_in_the_middle_and_done_again_gives_the_undisturbed_graph(embedded: Case) -> None:
    write_first_load(embedded, repeats=500)
    client = loading_client(embedded, "L-0001")
    assert client.answer() == "half done"
    client.kill()
    with open_graph(embedded) as graph:
        assert not projection.in_step(graph, embedded)
        projection.complete(graph, embedded)
        assert projection.in_step(graph, embedded)
        assert projection.graph_fingerprint(graph) == projection.expected_fingerprint(embedded)
        assert projection.count(graph) == projection.expected_counts(embedded)


def test_a_server_killed_in_the_middle_of_a_load_leaves_one_that_can_be_completed(embedded: Case) -> None:
    write_first_load(embedded, repeats=500)

    def kill_server(step: str, done: int, total: int | None) -> None:
        if step == "accounts to the graph":
            os.kill(state_of(embedded).server, signal.SIGKILL)

    with open_graph(embedded) as graph, pytest.raises(Unreachable):
        projection.write_load(graph, embedded, "L-0001", progress=kill_server)
    with open_graph(embedded) as graph:
        assert projection.complete(graph, embedded) == ["L-0001", "desk"]
        assert projection.graph_fingerprint(graph) == projection.expected_fingerprint(embedded)


def test_the_server_is_closed_to_others_and_stops_when_asked(embedded: Case) -> None:
    with open_graph(embedded) as graph:
        server = psutil.Process(state_of(embedded).server)
        listening = [each.laddr for each in server.net_connections(kind="inet") if each.status == psutil.CONN_LISTEN]
        assert {address.ip.removeprefix("::ffff:") for address in listening} == {"127.0.0.1"}
        assert len(listening) == 1
        password = Home(embedded.neo4j).password_file
        assert stat.S_IMODE(password.stat().st_mode) == 0o600
        assert password.read_text() not in " ".join(server.cmdline())
        for address in ("file:///etc/hostname", "http://127.0.0.1:9/", "ftp://127.0.0.1:9/"):
            with pytest.raises(ShoalError, match=r"blocked|is false"):
                graph.read("LOAD CSV FROM $address AS line RETURN line", {"address": address})
        with pytest.raises(ShoalError):
            graph.read("CREATE (n:Post {key: 'no'}) RETURN n")
    began = time.monotonic()
    stop_server(embedded.neo4j)
    print(f"stop took {time.monotonic() - began:.2f} s")
    assert gone(server.pid)


def test_a_removed_home_ends_its_server(embedded: Case) -> None:
    client = Client(embedded)
    client.ask(NODES)
    state = state_of(embedded)
    shutil.rmtree(embedded.neo4j)
    wait_until(lambda: gone(state.server) and gone(state.supervisor))
    client.kill()


def test_a_jar_that_is_not_the_locked_one_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, graph_server: object
) -> None:
    case = new_case(tmp_path / "case", title="Test")
    folder, changed = tmp_path / "jars", read_lock()[100]
    shutil.copytree(
        jars_folder(), folder, copy_function=os.symlink, ignore=shutil.ignore_patterns("lock", "incoming-*")
    )
    text = (folder / changed.file_name).read_bytes()
    (folder / changed.file_name).unlink()
    (folder / changed.file_name).write_bytes(text[:-1] + bytes([text[-1] ^ 1]))
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder))
    with pytest.raises(ShoalError, match=f"not the locked {changed.coordinate}") as refused, open_graph(case):
        pass
    assert changed.sha256 in str(refused.value)
    assert not (case.neo4j / "data").exists()


def test_a_folder_without_all_jars_is_refused_with_a_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: Case
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    with pytest.raises(Unreachable, match="lacks 213 of 213 jars"), open_graph(case):
        pass
