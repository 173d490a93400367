"""The compiled comparison of texts: the grams that two of them share in; what their shared phrases tell out.

Neighbouring grams of one phrase tell the same thing, so a phrase counts once, by its rarest gram. A phrase is a run of
shared characters or words up to a length; a longer run is as many phrases as fit in.
"""

from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from detection.gram_kernel import APART, CHARACTERS, LAST_PLACE

Codes = NDArray[np.int32]
Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Places = NDArray[np.uint16]
Flags = NDArray[np.bool_]

#: Longest phrase in characters and in words: slogans, proverbs and names of offices are seldom longer.
PHRASE_CHARACTERS, PHRASE_WORDS = 12, 5
#: Places of a text, and those that its last gram reaches into.
ROOM = LAST_PLACE + 5


class GramRows(NamedTuple):
    """Texts as rows of a sparse matrix, grams ascending within a row; `places`, `idf` and `length` as in `Grams`."""

    starts: Codes
    grams: Codes
    places: Places
    idf: Floats
    length: Integers


class Near(NamedTuple):
    """What makes near: phrases that tell `least` nats and cover `part` of one text.

    What their grams tell beyond that counts as well, times the covered share of both texts to the power `whole`: a long
    phrase of a long text may be everybody's, a text that is copied as a whole is no phrase.
    """

    least: float
    part: float
    whole: float


@numba.njit(cache=True, nogil=True)
def share_idf(one: int, other: int, rows: GramRows) -> float:
    """Return the idf of all grams that two texts share."""
    i, j, total = rows.starts[one], rows.starts[other], 0.0
    while i < rows.starts[one + 1] and j < rows.starts[other + 1]:
        if rows.grams[i] == rows.grams[j]:
            total += rows.idf[rows.grams[i]]
            i += 1
            j += 1
        elif rows.grams[i] < rows.grams[j]:
            i += 1
        else:
            j += 1
    return total


@numba.njit(cache=True, nogil=True)
def _mark(place: int, told: float, tells: Floats, covered: Flags) -> None:
    """Mark the characters or words of one shared gram, and at the first of them what it tells."""
    first, kind = np.int64(place >> 2), place & 3
    tells[first] = max(tells[first], told)
    covered[first] = True
    if kind == CHARACTERS:
        covered[first + 1 : first + 4] = True
    elif kind == APART:
        covered[first + 2] = True
    else:
        covered[first + 1] = True


@numba.njit(cache=True, nogil=True)
def _weigh(length: int, kind: int, tells: Floats, covered: Flags) -> tuple[float, float]:
    """Return what the marked phrases of a text tell, and the share of it that they cover; wipe the marks."""
    longest = PHRASE_CHARACTERS if kind == CHARACTERS else PHRASE_WORDS
    total, told, size, count = 0.0, 0.0, 0, 0
    for place in range(min(length, ROOM)):
        if not covered[place] or size == longest:
            total, told, size = total + told, 0.0, 0
        if covered[place]:
            told = max(told, tells[place])
            size += 1
            count += 1
            covered[place], tells[place] = False, 0.0
    return total + told, count / max(1, length)


@numba.njit(cache=True, nogil=True)
def weigh_pair(one: int, other: int, rows: GramRows, near: Near, tells: Floats, covered: Flags) -> float:
    """Return what two near texts share in nats, or 0; `tells` and `covered` are two empty rows of `ROOM` each."""
    plain = share_idf(one, other, rows)
    if plain < near.least:
        return 0.0
    i, j, kind = rows.starts[one], rows.starts[other], 0
    while i < rows.starts[one + 1] and j < rows.starts[other + 1]:
        if rows.grams[i] == rows.grams[j]:
            kind = rows.places[i] & 3
            _mark(rows.places[i], rows.idf[rows.grams[i]], tells[0], covered[0])
            _mark(rows.places[j], rows.idf[rows.grams[j]], tells[1], covered[1])
            i += 1
            j += 1
        elif rows.grams[i] < rows.grams[j]:
            i += 1
        else:
            j += 1
    told, part = _weigh(rows.length[one], kind, tells[0], covered[0])
    other_told, other_part = _weigh(rows.length[other], kind, tells[1], covered[1])
    told = min(told, other_told)
    score = told + (plain - told) * min(part, other_part) ** near.whole
    return score if score >= near.least and max(part, other_part) >= near.part else 0.0


@numba.njit(cache=True, nogil=True)
def weigh_carried(
    text: int, rows: GramRows, profile: Codes, mark: int, near: Near, tells: Floats, covered: Flags
) -> float:
    """Return what a text carries of the grams whose `profile` is `mark`, in nats, or 0."""
    plain, kind = 0.0, 0
    for entry in range(rows.starts[text], rows.starts[text + 1]):
        if profile[rows.grams[entry]] == mark:
            plain += rows.idf[rows.grams[entry]]
    if plain < near.least:
        return 0.0
    for entry in range(rows.starts[text], rows.starts[text + 1]):
        if profile[rows.grams[entry]] == mark:
            kind = rows.places[entry] & 3
            _mark(rows.places[entry], rows.idf[rows.grams[entry]], tells[0], covered[0])
    told, part = _weigh(rows.length[text], kind, tells[0], covered[0])
    score = told + (plain - told) * part**near.whole
    return score if score >= near.least and part >= near.part else 0.0
