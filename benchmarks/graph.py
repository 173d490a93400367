"""Ways into the graph, timed in turns on the same record: through the server, by the offline import, by a bare loop.

    python -m benchmarks.graph [unwind] [offline] [growth] [--posts 200000 …] [--runs 3]

`unwind`: `write_load` against a loop of bare MERGE statements, one per kind of node and relationship, on the same rows
and a server of the same kind. `offline`: a whole rebuild by the offline import against one through the server.
`growth`: rebuilds by the import at several sizes, and the exponent of their seconds in the number of posts. Seconds
depend on the machine; ratios travel.
"""

import argparse
import math
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Event, Thread

import neo4j
import polars as pl
import psutil

from benchmarks.measure import machine, median, time_call
from benchmarks.synthetic import write_case
from case.folder import Case, new_case
from case.tables import list_loads
from graph.counting import OF_LOADS, count, expected_counts
from graph.frames import node_frame, relationship_frame
from graph.offline import ROWS_VARIABLE
from graph.opening import DATABASE, open_graph, remember_password
from graph.projection import in_step, rebuild, write_load
from graph.rows import parameters
from graph.schema import NODES, RELATIONSHIPS
from graph.server import Address, running_server
from graph.statements import schema_statements

BATCH = 10_000
NEVER = str(10**12)
LOOK_SECONDS = 0.5
Frames = list[tuple[str, pl.DataFrame]]


def bench_unwind(folder: Path, posts: int, runs: int) -> None:
    """Our load against a bare loop; both find constraints and indexes there, and both shape their rows from frames."""
    case = write_case(folder / "case", posts)
    frames = list(bare_frames(case))
    ratios = []
    for number in range(runs):
        with running_server(folder / f"bare-{number}") as address:
            bare = time_bare(address, frames)
        with running_server(folder / f"ours-{number}") as address:
            there = twin(case, folder / f"case-{number}", address)
            with open_graph(there) as graph:
                own = time_call(partial(write_load, graph, there, list_loads(there)[0]))
        ratios.append(bare / own)
        print(f"unwind, {posts:,} posts: bare loop {bare:.1f} s, shoal {own:.1f} s ({posts / own:,.0f} posts/s)")
    print(f"  bare / shoal: {median(ratios):.2f} (of {', '.join(f'{ratio:.2f}' for ratio in ratios)})", flush=True)


def bench_offline(folder: Path, posts: int, runs: int) -> None:
    """Whole rebuilds, by the offline import and through the server, with the memory of all processes at their peak."""
    case = write_case(folder / "case", posts)
    ratios = []
    for _ in range(runs):
        (imported, high), (written, low) = rebuilt(case, "1"), rebuilt(case, NEVER)
        ratios.append(written / imported)
        print(f"offline, {posts:,} posts: import {imported:.1f} s ({high}), server {written:.1f} s ({low})", flush=True)
    print(f"  server / import: {median(ratios):.2f} (of {', '.join(f'{ratio:.2f}' for ratio in ratios)})", flush=True)


