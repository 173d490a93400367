"""The command line as people use it: the examples of every help text, in the order of an investigation."""

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from app.commands.entry import MODULES
from app.commands.verbs import shoal
from campaign.generating import generate
from campaign.planning import Plan
from graph.opening import PASSWORD_VARIABLE
from graph.server import Address
from tests.conftest import empty

SHOAL = [sys.executable, "-m", "shoal"]
#: In the order of an investigation; what takes data away comes last.
ORDER = (
    "new", "formats", "sniff", "load", "status", "detect", "runs", "links", "clusters", "explain", "history",
    "captures", "test", "queries", "query", "verdict", "attribute", "events", "words", "known", "exhibits", "pairs",
    "export", "verify", "journal", "rebuild", "backup", "restore", "doctor", "purge", "unload",
)  # fmt: skip
#: Their examples name a cluster or accounts of one.
NAMING = (
    "explain", "history", "verdict", "attribute", "events", "words", "known", "exhibits", "pairs", "export", "purge"
)  # fmt: skip
#: Tested on their own: they serve until they are stopped, or make a case of their own.
APART = ("serve", "demo", "cypher")


@dataclass(frozen=True, slots=True)
class Desk:
    """A folder with exports and a case `mycase`, and how commands are run there."""

    folder: Path
    environment: dict[str, str]

    def run(self, *arguments: str) -> str:
        return self._done(arguments, 0).stdout

    def hear(self, *arguments: str, exit_code: int) -> str:
        return self._done(arguments, exit_code).stderr

    def _done(self, arguments: tuple[str, ...], exit_code: int) -> "subprocess.CompletedProcess[str]":
        done = subprocess.run(
            [*SHOAL, *arguments], cwd=self.folder, env=self.environment, capture_output=True, text=True
        )
        assert done.returncode == exit_code, f"{arguments}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
        return done

    def ask(self, *arguments: str) -> Any:
        return json.loads(self.run(*arguments, "--json"))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, graph_server: Address) -> Desk:
    folder = tmp_path_factory.mktemp("desk")
    made = generate(folder / "made", plan=Plan(scale=0.01), seed=1)
    exports = folder / "more-exports"
    exports.mkdir()
    for name in made.files:
        (made.folder / name).rename(exports / Path(name).name)
    next(exports.glob("*.csv")).rename(folder / "export.csv")
    empty(graph_server)
    environment = {**os.environ, PASSWORD_VARIABLE: graph_server.password}
    desk = Desk(folder, environment)
    desk.run("new", "mycase", "--title", "Examples", "--timezone", "Asia/Shanghai", "--graph", graph_server.uri,
             "--user", graph_server.user)  # fmt: skip
    desk.run("load", "mycase", "more-exports")
    return desk


def examples() -> dict[str, list[str]]:
    for module in MODULES:
        __import__(f"app.commands.{module}")
    found = {}
    for command in shoal.registered_commands:
        assert command.callback is not None
        lines = re.findall(r"^\s*Example: shoal (.+)$", command.callback.__doc__ or "", re.MULTILINE)
        assert len(lines) == 1, f"the help of {command.name} needs one example"
        found[str(command.name)] = shlex.split(lines[0])
    return found


def test_every_command_is_in_the_order_or_apart() -> None:
    assert set(examples()) <= {*ORDER, *APART}


def test_the_examples_of_the_help_texts_work_in_order(desk: Desk) -> None:
    found = examples()
    for name in ORDER:
        for extra in ((), ("--json",)) if name in ("formats", "runs", "queries", "status", "doctor") else ((),):
            arguments = [*fill(desk, name, found[name]), *extra]
            if name == "new":
                arguments[1] = "another"
            answer = desk.run(*arguments)
            if extra:
                json.loads(answer)
    assert desk.ask("detect", "mycase")["finding"] == "not_enough_data"  # the run before is outdated, nothing is left
    status = desk.ask("status", "mycase")
    assert status["differences"] == {}
    assert status["in_step"]
    assert status["tables"]["posts"] == status["graph"]["Post"] == 0


def fill(desk: Desk, name: str, arguments: list[str]) -> list[str]:
    """Put what this case holds in the place of the ids that a help text shows."""
    real: dict[str, str] = {}
    if name in NAMING:
        clusters = desk.ask("clusters", "mycase", "--all")
        real["C-0123456789ab"] = clusters[0]["cluster"]
        links = [link for link in desk.ask("links", "mycase") if link["behaviour"] != "*"]
        real |= {"weibo:1001": links[0]["a"], "weibo:1002": links[0]["b"]}
    if name == "unload":
        loads = {json.loads(file.read_text())["load"] for file in (desk.folder / "mycase/sources").glob("*.json")}
        for load in sorted(loads)[1:]:
            desk.run("unload", "mycase", load)
        load = min(loads)
        real["L-0123456789ab"] = load
    if name == "verify":
        return [word for word in arguments if word not in ("--key", "3f1c…")]
    if name == "test":
        members = desk.ask("clusters", "mycase", "--all")[0]["accounts"]
        (desk.folder / "suspects.txt").write_text("\n".join(["# a comment", *members]))
    if name == "pairs":
        (desk.folder / "shares.csv").write_text("account,object,post,at\na,o,1,0\nb,o,2,59.5\nc,o,3,61\n")
    for sample, found in real.items():
        arguments = [word.replace(sample, found) for word in arguments]
    return arguments


