"""The compiled form of `detection.nearness` for large input: a counting sort, and one sweep with two fingers."""

import numba
import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Codes = NDArray[np.int32]


@numba.njit(cache=True, nogil=True)
def sweep_ends(objects: Integers | Codes, at: Integers, windows: Integers) -> Integers:
    """Return for each row (sorted by object and time) the end of its neighbourhood; one window for all, or one each."""
    size = at.size
    ends = np.empty(size, dtype=np.int64)
    end = 0
    for row in range(size):
        window = windows[row] if windows.size > 1 else windows[0]
        end = max(end, row + 1)
        while end < size and objects[end] == objects[row] and at[end] - at[row] <= window:
            end += 1
        ends[row] = end
    return ends


@numba.njit(cache=True, nogil=True)
def sort_rows(objects: Integers | Codes, at: Integers, count: int) -> Integers:
    """Return the order of rows by object and time: rows are dealt out to their objects, then sorted where needed."""
    begins = np.zeros(count + 1, dtype=np.int64)
    for row in range(objects.size):
        begins[objects[row] + 1] += 1
    for thing in range(count):
        begins[thing + 1] += begins[thing]
    cursor = begins[:-1].copy()
    order = np.empty(objects.size, dtype=np.int64)
    for row in range(objects.size):
        order[cursor[objects[row]]] = row
        cursor[objects[row]] += 1
    for thing in range(count):
        rows = order[begins[thing] : begins[thing + 1]]
        stamps = at[rows]
        if np.any(stamps[1:] < stamps[:-1]):
            rows[:] = rows[np.argsort(stamps, kind="mergesort")]
    return order
