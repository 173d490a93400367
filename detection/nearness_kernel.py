"""The compiled form of `detection.nearness` for large input: one sweep with two fingers instead of sorts."""

import numba
import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]


@numba.njit(cache=True, nogil=True)
def sweep_ends(objects: Integers, at: Integers, windows: Integers) -> Integers:
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
