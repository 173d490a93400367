"""The compiled engine of `pairs`: rows by object and account in; the counts of each account's pairs out.

One account at a time against dense counters per partner: no event is stored, so memory is the counters and the result,
and an object of a hundred thousand shares costs time only. Compiling takes seconds: worth it for large input.
"""

from collections.abc import Iterator

import numba
import numpy as np
import polars as pl
from numpy.typing import NDArray

from detection.nearness import Nearness
from detection.pair_events import Shares

Integers = NDArray[np.int64]
Columns = tuple[Integers, Integers, Integers, Integers, Integers, Integers, Integers, Integers]

NAMES = ("a", "b", "pairs", "objects", "posts_a", "posts_b", "min_gap", "sum_gap")
#: Pairs that one call may return; the memory budget makes it smaller.
MOST_PAIRS = 20_000_000
ROW_BYTES = 8 * len(NAMES) * 3


def count_kernel(
    shares: Shares, near: Nearness, *, asked: NDArray[np.bool_] | None, foreign_only: bool, memory_bytes: int
) -> Iterator[pl.DataFrame]:
    """Yield the counted pairs by ranges of the first account, as codes and microseconds, sorted by a and b."""
    size = len(shares.names)
    order = np.lexsort((shares.object, shares.post, shares.account))
    bounds = np.searchsorted(shares.account[order], np.arange(size + 1))
    begins = np.searchsorted(near.ends, np.arange(near.ends.size), side="right")
    chosen = np.ones(int(shares.post.max(initial=-1)) + 1, dtype=np.bool_) if asked is None else asked
    room = max(size, min(MOST_PAIRS, memory_bytes // ROW_BYTES))
    account = 0
    while account < size:
        buffer = np.empty((len(NAMES), room), dtype=np.int64)
        account, count = _count(
            account, order, bounds, begins, near.ends, shares.account, shares.object, shares.post, shares.at,
            shares.own, chosen, foreign_only, buffer,
        )  # fmt: skip
        part = pl.DataFrame({name: buffer[place, :count] for place, name in enumerate(NAMES)})
        yield part.sort("a", "b")


@numba.njit(cache=True)
def _count(
    first: int, order: Integers, bounds: Integers, begins: Integers, ends: Integers, account: Integers,
    thing: Integers, post: Integers, at: Integers, own: NDArray[np.bool_], asked: NDArray[np.bool_],
    foreign_only: bool, out: Integers,
) -> tuple[int, int]:  # fmt: skip
    """Count pairs of accounts from `first` on until the buffer might not hold another; return where to go on."""
    size = bounds.size - 1
    pairs = np.zeros(size, dtype=np.int64)
    objects = np.zeros(size, dtype=np.int64)
    posts_a = np.zeros(size, dtype=np.int64)
    posts_b = np.zeros(size, dtype=np.int64)
    least = np.zeros(size, dtype=np.int64)
    total = np.zeros(size, dtype=np.int64)
    last_post = np.full(size, -1, dtype=np.int64)
    met = np.full(asked.size, -1, dtype=np.int64)
    partners = np.empty(size, dtype=np.int64)
    seen = np.full(size, -1, dtype=np.int64)
    filled = 0
    a = first
    while a < size and filled + size - a <= out.shape[1]:
        found = 0
        for place in range(bounds[a], bounds[a + 1]):
            i = order[place]
            if foreign_only and own[i]:
                continue
            for j in range(begins[i], ends[i]):
                b = account[j]
                if b <= a:
                    continue
                if foreign_only and (own[j] or post[j] == post[i]):
                    continue
                if not (asked[post[i]] or asked[post[j]]):
                    continue
                gap = abs(at[j] - at[i])
                if pairs[b] == 0:
                    partners[found] = b
                    found += 1
                    least[b] = gap
                pairs[b] += 1
                total[b] += gap
                least[b] = min(least[b], gap)
                if last_post[b] != post[i]:
                    last_post[b] = post[i]
                    posts_a[b] += 1
                if met[post[j]] != a:
                    met[post[j]] = a
                    posts_b[b] += 1
        _count_objects(a, order, bounds, begins, ends, account, thing, post, own, asked, foreign_only, seen, objects)
        for place in range(found):
            b = partners[place]
            out[0, filled], out[1, filled] = a, b
            out[2, filled], out[3, filled] = pairs[b], objects[b]
            out[4, filled], out[5, filled] = posts_a[b], posts_b[b]
            out[6, filled], out[7, filled] = least[b], total[b]
            filled += 1
            pairs[b] = objects[b] = posts_a[b] = posts_b[b] = total[b] = 0
            last_post[b] = seen[b] = -1
        a += 1
    return a, filled


@numba.njit(cache=True)
def _count_objects(
    a: int, order: Integers, bounds: Integers, begins: Integers, ends: Integers, account: Integers, thing: Integers,
    post: Integers, own: NDArray[np.bool_], asked: NDArray[np.bool_], foreign_only: bool, seen: Integers,
    objects: Integers,
) -> None:  # fmt: skip
    """Count the distinct objects of an account with each partner: its rows by object, each partner once per object."""
    rows = np.sort(order[bounds[a] : bounds[a + 1]])
    for i in rows:
        if foreign_only and own[i]:
            continue
        for j in range(begins[i], ends[i]):
            b = account[j]
            if b <= a or seen[b] == thing[i]:
                continue
            if foreign_only and (own[j] or post[j] == post[i]):
                continue
            if asked[post[i]] or asked[post[j]]:
                seen[b] = thing[i]
                objects[b] += 1
