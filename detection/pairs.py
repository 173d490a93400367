"""Plain co-action counting: a table of shares and a window in; every pair of accounts with its counts out.

Counting decides nothing: a percentile of these counts always finds somebody. The memory budget splits the work into
passes and never changes the result.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from case.errors import LimitReached, ShoalError
from case.progress import Progress, silent
from detection.nearness import Nearness
from detection.pair_events import Shares, find_meetings, iterate_events, read_shares
from detection.pair_rules import apply_rule, finish_rule, participating_posts
from detection.pair_sql import count_sql

Rule = Literal["default", "coortweet", "toolkit"]
Engine = Literal["auto", "polars", "duckdb", "kernel"]
Integers = NDArray[np.int64]
Row = dict[str, object]

#: Working memory of one event while it is grouped, and the size of one pair in the result.
EVENT_BYTES = 120
PAIR_BYTES = 96
#: From so many events on, compiling the kernel pays.
KERNEL_EVENTS = 3_000_000


@dataclass(frozen=True, slots=True)
class PairOptions:
    """How to count. `quantile` keeps pairs above that R type-7 quantile of `pairs`; None keeps all.

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
    chosen, clock = options or PairOptions(), time.monotonic()
    if not 0 <= window_seconds < float("inf"):
        raise ShoalError(f"Window: found {window_seconds} s, expected 0 or more.")
    shares = apply_rule(read_shares(frame), chosen.rule, chosen.min_participation)
    rows = int(shares.at.size)
    near = find_meetings(shares, window_seconds)
    shares, near, left_out = _without_hot(shares, near, window_seconds, chosen.max_events)
    events = int(near.counts.sum())
    _refuse_large(events, len(shares.names), chosen.max_output_bytes)
    parts = [_named(part, shares) for part in _counted(shares, near, window_seconds, chosen, progress)]
    counted = pl.concat(parts) if parts else _named(_EMPTY, shares)
    counted = finish_rule(counted.filter(pl.col("objects") >= chosen.min_objects), chosen.rule, chosen.quantile)
    return PairCount(counted, rows, events, left_out, round(time.monotonic() - clock, 3))


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
    shares = shares.keep(~np.isin(shares.object, hot))
    return shares, find_meetings(shares, window_seconds), listed


def _refuse_large(events: int, accounts: int, max_output_bytes: int | None) -> None:
    predicted = min(events, accounts * (accounts - 1) // 2) * PAIR_BYTES
    if max_output_bytes is not None and predicted > max_output_bytes:
        raise LimitReached(
            f"{events:,} co-actions of {accounts:,} accounts may give {predicted:,} bytes, more than the"
            f" {max_output_bytes:,} allowed. Narrow the window, leave hot objects out (--max-events) or allow more."
        )


def _counted(
    shares: Shares, near: Nearness, window_seconds: float, options: PairOptions, progress: Progress
) -> Iterator[pl.DataFrame]:
    """Count with the chosen engine; all give the same."""
    engine = options.engine
    if engine == "auto":
        engine = "kernel" if near.counts.sum() > KERNEL_EVENTS else "polars"
    if engine == "duckdb":
        if options.rule == "coortweet":
            raise ShoalError("Rule coortweet is not one SQL statement: use the engine polars or kernel.")
        columns = {"account": shares.account, "object": shares.object, "post": shares.post, "at": shares.at}
        yield count_sql(pl.DataFrame(columns), round(window_seconds * 1_000_000), memory_bytes=options.memory_bytes)
        return
    foreign_only = options.rule == "coortweet"
    asked = participating_posts(shares, near, options.min_participation) if foreign_only else None
    if engine == "kernel":
        from detection.pair_kernel import count_kernel  # loading the compiler takes longer than small counts

        yield from count_kernel(shares, near, asked=asked, foreign_only=foreign_only, memory_bytes=options.memory_bytes)
        return
    yield from _partitions(shares, near, options, asked, progress)


def _partitions(
    shares: Shares, near: Nearness, options: PairOptions, asked: NDArray[np.bool_] | None, progress: Progress
) -> Iterator[pl.DataFrame]:
    """Count the pairs pass by pass; each pass holds the pairs of a range of first accounts."""
    foreign_only = options.rule == "coortweet"
    per_account = np.zeros(len(shares.names), dtype=np.int64)
    for part in iterate_events(shares, near, foreign_only=foreign_only):
        per_account += np.bincount(shares.account[part.a], minlength=per_account.size)
    bounds = _ranges(per_account, max(1, options.memory_bytes // EVENT_BYTES))
    for number, (begin, end) in enumerate(bounds):
        progress("counting", number, len(bounds))
        columns = []
        for part in iterate_events(shares, near, foreign_only=foreign_only):
            first = shares.account[part.a]
            inside = (first >= begin) & (first < end)
            if asked is not None:
                inside &= asked[shares.post[part.a]] | asked[shares.post[part.b]]
            columns.append((part.a[inside], part.b[inside], part.gap[inside]))
        if columns:
            yield _grouped(shares, *(np.concatenate(column) for column in zip(*columns, strict=True)))


def _ranges(events: Integers, budget: int) -> list[tuple[int, int]]:
    """Cut the accounts into ranges with at most `budget` events each; a single account is never cut."""
    bounds, begin, total = [], 0, 0
    for number, count in enumerate(events.tolist()):
        if total and total + count > budget:
            bounds.append((begin, number))
            begin, total = number, 0
        total += count
    return [*bounds, (begin, events.size)]


_EMPTY = pl.DataFrame(schema=dict.fromkeys(
    ("a", "b", "pairs", "objects", "posts_a", "posts_b", "min_gap", "sum_gap"), pl.Int64))  # fmt: skip


def _grouped(shares: Shares, a: Integers, b: Integers, gap: Integers) -> pl.DataFrame:
    """Group events by pair; distinct objects and posts are counted over the whole pair."""
    events = pl.DataFrame({
        "a": shares.account[a], "b": shares.account[b], "object": shares.object[a],
        "post_a": shares.post[a], "post_b": shares.post[b], "gap": gap,
    })  # fmt: skip
    return (
        events.lazy()
        .group_by("a", "b")
        .agg(
            pairs=pl.len().cast(pl.Int64),
            objects=pl.col("object").n_unique().cast(pl.Int64),
            posts_a=pl.col("post_a").n_unique().cast(pl.Int64),
            posts_b=pl.col("post_b").n_unique().cast(pl.Int64),
            min_gap=pl.col("gap").min(),
            sum_gap=pl.col("gap").sum(),
        )
        .sort("a", "b")
        .collect()
    )


def _named(part: pl.DataFrame, shares: Shares) -> pl.DataFrame:
    return part.with_columns(
        a=shares.names.gather(part["a"]),
        b=shares.names.gather(part["b"]),
        min_gap=pl.col("min_gap") / 1e6,
        sum_gap=pl.col("sum_gap") / 1e6,
    )
