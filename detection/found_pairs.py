"""A compiled loop that gives out pairs with a score in; all its pairs out, found by all processors in bounded room."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from detection.threads import in_threads

Codes = NDArray[np.int32]
Floats = NDArray[np.float64]
#: Looks at items begin..end, writes pairs and scores, and returns where the room ended and the number of pairs.
Loop = Callable[[int, int, Codes, Floats], tuple[int, int]]

_ROOM = 2_000_000


def find_pairs(prepare: Callable[[int], Loop], cuts: Sequence[int], *, room: int) -> tuple[Codes, Codes, Floats]:
    """Return (one, other, score) of the pairs of all items; `cuts` are the bounds of the ranges, one thread each.

    `prepare` gets the first item of a range and returns the loop for it; `room` is the most that one item may give.
    """

    def search(bounds: tuple[int, int]) -> list[tuple[Codes, Floats]]:
        begin, end = bounds
        loop, parts = prepare(begin), []
        pairs, scores = np.empty((2, max(_ROOM, room)), dtype=np.int32), np.empty(max(_ROOM, room))
        while begin < end:
            begin, count = loop(begin, end, pairs, scores)
            parts.append((pairs[:, :count].copy(), scores[:count].copy()))
        return parts

    parts = [part for result in in_threads(search, pairwise(cuts)) for part in result]
    if not parts:
        return np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0)
    one, other = np.concatenate([pairs for pairs, _ in parts], axis=1)
    return one, other, np.concatenate([scores for _, scores in parts])
