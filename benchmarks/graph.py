"""Ways into the graph, timed in turns on the same record: through the server, by the offline import, by a bare loop.

    python -m benchmarks.graph [unwind] [offline] [growth] [--posts 200000 …] [--runs 3]

`unwind`: `write_load` against a loop of bare MERGE statements, one per kind of node and relationship, on the same rows
and a server of the same kind. `offline`: a whole rebuild by the offline import against one through the server.
`growth`: rebuilds by the import at several sizes, and the exponent of their seconds in the number of posts. Seconds
depend on the machine; ratios travel.
"""

import math
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event, Thread

import neo4j
import polars as pl
import psutil

from benchmarks.measure import median, run_named, time_call
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


@dataclass(frozen=True, slots=True)
class Cost:
    """What a piece of work took: wall seconds, CPU seconds and peak memory of this process and of its Java machines."""

    wall: float
    cpu: float
    shoal_bytes: int
    java_bytes: int

    def __str__(self) -> str:
        """As the end of a line."""
        memory = f"Python {self.shoal_bytes / 1e9:.1f} GB, Java {self.java_bytes / 1e9:.1f} GB at most"
        return f"{self.wall:.1f} s wall, {self.cpu:.1f} s CPU ({memory})"


def bench_unwind(folder: Path, posts: int, runs: int) -> None:
    """Our load against a bare loop; both find constraints and indexes there, and both shape their rows from frames."""
    case = write_case(folder / "case", posts)
    frames = list(bare_frames(case))
    pairs = []
    for number in range(runs):
        with running_server(folder / f"bare-{number}") as address:
            bare = bare_cost(address, frames, folder)
        with running_server(folder / f"ours-{number}") as address:
            there = twin(case, folder / f"case-{number}", address)
            with open_graph(there) as graph:
                own = cost(partial(write_load, graph, there, list_loads(there)[0]), folder)
        pairs.append((bare, own))
        print(f"unwind, {posts:,} posts\n  bare  {bare}\n  shoal {own}", flush=True)
    report("bare / shoal", pairs)


def bench_offline(folder: Path, posts: int, runs: int) -> None:
    """Whole rebuilds, by the offline import and through the server."""
    case = write_case(folder / "case", posts)
    pairs = []
    for _ in range(runs):
        imported, written = rebuilt(case, "1"), rebuilt(case, NEVER)
        pairs.append((written, imported))
        print(f"offline, {posts:,} posts\n  import {imported}\n  server {written}", flush=True)
    report("server / import", pairs)


def bench_growth(folder: Path, posts: int, runs: int) -> None:
    """The import at four sizes up to this one; an exponent of 1.0 is growth in step with the posts."""
    sizes, costs = [posts // 30, posts // 10, posts // 3, posts], []
    for size in sizes:
        case = write_case(folder / f"case-{size}", size)
        measured = sorted((rebuilt(case, "1") for _ in range(runs)), key=lambda one: one.cpu)
        costs.append(measured[len(measured) // 2])
        print(f"growth, {size:,} posts: {costs[-1]}", flush=True)
    steps = [*zip(sizes, sizes[1:], costs, costs[1:], strict=False), (sizes[0], sizes[-1], costs[0], costs[-1])]
    for small, large, before, after in steps:
        times = math.log(large / small)
        wall, cpu = math.log(after.wall / before.wall) / times, math.log(after.cpu / before.cpu) / times
        print(f"  {small:,} to {large:,} posts: exponent {wall:.2f} of wall, {cpu:.2f} of CPU seconds", flush=True)


def report(name: str, pairs: list[tuple[Cost, Cost]]) -> None:
    """Print the ratios, run by run; those of CPU seconds hold on a machine that others use too."""
    for kind in ("wall", "cpu"):
        ratios = [getattr(left, kind) / getattr(right, kind) for left, right in pairs]
        print(
            f"  {name}, {kind}: {median(ratios):.2f} (of {', '.join(f'{ratio:.2f}' for ratio in ratios)})", flush=True
        )


def rebuilt(case: Case, rows: str) -> Cost:
    """Rebuild the graph of a case, by the import from so many rows on."""
    os.environ[ROWS_VARIABLE] = rows
    with open_graph(case) as graph:
        taken = cost(partial(rebuild, graph, case), case.path)
        if not in_step(graph, case) or count(graph) != expected_counts(case):
            raise RuntimeError("the graph is not what the record expects")
    return taken


def cost(work: Callable[[], object], folder: Path) -> Cost:
    """Do the work and watch this process and the Java machines that name the folder, also those that come and go."""
    over, spent, peaks = Event(), {}, {"shoal": 0, "java": 0}
    before = {key: seconds for key, (seconds, _) in machines(folder).items()}

    def watch() -> None:
        last = False
        while not last:
            last = over.wait(LOOK_SECONDS)
            there = machines(folder)
            spent.update({key: seconds for key, (seconds, _) in there.items()})
            own = sum(size for key, (_, size) in there.items() if key == os.getpid())
            peaks["shoal"] = max(peaks["shoal"], own)
            peaks["java"] = max(peaks["java"], sum(size for _, size in there.values()) - own)

    thread = Thread(target=watch)
    thread.start()
    try:
        wall = time_call(work)
    finally:
        over.set()
        thread.join()
    cpu = sum(seconds - before.get(key, 0.0) for key, seconds in spent.items())
    return Cost(wall, cpu, peaks["shoal"], peaks["java"])


def machines(folder: Path) -> dict[int, tuple[float, int]]:
    """CPU seconds and resident bytes of this process and of the Java machines that name the folder, by number."""
    found = {}
    for process in psutil.process_iter(["name", "cmdline"]):
        ours = process.info["name"] == "java" and any(str(folder) in word for word in process.info["cmdline"] or [])
        if ours or process.pid == os.getpid():
            with suppress(psutil.Error):
                times = process.cpu_times()
                found[process.pid] = (times.user + times.system, process.memory_info().rss)
    return found


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


def bare_cost(address: Address, frames: Frames, folder: Path) -> Cost:
    """Write the frames by one statement each in batches, as anybody would; the indexes are made before."""
    with (
        neo4j.GraphDatabase.driver(
            address.uri, auth=(address.user, address.password), telemetry_disabled=True
        ) as driver,
        driver.session(database=DATABASE) as session,
    ):
        for text in schema_statements():
            session.run(text).consume()
        session.run("CALL db.awaitIndexes(300)").consume()
        return cost(partial(write_bare, session, frames), folder)


def write_bare(session: neo4j.Session, frames: Frames) -> None:
    """The loop itself."""
    for text, frame in frames:
        moment = next((name for name in ("created_at", "at") if name in frame.columns), None)
        for part in frame.iter_slices(BATCH):
            session.run(text, rows=list(parameters(part, apart=("start", "end"), moment=moment))).consume()


BENCHMARKS: dict[str, Callable[[Path, int, int], None]] = {
    "unwind": bench_unwind, "offline": bench_offline, "growth": bench_growth,
}  # fmt: skip


if __name__ == "__main__":
    run_named(BENCHMARKS, about=__doc__, size="posts")
