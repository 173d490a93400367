"""The compiled loop of `detection.chance`: sorted sparse rows of accounts in; weighted products of pairs out."""

import numba
import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Codes = NDArray[np.int32]
Floats = NDArray[np.float64]


@numba.njit(cache=True, nogil=True)
def multiply_rows(
    a: Integers, b: Integers, starts: Codes, strata: Codes, posts: Floats, rates: Floats, out: Floats
) -> None:
    """Write for each pair the sum over strata of both accounts' posts times the rate."""
    for pair in range(a.size):
        i, j, total = starts[a[pair]], starts[b[pair]], 0.0
        while i < starts[a[pair] + 1] and j < starts[b[pair] + 1]:
            if strata[i] == strata[j]:
                total += posts[i] * posts[j] * rates[strata[i]]
                i += 1
                j += 1
            elif strata[i] < strata[j]:
                i += 1
            else:
                j += 1
        out[pair] = total
