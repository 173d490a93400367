"""The engine `polars`, without compiled loops: rows by object and time in; the counts of each pair of accounts out.

Arrays are sorted and counted as wholes. For tables that are not large that takes less time than loading the compiler.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

from case.progress import Progress, silent
from detection.nearness import Nearness
from detection.pair_events import Shares, iterate_events

Integers = NDArray[np.int64]
Codes = NDArray[np.int32]

#: Working memory of one event, and the events listed at once or counted at once.
EVENT_BYTES, BLOCK = 24, 50_000


def count_arrays(
    shares: Shares, near: Nearness, *, asked: NDArray[np.bool_] | None, coortweet: bool, directed: bool,
    memory_bytes: int, progress: Progress = silent,
) -> Iterator[pl.DataFrame]:  # fmt: skip
    """Yield the counted pairs by ranges of their first account, as codes and microseconds, sorted by a and b."""

    size, directions = len(shares.names), 2 if directed else 1
    most = int(near.counts.sum()) * directions

    def events() -> Iterator[tuple[Integers, Integers]]:
        for a, b in iterate_events(shares, near, coortweet=coortweet, block=BLOCK):
            chosen = slice(None) if asked is None else asked[shares.post[a]] | asked[shares.post[b]]
            yield a[chosen], b[chosen]
            if directed:
                yield b[chosen], a[chosen]

    for begin, end, count in _ranges(shares.account, size, events, most, max(1, memory_bytes // EVENT_BYTES)):
        progress("counting", begin, size)
        keys, rows, filled = np.empty(count, dtype=np.int64), np.empty((2, count), dtype=np.int32), 0
        for first, second in events():
            lead = shares.account[first]
            if (begin, end) != (0, size):
                inside = (lead >= begin) & (lead < end)
                first, second, lead = first[inside], second[inside], lead[inside]
            here = slice(filled, filled + first.size)
            keys[here], rows[0, here], rows[1, here] = lead * np.int64(size) + shares.account[second], first, second
            filled = here.stop
        yield from _count(shares, keys[:filled], rows[:, :filled])


def _ranges(
    account: Codes, size: int, events: Callable[[], Iterator[tuple[Integers, Integers]]], most: int, budget: int
) -> Iterator[tuple[int, int, int]]:
    """Cut the accounts into ranges with at most `budget` events each, and say how many; one account is never cut."""
    if most <= budget:
        yield 0, size, most
        return
    per_account = np.zeros(size, dtype=np.int64)
    for first, _ in events():
        per_account += np.bincount(account[first], minlength=size)
    running, begin, done = np.cumsum(per_account), 0, 0
    while begin < size:
        end = max(begin + 1, int(np.searchsorted(running, done + budget, side="right")))
        yield begin, end, int(running[end - 1]) - done
        begin, done = end, int(running[end - 1])


def _count(shares: Shares, keys: Integers, rows: Codes) -> Iterator[pl.DataFrame]:
    """Bring the events of a pair together, in the order of their objects, and count them part by part."""
    bits, order = _sort(keys, len(shares.names))
    cuts = np.searchsorted(keys, keys[BLOCK::BLOCK] >> bits << bits)  # a pair is never cut
    for begin, end in pairwise([0, *cuts.tolist(), keys.size]):
        if begin < end:
            places = keys[begin:end] & ((1 << bits) - 1) if order is None else order[begin:end]
            first, second = (side[places].astype(np.int64) for side in rows)  # rows of 64 bits look up faster
            yield _count_runs(shares, keys[begin:end] >> bits, first, second)


def _sort(keys: Integers, accounts: int) -> tuple[int, Integers | None]:
    """Sort keys below the square of `accounts` in their place, with their former places: in the lower bits, or beside.

    Key and place in one number are sorted many times faster than places by key.
    """
    bits = max(1, keys.size).bit_length()
    if accounts**2 << bits >= 1 << 63:
        order = np.argsort(keys, kind="stable")
        keys[:] = keys[order]
        return 0, order
    keys <<= bits
    for begin in range(0, keys.size, BLOCK):
        keys[begin : begin + BLOCK] |= np.arange(begin, min(begin + BLOCK, keys.size))
    keys.sort()
    return bits, None


def _begins(keys: Integers) -> Integers:
    """Return where each run of equal sorted keys begins."""
    return np.flatnonzero(np.concatenate([np.ones(min(1, keys.size), dtype=np.bool_), keys[1:] != keys[:-1]]))


def _count_runs(shares: Shares, keys: Integers, first: Integers, second: Integers) -> pl.DataFrame:
    """Count the runs of equal keys, the events of one pair each; most are one event long."""
    begins = _begins(keys)
    pair, a = keys[begins], keys[begins] // len(shares.names)
    gap = np.abs(shares.at[first] - shares.at[second])
    columns = {"a": a, "b": pair - a * len(shares.names), "pairs": np.diff(begins, append=keys.size)}
    columns |= {name: np.ones(begins.size, dtype=np.int64) for name in ("objects", "posts_a", "posts_b")}
    columns |= {"min_gap": gap[begins], "sum_gap": gap[begins]}
    several = np.flatnonzero(columns["pairs"] > 1)
    size = columns["pairs"][several]
    run, starts = np.repeat(np.arange(several.size), size), np.cumsum(size) - size
    inside = np.repeat(begins[several] - starts, size) + np.arange(run.size)
    for name, fold in (("min_gap", np.minimum), ("sum_gap", np.add)):
        columns[name][several] = fold.reduceat(gap[inside], starts)
    for name, code, side in (
        ("objects", shares.object, first), ("posts_a", shares.post, first), ("posts_b", shares.post, second),
    ):  # fmt: skip
        columns[name][several] = _distinct(run, code[side[inside]], several.size)
    return pl.DataFrame(columns)


def _distinct(run: Integers, values: Codes, runs: int) -> Integers:
    """Count the distinct values of each run."""
    width = int(values.max(initial=0)) + 1
    keys = np.sort(run * width + values)
    return np.bincount(keys[_begins(keys)] // width, minlength=runs)
