"""The compiled loop of `detection.copy_graph`: pairs of accounts and their families in; what each pair wrote alike out.

Families are the columns of a sparse matrix of accounts and ascend within a row. The loop releases the interpreter.
"""

import numba
import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Codes = NDArray[np.int32]
Floats = NDArray[np.float64]


@numba.njit(cache=True, nogil=True)
def _by_start(families: Integers, count: int, start_of: Integers) -> None:
    """Sort the first families by their start; they are nearly in order."""
    for place in range(1, count):
        family, before = families[place], place - 1
        while before >= 0 and start_of[families[before]] > start_of[family]:
            families[before + 1] = families[before]
            before -= 1
        families[before + 1] = family


@numba.njit(cache=True, nogil=True)
def weigh_pairs(
    first: int, last: int, a: Integers, b: Integers, starts: Codes, families: Codes, text_of: Integers,
    start_of: Integers, text_weight: Floats, apart: int, occasions: Integers, weight: Floats,
) -> None:  # fmt: skip
    """Write for the pairs first..last their occasions and the weight of their texts without the largest.

    A text counts once, when it was first written together; occasions start `apart` microseconds after each other.
    """
    longest = 0
    for account in range(starts.size - 1):
        longest = max(longest, starts[account + 1] - starts[account])
    shared = np.empty(longest, dtype=np.int64)
    counted = np.full(text_weight.size, -1, dtype=np.int64)
    for pair in range(first, last):
        i, j, count = starts[a[pair]], starts[b[pair]], 0
        while i < starts[a[pair] + 1] and j < starts[b[pair] + 1]:
            if families[i] == families[j]:
                shared[count] = families[i]
                count += 1
                i += 1
                j += 1
            elif families[i] < families[j]:
                i += 1
            else:
                j += 1
        _by_start(shared, count, start_of)
        met, total, largest, free = 0, 0.0, 0.0, 0
        for place in range(count):
            text, start = text_of[shared[place]], start_of[shared[place]]
            if counted[text] == pair:
                continue
            counted[text] = pair
            total += text_weight[text]
            largest = max(largest, text_weight[text])
            if met == 0 or start >= free:
                met += 1
                free = start + apart
        occasions[pair] = met
        weight[pair] = total - largest
