"""A free statement whose server goes down under it."""

import contextlib
import dataclasses
import os
import signal
import threading
import time
from pathlib import Path

import pytest

from case.errors import LimitReached, Unreachable
from case.folder import new_case
from case.journal import read_journal
from graph.connection import Graph
from graph.home import Home
from graph.opening import open_graph
from queries.free import run_free

RUNNING = "SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery STARTS WITH 'UNWIND' RETURN currentQuery"


def wait_until_running(graph: Graph) -> None:
    deadline = time.monotonic() + 60
    while not graph.read(RUNNING).rows:
        assert time.monotonic() < deadline, "the statement did not begin"


def wait_until_back(graph: Graph) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        with contextlib.suppress(Unreachable):  # each try is patient itself
            assert graph.read("RETURN 1 AS one").rows == [(1,)]
            return
    raise AssertionError("the server did not come back")


def test_a_statement_that_takes_the_server_down_is_ended_once_and_the_server_comes_back(tmp_path: Path) -> None:
    made = dataclasses.replace(new_case(tmp_path / "case", title="Lost"), free_cypher=True)
    ended: list[BaseException] = []
    with open_graph(made, "test") as graph:

        def run() -> None:
            with pytest.raises(LimitReached) as caught:
                run_free(graph, made, "UNWIND range(1, 100000000000) AS x RETURN count(x)")
            ended.append(caught.value)

        runner = threading.Thread(target=run)
        runner.start()
        wait_until_running(graph)
        state = Home(made.neo4j).read_state()
        assert state is not None
        os.kill(state.server, signal.SIGKILL)  # as the kernel does when memory runs out
        runner.join()
        assert "was lost" in str(ended[0])
        assert "ended" in read_journal(made)[-1]["details"]
        wait_until_back(graph)
