"""Plain co-action counting: a table of shares and a window in; every pair of accounts with its counts out.

Counting decides nothing: a percentile of these counts always finds somebody. The memory budget splits the work into
passes and never changes the result.
"""

import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, get_args

import numpy as np
import polars as pl
from polars.io.plugins import register_io_source

from case.errors import LimitReached, ShoalError
from case.progress import Progress, silent
from detection.nearness import Nearness
from detection.pair_arrays import count_arrays
from detection.pair_events import Shares, find_meetings, read_shares
from detection.pair_rules import WEIGHTS, above_quantile, apply_rule, participating_posts

Rule = Literal["default", "coortweet", "toolkit"]
Engine = Literal["auto", "kernel", "polars", "duckdb"]
Row = dict[str, object]

#: The size of one pair in the result.
PAIR_BYTES = 96
#: From so many rows and events on, loading the kernel pays.
KERNEL_WORK = 6_000_000
#: This share of the memory is for the rows and for counting, the rest for what is on its way to the file.
COUNTING_SHARE = 0.8
#: However much the rows themselves take, this share of the memory is left to work in.
LEAST_SHARE = 8
#: Pairs of one part of a Parquet file.
PART_PAIRS = 250_000
INCOMPLETE = "without account, object, post or a time"

_CODES = dict.fromkeys(("a", "b", "pairs", "objects", "posts_a", "posts_b", "min_gap", "sum_gap"), pl.Int64)
_COLUMNS = {**_CODES, "a": pl.String, "b": pl.String, "min_gap": pl.Float64, "sum_gap": pl.Float64}


@dataclass(frozen=True, slots=True)
class PairOptions:
    """How to count. `quantile` keeps pairs above that R type-7 quantile of the weight; None keeps all.

    `min_participation` is the number of rows an account needs (rule coortweet; 2 where not given).
    """

    rule: Rule = "default"
    min_objects: int = 1
    min_participation: int | None = None
    quantile: float | None = None
    max_events: int | None = None
    max_output_bytes: int | None = None
    memory_bytes: int = 4 << 30
    engine: Engine = "auto"

    def __post_init__(self) -> None:
        """Refuse what nobody offers: a name that is not known would silently count by another rule."""
        for name, value, known in (("Rule", self.rule, get_args(Rule)), ("Engine", self.engine, get_args(Engine))):
            if value not in known:
                raise ShoalError(f"{name}: found {value!r}, expected one of {', '.join(known)}.")
        if (self.rule, self.engine) == ("coortweet", "duckdb"):
            raise ShoalError("Rule coortweet is not one SQL statement: use the engine polars or kernel.")


@dataclass(frozen=True, slots=True)
class PairCount:
    """The counted pairs and what was left out: `{object, rows, events, reason}`.

    `frame` has columns a, b, pairs, objects, posts_a, posts_b, min_gap, sum_gap (seconds), sorted by a and b; the
    rules of other tools add their `weight`.
    """

    frame: pl.DataFrame
    rows: int
    events: int
    left_out: list[Row]
    seconds: float


@dataclass(frozen=True, slots=True)
class PairSummary:
    """The numbers of a count that was written to a file."""

    rows: int
    pairs: int
    left_out: list[Row]
    seconds: float


@dataclass(frozen=True, slots=True)
class _Task:
    """Shares to be paired, and what lies near each."""

    shares: Shares
    near: Nearness
    rows: int
    events: int
    left_out: list[Row]
    options: PairOptions
    window: int


def count_pairs(
    frame: pl.DataFrame | pl.LazyFrame,
    window_seconds: float,
    *,
    options: PairOptions | None = None,
    progress: Progress = silent,
) -> PairCount:
    """Count co-actions of all pairs of accounts in a frame (account, object, post, at).

    `pairs` is the number of pairs of rows on one object at most `window_seconds` apart, `posts_a` the distinct posts
    of a among them, `objects` the distinct objects. Raises ShoalError for a window below 0, LimitReached when the
    result would exceed `max_output_bytes`.
    """
    clock, task = time.monotonic(), _prepare(frame, window_seconds, options or PairOptions())
    parts = list(_parts(task, progress))
    counted = pl.concat(parts) if parts else pl.DataFrame(schema=_schema(task.options))
    if task.options.quantile is not None:
        counted = above_quantile(counted, task.options.quantile)
    return PairCount(counted, task.rows, task.events, task.left_out, round(time.monotonic() - clock, 3))


def write_pairs(
    frame: pl.DataFrame | pl.LazyFrame,
    window_seconds: float,
    out: Path,
    *,
    options: PairOptions | None = None,
    progress: Progress = silent,
) -> PairSummary:
    """Count as `count_pairs` and write the pairs to a CSV or Parquet file, part by part: they need not fit in memory.

    The file appears whole or not at all. A quantile needs all pairs at once: it is refused here.
    """
    chosen = options or PairOptions()
    if chosen.quantile is not None:
        raise ShoalError("A quantile needs all pairs at once: count them with count_pairs.")
    clock, task = time.monotonic(), _prepare(frame, window_seconds, chosen)
    written = [0]

    def parts(*_: object) -> Iterator[pl.DataFrame]:
        for part in _parts(task, progress):
            written[0] += part.height
            yield part

    source = register_io_source(parts, schema=_schema(chosen))
    draft = out.with_name(f".{out.name}.part")
    try:
        if out.suffix == ".parquet":
            # Bounds of each part would take a fifth of the writing, and nobody looks up one pair in the file.
            source.sink_parquet(draft, compression="lz4", statistics=False, row_group_size=PART_PAIRS)
        else:
            source.sink_csv(draft)
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)
    return PairSummary(task.rows, written[0], task.left_out, round(time.monotonic() - clock, 3))


