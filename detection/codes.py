"""Columns of keys in; their sorted distinct keys, and each row's rank among them, out."""

from itertools import count

import numpy as np
import polars as pl
from numpy.typing import NDArray

Codes = NDArray[np.int32]

#: Whole numbers in a range of up to so many times their count are looked up in a table.
SPREAD = 4


def encode(keys: pl.Series) -> tuple[pl.Series, Codes]:
    """Return (distinct keys in byte order, rank of each row). Rows are hashed once; only distinct keys are sorted."""
    names, indices = number(keys)
    names = names.cast(pl.String)
    order = names.arg_sort().to_numpy()
    rank = np.empty(order.size, dtype=np.int32)
    rank[order] = np.arange(order.size)
    return names.gather(order), rank[indices] if indices.size else indices


def number(keys: pl.Series) -> tuple[pl.Series, Codes]:
    """Return (distinct keys, number of each row among them) in any order: for keys that are only told apart.

    Texts that are all whole numbers come back as numbers.
    """
    if keys.dtype.is_integer() and len(keys) and int(keys.max()) - int(keys.min()) < SPREAD * len(keys):  # type: ignore[arg-type]
        return _number_close(keys)
    keys = keys if keys.dtype.is_integer() else keys.cast(pl.String)
    if keys.dtype == pl.String and (whole := _whole_numbers(keys)) is not None:
        return number(whole)
    for seed in count():
        names, indices = _number_hashes(keys, seed)
        # Two keys with one hash would be one: then the next seed.
        if (names.gather(indices) == keys).all():
            return names, indices
    raise AssertionError


def _whole_numbers(keys: pl.Series) -> pl.Series | None:
    """Return texts as numbers if all are whole numbers written without anything else: these are coded sooner."""
    if not len(keys) or not str(keys[0]).isdigit():
        return None
    whole = keys.cast(pl.Int64, strict=False)
    if whole.null_count() or int(whole.min()) < 0:  # type: ignore[arg-type]
        return None
    digits = np.searchsorted(10 ** np.arange(1, 19), whole.to_numpy(), side="right") + 1
    return whole if (digits == keys.str.len_bytes().to_numpy()).all() else None


def _number_hashes(keys: pl.Series, seed: int) -> tuple[pl.Series, Codes]:
    """Number keys by their sorted hashes, and name each number by one of its keys."""
    hashes = keys.hash(seed).to_numpy()
    order = _order_hashes(hashes)
    first = np.diff(hashes[order], prepend=~hashes[order[:1]]) != 0
    indices = np.empty(order.size, dtype=np.int32)
    indices[order] = np.cumsum(first, dtype=np.int32) - 1
    return keys.gather(order[first]), indices


def _order_hashes(hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return the order of hashes. A hash with its place in its lower bits is sorted many times faster than places."""
    places = np.uint64((1 << max(1, hashes.size).bit_length()) - 1)
    packed = (hashes & ~places) | np.arange(hashes.size, dtype=np.uint64)
    packed.sort()
    order = (packed & places).astype(np.int64)
    ordered = hashes[order]
    # Among many rows two hashes may agree in the upper bits and lie in the wrong order.
    return order if (ordered[1:] >= ordered[:-1]).all() else np.argsort(hashes)


def _number_close(keys: pl.Series) -> tuple[pl.Series, Codes]:
    """Number whole numbers that lie close together by a table of those that occur: no hashing."""
    least = int(keys.min())  # type: ignore[arg-type]
    place = keys.to_numpy() - least
    there = np.zeros(int(place.max()) + 1, dtype=bool)
    there[place] = True
    return pl.Series(keys.name, np.flatnonzero(there) + least), (np.cumsum(there, dtype=np.int32) - 1)[place]


def number_runs(keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where each run of equal keys begins, and the number of each row's run; the keys ascend."""
    first = np.flatnonzero(np.diff(keys, prepend=keys[:1] - 1))
    number = np.zeros(keys.size, dtype=np.int64)
    number[first[1:]] = 1
    return first, np.cumsum(number)


def distinct(keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the sorted distinct whole numbers and how often each occurs; sorting beats hashing by far here."""
    keys = np.sort(keys)
    first = np.flatnonzero(np.diff(keys, prepend=keys[:1] - 1))
    return keys[first], np.diff(first, append=keys.size)


def distinct_pairs(
    one: NDArray[np.int64], other: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return the distinct pairs of two columns of codes, sorted by the first, and how often each occurs."""
    width = int(other.max(initial=0)) + 1
    keys, count = distinct(one * width + other)
    return keys // width, keys % width, count


def places(names: pl.Series, keys: pl.Series) -> NDArray[np.int64]:
    """Return the rank of each key in sorted `names`; every key must be among them."""
    return names.search_sorted(keys).to_numpy().astype(np.int64)
