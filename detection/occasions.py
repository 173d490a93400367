"""Co-actions of many account pairs in; the number of occasions of each pair out.

Occasions are the largest set of co-actions that share no post and lie apart in time: one pair of posts is one
occasion, however many tags, links and texts it shares. Counting objects instead makes independent accounts with a
few standing tags look coordinated.
"""

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]

#: Two occasions lie apart when more than the window passes between them, but never more than this is asked (one hour).
MAX_SEPARATION = 3_600_000_000


def separation(window: int) -> int:
    """Return the microseconds that must pass between two occasions counted in a window."""
    return min(window, MAX_SEPARATION)


def count_occasions(pairs: Integers, starts: Integers, ends: Integers, *, size: int, apart: int) -> Integers:
    """Count the occasions of each pair.

    `pairs` holds the pair number (0..size-1) of each co-action, `starts` and `ends` the times of its earlier and its
    later post in microseconds, `apart` the separation. The greedy choice by earliest end is the largest set.
    """
    if not _in_order(pairs, starts, ends):
        order = np.lexsort((-starts, ends, pairs))
        pairs, starts, ends = pairs[order], starts[order], ends[order]
    kept = _innermost(pairs, starts)
    pairs, starts, ends = pairs[kept], starts[kept], ends[kept]
    following = _following(pairs, starts, ends + apart)
    first = np.flatnonzero(np.diff(pairs, prepend=-1))
    return _chain_lengths(first, following, pairs, size)


def _in_order(pairs: Integers, starts: Integers, ends: Integers) -> bool:
    """Tell whether the co-actions are sorted by pair, end, -start already: sorting them costs most."""
    pair, start, end = np.diff(pairs), np.diff(starts), np.diff(ends)
    return bool(((pair > 0) | ((pair == 0) & ((end > 0) | ((end == 0) & (start <= 0))))).all())


def _innermost(pairs: Integers, starts: Integers) -> NDArray[np.bool_]:
    """Mark co-actions that contain no other of their pair; the others are never needed. Sorted by pair, end, -start."""
    if not pairs.size:
        return np.zeros(0, dtype=bool)
    _, rank = np.unique(starts, return_inverse=True)
    # Pair numbers ascend, so adding them makes one running maximum restart at each pair.
    latest = np.maximum.accumulate(pairs * (rank.max() + 2) + rank)
    kept = np.ones(pairs.size, dtype=bool)
    kept[1:] = (latest[1:] > latest[:-1]) | (pairs[1:] != pairs[:-1])
    return kept


def _following(pairs: Integers, starts: Integers, until: Integers) -> Integers:
    """For each co-action the first of the same pair that starts after `until`, or -1. Starts ascend within a pair."""
    if not pairs.size:
        return np.zeros(0, dtype=np.int64)
    stamps, rank = np.unique(np.concatenate([starts, until]), return_inverse=True)
    width = stamps.size + 1
    key = pairs * width + rank[: pairs.size]
    found = np.searchsorted(key, pairs * width + rank[pairs.size :], side="right")
    same = (found < pairs.size) & (pairs[np.minimum(found, pairs.size - 1)] == pairs)
    return np.where(same, found, -1).astype(np.int64)


def _chain_lengths(first: Integers, following: Integers, pairs: Integers, size: int) -> Integers:
    """Follow each pair's chain from its first co-action, all pairs at once."""
    counts = np.zeros(size, dtype=np.int64)
    current = first
    while current.size:
        counts[pairs[current]] += 1
        current = following[current]
        current = current[current >= 0]
    return counts
