"""Columns of keys in; their sorted distinct keys, and each row's rank among them, out."""

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

#: Whole numbers in a range of up to so many times their count are looked up in a table.
SPREAD = 4


def encode(keys: pl.Series) -> tuple[pl.Series, NDArray[np.int64]]:
    """Return (distinct keys in byte order, rank of each row). Rows are hashed once; only distinct keys are sorted."""
    names, indices = number(keys)
    names = names.cast(pl.String)
    order = names.arg_sort().to_numpy()
    rank = np.empty(order.size, dtype=np.int64)
    rank[order] = np.arange(order.size)
    return names.gather(order), rank[indices] if indices.size else indices


def number(keys: pl.Series) -> tuple[pl.Series, NDArray[np.int64]]:
    """Return (distinct keys, number of each row among them) in any order: for keys that are only told apart."""
    if keys.dtype.is_integer() and len(keys) and int(keys.max()) - int(keys.min()) < SPREAD * len(keys):  # type: ignore[arg-type]
        return _number_close(keys)
    keys = keys.rechunk() if keys.dtype.is_integer() else keys.cast(pl.String).rechunk()
    column = keys.to_arrow()
    chunk = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    chunk = chunk if keys.dtype.is_integer() else chunk.cast(pa.large_string())
    coded = chunk.dictionary_encode()
    indices = coded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    return pl.Series(keys.name, coded.dictionary), indices


def _number_close(keys: pl.Series) -> tuple[pl.Series, NDArray[np.int64]]:
    """Number whole numbers that lie close together by a table of those that occur: no hashing."""
    least = int(keys.min())  # type: ignore[arg-type]
    place = keys.to_numpy() - least
    there = np.zeros(int(place.max()) + 1, dtype=bool)
    there[place] = True
    return pl.Series(keys.name, np.flatnonzero(there) + least), (np.cumsum(there) - 1)[place]


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
