"""The compiled loops of `detection.families`: grams of texts in; near pairs, scores and densities out.

Texts are rows of a sparse matrix in order of time, grams ascend within a row. All loops release the interpreter.
"""

import numba
import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Codes = NDArray[np.int32]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@numba.njit(cache=True, nogil=True)
def _shared(one: int, other: int, starts: Codes, grams: Codes, idf: Floats) -> float:
    """Return the idf that two texts share."""
    i, j, total = starts[one], starts[other], 0.0
    while i < starts[one + 1] and j < starts[other + 1]:
        if grams[i] == grams[j]:
            total += idf[grams[i]]
            i += 1
            j += 1
        elif grams[i] < grams[j]:
            i += 1
        else:
            j += 1
    return total


@numba.njit(cache=True, nogil=True)
def _close(score: float, one: int, other: int, weight: Floats, least: float, share: float) -> bool:
    return score >= least and score >= share * min(weight[one], weight[other])


@numba.njit(cache=True, nogil=True)
def score_pairs(one: Integers, other: Integers, starts: Codes, grams: Codes, idf: Floats, scores: Floats) -> None:
    """Write the idf that each pair of texts shares."""
    for pair in range(one.size):
        scores[pair] = _shared(one[pair], other[pair], starts, grams, idf)


@numba.njit(cache=True, nogil=True)
def find_near_pairs(
    first: int, last: int, starts: Codes, grams: Codes, idf: Floats, weight: Floats, pairing: Flags,
    holders: Codes, ends: Integers, places: Integers, account: Integers, until: Integers, steps: int, agreed: int,
    least: float, share: float, found: Codes, scores: Floats,
) -> tuple[int, int]:  # fmt: skip
    """Offer texts first..last the next texts that hold one of their pairing grams; keep those that are near.

    `holders` lists the texts of each gram up to `ends`, `places` points to the own entry of the next text and is moved
    on; texts from `until` on are too late. An offer must come from `agreed` grams. Returns where the room ended, and
    the number of pairs found.
    """
    offers = np.zeros(until.size, dtype=np.int32)
    touched = np.empty(until.size, dtype=np.int64)
    filled = 0
    for text in range(first, last):
        count = 0
        if filled + until[text] - text > found.shape[1]:
            return text, filled
        for entry in range(starts[text], starts[text + 1]):
            gram = grams[entry]
            place = places[gram]
            places[gram] = place + 1
            if not pairing[gram]:
                continue
            for step in range(place + 1, min(place + 1 + steps, ends[gram])):
                other = holders[step]
                if other >= until[text]:
                    break
                if account[other] == account[text]:
                    continue
                if offers[other] == 0:
                    touched[count] = other
                    count += 1
                offers[other] += 1
        for number in range(count):
            other = touched[number]
            if offers[other] >= agreed:
                score = _shared(text, other, starts, grams, idf)
                if _close(score, text, other, weight, least, share):
                    found[0, filled], found[1, filled], scores[filled] = text, other, score
                    filled += 1
            offers[other] = 0
    return last, filled


@numba.njit(cache=True, nogil=True)
def count_near(
    first: int, last: int, members: Integers, bounds: Integers, starts: Codes, grams: Codes, idf: Floats,
    weight: Floats, account: Integers, at: Integers, gap: int, least: float, share: float, density: Floats,
) -> None:  # fmt: skip
    """Write for each group of texts the share of near pairs among those of different accounts."""
    for group in range(first, last):
        near = foreign = 0
        for i in range(bounds[group], bounds[group + 1]):
            one = members[i]
            for j in range(i + 1, bounds[group + 1]):
                other = members[j]
                if account[one] == account[other]:
                    continue
                foreign += 1
                if abs(at[one] - at[other]) <= gap:
                    score = _shared(one, other, starts, grams, idf)
                    near += _close(score, one, other, weight, least, share)
        density[group] = near / max(1, foreign)
