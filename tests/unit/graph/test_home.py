"""The files of a server's home tell the truth also after a crash."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from graph.home import Home, State, client_lock, try_lock
from graph.port import free_port, speaks_bolt
from graph.process import end_left_behind, started_at, write_arguments


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path / "neo4j")
    made.make()
    return made


def test_a_written_state_is_read_back(home: Home) -> None:
    state = State("ready", 1, 2, 3.5, 4, "5.26.31", "")
    home.write_state(state)
    assert home.read_state() == state


@pytest.mark.parametrize("text", ["", "{", "{}", '{"status": "ready", "unknown": 1}'])
def test_a_torn_or_foreign_state_is_no_state(home: Home, text: str) -> None:
    (home.path / "state.json").write_text(text)
    assert home.read_state() is None


def test_only_the_owner_may_look_into_the_home(home: Home) -> None:
    assert home.path.stat().st_mode & 0o077 == 0


def test_clients_share_their_lock_and_keep_the_supervisor_out(home: Home) -> None:
    with client_lock(home, seconds=1) as one, client_lock(home, seconds=1) as two:
        assert one
        assert two
        with home.clients_lock.open("a") as supervisor:
            assert not try_lock(supervisor, shared=False)
    with home.clients_lock.open("a") as supervisor:
        assert try_lock(supervisor, shared=False)


def test_a_client_does_not_get_in_while_the_server_is_being_stopped(home: Home) -> None:
    with home.clients_lock.open("a") as supervisor:
        assert try_lock(supervisor, shared=False)
        with client_lock(home, seconds=0) as got:
            assert not got


def test_another_process_with_the_same_number_is_left_alone(home: Home) -> None:
    assert not end_left_behind(os.getpid(), started_at(os.getpid()), home.path)
    assert not end_left_behind(0, 0.0, home.path)


def test_a_server_left_behind_is_ended(home: Home) -> None:
    waiting = [sys.executable, "-c", "print(flush=True); input()", f"--home-dir={home.path}"]
    left = subprocess.Popen(waiting, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert left.stdout
    left.stdout.readline()  # before that its words may still be those of this process
    assert not end_left_behind(left.pid, started_at(left.pid) - 100, home.path)
    assert end_left_behind(left.pid, started_at(left.pid), home.path)
    assert left.poll() is not None


def test_an_argument_file_is_the_owners_and_keeps_quotes(tmp_path: Path) -> None:
    file = tmp_path / "args"
    write_arguments(file, ["plain", 'a "b" \\ 案件'])
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_text(encoding="utf-8") == '"plain"\n"a \\"b\\" \\\\ 案件"\n'


def test_a_free_port_is_preferred_and_a_taken_one_avoided() -> None:
    port = free_port()
    assert free_port(preferred=port) == port
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        assert free_port(preferred=port) != port
        assert not speaks_bolt(free_port())


def test_only_a_graph_in_the_making_has_a_passing_home(home: Home) -> None:
    assert (home.is_passing, home.incoming.is_passing) == (False, True)