def test_a_second_load_creates_nothing_and_a_check_agrees(desk: Desk) -> None:
    first = desk.ask("load", "mycase", "more-exports")
    counts = [file for file in first["files"] if file["format"]]
    assert all(file["records"] == file["used"] + file["duplicates"] + file["rejects"] for file in counts)
    assert sum(first["created"].values()) > 0
    second = desk.ask("load", "mycase", "more-exports")
    assert sum(second["created"].values()) == 0
    assert all(file["used"] == 0 for file in second["files"])
    checked = desk.ask("status", "mycase", "--check")
    assert checked["differences"] == {}
    assert checked["in_step"]
    assert checked["graph_agrees"]


@pytest.mark.parametrize(
    ("make", "words", "code"),
    [
        (lambda folder: folder / "missing.csv", "does not exist|No such|not be read", 3),
        (lambda folder: written(folder / "empty.csv", b""), "empty", 2),
        (lambda folder: written(folder / "picture.csv", bytes(range(256)) * 40), "binary", 2),
        (lambda folder: written(folder / "无时间 列.csv", "用户ID,正文\n1,你好世界\n".encode()), "no time column", 0),
        (lambda folder: written(folder / "x.jsonl", b'{"strange": 1}\n' * 3), "format", 2),
    ],
)
def test_bad_files_are_answered_in_a_sentence(desk: Desk, tmp_path: Path, make: Any, words: str, code: int) -> None:
    said = desk.hear("load", "mycase", str(make(tmp_path)), exit_code=code)
    assert re.search(words, said), said
    assert "Traceback" not in said


def written(file: Path, content: bytes) -> Path:
    file.write_bytes(content)
    return file


@pytest.mark.parametrize(
    ("arguments", "words", "code"),
    [
        (["status", "nowhere"], "does not exist", 3),
        (["status", "more-exports"], "not a case folder", 2),
        (["new", "mycase", "--title", "T"], "not empty", 2),
        (["new", "other", "--title", "T", "--timezone", "Mars"], "not a time zone", 2),
        (["load", "mycase", "export.csv", "--format", "nothing"], "nothing", 2),
        (["detect", "mycase", "--windows", "soon"], "soon", 2),
        (["detect", "mycase", "--from", "2025-01-01", "--to", "2024-01-01"], "empty", 2),
        (["clusters", "mycase", "--run", "R-nothing"], "no run", 2),
        (["query", "mycase", "nothing"], "nothing", 2),
        (["verdict", "mycase", "C-nothing", "--is", "organic"], "no cluster|no run", 2),
        (["export", "mycase", "--out", "more-exports"], "more-exports", 2),
        (["verify", "more-exports"], "package", 1),
        (["serve", "mycase", "--port", "1"], "Port 1", 2),
    ],
)
def test_wrong_use_is_answered_in_a_sentence(desk: Desk, arguments: list[str], words: str, code: int) -> None:
    if arguments[0] == "serve" and os.geteuid() == 0:
        arguments = [*arguments[:-1], str(taken_port())]
        words = "Port"
    said = desk.hear(*arguments, exit_code=code)
    assert re.search(words, said), said
    assert "Traceback" not in said


_held: list[Any] = []


def taken_port() -> int:
    import socket

    holder = socket.socket()
    holder.bind(("127.0.0.1", 0))
    holder.listen()
    _held.append(holder)
    return int(holder.getsockname()[1])


def test_pages_are_served_until_they_are_stopped(desk: Desk) -> None:
    with subprocess.Popen(
        [*SHOAL, "serve", "mycase", "--port", "0", "--json"],
        cwd=desk.folder,
        env=desk.environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as pages:
        assert pages.stdout is not None
        told = "".join(iter(pages.stdout.readline, "}\n")) + "}"
        with urllib.request.urlopen(json.loads(told)["address"] + "/_stcore/health", timeout=30) as answer:
            assert answer.read() == b"ok"
        pages.send_signal(signal.SIGINT)
        assert pages.wait(60) == 0


def test_killed_pages_leave_nothing_running(desk: Desk) -> None:
    with subprocess.Popen(
        [*SHOAL, "serve", "mycase", "--port", "0", "--json"],
        cwd=desk.folder, env=desk.environment, stdout=subprocess.PIPE, text=True,
    ) as pages:  # fmt: skip
        assert pages.stdout is not None
        "".join(iter(pages.stdout.readline, "}\n"))
        (server,) = psutil.Process(pages.pid).children()
        pages.kill()
        pages.wait(60)
        server.wait(60)


def test_the_demo_goes_from_raw_export_to_a_verified_package(tmp_path: Path) -> None:
    done = subprocess.run(
        [*SHOAL, "demo", "a demo", "--headless", "--scale", "0.01", "--json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout)
    assert told["valid"]
    assert told["clusters"]
    assert (tmp_path / "a demo" / "package" / "verify.py").is_file()
    again = subprocess.run(
        [*SHOAL, "verify", "a demo/package", "--json"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert json.loads(again.stdout)["valid"]
