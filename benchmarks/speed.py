"""Speed side by side with peers and limits: ratios of whole processes or calls, taken in turns in one run.

    python -m benchmarks.speed [pairs] [tables] [graph] [kernel] [budget] [copies] [values] [detect]
                               [--rows 200000] [--runs 3]

Seconds depend on the machine; ratios travel. At the default of 200,000 rows the targets are met at their own sizes:
pairs 1 million rows, kernel 10 million, near-copies 1 million posts, detect 2 million.
"""

import argparse
import csv
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import neo4j
import numpy as np

from benchmarks.detecting import bench_budget, bench_copies, bench_detect, bench_kernel, bench_values
from benchmarks.measure import Measure, compare, machine, median, run, time_call
from case.folder import new_case
from case.tables import list_loads, read_posts
from graph.opening import DATABASE, open_graph, remember_password
from graph.projection import write_load
from graph.server import Address, running_server
from loaders.loading import load

TOOLKIT = """
import sys
from coordination_network_toolkit.compute_networks import compute_co_link_network
from coordination_network_toolkit.preprocess import preprocess_csv_files
database, shares, network = sys.argv[1:4]
preprocess_csv_files(database, [shares])
if network == "network":
    compute_co_link_network(database, 60, n_threads=2)
"""
LOAD = """
import sys
from pathlib import Path
from case.folder import new_case
from loaders.loading import load
load(new_case(Path(sys.argv[1]), title="Benchmark"), [Path(sys.argv[2])])
"""
BARE = """
UNWIND $rows AS row
MERGE (a:Account {key: row.account})
MERGE (p:Post {key: row.key}) SET p.text = row.text, p.at = row.at
MERGE (h:Hashtag {key: row.object})
MERGE (a)-[:POSTED]->(p)
MERGE (p)-[:TAGGED]->(h)
"""
HEAD = ("message_id", "user_id", "username", "repost_id", "reply_id", "message", "timestamp", "urls")
BATCH = 10_000


