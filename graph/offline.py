"""A case comes in, its graph made anew by Neo4j's offline import goes out, and takes the old one's place when whole.

The import reads files several times faster than a server takes rows, but only into an empty store that no server has
open. So it fills a fresh home inside the case's own, while that one's server goes on for those who have it open. Only
when the new graph is whole and was counted against the record does the server stop, for some seconds, and come back
with it. Whatever breaks off before leaves the old graph as it was; whatever breaks off after is finished by the next
start (graph.exchange).
"""

import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from case.errors import ShoalError, Unreachable
from case.folder import EMBEDDED, Case
from case.progress import Progress, silent
from graph.admin import admin_process
from graph.connection import Graph
from graph.counting import count, expected_counts
from graph.download import fetch_jars
from graph.files import SEPARATOR, longest_text, write_files
from graph.home import Home
from graph.launch import find_class_path, fresh_log, set_password, write_settings
from graph.opening import connected, prepare
from graph.server import discard_incoming, replace_data, running_server
from graph.settings import FLAGS_VARIABLE, Memory, java_flags

ROWS_VARIABLE = "SHOAL_IMPORT_ROWS"
#: From this many rows of the record (profiles, posts, actions) on it is imported: some 70,000 posts. At 50,000 posts
#: both ways of a rebuild took the same CPU seconds and the server fewer wall seconds, at 100,000 the import took three
#: fifths of both (`make bench-graph`). SHOAL_IMPORT_ROWS sets another number.
IMPORT_ROWS = 200_000
STEP = "importing into a fresh graph"
_BUFFER = 16 << 20  # for one value; a longer text needs a larger one
#: The import tells of four stages, "(2/4) …", and of every twentieth of each, "… 45% …".
_STAGE, _PERCENT, _STAGES = re.compile(r"\((\d)/4\)"), re.compile(r"(\d+)% "), 4
_LOOK_SECONDS = 0.2


def is_faster(case: Case, rows: int) -> bool:
    """Whether so many rows of the record are better imported. Only an embedded server's files can be written."""
    asked = os.environ.get(ROWS_VARIABLE) or str(IMPORT_ROWS)
    if not asked.isdecimal():
        raise ShoalError(f"{ROWS_VARIABLE}={asked} is no number of rows; give a whole number, such as {IMPORT_ROWS}.")
    return case.graph == EMBEDDED and rows >= int(asked)


@contextmanager
def fresh_graph(case: Case, *, progress: Progress = silent) -> Iterator[Graph]:
    """A new graph that holds what loads and the current run bring, for the block to complete; then it replaces the old.

    The caller holds the case's lock and has the old graph open. Raises ShoalError when the new graph is not what the
    record expects, Unreachable when the import fails; both leave the old graph as it was.
    """
    home = Home(case.neo4j.absolute())
    discard_incoming(case.neo4j)
    try:
        imported = _import(case, home, progress)
        with (
            running_server(home.incoming.path, progress=progress) as address,
            connected(address, purpose="import") as graph,
        ):
            prepare(graph, case, progress=progress)
            yield graph
            _refuse_unless_expected(graph, imported | expected_counts(case, apart_from=imported))
    except BaseException:
        discard_incoming(case.neo4j)
        raise
    replace_data(case.neo4j, progress=progress)


def _import(case: Case, home: Home, progress: Progress) -> dict[str, int]:
    """Fill the incoming home; returns how many rows the record has for each label and type that was imported."""
    incoming = home.incoming
    incoming.make()
    folder = incoming.path / "csv"
    folder.mkdir()
    class_path = find_class_path(fetch_jars(progress=progress))
    memory = write_settings(incoming, port=0)
    files, counts = write_files(case, folder, progress=progress)
    options = [
        *files,
        "--id-type=string",
        "--multiline-fields=true",
        "--legacy-style-quoting=false",
        f"--array-delimiter=U+{ord(SEPARATOR):04X}",
        f"--read-buffer-size={max(_BUFFER, 2 * longest_text(case))}",
        f"--max-off-heap-memory={memory.page_cache}",
        "--bad-tolerance=0",
        f"--report-file={incoming.path / 'import.report'}",
    ]
    rows = sum(counts.values())
    with fresh_log(home, "import.log") as log:
        flags = _flags(memory)
        command = ["database", "import", "full", *options, "neo4j"]
        with admin_process(incoming, class_path, command, flags=flags, log=log) as process:
            _watch(process, Path(log.name), rows, progress)
        if process.returncode:
            raise Unreachable(
                f"Neo4j's import ended with code {process.returncode}; its words are in {log.name}. The graph is as it "
                f"was. Run the command again, or with {ROWS_VARIABLE}=999999999999 to write through the server instead."
            )
        for file in folder.iterdir():
            file.unlink()  # they hold all texts, and as much room as the graph
        set_password(incoming, class_path, log, password=home.password_file.read_text(encoding="utf-8"))
    return counts


def _flags(memory: Memory) -> list[str]:
    return java_flags(memory, os.environ.get(FLAGS_VARIABLE, ""))


def _watch(process: subprocess.Popen[str], log: Path, rows: int, progress: Progress) -> None:
    """Wait for the import's end; its log says how far it is."""
    while process.poll() is None:
        progress(STEP, int(rows * share_done(log.read_text(encoding="utf-8", errors="replace"))), rows)
        time.sleep(_LOOK_SECONDS)
    progress(STEP, rows, rows)


def share_done(text: str) -> float:
    """How much of the import is done, 0 to 1, by its own words; each stage counts alike."""
    stages = [*_STAGE.finditer(text)]
    if not stages:
        return 0.0
    percents = _PERCENT.findall(text, stages[-1].end())
    return (int(stages[-1][1]) - 1 + int(percents[-1] if percents else 0) / 100) / _STAGES


def _refuse_unless_expected(graph: Graph, expected: dict[str, int]) -> None:
    held = count(graph)
    differing = [
        f"{name}: {held.get(name, 0)} instead of {number}" for name, number in expected.items() if held[name] != number
    ]
    if differing:
        raise ShoalError(
            f"the imported graph is not what the record expects ({'; '.join(differing)}). It was thrown away and the "
            "graph is as it was. Please report this; with "
            f"{ROWS_VARIABLE}=999999999999 rows are written through the server instead."
        )
