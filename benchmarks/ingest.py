"""Exports into tables: speed beside the Coordination Network Toolkit's ingest of the same posts, and memory by size.

    python -m benchmarks.ingest [csv] [jsonl] [memory] [--posts 1000000] [--runs 3] [--sizes N…] [--folder F]

The toolkit stores the rows in SQLite; Shoal also levels links, tags and texts, derives the actions and joins profiles.
Both are whole processes, in turns. Memory is the resident sum of all processes of a load, looked at ten times a second.
Files that are in the folder already are not made again.
"""

import argparse
import contextlib
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from benchmarks.exports import write_exports
from benchmarks.measure import machine
from benchmarks.speed import compare_fresh, report

LOAD = """
import sys
from pathlib import Path
from case.folder import new_case
from loaders.loading import load
load(new_case(Path(sys.argv[1]), title="Benchmark"), [Path(sys.argv[2])])
"""
TOOLKIT = """
import sys
from coordination_network_toolkit import preprocess
read = preprocess.preprocess_csv_files if sys.argv[2].endswith(".csv") else preprocess.preprocess_twitter_json_files
read(sys.argv[1], [sys.argv[2]])
"""


def bench_speed(folder: Path, form: str, posts: int, runs: int) -> None:
    """Load an export and let the toolkit store it, in turns; the case and the database are new each time."""
    export = prepare(folder, form, posts)
    mine = [sys.executable, "-c", LOAD, "", str(export)]
    peer = [sys.executable, "-c", TOOLKIT, "", str(export)]
    with tempfile.TemporaryDirectory(dir=folder) as place:
        found = compare_fresh(mine, peer, Path(place), runs=runs)
    report(f"ingest of {posts:,} posts, {form}: shoal against coordination-network-toolkit", *found)


def bench_memory(folder: Path, posts: int) -> None:
    """Load a CSV and print seconds and the peak of resident memory, all processes together."""
    export = prepare(folder, "csv", posts)
    with tempfile.TemporaryDirectory(dir=folder) as place:
        seconds, peak = watch([sys.executable, "-c", LOAD, f"{place}/case", str(export)])
    print(f"memory, {posts:,} posts, csv: {peak / 2**30:.2f} GiB resident at most, {seconds:.0f} s", flush=True)


def prepare(folder: Path, form: str, posts: int) -> Path:
    """Return an export of so many posts, made if it is not there yet."""
    export = folder / f"posts-{posts}.{form}"
    if not export.exists():
        write_exports(folder, posts, forms=(form,))
    return export


def watch(command: list[str]) -> tuple[float, int]:
    """Run a command; returns seconds and the peak of the resident bytes of it and all that it started."""
    started, peak = time.monotonic(), 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        family = psutil.Process(process.pid)
        while process.poll() is None:
            peak = max(peak, resident(family))
            time.sleep(0.1)
    if process.returncode:
        raise RuntimeError(f"exit code {process.returncode}: {' '.join(command)}")
    return time.monotonic() - started, peak


def resident(family: psutil.Process) -> int:
    """Return the resident bytes of a process and its children; those that just ended count nothing."""
    found = 0
    with contextlib.suppress(psutil.Error):
        for member in (family, *family.children(recursive=True)):
            with contextlib.suppress(psutil.Error):
                found += member.memory_info().rss
    return found


def main() -> None:
    """Run what is named, or both forms."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="csv, jsonl, memory; csv and jsonl by default")
    parser.add_argument("--posts", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000_000, 3_000_000])
    parser.add_argument("--folder", type=Path)
    chosen = parser.parse_args()
    names = chosen.names or ["csv", "jsonl"]
    if unknown := set(names) - {"csv", "jsonl", "memory"}:
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}")
    print(machine(), flush=True)
    with tempfile.TemporaryDirectory(prefix="shoal-bench-") as temporary:
        folder = chosen.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for form in [name for name in names if name != "memory"]:
            bench_speed(folder, form, chosen.posts, chosen.runs)
        for posts in chosen.sizes if "memory" in names else ():
            bench_memory(folder, posts)


if __name__ == "__main__":
    main()
