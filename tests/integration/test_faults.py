"""Killed at random moments of a load, an import, a rebuild or a withdrawal: done again, all is as if undisturbed.

SHOAL_FAULTS=20 tries twenty moments instead of a few.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import psutil
import pytest

from campaign.generating import generate
from campaign.planning import Plan
from case.folder import Case, open_case
from case.tables import list_loads
from graph import projection
from graph.offline import ROWS_VARIABLE
from graph.opening import open_graph
from graph.server import stop_server

SEEDS = range(int(os.environ.get("SHOAL_FAULTS", "2")))
NEVER = "999999999999"
WAYS = {"server": NEVER, "import": "1"}
VERBS = ("load", "rebuild", "unload")


@dataclass(frozen=True, slots=True)
class Undisturbed:
    """How a command ends that nobody disturbs."""

    graph: str
    counts: dict[str, int]
    seconds: float


@dataclass(frozen=True, slots=True)
class Bench:
    """A folder with a case of one load, a run and a verdict, and an export that it does not have yet."""

    folder: Path
    load: str
    more: Path

    def copy(self, name: str) -> Case:
        return open_case(shutil.copytree(self.folder / "base", self.folder / name))

    def start(self, case: Case, verb: str, way: str) -> "subprocess.Popen[bytes]":
        words = {"load": [str(self.more)], "rebuild": [], "unload": [self.load]}[verb]
        return subprocess.Popen(
            [sys.executable, "-m", "shoal", verb, str(case.path), *words],
            env={**os.environ, ROWS_VARIABLE: WAYS[way]},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    folder = tmp_path_factory.mktemp("faults")
    made = generate(folder / "made", plan=Plan(scale=0.01), seed=1)
    first, *_, more = sorted(made.folder / file for file in made.files)
    base = folder / "base"
    for words in (
        ["new", str(base), "--title", "Faults", "--timezone", "Asia/Shanghai"],
        ["load", str(base), str(first)],
        ["detect", str(base)],
    ):
        subprocess.run([sys.executable, "-m", "shoal", *words], check=True, stdout=subprocess.DEVNULL)
    stop_server(base / "neo4j")
    (load,) = list_loads(open_case(base))
    return Bench(folder, load, more)


@pytest.fixture(scope="module")
def undisturbed(bench: Bench) -> Callable[[str, str], Undisturbed]:
    @cache
    def run(verb: str, way: str) -> Undisturbed:
        case = bench.copy(f"{verb}-{way}")
        began = time.monotonic()
        assert bench.start(case, verb, way).wait() == 0
        seconds = time.monotonic() - began
        graph, counts = read_back(case)
        return Undisturbed(graph, counts, seconds)

    return run


@pytest.fixture
def disturbed(bench: Bench) -> Iterator[Case]:
    case = bench.copy("disturbed")
    yield case
    stop_server(case.neo4j)
    shutil.rmtree(case.path)


def read_back(case: Case) -> tuple[str, dict[str, int]]:
    """Complete the graph, and give its fingerprint and counts; it must be in step with its record."""
    with open_graph(case) as graph:
        projection.complete(graph, case)
        assert projection.in_step(graph, case)
        counts = projection.count(graph)
        assert counts == projection.expected_counts(case)
        return projection.graph_fingerprint(graph), counts


@pytest.mark.parametrize("seed", SEEDS)
def test_what_was_killed_and_done_again_is_as_if_undisturbed(
    bench: Bench, undisturbed: Callable[[str, str], Undisturbed], disturbed: Case, seed: int
) -> None:
    dice = random.Random(seed)
    verb, way = VERBS[seed % len(VERBS)], ("import", "server")[seed % 2]
    wanted = undisturbed(verb, way)
    running = bench.start(disturbed, verb, way)
    time.sleep(dice.uniform(0.1, 0.95) * wanted.seconds)
    victim = kill(running, disturbed, dice)
    code = running.wait()
    again = bench.start(disturbed, verb, way).wait()
    print(f"{verb} by {way}, {victim} killed, ended with {code}, again with {again}")
    # a load that is withdrawn already cannot be withdrawn again
    assert again == 0 or (verb == "unload" and again == 2 and not list_loads(disturbed))
    graph, counts = read_back(disturbed)
    assert counts == wanted.counts
    assert graph == wanted.graph
    assert not (disturbed.neo4j / "incoming").exists()


def kill(running: "subprocess.Popen[bytes]", case: Case, dice: random.Random) -> str:
    """Kill the command or one of the case's Java machines, as kill -9 does; says which."""
    machines = [process for process in psutil.process_iter(["cmdline"]) if of_case(process, case)]
    if machines and dice.random() < 0.5:
        with suppress(psutil.NoSuchProcess):
            dice.choice(machines).kill()
        return "Java"
    os.kill(running.pid, signal.SIGKILL)
    return "command"


def of_case(process: psutil.Process, case: Case) -> bool:
    """Whether a process is a Java machine of the case: it names a file in it."""
    words = process.info["cmdline"] or [""]
    return Path(words[0]).name == "java" and any(str(case.path) in word for word in words)
