"""Clients of an embedded server as processes that tests can kill, and what is seen of the server from outside."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from case.folder import Case
from graph.home import Home, State

WAIT_SECONDS = 240.0  # only ever reached when something is wrong

_OPEN = """
import sys
from pathlib import Path
from case.folder import open_case
from graph.opening import open_graph
with open_graph(open_case(Path(sys.argv[1]))) as graph:
    for line in sys.stdin:
        print(graph.read(line).rows, flush=True)
"""
_LOAD = """
import sys
from pathlib import Path
from case.folder import open_case
from graph.opening import open_graph
from graph.projection import write_load
def progress(step, done, total):
    if step == "posts to the graph":
        print("half done", flush=True)
        sys.stdin.readline()
case = open_case(Path(sys.argv[1]))
with open_graph(case) as graph:
    write_load(graph, case, sys.argv[2], progress=progress)
"""


class Client:
    """A process that has the graph of a case open until it is killed or told to end."""

    def __init__(self, case: Case, script: str = _OPEN, *more: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", script, str(case.path), *more],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parent.parent.parent,
        )

    def ask(self, text: str) -> str:
        """Run a statement in the client and return its rows as text; waits for the graph to be open."""
        assert self._process.stdin
        self._process.stdin.write(text + "\n")
        self._process.stdin.flush()
        return self.answer()

    def answer(self) -> str:
        """The next line the client says."""
        assert self._process.stdout
        return self._process.stdout.readline().strip()

    def kill(self) -> None:
        """End it as `kill -9` does."""
        self._process.kill()
        self._process.communicate()


def loading_client(case: Case, load: str) -> Client:
    """A client that writes a load, says when its posts are in the graph, and then waits in the middle of it."""
    return Client(case, _LOAD, load)


def state_of(case: Case) -> State:
    """What the supervisor last said."""
    state = Home(case.neo4j).read_state()
    assert state is not None
    return state


def wait_until(true: Callable[[], bool]) -> None:
    """Wait for a condition."""
    until = time.monotonic() + WAIT_SECONDS
    while not true():
        assert time.monotonic() < until, "waited too long"
        time.sleep(0.05)


def gone(pid: int) -> bool:
    """Whether a process has ended; a zombie nobody has fetched yet has."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
