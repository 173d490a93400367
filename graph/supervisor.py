"""A server's home comes in as the one argument; the server then runs for as long as it has clients, and not longer.

This is a process of its own, so that no client's end stops the server for the others. It starts the Java machine,
starts it again after a crash (later each time), and stops it a few seconds after the last client let go of its lock,
however that client ended. When this process is killed the kernel ends the Java machine with it.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from case.errors import ShoalError
from graph.exchange import exchange
from graph.home import Home, State, free_lock, take_lock, try_lock
from graph.launch import launch_server
from graph.lock import NEO4J_VERSION
from graph.port import free_port, speaks_bolt
from graph.process import end_left_behind, started_at, stop_java

LINGER_SECONDS = 4.0  # commands typed one after the other find the server still there
LOOK_SECONDS = 0.1
FAILURES_IN_A_ROW = 4
LONGEST_WAIT_SECONDS = 30.0
PROVEN_SECONDS = 60.0  # a server that ran this long before it crashed begins a new count of failures


class Supervisor:
    """Keeps one server running while it has clients."""

    def __init__(self, home: Home, jars: Path) -> None:
        """Watch over the server in `home`, started from the jars in `jars`."""
        self._home, self._jars = home, jars
        self._clients = home.clients_lock.open("a", encoding="utf-8")
        self._came: int = 0  # the last time, as the file tells it, that a client came
        self._seen = time.monotonic()  # when this process last knew of a client
        self._asked_to_stop = False
        self._port = 0
        self._version = NEO4J_VERSION

    def ask_to_stop(self, signal_number: int, frame: FrameType | None) -> None:
        """Signal handler: stop at the next look."""
        self._asked_to_stop = True

    def run(self) -> None:
        """Start the server and stay with it; return when it was stopped for good."""
        before = self._home.read_state()
        if before:
            end_left_behind(before.server, before.server_started, self._home.path)
            self._port = before.port
        failures = 0
        while failures < FAILURES_IN_A_ROW:
            self._say("restarting" if failures else "starting")
            self._port = free_port(preferred=self._port)
            server = launch_server(self._home, self._jars, self._port)
            began = time.monotonic()
            if self._stay_with(server):
                stop_java(server)
                self._say("stopped")
                return
            failures = 1 if time.monotonic() - began > PROVEN_SECONDS else failures + 1
            print(f"the server ended with code {server.returncode}, failure {failures} in a row", flush=True)
            self._say("restarting")
            if self._wait_is_over(min(0.5 * 2**failures, LONGEST_WAIT_SECONDS)):
                self._say("stopped")
                return
        raise ShoalError(
            f"Neo4j ended {failures} times in a row; its own words are in {self._home.logs / 'server.log'}."
        )

    def _stay_with(self, server: subprocess.Popen[str]) -> bool:
        """Watch the server; True when it should be stopped, False when it ended by itself."""
        ready = False
        self._say("starting", server=server.pid)
        while server.poll() is None:
            if self._is_over():
                self._say("stopping", server=server.pid)
                return True
            if not ready and speaks_bolt(self._port):
                ready = True
                self._say("ready", server=server.pid)
            time.sleep(LOOK_SECONDS)
        return False

    def _wait_is_over(self, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self._is_over():
                return True
            time.sleep(LOOK_SECONDS)
        return False

    def _is_over(self) -> bool:
        return self._asked_to_stop or self._home_is_gone() or self._nobody_is_left()

    def _home_is_gone(self) -> bool:
        """Somebody removed the folder, as people may: the server must not go on with files that nobody sees."""
        try:
            return self._home.clients_lock.stat().st_ino != os.fstat(self._clients.fileno()).st_ino
        except FileNotFoundError:
            return True

    def _nobody_is_left(self) -> bool:
        """True when there was no client for the linger.

        The lock is then kept to the end of this process: who comes now waits for it, and starts a new server.
        """
        came = os.fstat(self._clients.fileno()).st_mtime_ns
        if came != self._came:
            self._came, self._seen = came, time.monotonic()
        if not try_lock(self._clients, shared=False):
            self._seen = time.monotonic()
            return False
        if time.monotonic() - self._seen > LINGER_SECONDS:
            return True
        free_lock(self._clients)
        return False

    def _say(self, status: str, *, server: int = 0) -> None:
        if self._home_is_gone():
            return
        started = started_at(server) if server else 0.0
        self._home.write_state(State(status, os.getpid(), server, started, self._port, self._version))
        print(time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), status, f"port {self._port}", flush=True)


def main(home: Home, jars: Path) -> None:
    """Be the supervisor of a home, unless it has one."""
    with home.supervisor_lock.open("a", encoding="utf-8") as lock:
        if not take_lock(lock, shared=False, seconds=2):
            return
        exchange(home)  # a new graph that a crash kept from its place
        supervisor = Supervisor(home, jars)
        signal.signal(signal.SIGTERM, supervisor.ask_to_stop)
        signal.signal(signal.SIGINT, supervisor.ask_to_stop)
        try:
            supervisor.run()
        except (ShoalError, OSError) as error:
            home.write_state(State("failed", os.getpid(), message=str(error)))
            raise


if __name__ == "__main__":
    if os.fork():  # the client that starts this process waits for its end at once and is left with no child
        os._exit(0)
    os.setsid()
    main(Home(Path(sys.argv[1])), Path(sys.argv[2]))
