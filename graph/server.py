"""The home of an embedded server comes in, the address and password of a running server go out.

Nothing else in Shoal knows that an embedded server exists. The server is shared by all commands, pages and jobs of a
case.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from case.errors import ShoalError, Unreachable
from case.progress import Progress, silent
from graph.download import fetch_jars
from graph.exchange import declare_whole, exchange
from graph.home import Home, State, client_lock, try_lock
from graph.launch import USER
from graph.port import speaks_bolt

START_SECONDS = 180.0  # a first start takes about 8 s on a quiet machine; recovery after a crash longer
STOP_SECONDS = 70.0
LOOK_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server is and how to log in."""

    uri: str
    user: str
    password: str

    def __repr__(self) -> str:
        """Without the password: addresses end up in messages."""
        return f"Address({self.uri!r}, {self.user!r})"


@contextmanager
def running_server(path: Path, *, progress: Progress = silent) -> Iterator[Address]:
    """Have the server of a home run for as long as the block does; start it when nobody has.

    Raises Unreachable when it does not start, ShoalError when it is refused (a jar is not the locked one).
    """
    home = Home(path.absolute())
    home.make()
    with client_lock(home, seconds=STOP_SECONDS) as got:
        if not got:
            raise Unreachable(f"the server in {home.path} has been stopping for {STOP_SECONDS:.0f} s; see {home.logs}.")
        yield wait_until_ready(home, progress=progress)


def wait_until_ready(home: Home, *, progress: Progress = silent) -> Address:
    """Wait until the server answers, starting a supervisor where there is none. The caller holds the client lock."""
    jars = fetch_jars(progress=progress)
    began, started = time.monotonic(), False
    while time.monotonic() - began < START_SECONDS:
        alive = _has_supervisor(home)
        state = home.read_state()
        # a server that crashed this moment is still called ready: ask it
        if alive and state and state.status == "ready" and speaks_bolt(state.port):
            return Address(f"bolt://127.0.0.1:{state.port}", USER, home.password_file.read_text(encoding="utf-8"))
        if not alive:
            if started and state and state.status == "failed":
                raise _failure(home, state)
            _forget(home)
            _start_supervisor(home, jars)
            started = True
        progress("starting the graph", int(time.monotonic() - began), None)
        time.sleep(LOOK_SECONDS)
    raise Unreachable(
        f"the server in {home.path} did not answer in {START_SECONDS:.0f} s; its words are in {home.logs}."
    )


def stop_server(path: Path) -> None:
    """Stop the server of a home for all its clients and wait for its end: for backups, and before its files are
    replaced.
    """
    home = Home(path.absolute())
    asked, until = 0, time.monotonic() + STOP_SECONDS
    while _has_supervisor(home):
        state = home.read_state()
        if state and state.supervisor != asked and state.status not in ("stopped", "failed"):
            asked = state.supervisor  # a supervisor that is just starting has not yet put its own number there
            with contextlib.suppress(ProcessLookupError):
                os.kill(asked, signal.SIGTERM)
        if time.monotonic() > until:
            raise Unreachable(f"the server in {home.path} did not stop in {STOP_SECONDS:.0f} s; see {home.logs}.")
        time.sleep(LOOK_SECONDS)


def replace_data(path: Path, *, progress: Progress = silent) -> None:
    """Put the graph in the home's `incoming` in the place of its own, and start the server again on the same port.

    The caller is a client. Others meet a server that is away for some seconds, as after a crash.
    """
    home = Home(path.absolute())
    stop_server(home.incoming.path)
    declare_whole(home)
    until = time.monotonic() + STOP_SECONDS
    while not _exchange_stopped(home):
        if time.monotonic() > until:
            raise Unreachable(f"the server in {home.path} did not stop in {STOP_SECONDS:.0f} s; see {home.logs}.")
    wait_until_ready(home, progress=progress)


def discard_incoming(path: Path) -> None:
    """Remove what a graph in the making left. The caller is a client, so none is on its way to its place."""
    incoming = Home(path.absolute()).incoming
    if incoming.path.exists():
        stop_server(incoming.path)
        shutil.rmtree(incoming.path)


def _exchange_stopped(home: Home) -> bool:
    """Stop the server and exchange the stores; False when another client has just started it again."""
    stop_server(home.path)
    with home.supervisor_lock.open("a", encoding="utf-8") as lock:
        if not try_lock(lock, shared=False):
            return False
        exchange(home)
        return True


def _has_supervisor(home: Home) -> bool:
    if not home.supervisor_lock.exists():
        return False
    with home.supervisor_lock.open("a", encoding="utf-8") as lock:
        return not try_lock(lock, shared=True)


def _forget(home: Home) -> None:
    """Mark what a dead supervisor said as past; the server's identity stays, for the next one to end what was left
    behind.
    """
    with home.supervisor_lock.open("a", encoding="utf-8") as lock:
        state = home.read_state()
        if state and try_lock(lock, shared=True):
            home.write_state(replace(state, status="stopped"))


def _start_supervisor(home: Home, jars: Path) -> None:
    root = str(Path(__file__).parent.parent)  # the packages need not be installed
    with (home.logs / "supervisor.log").open("a", encoding="utf-8") as log:
        code = subprocess.run(
            [sys.executable, "-P", "-m", "graph.supervisor", str(home.path), str(jars)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join([root, os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep),
            },
            check=False,
        ).returncode
    if code:
        raise Unreachable(f"the supervisor of {home.path} could not be started (code {code}); see {log.name}.")


def _failure(home: Home, state: State) -> ShoalError:
    """What the supervisor said before it gave up. A refused jar is a refusal; all else is a server that cannot be
    reached.
    """
    refused = "is not the locked" in state.message
    text = f"the graph of {home.path.parent} did not start: {state.message}"
    return ShoalError(text) if refused else Unreachable(text)
