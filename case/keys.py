"""Sets of keys too many to hold: each key is a 64-bit hash with a seed of the moment, 8 bytes in a sorted array.

Ten million keys fill 80 MB. Two different keys of a set meet by chance once in some 300,000 such sets; the seed keeps
anybody from writing two that do.
"""

import secrets
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa

Hashes = np.ndarray[Any, np.dtype[np.uint64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]


def new_seed() -> int:
    """Draw the seed of one load; hashes can be compared under one seed only."""
    return secrets.randbits(64)


def hash_keys(keys: pa.Array | pa.ChunkedArray, seed: int) -> Hashes:
    """Hash texts to 64 bits each; equal in every process that runs the same version of polars."""
    return pl.Series(keys, dtype=pl.String).hash(seed).to_numpy()


def hash_rows(columns: pa.Table, seed: int) -> Hashes:
    """Hash rows of several columns to 64 bits each."""
    frame = pl.DataFrame(columns)
    return frame.hash_rows(seed).to_numpy()


def repeats(hashes: Hashes) -> Flags:
    """Tell which hashes stood earlier in the same array."""
    ordered = np.sort(hashes)
    if not np.any(ordered[1:] == ordered[:-1]):  # nearly always
        return np.zeros(hashes.size, dtype=np.bool_)
    first = np.unique(hashes, return_index=True)[1]
    flags = np.ones(hashes.size, dtype=np.bool_)
    flags[first] = False
    return flags


class KeySet:
    """A growing set of hashes: few sorted arrays, each more than twice as long as the next."""

    def __init__(self) -> None:
        """Begin with none."""
        self._runs: list[Hashes] = []

    def holds(self, hashes: Hashes) -> Flags:
        """Tell which hashes are in the set."""
        found = np.zeros(hashes.size, dtype=np.bool_)
        if not self._runs:
            return found
        # Asked in their order, neighbours lie in the same memory: three times as fast.
        order = np.argsort(hashes)
        asked = hashes[order]
        for run in self._runs:
            at = np.searchsorted(run, asked)
            at[at == run.size] = 0
            found[order] |= run[at] == asked
        return found

    def add(self, hashes: Hashes) -> None:
        """Put hashes into the set."""
        if not hashes.size:
            return
        run = np.sort(hashes)
        while self._runs and self._runs[-1].size <= 2 * run.size:
            run = np.sort(np.concatenate([self._runs.pop(), run]), kind="stable")
        self._runs.append(run)

    def take(self, other: "KeySet") -> None:
        """Put everything of another set into this one."""
        for run in other._runs:
            self.add(run)
