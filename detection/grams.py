"""Clean texts in; a sparse matrix of texts and grams out, with the information each gram carries.

Chinese texts (12 and more Han characters) give runs of four characters; others (5 and more words) give neighbouring
words and words with one between them. Shorter texts give nothing: strangers write them alike.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import sparse

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

MIN_HAN = 12
MIN_WORDS = 5
RUN = 4
#: Grams of more posts than these tie no two texts.
COMMON, COMMON_SHARE = 50, 0.005

_MIX = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Grams:
    """`matrix` is texts x grams, 0 or 1; `idf` is ln(texts / texts with the gram); `weight` each text's sum of idf."""

    matrix: sparse.csr_array
    idf: Floats
    frequency: Integers

    @property
    def weight(self) -> Floats:
        """Return the information of each whole text."""
        return np.asarray(self.matrix @ self.idf, dtype=np.float64)

    @property
    def pairing(self) -> NDArray[np.bool_]:
        """Mark the grams that may tie two texts: seen twice, and not common."""
        limit = max(COMMON, int(COMMON_SHARE * self.matrix.shape[0]))
        return (self.frequency >= 2) & (self.frequency <= limit)


def has_grams(texts: pl.Series) -> NDArray[np.bool_]:
    """Mark the clean texts that are long enough."""
    frame = pl.DataFrame({"text": texts})
    han = pl.col("text").str.count_matches(r"\p{Han}") >= MIN_HAN
    words = pl.col("text").str.count_matches(r"[\p{L}\p{N}']+") >= MIN_WORDS
    return frame.select(han | words).to_series().to_numpy()


def find_grams(texts: pl.Series) -> Grams:
    """Build the matrix of clean texts that are long enough."""
    han = texts.str.count_matches(r"\p{Han}").to_numpy() >= MIN_HAN
    rows, keys = [], []
    for chosen, build in ((np.flatnonzero(han), _character_runs), (np.flatnonzero(~han), _word_pairs)):
        if chosen.size:
            row, key = build(texts.gather(chosen))
            rows.append(chosen[row])
            keys.append(key)
    if not rows:
        return Grams(sparse.csr_array((len(texts), 0)), np.zeros(0), np.zeros(0, dtype=np.int64))
    _, column = np.unique(np.concatenate(keys), return_inverse=True)
    row = np.concatenate(rows)
    shape = (len(texts), int(column.max(initial=-1)) + 1)
    matrix = sparse.coo_array((np.ones(row.size), (row, column)), shape=shape).tocsr()
    matrix.data[:] = 1.0
    frequency = np.bincount(matrix.indices, minlength=shape[1])
    return Grams(matrix, np.log(len(texts) / np.maximum(frequency, 1)), frequency)


def _character_runs(texts: pl.Series) -> tuple[Integers, NDArray[np.uint64]]:
    """Return (text, hash) of every run of four letters, digits or Han characters, punctuation left out."""
    bare = texts.str.replace_all(r"[^\p{L}\p{N}]+", "")
    sizes = bare.str.len_chars().to_numpy().astype(np.int64)
    points = np.frombuffer("".join(bare.to_list()).encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.uint64)
    owner = np.repeat(np.arange(sizes.size), sizes)
    count = max(0, points.size - RUN + 1)
    key = np.zeros(count, dtype=np.uint64)
    for step in range(RUN):
        key = _mixed(key, points[step : step + count])
    whole = owner[:count] == owner[RUN - 1 : RUN - 1 + count]
    return owner[:count][whole], key[whole]


def _word_pairs(texts: pl.Series) -> tuple[Integers, NDArray[np.uint64]]:
    """Return (text, hash) of neighbouring words and of words with one between them."""
    words = pl.DataFrame({"row": np.arange(len(texts)), "word": texts.str.extract_all(r"[\p{L}\p{N}']+")})
    words = words.explode("word").drop_nulls()
    names = words["word"].unique().sort()
    code = names.search_sorted(words["word"]).to_numpy().astype(np.uint64)
    row = words["row"].to_numpy().astype(np.int64)
    rows, keys = [], []
    for step in (1, 2):
        same = row[:-step] == row[step:]
        pair = _mixed(
            _mixed(np.full(int(same.sum()), step + 7, dtype=np.uint64), code[:-step][same]), code[step:][same]
        )
        rows.append(row[:-step][same])
        keys.append(pair)
    return np.concatenate(rows), np.concatenate(keys)


def _mixed(key: NDArray[np.uint64], value: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Hash one more value into a key (wrapping on purpose)."""
    with np.errstate(over="ignore"):
        mixed = (key ^ value) * _MIX
        return np.asarray(mixed ^ (mixed >> np.uint64(29)), dtype=np.uint64)