def bench_growth(folder: Path, posts: int, runs: int) -> None:
    """The import at a fifth, a half and the whole of the size; 1.0 is growth in step with the posts."""
    sizes = [posts // 10, posts // 3, posts]
    seconds = []
    for size in sizes:
        case = write_case(folder / f"case-{size}", size)
        measured = [rebuilt(case, "1") for _ in range(runs)]
        seconds.append(median([wall for wall, _ in measured]))
        print(f"growth, {size:,} posts: {seconds[-1]:.1f} s, {measured[-1][1]}", flush=True)
    for small, large, before, after in zip(sizes, sizes[1:], seconds, seconds[1:], strict=False):
        print(f"  {small:,} to {large:,} posts: exponent {math.log(after / before) / math.log(large / small):.2f}")


def rebuilt(case: Case, rows: str) -> tuple[float, str]:
    """Rebuild the graph of a case, by the import from so many rows on; seconds, and peaks of memory in words."""
    os.environ[ROWS_VARIABLE] = rows
    with watched() as peaks, open_graph(case) as graph:
        seconds = time_call(partial(rebuild, graph, case))
        if not in_step(graph, case) or count(graph) != expected_counts(case):
            raise RuntimeError("the graph is not what the record expects")
    return seconds, ", ".join(f"{name} {peak / 1e9:.1f} GB" for name, peak in sorted(peaks.items()))


@contextmanager
def watched() -> Iterator[dict[str, int]]:
    """Watch the memory of this process and of all Java machines together while the block runs; peaks in bytes."""
    peaks, over = {"shoal": 0, "Java": 0}, Event()

    def watch() -> None:
        while not over.wait(LOOK_SECONDS):
            java = sum(resident(process) for process in psutil.process_iter(["name"]) if process.name() == "java")
            for name, size in (("shoal", resident(psutil.Process())), ("Java", java)):
                peaks[name] = max(peaks[name], size)

    thread = Thread(target=watch)
    thread.start()
    try:
        yield peaks
    finally:
        over.set()
        thread.join()


def resident(process: psutil.Process) -> int:
    """The bytes a process holds in memory now; none when it has ended."""
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0


def twin(case: Case, folder: Path, address: Address) -> Case:
    """A case with the same tables whose graph is on this server."""
    there = new_case(folder, title="Twin", graph=address.uri, user=address.user)
    remember_password(there, address.password)
    there.tables.rmdir()
    there.tables.symlink_to(case.tables)
    return there


def bare_frames(case: Case) -> Iterator[tuple[str, pl.DataFrame]]:
    """What a bare loop writes: a statement per kind, and its rows."""
    for node in NODES:
        if node.label in OF_LOADS:
            moment = ", n.{0} = datetime({{epochSeconds: row.seconds, nanosecond: row.nanoseconds}})"
            dated = {"Account": "created_at", "Post": "at"}.get(node.label)
            text = f"UNWIND $rows AS row MERGE (n:{node.label} {{key: row.key}})"
            text += f" SET n += row.set{moment.format(dated)}" if dated else ""
            yield text, node_frame(case, node.label).collect()
    for tie in RELATIONSHIPS:
        if tie.type in OF_LOADS:
            text = f"UNWIND $rows AS row MATCH (a:{tie.start[0]} {{key: row.start}}) MATCH (b:{tie.end[0]} "
            yield f"{text}{{key: row.end}}) MERGE (a)-[:{tie.type}]->(b)", relationship_frame(case, tie.type).collect()


def time_bare(address: Address, frames: Frames) -> float:
    """Write the frames by one statement each in batches, as anybody would; seconds without those of the indexes."""
    with (
        neo4j.GraphDatabase.driver(
            address.uri, auth=(address.user, address.password), telemetry_disabled=True
        ) as driver,
        driver.session(database=DATABASE) as session,
    ):
        for text in schema_statements():
            session.run(text).consume()
        session.run("CALL db.awaitIndexes(300)").consume()
        started = time.monotonic()
        for text, frame in frames:
            moment = next((name for name in ("created_at", "at") if name in frame.columns), None)
            for part in frame.iter_slices(BATCH):
                session.run(text, rows=list(parameters(part, apart=("start", "end"), moment=moment))).consume()
        return time.monotonic() - started


BENCHMARKS: dict[str, Callable[[Path, int, int], None]] = {
    "unwind": bench_unwind, "offline": bench_offline, "growth": bench_growth,
}  # fmt: skip


def main() -> None:
    """Run the named benchmarks, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", choices=[*BENCHMARKS, []], default=list(BENCHMARKS))
    parser.add_argument("--posts", type=int, default=200_000)
    parser.add_argument("--runs", type=int, default=3)
    chosen = parser.parse_args()
    print(machine())
    for name in chosen.names:
        with tempfile.TemporaryDirectory(prefix="shoal-bench-") as folder:
            BENCHMARKS[name](Path(folder), chosen.posts, chosen.runs)


if __name__ == "__main__":
    main()
