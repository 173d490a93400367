"""Rows of (object, time) in; the pairs of rows on one object within a closed window out.

Exact on whole microseconds: times are compared by rank, so that object and time fit one integer.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Codes = NDArray[np.int32]

#: From so many rows on, the compiled sweep pays for its start.
COMPILED_ROWS = 4_000_000


@dataclass(frozen=True, slots=True)
class Nearness:
    """Rows sorted by object and time, with the end (exclusive) of what lies within the window after each row."""

    objects: Integers | Codes
    ends: Integers

    @property
    def counts(self) -> Integers:
        """Return how many later rows each row pairs with."""
        return self.ends - np.arange(self.ends.size) - 1

    def events(self, objects: int) -> Integers:
        """Return the number of pairs per object, without making them."""
        return np.bincount(self.objects, weights=self.counts, minlength=objects).astype(np.int64)

    def pairs(self) -> tuple[Integers, Integers]:
        """Return row numbers (earlier, later) of every pair, in row order."""
        counts = self.counts
        earlier = np.repeat(np.arange(counts.size), counts)
        first = np.cumsum(counts) - counts
        later = np.arange(earlier.size) - np.repeat(first, counts) + earlier + 1
        return earlier, later


def order_rows(objects: Integers | Codes, at: Integers, count: int) -> Integers:
    """Return the order of rows by object code (0 to count - 1) and time; rows that agree in both come in any order."""
    if at.size >= COMPILED_ROWS:
        from detection.nearness_kernel import sort_rows

        return sort_rows(objects, at, count)
    keys = _join(objects, at, 0)
    return np.lexsort((at, objects)) if keys is None else np.argsort(keys)


def find_near(objects: Integers | Codes, at: Integers, window: int | Integers) -> Nearness:
    """Find which rows lie within `window` microseconds (one for all or one per row, equal per object) of each row.

    The rows must be sorted by object code (0, 1, …) and time. A row is always near itself, also with a window below 0.
    """
    if at.size >= COMPILED_ROWS:
        from detection.nearness_kernel import sweep_ends  # loading the compiler takes longer than small input

        return Nearness(objects, sweep_ends(objects, at, np.atleast_1d(np.asarray(window, dtype=np.int64))))
    return Nearness(objects, _search_ends(objects, at, window))


def _join(objects: Integers | Codes, at: Integers, reach: int) -> Integers | None:
    """Return object and time as one number that grows with both, further times within `reach` included, if it fits."""
    if not at.size:
        return at
    span = int(at.max()) - int(at.min()) + max(0, reach) + 1
    if (int(objects.max()) + 1) * span >= 1 << 63:
        return None
    keys: Integers = objects * np.int64(span) + (at - at.min())
    return keys


def densest(at: Integers, window: int) -> tuple[int, int]:
    """Return the begin and end (exclusive) of the most rows within a window; times ascend, one row at least."""
    ends = np.searchsorted(at, at + window, side="right")
    begin = int((ends - np.arange(at.size)).argmax())
    return begin, int(ends[begin])


def _search_ends(objects: Integers | Codes, at: Integers, window: int | Integers) -> Integers:
    """Find the ends by binary search, at the cost of one sort of the times at most, whatever the pairs."""
    keys = _join(objects, at, int(np.max(window, initial=0)))
    if keys is not None:
        ends = np.searchsorted(keys, keys + window, side="right")
    else:
        objects = objects.astype(np.int64)
        stamps, rank = np.unique(at, return_inverse=True)
        reach = np.searchsorted(stamps, at + window, side="right")
        width = stamps.size + 1
        ends = np.searchsorted(objects * width + rank, objects * width + reach, side="left")
    return np.maximum(ends, np.arange(at.size) + 1).astype(np.int64)
