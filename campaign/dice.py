"""Seeded random numbers one at a time: a numpy Generator in, cheap single draws in a fixed order out."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

T = TypeVar("T")

BLOCK = 65_536
"""Draws fetched at once; one call of the Generator per draw would take most of the time of writing texts."""


class Dice:
    """Single draws from one numpy Generator, fetched in blocks."""

    __slots__ = ("_block", "_place", "_rng")

    def __init__(self, rng: np.random.Generator) -> None:
        """Take over a Generator; nobody else may draw from it."""
        self._rng = rng
        self._block: list[float] = []
        self._place = BLOCK

    def draw(self) -> float:
        """Return a number in [0, 1)."""
        place = self._place
        if place >= BLOCK:
            self._block = self._rng.random(BLOCK).tolist()
            place = 0
        self._place = place + 1
        return self._block[place]

    def below(self, limit: int) -> int:
        """Return a whole number from 0 to limit - 1."""
        return int(self.draw() * limit)

    def between(self, low: int, high: int) -> int:
        """Return a whole number from low to high, both included."""
        return low + int(self.draw() * (high - low + 1))

    def pick(self, things: Sequence[T]) -> T:
        """Return one of the things."""
        return things[int(self.draw() * len(things))]

    def happens(self, probability: float) -> bool:
        """Return True with the given probability."""
        return self.draw() < probability