def write_shares(folder: Path, rows: int) -> tuple[Path, Path]:
    """Write the same shares for the peer and for us: Zipf objects, 5 % of the rows in accounts."""
    random = np.random.default_rng(1)
    accounts = random.integers(0, max(10, rows // 20), rows)
    objects = np.minimum(random.zipf(1.3, rows), rows // 4)
    times = np.sort(random.integers(0, rows * 20, rows)) + 1_700_000_000
    theirs, ours = folder / "toolkit.csv", folder / "shares.csv"
    with theirs.open("w", newline="") as left, ours.open("w", newline="") as right:
        peer, own = csv.writer(left), csv.writer(right)
        peer.writerow(HEAD)
        own.writerow(("account", "object", "post", "at"))
        for post, (account, thing, at) in enumerate(zip(accounts, objects, times, strict=True)):
            address = f"https://site{thing % 97}.example/{thing}"
            peer.writerow(
                (post, account, f"name{account}", "", "", f"message {post} on #topic{thing % 500}", at, address)
            )
            own.writerow((account, address, post, at))
    return theirs, ours


def bench_pairs(folder: Path, rows: int, runs: int) -> None:
    """`shoal pairs` against the toolkit: read, count co-links within 60 s, write; whole processes."""
    rows *= 5
    theirs, ours = write_shares(folder, rows)
    out = str(folder / "pairs.parquet")
    mine = [sys.executable, "-m", "shoal", "pairs", str(ours), "--window", "60", "--out", out, "--rule", "toolkit"]
    peer = [sys.executable, "-c", TOOLKIT, "", str(theirs), "network"]
    run(mine)  # once unmeasured, as the peer is installed too
    found = compare_fresh(mine, peer, folder, runs=runs)
    report(f"pairs, {rows:,} rows: shoal against coordination-network-toolkit", *found)


def bench_tables(folder: Path, rows: int, runs: int) -> None:
    """A CSV into canonical tables against the toolkit's ingest of the same rows, which only stores them."""
    theirs, _ = write_shares(folder, rows)
    mine = [sys.executable, "-c", LOAD, "", str(theirs)]
    peer = [sys.executable, "-c", TOOLKIT, "", str(theirs), "ingest"]
    report(f"tables, {rows:,} rows: shoal against the toolkit's ingest", *compare_fresh(mine, peer, folder, runs=runs))


def compare_fresh(mine: list[str], peer: list[str], folder: Path, *, runs: int) -> tuple[list[Measure], list[Measure]]:
    """Compare commands whose empty argument stands for a new path in each run."""
    ours, theirs = [], []
    for number in range(runs):
        fresh = [
            [word or str(folder / f"{side}-{number}") for word in words] for side, words in (("a", mine), ("b", peer))
        ]
        left, right = compare(fresh[0], fresh[1], runs=1)
        ours += left
        theirs += right
    return ours, theirs


def report(title: str, ours: list[Measure], theirs: list[Measure]) -> None:
    """Print medians and the ratio of wall seconds, run by run."""
    print(title)
    for name, measures in (("shoal", ours), ("peer", theirs)):
        wall, cpu = median([one.wall_seconds for one in measures]), median([one.cpu_seconds for one in measures])
        peak = max(one.peak_bytes for one in measures) / 1e6
        print(f"  {name:<6} {wall:7.1f} s wall  {cpu:7.1f} s CPU  {peak:7.0f} MB peak")
    ratios = [right.wall_seconds / left.wall_seconds for left, right in zip(ours, theirs, strict=True)]
    print(f"  peer / shoal: {median(ratios):.1f} (of {', '.join(f'{ratio:.1f}' for ratio in ratios)})")
    spent = median([right.cpu_seconds / left.cpu_seconds for left, right in zip(ours, theirs, strict=True)])
    peaks = max(one.peak_bytes for one in theirs) / max(one.peak_bytes for one in ours)
    print(f"  by CPU seconds {spent:.1f}, by peak memory {peaks:.1f}")


def bench_graph(folder: Path, rows: int, runs: int) -> None:
    """Tables into Neo4j against a bare UNWIND loop with one statement per row, on two empty servers of one kind."""
    theirs, _ = write_shares(folder, rows)
    case = new_case(folder / "case", title="Benchmark")
    load(case, [theirs])
    (name,) = list_loads(case)
    ratios = []
    for number in range(runs):
        with running_server(folder / f"bare-{number}") as address:
            bare = time_call(partial(write_bare, address, list(bare_rows(case))))
        with running_server(folder / f"ours-{number}") as address:
            there = new_case(folder / f"case-{number}", title="B", graph=address.uri, user=address.user)
            remember_password(there, address.password)
            (there.path / "tables").rmdir()
            (there.path / "tables").symlink_to(case.tables)
            with open_graph(there) as graph:
                own = time_call(partial(write_load, graph, there, name))
        ratios.append(bare / own)
        print(f"graph, {rows:,} posts: bare loop {bare:.1f} s, shoal {own:.1f} s")
    print(f"  bare / shoal: {median(ratios):.2f}")


def bare_rows(case: Any) -> Iterator[dict[str, Any]]:
    """Give the rows of the bare loop: a post, its author, one object."""
    posts = read_posts(case).select("key", "account", "text", "at").collect()
    for number, row in enumerate(posts.iter_rows(named=True)):
        yield {**row, "object": f"topic{number % 500}"}


def write_bare(address: Address, rows: list[dict[str, Any]]) -> None:
    """Write rows by one statement in batches, as anybody would."""
    with (
        neo4j.GraphDatabase.driver(
            address.uri, auth=(address.user, address.password), telemetry_disabled=True
        ) as driver,
        driver.session(database=DATABASE) as session,
    ):
        for label in ("Account", "Post", "Hashtag"):
            session.run(f"CREATE CONSTRAINT FOR (n:{label}) REQUIRE n.key IS UNIQUE").consume()
        batches = iter(rows)
        while batch := list(islice(batches, BATCH)):
            session.run(BARE, rows=batch).consume()


BENCHMARKS: dict[str, Callable[[Path, int, int], None]] = {
    "pairs": bench_pairs, "tables": bench_tables, "graph": bench_graph, "kernel": bench_kernel,
    "budget": bench_budget, "copies": bench_copies, "values": bench_values, "detect": bench_detect,
}  # fmt: skip


def main() -> None:
    """Run the named benchmarks, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*BENCHMARKS, []], default=list(BENCHMARKS))
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--runs", type=int, default=3)
    chosen = parser.parse_args()
    print(machine())
    for name in chosen.names:
        with tempfile.TemporaryDirectory(prefix="shoal-bench-") as folder:
            BENCHMARKS[name](Path(folder), chosen.rows, chosen.runs)


if __name__ == "__main__":
    main()
