"""The compiled loops of `detection.families`: texts in order of time in; near pairs, and what carries a family, out.

All loops release the interpreter, so that threads share the work.
"""

from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from detection.phrase_kernel import ROOM, GramRows, Near, share_idf, weigh_carried, weigh_pair

Integers = NDArray[np.int64]
Codes = NDArray[np.int32]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: What two of so many texts hold is theirs in common; of more texts three must hold it, and this share of them.
FEW, COMMON_SHARE = 3, 0.2


class Groups(NamedTuple):
    """Texts of one group after the other, and the bounds of the groups."""

    members: Integers
    bounds: Integers


@numba.njit(cache=True, nogil=True)
def score_pairs(one: Integers, other: Integers, rows: GramRows, scores: Floats) -> None:
    """Write the idf that each pair of texts shares."""
    for pair in range(one.size):
        scores[pair] = share_idf(one[pair], other[pair], rows)


@numba.njit(cache=True, nogil=True)
def find_near_pairs(
    first: int, last: int, rows: GramRows, near: Near, pairing: Flags, holders: Codes, ends: Codes, places: Integers,
    account: Integers, until: Integers, steps: int, found: Integers, scores: Floats,
) -> tuple[int, int]:  # fmt: skip
    """Offer texts first..last the next texts that hold one of their pairing grams; keep those that are near.

    `holders` lists the texts of each gram up to `ends`, `places` points to the own entry of the next text and is moved
    on; texts from `until` on are too late. What was offered must tell enough by itself. Returns where the room ended,
    and the number of pairs found.
    """
    offered, touched = np.zeros(until.size), np.empty(until.size, dtype=np.int64)
    tells, covered = np.zeros((2, ROOM)), np.zeros((2, ROOM), dtype=np.bool_)
    filled = 0
    for text in range(first, last):
        count = 0
        if filled + until[text] - text > found.shape[1]:
            return text, filled
        for entry in range(rows.starts[text], rows.starts[text + 1]):
            gram = rows.grams[entry]
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
                if offered[other] == 0:
                    touched[count] = other
                    count += 1
                offered[other] += rows.idf[gram]
        for number in range(count):
            other = touched[number]
            if offered[other] >= near.least:
                score = weigh_pair(text, other, rows, near, tells, covered)
                if score > 0:
                    found[0, filled], found[1, filled], scores[filled] = text, other, score
                    filled += 1
            offered[other] = 0
    return last, filled


@numba.njit(cache=True, nogil=True)
def _mark_common(groups: Groups, group: int, rows: GramRows, profile: Codes, count: Codes, held: Codes) -> int:
    """Mark the grams that the texts of a group have in common with its number, list them in `held`, count them."""
    begin, end = groups.bounds[group], groups.bounds[group + 1]
    filled = kept = 0
    for place in range(begin, end):
        text = groups.members[place]
        for entry in range(rows.starts[text], rows.starts[text + 1]):
            gram = rows.grams[entry]
            if count[gram] == 0:
                held[filled] = gram
                filled += 1
            count[gram] += 1
    least = 2.0 if end - begin <= FEW else max(3.0, COMMON_SHARE * (end - begin))
    for place in range(filled):
        gram = held[place]
        if count[gram] >= least:
            profile[gram], held[kept] = group, gram
            kept += 1
        count[gram] = 0
    return kept


@numba.njit(cache=True, nogil=True)
def count_carriers(first: int, last: int, groups: Groups, rows: GramRows, near: Near, carriers: Integers) -> None:
    """Write for each of the groups first..last how many of its texts carry what they have in common."""
    profile = np.full(rows.idf.size, -1, dtype=np.int32)
    count, held = np.zeros(rows.idf.size, dtype=np.int32), np.empty(rows.idf.size, dtype=np.int32)
    tells, covered = np.zeros((2, ROOM)), np.zeros((2, ROOM), dtype=np.bool_)
    for group in range(first, last):
        _mark_common(groups, group, rows, profile, count, held)
        for place in range(groups.bounds[group], groups.bounds[group + 1]):
            carriers[group] += weigh_carried(groups.members[place], rows, profile, group, near, tells, covered) > 0


@numba.njit(cache=True, nogil=True)
def join_carriers(
    first: int, last: int, groups: Groups, rows: GramRows, near: Near, pairing: Flags, holders: Codes, begins: Codes,
    early: Integers, late: Integers, label: Integers, best: Floats,
) -> None:  # fmt: skip
    """Give texts the group of first..last that they carry most, and how much; of equal ones the first.

    Texts from `early` up to `late` of each group are asked, if the pairing grams that they hold of it tell enough.
    """
    profile = np.full(rows.idf.size, -1, dtype=np.int32)
    count, held = np.zeros(rows.idf.size, dtype=np.int32), np.empty(rows.idf.size, dtype=np.int32)
    offered, touched = np.zeros(label.size), np.empty(label.size, dtype=np.int64)
    tells, covered = np.zeros((2, ROOM)), np.zeros((2, ROOM), dtype=np.bool_)
    for group in range(first, last):
        found = 0
        for number in range(_mark_common(groups, group, rows, profile, count, held)):
            gram = held[number]
            if not pairing[gram]:
                continue
            place = begins[gram] + np.searchsorted(holders[begins[gram] : begins[gram + 1]], early[group])
            while place < begins[gram + 1] and holders[place] < late[group]:
                text = holders[place]
                if offered[text] == 0:
                    touched[found] = text
                    found += 1
                offered[text] += rows.idf[gram]
                place += 1
        for number in range(found):
            text = touched[number]
            if offered[text] >= near.least:
                score = weigh_carried(text, rows, profile, group, near, tells, covered)
                if score > best[text]:
                    best[text], label[text] = score, group
            offered[text] = 0
