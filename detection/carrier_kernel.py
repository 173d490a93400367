"""The compiled loop of `detection.shared_texts`: families and texts in; which texts carry which family's profile out.

Profiles and texts are rows of sparse matrices; grams ascend within a row. The loop releases the interpreter.
"""

import numba
import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Codes = NDArray[np.int32]
Floats = NDArray[np.float64]
#: The commonest grams of a profile, up to this share of the least score, name no text: they have the most holders.
COMMON_SHARE = 0.5


@numba.njit(cache=True, nogil=True)
def _holds(grams: Codes, begin: int, end: int, gram: int) -> bool:
    """Tell whether an ascending part of a list holds a gram."""
    while begin < end:
        middle = (begin + end) // 2
        if grams[middle] < gram:
            begin = middle + 1
        elif grams[middle] > gram:
            end = middle
        else:
            return True
    return False


@numba.njit(cache=True, nogil=True)
def find_carriers(
    first: int, last: int, profile_starts: Codes, profile_grams: Codes, starts: Codes, grams: Codes, holders: Codes,
    bounds: Integers, idf: Floats, weight: Floats, least: float, share: float, found: Codes, scores: Floats,
) -> tuple[int, int]:  # fmt: skip
    """Find the texts that share `least` nats, and `share` of their own weight, with the profiles first..last.

    `found` gets text and profile; a profile fits as a whole or waits for more room. Returns where the room ended, and
    the number found.
    """
    partial = np.zeros(weight.size)
    touched = np.empty(weight.size, dtype=np.int64)
    filled = 0
    for profile in range(first, last):
        begin, end = profile_starts[profile], profile_starts[profile + 1]
        mine = profile_grams[begin:end]
        mine = mine[np.argsort(idf[mine])]
        skipped, common, count = 0.0, 0, 0
        while common < mine.size and skipped + idf[mine[common]] < COMMON_SHARE * least:
            skipped += idf[mine[common]]
            common += 1
        for gram in mine[common:]:
            for entry in range(bounds[gram], bounds[gram + 1]):
                text = holders[entry]
                if partial[text] == 0.0:
                    touched[count] = text
                    count += 1
                partial[text] += idf[gram]
        if filled + count > scores.size:
            partial[touched[:count]] = 0.0
            return profile, filled
        for text in touched[:count]:
            score, possible = partial[text], partial[text] + skipped
            partial[text] = 0.0
            for gram in mine[:common][::-1]:
                if possible < least:
                    break
                if _holds(grams, starts[text], starts[text + 1], gram):
                    score += idf[gram]
                else:
                    possible -= idf[gram]
            if score >= least and score >= share * weight[text]:
                found[0, filled], found[1, filled], scores[filled] = text, profile, score
                filled += 1
    return last, filled
