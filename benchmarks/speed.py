"""Speed side by side with peers and limits: ratios of whole processes or calls, taken in turns in one run.

    python -m benchmarks.speed [pairs] [kernel] [budget] [copies] [values] [detect]
                               [--rows 200000] [--runs 3]

Seconds depend on the machine; ratios travel. At the default of 200,000 rows the targets are met at their own sizes:
pairs 1 million rows, kernel 10 million, near-copies 1 million posts, detect 2 million.
"""

import csv
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks import detecting
from benchmarks.detecting import bench_budget, bench_copies, bench_detect, bench_kernel, bench_values
from benchmarks.measure import Measure, compare, median, run, run_named

TOOLKIT = """
import sys
from coordination_network_toolkit.compute_networks import compute_co_link_network
from coordination_network_toolkit.preprocess import preprocess_csv_files
database, shares, network = sys.argv[1:4]
preprocess_csv_files(database, [shares])
if network == "network":
    compute_co_link_network(database, 60, n_threads=2)
"""
HEAD = ("message_id", "user_id", "username", "repost_id", "reply_id", "message", "timestamp", "urls")


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


def write_bursts(folder: Path, rows: int) -> tuple[Path, Path]:
    """Write the shares of the kernel's measurement, objects that are shared within hours, for the peer and for us."""
    theirs, ours, plain = folder / "toolkit.csv", folder / "shares.csv", folder / "shares.parquet"
    detecting.write_shares(plain, rows)
    address = pl.format("https://site{}.example/{}", pl.col("object") % 97, "object")
    shares = pl.read_parquet(plain).with_columns(object=address)
    shares.write_csv(ours)
    empty = pl.lit("")
    shares.select(
        message_id="post", user_id="account", username=pl.format("name{}", "account"), repost_id=empty,
        reply_id=empty, message=pl.format("message {}", "post"), timestamp="at", urls="object",
    ).write_csv(theirs)  # fmt: skip
    return theirs, ours


def bench_pairs(folder: Path, rows: int, runs: int) -> None:
    """`shoal pairs` against the toolkit: read, count co-links within 60 s, write; whole processes."""
    rows *= 5
    theirs, ours = write_bursts(folder, rows)
    out = str(folder / "pairs.parquet")
    mine = [sys.executable, "-m", "shoal", "pairs", str(ours), "--window", "60", "--out", out, "--rule", "toolkit"]
    peer = [sys.executable, "-c", TOOLKIT, "", str(theirs), "network"]
    run(mine)  # once unmeasured, as the peer is installed too
    found = compare_fresh(mine, peer, folder, runs=runs)
    report(f"pairs, {rows:,} rows: shoal against coordination-network-toolkit", *found)


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


BENCHMARKS: dict[str, Callable[[Path, int, int], None]] = {
    "pairs": bench_pairs, "kernel": bench_kernel,
    "budget": bench_budget, "copies": bench_copies, "values": bench_values, "detect": bench_detect,
}  # fmt: skip


if __name__ == "__main__":
    run_named(BENCHMARKS, about=__doc__, size="rows")