def _schema(options: PairOptions) -> dict[str, type[pl.DataType]]:
    return {**_COLUMNS, **({"weight": pl.Int64} if options.rule in WEIGHTS else {})}


def _prepare(frame: pl.DataFrame | pl.LazyFrame, window_seconds: float, options: PairOptions) -> _Task:
    """Code the shares, find what lies near, leave hot objects out, and refuse what would be too much."""
    if not 0 <= window_seconds < float("inf"):
        raise ShoalError(f"Window: found {window_seconds} s, expected 0 or more.")
    shares, dropped = read_shares(frame)
    shares = apply_rule(shares, options.rule, options.min_participation)
    rows = int(shares.at.size)
    near = find_meetings(shares, window_seconds)
    shares, near, left_out = _without_hot(shares, near, window_seconds, options.max_events)
    events = int(near.counts.sum())
    _refuse_large(events, len(shares.names), options)
    if dropped:
        left_out = [{"object": "", "rows": dropped, "events": 0, "reason": INCOMPLETE}, *left_out]
    return _Task(shares, near, rows, events, left_out, options, round(window_seconds * 1_000_000))


def _without_hot(
    shares: Shares, near: Nearness, window_seconds: float, max_events: int | None
) -> tuple[Shares, Nearness, list[Row]]:
    """Leave out objects with more events than allowed; return them with their counts, the hottest first."""
    if max_events is None:
        return shares, near, []
    events = near.events(len(shares.objects))
    hot = np.flatnonzero(events > max_events)
    if not hot.size:
        return shares, near, []
    sizes = np.bincount(shares.object, minlength=len(shares.objects))
    listed: list[Row] = [
        {"object": shares.objects[number], "rows": int(sizes[number]), "events": int(events[number]),
         "reason": f"more than {max_events} events"}
        for number in sorted(hot.tolist(), key=lambda number: (-events[number], shares.objects[number]))
    ]  # fmt: skip
    shares = shares.keep(~(events > max_events)[shares.object])
    return shares, find_meetings(shares, window_seconds), listed


def _refuse_large(events: int, accounts: int, options: PairOptions) -> None:
    pairs = min(events, accounts * (accounts - 1) // 2) * (2 if options.rule == "toolkit" else 1)
    most = options.max_output_bytes
    if most is not None and pairs * PAIR_BYTES > most:
        raise LimitReached(
            f"{events:,} co-actions of {accounts:,} accounts may give {pairs:,} pairs in {pairs * PAIR_BYTES:,} bytes,"
            f" more than the {most:,} allowed. Narrow the window, leave hot objects out (--max-events) or allow more"
            " (--max-output)."
        )


def _parts(task: _Task, progress: Progress) -> Iterator[pl.DataFrame]:
    """Yield the pairs as they are given out, in order of a and b."""
    options, weight = task.options, WEIGHTS.get(task.options.rule)
    for part in _counted(task, progress):
        kept = part.filter(part["objects"] >= options.min_objects) if options.min_objects > 1 else part
        # Column by column: an expression costs more to plan than these parts to compute.
        columns = {name: kept[name] for name in _CODES}
        columns |= {side: task.shares.names.gather(kept[side]) for side in ("a", "b")}
        columns |= {gap: kept[gap] / 1e6 for gap in ("min_gap", "sum_gap")}
        yield pl.DataFrame({**columns, "weight": kept[weight]} if weight else columns)


def _counted(task: _Task, progress: Progress) -> Iterator[pl.DataFrame]:
    """Count with the chosen engine; all give the same. Rule toolkit gives each pair in both directions."""
    shares, options = task.shares, _within_memory(task.options)
    engine, directed = choose_engine(options.engine, task.rows + task.events), options.rule == "toolkit"
    if engine == "duckdb":
        from detection.pair_sql import count_sql

        columns = {"account": shares.account, "object": shares.object, "post": shares.post, "at": shares.at}
        yield count_sql(pl.DataFrame(columns), task.window, directed=directed, memory_bytes=options.memory_bytes)
        return
    coortweet = options.rule == "coortweet"
    asked = participating_posts(shares, task.near, options.min_participation) if coortweet else None
    count = count_arrays
    if engine == "kernel":
        from detection.pair_kernel import count_kernel as count  # loading the compiler takes longer than small counts
    yield from count(
        shares, task.near, asked=asked, coortweet=coortweet, directed=directed, memory_bytes=options.memory_bytes,
        progress=progress,
    )  # fmt: skip


def choose_engine(engine: Engine, work: int) -> Engine:
    """Return the engine, or for `auto` the one that is faster with so many rows and co-actions."""
    if engine != "auto":
        return engine
    return "kernel" if work > KERNEL_WORK else "polars"


def _within_memory(options: PairOptions) -> PairOptions:
    """Take what the process holds already off the budget; how much is left decides passes, never counts."""
    resident_pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])  # psutil's start takes longer
    left = int(options.memory_bytes * COUNTING_SHARE) - resident_pages * resource.getpagesize()
    return replace(options, memory_bytes=max(left, options.memory_bytes // LEAST_SHARE))
