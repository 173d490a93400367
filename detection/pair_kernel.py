"""The compiled engine of `pairs`: rows by object and time in; the counts of each pair of accounts out.

Events are counted per leading account, then written, in as many passes as the memory asks for, into parts that fit the
cache; each part is sorted by pair and counted. The sweep over the rows is cheap enough to repeat.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

from case.progress import Progress, silent
from detection import pair_sweep
from detection.nearness import Nearness
from detection.pair_events import Shares
from detection.threads import thread_count

Integers = NDArray[np.int64]

NAMES = ("a", "b", "pairs", "objects", "posts_a", "posts_b", "min_gap", "sum_gap")
#: Events of one part: 24 bytes each and as much again to sort, within the second-level cache; and the most parts.
PART_EVENTS, MOST_PARTS = 16_000, 4096
EVENT_BYTES = 24
#: Events whose pairs are handed over at once; a pair takes up to this many bytes on its way out.
HANDED_EVENTS, PAIR_BYTES = 1_000_000, 200


@dataclass(frozen=True, slots=True)
class _Work:
    """What every loop needs: the rows, the rule, and the bounds of the rows of each thread."""

    shares: Shares
    ends: Integers
    asked: NDArray[np.bool_]
    coortweet: bool
    directed: bool
    cuts: Integers
    pool: ThreadPoolExecutor

    def over_rows(self, loop: Callable[..., None], columns: list[tuple[object, ...]]) -> None:
        """Run a loop on each thread's rows with columns of its own."""
        rule = (self.shares.post, self.shares.own, self.asked, self.coortweet, self.directed)
        calls = [
            self.pool.submit(loop, begin, end, self.ends, self.shares.account, *rule, *own)
            for (begin, end), own in zip(pairwise(self.cuts.tolist()), columns, strict=True)
        ]
        for call in calls:
            call.result()

    def over_parts(self, loop: Callable[..., None], bounds: Integers, columns: tuple[object, ...]) -> None:
        """Run a loop over parts, shared out by events."""
        shares = np.searchsorted(bounds, np.linspace(bounds[0], bounds[-1], 4 * (self.cuts.size - 1) + 1)[1:-1])
        cuts = [0, *shares.tolist(), bounds.size - 1]
        for call in [self.pool.submit(loop, *cut, bounds, *columns) for cut in pairwise(cuts) if cut[1] > cut[0]]:
            call.result()


def count_kernel(
    shares: Shares, near: Nearness, *, asked: NDArray[np.bool_] | None, coortweet: bool, directed: bool,
    memory_bytes: int, progress: Progress = silent,
) -> Iterator[pl.DataFrame]:  # fmt: skip
    """Yield the counted pairs by ranges of their first account, as codes and microseconds, sorted by a and b."""
    threads = thread_count()
    running = np.concatenate([[0], np.cumsum(near.counts)])
    cuts = np.searchsorted(running, np.linspace(0, running[-1], threads + 1)[1:-1])
    with ThreadPoolExecutor(threads) as pool:
        work = _Work(
            shares, near.ends, np.ones(0, dtype=np.bool_) if asked is None else asked, coortweet, directed,
            np.concatenate([[0], cuts, [shares.at.size]]).astype(np.int64), pool,
        )  # fmt: skip
        tallies = np.zeros((threads, len(shares.names)), dtype=np.int64)
        work.over_rows(pair_sweep.tally_events, [(tally,) for tally in tallies])
        handed = max(1, min(HANDED_EVENTS, memory_bytes // (4 * PAIR_BYTES)))
        room = max(1, (memory_bytes - handed * PAIR_BYTES) // EVENT_BYTES)
        for begin, end in _passes(tallies.sum(axis=0), room):
            progress("counting", begin, len(shares.names))
            yield from _count_pass(work, tallies, begin, end, handed)


def _passes(events: Integers, room: int) -> Iterator[tuple[int, int]]:
    """Cut the accounts into ranges with at most `room` events each; a single account is never cut."""
    running = np.cumsum(events)
    begin = done = 0
    while begin < events.size:
        end = max(begin + 1, int(np.searchsorted(running, done + room, side="right")))
        yield begin, end
        begin, done = end, int(running[end - 1])


def _count_pass(work: _Work, tallies: Integers, begin: int, end: int, handed: int) -> Iterator[pl.DataFrame]:
    """Count the pairs that accounts begin..end lead, `handed` events at a time."""
    mine = tallies[:, begin:end]
    total = mine.sum(axis=0)
    number = (np.cumsum(total) - total) // max(1, min(handed, max(PART_EVENTS, int(total.sum()) // MOST_PARTS)))
    number = np.cumsum(np.diff(number, prepend=number[0]) > 0)
    parts = int(number[-1]) + 1
    per_thread = np.stack([np.bincount(number, weights=row, minlength=parts) for row in mine]).astype(np.int64)
    bounds = np.concatenate([[0], np.cumsum(per_thread.sum(axis=0))])
    # Threads write one after the other within a part: rows of earlier threads come first.
    cursors = bounds[:-1] + np.cumsum(per_thread, axis=0) - per_thread
    part = np.full(tallies.shape[1], -1, dtype=np.int32)
    part[begin:end] = number
    events = np.empty((bounds[-1], 3), dtype=np.int64)
    work.over_rows(pair_sweep.emit_events, [(work.shares.at, part, cursor, events) for cursor in cursors])
    cuts = [*np.flatnonzero(np.diff(bounds[1:] // handed, prepend=-1)).tolist(), parts]
    out = np.empty((len(NAMES), int(np.diff(bounds[cuts]).max())), dtype=np.int64)
    for first, last in pairwise(cuts):
        yield _count_parts(work, bounds[first : last + 1], events, tallies.shape[1], out)


def _count_parts(work: _Work, bounds: Integers, events: Integers, size: int, out: Integers) -> pl.DataFrame:
    """Sort and count some parts of the events; `out` is used again and again."""
    runs = np.zeros(bounds.size - 1, dtype=np.int64)
    work.over_parts(pair_sweep.sort_events, bounds, (events, runs))
    offsets = np.concatenate([[0], np.cumsum(runs)])
    columns = (events, size, work.shares.object, work.shares.post, offsets, out)
    work.over_parts(pair_sweep.count_runs, bounds, columns)
    return pl.DataFrame({name: column[: offsets[-1]].copy() for name, column in zip(NAMES, out, strict=True)})
