"""Commands timed as whole processes: seconds and peak memory, in turns, so that ratios survive a noisy machine."""

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil


@dataclass(frozen=True, slots=True)
class Measure:
    """What one run of a command took: wall and CPU seconds, and the peak resident bytes of its largest process."""

    wall_seconds: float
    cpu_seconds: float
    peak_bytes: int


#: Runs a command and prints its exit code, wall and CPU seconds and peak. Linux hands the peak of a process on to the
#: command that it starts, so a small process must start it: this one, not the benchmark with its data.
STARTER = """
import json, os, sys, time
started = time.monotonic()
child = os.fork()
if not child:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.execvp(sys.argv[1], sys.argv[1:])
_, status, usage = os.wait4(child, 0)
seconds = time.monotonic() - started, usage.ru_utime + usage.ru_stime
print(json.dumps([os.waitstatus_to_exitcode(status), *seconds, usage.ru_maxrss * 1024]))
"""


def run(command: Sequence[str]) -> Measure:
    """Run a command to its end and measure it; raise when it fails."""
    starter = [sys.executable, "-I", "-S", "-c", STARTER, *command]
    code, *measured = json.loads(subprocess.run(starter, stdout=subprocess.PIPE, check=True).stdout)
    if code:
        raise RuntimeError(f"exit code {code}: {' '.join(command)}")
    return Measure(*measured)


def compare(ours: Sequence[str], peer: Sequence[str], *, runs: int = 3) -> tuple[list[Measure], list[Measure]]:
    """Run two commands in turn, so that both meet the same moods of the machine."""
    pairs = [(run(ours), run(peer)) for _ in range(runs)]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def time_call(work: Callable[[], object]) -> float:
    """Return the wall seconds of one call."""
    started = time.monotonic()
    work()
    return time.monotonic() - started


def median(values: Sequence[float]) -> float:
    """Return the median; one lucky run must not move it."""
    return statistics.median(values)


def machine() -> str:
    """Name the machine as far as a reader needs it."""
    memory = psutil.virtual_memory().total / 2**30
    day = datetime.now(UTC).date().isoformat()
    return f"{day}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}, Python {platform.python_version()}"


def peak_bytes() -> int:
    """Return the peak resident bytes of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def run_named(benchmarks: dict[str, Callable[[Path, int, int], None]], *, about: str | None, size: str) -> None:
    """Run the benchmarks that the command line names, or all, each with a folder, `--<size>` and `--runs`."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", choices=[*benchmarks, []], default=list(benchmarks))
    parser.add_argument(f"--{size}", dest="size", type=int, default=200_000)
    parser.add_argument("--runs", type=int, default=3)
    chosen = parser.parse_args()
    print(machine())
    for name in chosen.names:
        with tempfile.TemporaryDirectory(prefix="shoal-bench-") as folder:
            benchmarks[name](Path(folder), chosen.size, chosen.runs)
