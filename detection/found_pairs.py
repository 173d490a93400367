"""A compiled loop that gives out pairs with a score in; all its pairs out, found by all processors in bounded room."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

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

    def search(bounds: tuple[int, int]) -> list[tuple[Codes, Codes, Floats]]:
        begin, end = bounds
        loop, parts = prepare(begin), []
        pairs, scores = np.empty((2, max(_ROOM, room)), dtype=np.int32), np.empty(max(_ROOM, room))
        while begin < end:
            begin, count = loop(begin, end, pairs, scores)
            parts.append((pairs[0, :count].copy(), pairs[1, :count].copy(), scores[:count].copy()))
        return parts

    found = [part for parts in in_threads(search, pairwise(cuts)) for part in parts]
    found.append((np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0)))
    one, other, score = (list(pieces) for pieces in zip(*found, strict=True))
    found.clear()
    return _joined(one), _joined(other), _joined(score)


def _joined(pieces: list[NDArray[Any]]) -> NDArray[Any]:
    """Join pieces and let go of them: there may be many millions of pairs."""
    whole = np.concatenate(pieces)
    pieces.clear()
    return whole
