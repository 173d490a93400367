"""Every stored query timed on a graph of a million posts: median and 95th percentile as a reader waits for them.

    python -m benchmarks.queries [ID …] [--posts 1000000] [--runs 20] [--folder KEPT]

What is asked about (an account, a tag …) is drawn through a post, so that much-used things are asked about more often,
as by people who follow what they see. The times are of the whole call: parameters, rows, total and journal. Beside them
stand the seconds of processor that the server and this process took, which a crowded machine stretches least.
"""

import argparse
import contextlib
import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from benchmarks.measure import machine
from benchmarks.synthetic import START, write_case
from case.errors import LimitReached
from case.folder import Case, open_case
from graph.connection import Graph
from graph.home import Home
from graph.opening import open_graph
from graph.projection import count, in_step, rebuild
from queries.catalogue import catalogue, find_query
from queries.header import StoredQuery
from queries.runner import TIMEOUT_SECONDS, run_query

#: What the reader of a page expects: pivots answer at once, the rest while one looks.
AIMS = {"pivots": 0.150}
AIM = 2.0
SEED = 7
#: One drawn post with what hangs on it; a million posts have keys without gaps, so that any number finds one.
DRAWN = """
MATCH (a:Account)-[:POSTED]->(p:Post)
WHERE p.at >= $at
WITH a, p ORDER BY p.at LIMIT 400
OPTIONAL MATCH (p)-[:TAGGED]->(hashtag:Hashtag)
OPTIONAL MATCH (p)-[:LINKS_TO]->(url:Url)-[:ON]->(domain:Domain)
OPTIONAL MATCH (p)-[:SHOWS]->(media:Media)
OPTIONAL MATCH (p)-[:GIVES]->(contact:Contact)
OPTIONAL MATCH (p)-[:SAYS]->(template:Template)
OPTIONAL MATCH (a)-[:MEMBER_OF]->(cluster:Cluster)
OPTIONAL MATCH (a)-[:CO_ACTED]-(b:Account)
RETURN a.key AS account, p.key AS post, hashtag.key AS hashtag, url.key AS url, domain.key AS domain,
       media.key AS media, contact.key AS contact, cluster.key AS cluster, template.key AS template,
       b.key AS other, left(p.text, 4) AS words
ORDER BY p.at, post, other
LIMIT 2000
"""


def draw(graph: Graph, runs: int) -> list[dict[str, Any]]:
    """Draw values for the parameters, one set for each run; each kind of thing from a moment of its own."""
    random, drawn = np.random.default_rng(SEED), []
    for _ in range(runs):
        at = START + timedelta(days=float(random.uniform(1, 85)))
        rows = graph.read(DRAWN, {"at": at}).dicts()
        first = {
            name: next((row[name] for row in rows if row[name] is not None), None)
            for name in rows[0]
            if name != "other"
        }
        linked = next((row for row in rows if row["other"] is not None), rows[0])
        others = list({row["cluster"]: None for row in rows if row["cluster"] and row["cluster"] != first["cluster"]})
        accounts = list({row["account"]: None for row in rows})[:50]
        window = {"from": at, "to": at + timedelta(days=1), "latest": START + timedelta(days=60)}
        drawn.append(
            first | window | {
                "a": linked["account"], "b": linked["other"], "accounts": accounts, "text": first["words"],
                "names": [f"user{number}" for number in range(3)], "other_cluster": (others or [first["cluster"]])[0],
                "event": "E-0001",
            }
        )  # fmt: skip
    return drawn


def required(query: StoredQuery, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that a query cannot do without; all else keeps its default."""
    return {each.name: values[each.name] for each in query.parameters if each.required}


def processor(server: psutil.Process) -> float:
    """Seconds of processor that the server and this process took so far."""
    spent = [server.cpu_times(), psutil.Process().cpu_times()]
    return float(sum(times.user + times.system for times in spent))


def time_query(
    graph: Graph, case: Case, query: StoredQuery, drawn: list[dict[str, Any]]
) -> tuple[list[tuple[float, float]], int]:
    """Run a query once unmeasured and then with each set of values: wall and processor seconds, and rows at most.

    A run that comes to the limit of time counts as that long.
    """
    measured, rows = [], 0
    state = Home(case.neo4j).read_state()
    assert state is not None, "the benchmark runs on its own embedded server"
    server = psutil.Process(state.server)
    fit = [given for given in (required(query, values) for values in drawn) if None not in given.values()]
    for number, given in enumerate([*fit[:1], *fit]):
        begin, spent = time.monotonic(), processor(server)
        with contextlib.suppress(LimitReached):
            rows = max(rows, len(run_query(graph, case, query.id, given).rows))
        if number:
            measured.append((time.monotonic() - begin, processor(server) - spent))
        if sum(wall for wall, _ in measured) > TIMEOUT_SECONDS:  # a slow one is known well enough
            break
    return measured, rows


def measure(graph: Graph, case: Case, ids: list[str], runs: int) -> Iterator[str]:
    """One line for each query: its times, rows at most, and whether it is slower than aimed at."""
    drawn = draw(graph, runs)
    for query in [find_query(id) for id in ids] or catalogue():
        measured, rows = time_query(graph, case, query, drawn if query.parameters else drawn[:5])
        wall, spent = (np.percentile(column, [50, 95]) for column in zip(*measured, strict=True))
        slow = "  SLOW" if wall[1] > AIMS.get(query.category, AIM) else ""
        times = " ".join(f"{seconds:8.3f}" for seconds in (*wall, *spent))
        yield f"{query.category:<9} {query.id:<24} {times} {rows:6} {len(measured):4}{slow}"


def run(folder: Path, posts: int, runs: int, ids: list[str]) -> None:
    """Make the case where it is not there yet, fill its graph, and print the table."""
    case = open_case(folder) if (folder / "case.toml").exists() else write_case(folder, posts)
    with open_graph(case, "benchmark") as graph:
        if not in_step(graph, case):
            begin = time.monotonic()
            rebuild(graph, case)
            print(f"graph written in {time.monotonic() - begin:.0f} s", flush=True)
        graph.read("CALL db.awaitIndexes(600)", timeout_seconds=600)
        graph.read("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()", timeout_seconds=600)
        counted = count(graph)
        print(", ".join(f"{name} {number:,}" for name, number in counted.items() if number))
        print(f"load {os.getloadavg()[0]:.1f}; aims for p95: pivots {AIMS['pivots']:.2f} s, others {AIM:.2f} s")
        heads = " ".join(f"{head:>8}" for head in ("p50 s", "p95 s", "p50 CPU", "p95 CPU"))
        print(f"{'category':<9} {'query':<24} {heads} {'rows':>6} {'runs':>4}")
        for line in measure(graph, case, ids, runs):
            print(line, flush=True)


def main() -> None:
    """Time the named queries, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ids", nargs="*")
    parser.add_argument("--posts", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--folder", type=Path, help="where the case is kept for the next time")
    chosen = parser.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory(prefix="shoal-bench-") as place:
        run(chosen.folder or Path(place) / "case", chosen.posts, chosen.runs, chosen.ids)


if __name__ == "__main__":
    main()
