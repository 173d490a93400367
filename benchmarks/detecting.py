"""Speed of detection beside limits: co-action counting, near-copies, p-values, communities, a whole run.

Each figure comes from a process of its own, so that its peak memory is its own; ratios are taken within one process.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import graspologic_native
import numpy as np
import polars as pl
from polars.io.plugins import register_io_source
from scipy import sparse

from benchmarks.measure import peak_bytes
from benchmarks.texts import SUBSTITUTIONS, write_posts
from campaign.generating import generate
from campaign.planning import Plan
from case.errors import LimitReached
from case.folder import new_case
from detection.chance import Activity, expected_coactions
from detection.communities import find_communities, merged
from detection.families import Originals, find_families
from detection.grams import find_grams, has_grams
from detection.pair_arrays import count_arrays
from detection.pair_events import find_meetings, read_shares
from detection.pairs import PairOptions, choose_engine, write_pairs
from detection.parameters import Parameters
from detection.run import detect
from detection.significance import false_discovery_rates, poisson_tail
from detection.warming import warm
from detection.wording import clean_words
from loaders.loading import load

Facts = dict[str, Any]
WINDOW = 60
PAIR_COLUMNS = ("a", "b", "pairs", "objects", "posts_a", "posts_b", "min_gap", "sum_gap")
GIB = 1 << 30


def write_shares(path: Path, rows: int, *, hottest: int = 2_000, seed: int = 1) -> None:
    """Write shares as whole numbers in order of time: objects of Zipf sizes up to `hottest`, shared within hours."""
    random = np.random.default_rng(seed)
    sizes = np.minimum(random.zipf(1.6, rows // 3), hottest)
    sizes = np.resize(sizes, rows)[: int(np.searchsorted(np.cumsum(np.resize(sizes, rows)), rows)) + 1]
    thing = np.repeat(np.arange(sizes.size), sizes)[:rows]
    begins = random.integers(0, 90 * 86_400, sizes.size)[thing]
    at = 1_700_000_000 + begins + random.exponential(6 * 3600, rows).astype(np.int64)
    order = np.argsort(at, kind="stable")
    account = random.integers(0, rows // 20, rows)
    columns = {"account": account, "object": random.permutation(sizes.size)[thing][order], "post": np.arange(rows)}
    pl.DataFrame({**columns, "at": at[order]}).write_parquet(path)


class Clock:
    """Wall and CPU seconds since the last lap."""

    def __init__(self) -> None:
        """Start."""
        self._wall, self._cpu = time.monotonic(), time.process_time()

    def lap(self, name: str) -> Facts:
        """Return the seconds of the lap and start the next."""
        now = time.monotonic(), time.process_time()
        facts = {f"{name}_wall": now[0] - self._wall, f"{name}_cpu": now[1] - self._cpu}
        self._wall, self._cpu = time.monotonic(), time.process_time()
        return facts


def step_kernel(shares: str, out: str) -> Facts:
    """Read, count and write pairs as codes, with the engine that `auto` takes; read, sort and write the same rows."""
    clock = Clock()
    pl.read_parquet(shares).sort("object", "at").write_parquet(f"{out}.sorted")
    facts = {**clock.lap("limit"), "limit_peak": peak_bytes()}
    rows, _ = read_shares(pl.scan_parquet(shares))
    near = find_meetings(rows, WINDOW)
    counted, count = [0], count_arrays
    if choose_engine("auto", rows.at.size + int(near.counts.sum())) == "kernel":
        from detection.pair_kernel import count_kernel as count

    def parts(*_: object) -> Any:
        for part in count(rows, near, asked=None, coortweet=False, directed=False, memory_bytes=3 * GIB):
            counted[0] += part.height
            yield part

    source = register_io_source(parts, schema=dict.fromkeys(PAIR_COLUMNS, pl.Int64))
    source.sink_parquet(out, compression="lz4")
    return {**facts, **clock.lap("pairs"), "rows": rows.at.size, "pairs": counted[0]}


def step_pairs(shares: str, out: str, max_events: str = "") -> Facts:
    """Count and write pairs in a budget of 4 GiB, or say why not."""
    clock = Clock()
    options = PairOptions(max_events=int(max_events) if max_events else None, max_output_bytes=32 * 10**9)
    try:
        done = write_pairs(pl.scan_parquet(shares), WINDOW, Path(out), options=options)
    except LimitReached as error:
        return {**clock.lap("pairs"), "refused": str(error), "peak": peak_bytes()}
    left_out = {"left_out": len(done.left_out)}
    return {**clock.lap("pairs"), "rows": done.rows, "pairs": done.pairs, **left_out, "peak": peak_bytes()}


def step_copies(posts: str, phrases: str, words: str) -> Facts:
    """Find families of near-copies in invented posts; compare them with the planted ones."""
    shortest, longest = words.split("-")
    made = write_posts(int(posts), phrases=float(phrases), phrase_words=(int(shortest), int(longest)))
    clock = Clock()
    cleaned = clean_words(made.text)
    facts = clock.lap("clean")
    chosen = np.flatnonzero(has_grams(cleaned))
    grams = find_grams(cleaned.gather(chosen))
    facts |= clock.lap("grams")
    originals = Originals(made.account[chosen], chosen, made.at[chosen], np.zeros_like(chosen))
    family = np.full(made.at.size, -1)
    family[chosen] = find_families(originals, grams, seed=1)
    facts |= clock.lap("families")
    facts["cpu"] = sum(value for name, value in facts.items() if name.endswith("_cpu"))
    facts["peak"] = peak_bytes()
    for share in SUBSTITUTIONS:
        for language, mine in (("Chinese", made.chinese), ("English", ~made.chinese)):
            facts[f"recall_{language}_{share:g}"] = _recall(made.family, family, mine & (made.substitution == share))
    return {**facts, "organic_joined": float((family[made.family < 0] >= 0).mean())}


def _recall(planted: Any, found: Any, chosen: Any) -> float:
    """Share of the planted copies that stand in the family which holds most of their kind."""
    rows = pl.DataFrame({"planted": planted, "found": found}).filter(pl.Series(chosen & (planted >= 0)))
    best = rows.filter(pl.col("found") >= 0).group_by("planted", "found").len().group_by("planted").max()
    return float(best["len"].sum() / max(1, rows.height))


def step_values(pairs: str) -> Facts:
    """Compute what chance expects of pairs, p and q, on one core: accounts are active on ten of sixty days."""
    count = int(pairs)
    accounts = count // 20
    random = np.random.default_rng(1)
    posts = sparse.coo_array(
        (np.ones(accounts * 10), (np.repeat(np.arange(accounts), 10), random.integers(0, 60, accounts * 10))),
        shape=(accounts, 60),
    ).tocsr()
    posts.sort_indices()
    a, b = random.integers(0, accounts, (2, count))
    observed, rates = random.poisson(2, count), random.random(60)
    clock = Clock()
    expected = expected_coactions(Activity(posts), rates, a, b)
    false_discovery_rates(poisson_tail(observed, expected), tests=10 * count)
    return clock.lap("values")


def step_communities(links: str) -> Facts:
    """Find communities in planted groups, beside a bare run of graspologic-native on the same matrix."""
    count, nodes = int(links), int(links) // 10
    random = np.random.default_rng(1)
    a = random.integers(0, nodes, count)
    near = a // 50 * 50 + random.integers(0, 50, count)
    b = np.where(random.random(count) < 0.8, near % nodes, random.integers(0, nodes, count))
    weights = random.random(count)
    clock, facts = Clock(), Facts()
    find_communities(a, b, weights, nodes=nodes)
    facts |= clock.lap("ours")
    matrix = merged(a, b, weights, nodes)
    clock = Clock()
    graspologic_native.leiden_csr(
        matrix.indptr.astype(np.int64), matrix.indices.astype(np.int32), matrix.data, nodes, resolution=1.0,
        iterations=2, seed=1,
    )  # fmt: skip
    return {**facts, **clock.lap("bare"), "edges": matrix.nnz // 2}


def step_detect(folder: str, scale: str) -> Facts:
    """Run `detect` with default settings on the generated campaign."""
    from case.folder import open_case
    from case.tables import read_posts

    case = open_case(Path(folder))
    posts = read_posts(case).select(pl.len(), pl.col("account").n_unique().alias("accounts")).collect().row(0)
    clock, laps, last = Clock(), Facts(), ["reading"]
    lap = Clock()

    def tell(step: str, done: int, total: int | None) -> None:
        if step != last[0]:
            laps[last[0]] = round(lap.lap("step")["step_cpu"], 1)
            last[0] = step

    run = detect(case, Parameters(), progress=tell)
    facts = clock.lap("detect")
    return {
        **facts, "posts": posts[0], "accounts": posts[1], "scale": scale, "finding": run.finding, "links": run.links,
        "clusters": run.clusters, "cpu_by_step": laps, "peak": peak_bytes(),
    }  # fmt: skip


def measured(step: str, *arguments: object) -> Facts:
    """Run a step in a process of its own and return what it measured."""
    command = [sys.executable, "-m", "benchmarks.detecting", step, *map(str, arguments)]
    return dict(
        json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()[-1])
    )


def _seconds(facts: Facts, name: str) -> str:
    return f"{facts[f'{name}_wall']:.1f} s wall, {facts[f'{name}_cpu']:.1f} s CPU"


def _exponent(sizes: list[float], seconds: list[float]) -> float:
    """Slope of the straight line through the logarithms."""
    return float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])


def bench_kernel(folder: Path, rows: int, runs: int) -> None:
    """Count pairs of 50 times the rows beside read + sort + write, kernel to kernel; growth from a tenth to thrice."""
    warm()
    rows *= 50
    sizes, seconds = [], []
    for count in (rows // 10, rows, rows * 3):
        shares, out = folder / f"{count}.parquet", folder / "out.parquet"
        write_shares(shares, count)
        found = [measured("kernel", shares, out) for _ in range(runs if count == rows else 1)]
        ratios = [[one[f"pairs_{kind}"] / one[f"limit_{kind}"] for one in found] for kind in ("wall", "cpu")]
        print(f"kernel, {found[0]['rows']:,} rows, {found[0]['pairs']:,} pairs within {WINDOW} s, {len(found)} runs")
        print(f"  pairs: {_seconds(found[0], 'pairs')}; read + sort + write: {_seconds(found[0], 'limit')}")
        print(f"  pairs / limit: {np.median(ratios[0]):.2f} by wall seconds, {np.median(ratios[1]):.2f} by CPU")
        sizes.append(found[0]["rows"] + found[0]["pairs"])
        seconds.append(float(np.median([one["pairs_cpu"] for one in found])))
        shares.unlink()
    print(f"  growth exponent in rows + pairs: {_exponent(sizes, seconds):.2f} (CPU)")


def bench_budget(folder: Path, rows: int, runs: int) -> None:
    """Keep 4 GiB on hot objects, and refuse what nobody could store."""
    warm()
    rows *= 50
    shares, out = folder / "hot.parquet", folder / "out.parquet"
    write_shares(shares, rows, hottest=20_000)
    found = measured("pairs", shares, out, 5_000_000)
    print(f"budget of 4 GiB, {rows:,} rows with objects of up to 20,000 shares, --max-events 5,000,000")
    print(f"  {found.get('pairs', 0):,} pairs, {found.get('left_out', 0)} objects left out, {_seconds(found, 'pairs')},"
          f" peak {found['peak'] / GIB:.2f} GiB{'; ' + found['refused'] if 'refused' in found else ''}")  # fmt: skip
    burst = pl.DataFrame({"account": range(100_000), "object": 1, "post": range(100_000), "at": range(100_000)})
    burst.with_columns(pl.col("at") % WINDOW).write_parquet(shares)
    print(f"  100,000 shares of one object in a minute: {measured('pairs', shares, out)['refused']}")


def bench_copies(folder: Path, rows: int, runs: int) -> None:
    """Find near-copies in five times the rows of posts, half of them Chinese; growth from a tenth of that."""
    warm()
    sizes, seconds = [], []
    for count, phrases, words in (
        (rows // 2, 0.3, "2-4"), (rows * 5, 0.3, "2-4"), (rows * 5, 0.0, "2-4"), (rows * 5, 0.3, "5-8"),
    ):  # fmt: skip
        found = measured("copies", count, phrases, words)
        parts = ", ".join(f"{name} {found[f'{name}_cpu']:.1f}" for name in ("clean", "grams", "families"))
        peak = f"peak {found['peak'] / GIB:.2f} GiB with the making of the posts"
        print(
            f"near-copies, {count:,} posts, stock phrases of {words} words in {phrases:.0%}:"
            f" {found['cpu']:.1f} CPU s ({parts}); {peak}"
        )
        recalls = ", ".join(
            f"{found[f'recall_Chinese_{share:g}']:.3f} and {found[f'recall_English_{share:g}']:.3f} at {share:.0%}"
            for share in SUBSTITUTIONS
        )
        print(f"  recall of planted copies, Chinese and English: {recalls} substitution;"
              f" organic joined: {found['organic_joined']:.2%}")  # fmt: skip
        if phrases and words == "2-4":
            sizes.append(float(count))
            seconds.append(found["cpu"])
    print(f"  growth exponent: {_exponent(sizes, seconds):.2f} (CPU)")


def bench_values(folder: Path, rows: int, runs: int) -> None:
    """Test pairs, and find communities beside a bare run."""
    found = measured("values", rows * 25)
    print(f"p-values, {rows * 25:,} pairs: {rows * 25 / found['values_cpu'] / 1e6:.1f} million pairs per CPU second")
    found = measured("communities", rows * 5)
    ratio = found["ours_cpu"] / found["bare_cpu"]
    print(f"communities, {found['edges']:,} links: {_seconds(found, 'ours')}; bare: {_seconds(found, 'bare')}")
    print(f"  ours / bare: {ratio:.2f} by CPU")


def bench_detect(folder: Path, rows: int, runs: int) -> None:
    """Run `detect` on a generated campaign of about ten posts per row (scale 1: 2.1 million posts, 70,000 accounts)."""
    warm()
    scale = rows / 200_000
    generate(str(folder / "campaign"), plan=Plan(scale=scale), seed=1)
    case = new_case(folder / "case", title="Benchmark", timezone="Asia/Shanghai")
    load(case, [folder / "campaign" / name for name in ("weibo", "x", "forum")])
    found = measured("detect", case.path, scale)
    print(f"detect, campaign of scale {scale:g}: {found['posts']:,} posts of {found['accounts']:,} accounts:"
          f" {_seconds(found, 'detect')}, peak {found['peak'] / GIB:.2f} GiB; {found['finding']},"
          f" {found['clusters']} clusters, {found['links']:,} links")  # fmt: skip
    print(f"  CPU seconds by step: {found['cpu_by_step']}")


STEPS: dict[str, Callable[..., Facts]] = {
    "kernel": step_kernel, "pairs": step_pairs, "copies": step_copies, "values": step_values,
    "communities": step_communities, "detect": step_detect,
}  # fmt: skip

if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="shoal-bench-"):
        print(json.dumps(STEPS[sys.argv[1]](*sys.argv[2:])))
