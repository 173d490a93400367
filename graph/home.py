"""The files of an embedded server's home: their names, the locks on them, and its state as one small JSON file.

Locks are the kernel's (flock): it frees them when their holder dies in whatever way, so no list of the living is ever
wrong. Every client shares `clients.lock`; the supervisor, once it can have that lock alone, knows that nobody is
left. The supervisor holds `supervisor.lock` alone for as long as it lives.
"""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from case.writing import write_text

_INCOMING = "incoming"


@dataclass(frozen=True, slots=True)
class State:
    """What the supervisor says of its server. `status`: starting, ready, restarting, stopping, stopped, failed."""

    status: str
    supervisor: int  # process id
    server: int = 0  # process id of the Java machine, 0 when there is none
    server_started: float = 0.0  # seconds since 1970, with the process id its identity
    port: int = 0
    version: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of one embedded server."""

    path: Path

    @property
    def conf(self) -> Path:
        """Folder of neo4j.conf."""
        return self.path / "conf"

    @property
    def logs(self) -> Path:
        """Folder of the supervisor's and the server's logs."""
        return self.path / "logs"

    @property
    def data(self) -> Path:
        """The server's stores."""
        return self.path / "data"

    @property
    def incoming(self) -> "Home":
        """A home inside this one, in which a new graph is made while this one's server goes on."""
        return Home(self.path / _INCOMING)

    @property
    def is_passing(self) -> bool:
        """Whether this is the home of a graph in the making, whose server runs for less than a minute."""
        return self.path.name == _INCOMING

    @property
    def outgoing(self) -> Path:
        """The stores that a new graph has just replaced, until they are deleted."""
        return self.path / "outgoing"

    @property
    def password_file(self) -> Path:
        """The server's password, readable by its owner only."""
        return self.path / "password"

    @property
    def clients_lock(self) -> Path:
        """Shared by all clients."""
        return self.path / "clients.lock"

    @property
    def supervisor_lock(self) -> Path:
        """Held by the supervisor."""
        return self.path / "supervisor.lock"

    def make(self) -> None:
        """Make the folders; only the owner may look in: the store holds personal data."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        for folder in (self.conf, self.logs):
            folder.mkdir(exist_ok=True)

    def read_state(self) -> State | None:
        """The state last written, or None."""
        try:
            return State(**json.loads((self.path / "state.json").read_text(encoding="utf-8")))
        except (FileNotFoundError, ValueError, TypeError):
            return None

    def write_state(self, state: State) -> None:
        """Write the state; readers see the old or the new one, never a part."""
        write_text(self.path / "state.json", json.dumps(asdict(state)))

    def forget_state(self) -> None:
        """Remove the state a dead supervisor left, so that nobody takes its port for a living server."""
        (self.path / "state.json").unlink(missing_ok=True)


def try_lock(file: IO[str], *, shared: bool) -> bool:
    """Take the lock if it is free now; False when another holds it."""
    try:
        fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def free_lock(file: IO[str]) -> None:
    """Let go of a lock."""
    fcntl.flock(file, fcntl.LOCK_UN)


def take_lock(file: IO[str], *, shared: bool, seconds: float) -> bool:
    """Take the lock, waiting for it up to so many seconds; False when it was not to be had."""
    until = time.monotonic() + seconds
    while not try_lock(file, shared=shared):
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


@contextmanager
def client_lock(home: Home, *, seconds: float) -> Iterator[bool]:
    """Be a client of the server for as long as the block runs; yields False when a stopping server did not let go in
    time.

    The file's time is set on entry: it tells the supervisor of clients that come and go between two of its looks.
    """
    with home.clients_lock.open("a", encoding="utf-8") as file:
        got = take_lock(file, shared=True, seconds=seconds)
        if got:
            os.utime(home.clients_lock)
        yield got
