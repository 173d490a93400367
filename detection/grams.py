"""Clean texts in; a sparse matrix of texts and the grams they share out, with the information each gram carries.

Chinese texts (12 and more Han characters) give runs of four characters; others (5 and more words) give neighbouring
words and words with one between them. Shorter texts give nothing: strangers write them alike.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray
from scipy import sparse

from detection import gram_kernel
from detection.threads import in_threads, thread_count

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Codes = NDArray[np.int32]
Hashes = NDArray[np.uint64]

MIN_HAN = 12
MIN_WORDS = 5
RUN = 4
#: Grams of more posts than these tie no two texts.
COMMON, COMMON_SHARE = 50, 0.005
#: Grams of a bucket, which fits the cache, and of a pass: more are worked off in passes, so that memory stays bounded.
BUCKET_GRAMS, PASS_GRAMS = 24_000, 32_000_000


@dataclass(frozen=True, slots=True)
class Grams:
    """What texts share. `matrix` is texts x grams, 0 or 1, with the grams of two and more texts.

    `holders` are the same entries by gram: the texts of gram g, in order, from `bounds[g]` up to `bounds[g + 1]`.
    `idf` is ln(texts / texts with the gram); `weight` is the information of each whole text: the idf of all its grams,
    also of those that it shares with nobody.
    """

    matrix: sparse.csr_array
    holders: Codes
    bounds: Integers
    idf: Floats
    weight: Floats

    @property
    def frequency(self) -> Integers:
        """Return the number of texts with each gram."""
        return np.diff(self.bounds)

    @property
    def pairing(self) -> NDArray[np.bool_]:
        """Mark the grams that may tie two texts: not common."""
        return self.frequency <= max(COMMON, int(COMMON_SHARE * self.matrix.shape[0]))


@dataclass(frozen=True, slots=True)
class _Texts:
    """Texts as one buffer of UTF-8 with offsets, and which of them are Chinese."""

    data: NDArray[np.uint8]
    offsets: Integers
    han: Integers
    words: Integers

    @property
    def size(self) -> int:
        return self.offsets.size - 1

    @property
    def chinese(self) -> NDArray[np.bool_]:
        return self.han >= MIN_HAN


def has_grams(texts: pl.Series) -> NDArray[np.bool_]:
    """Mark the clean texts that are long enough."""
    measured = _measure(texts)
    return measured.chinese | (measured.words >= MIN_WORDS)


def find_grams(texts: pl.Series) -> Grams:
    """Build the matrix of clean texts that are long enough."""
    work = _Work(_measure(texts), thread_count())
    counts = work.deal((0, 1 << work.bits), np.zeros((work.threads, 1 << work.bits), dtype=np.int64))
    parts = [work.gather(buckets, counts[:, slice(*buckets)]) for buckets in _passes(counts.sum(axis=0))]
    sizes, held, alone = zip(*parts, strict=True)
    frequency = np.concatenate(sizes).astype(np.int64)
    holders, bounds = np.concatenate(held), np.concatenate([[0], np.cumsum(frequency)])
    by_gram = sparse.csc_array(
        (np.ones(holders.size, dtype=np.float32), holders, bounds), shape=(len(texts), frequency.size)
    )
    matrix = by_gram.tocsr()
    idf = np.log(len(texts) / np.maximum(frequency, 1))
    weight = np.asarray(matrix @ idf + sum(alone) * np.log(max(1, len(texts))))
    return Grams(matrix, holders, bounds, idf, weight)


@dataclass(frozen=True, slots=True)
class _Work:
    """Texts, and the threads that deal their grams into buckets and bring equal ones together."""

    texts: _Texts
    threads: int

    @property
    def bits(self) -> int:
        """Upper bits of a gram that name its bucket."""
        return int(np.clip(np.round(np.log2(self.texts.data.size / 3 / BUCKET_GRAMS + 1)), 1, 12))

    def deal(
        self, buckets: tuple[int, int], cursors: Integers, keys: Hashes | None = None, texts: Codes | None = None
    ) -> Integers:
        """Deal the grams of a range of buckets out, or only count them; each thread moves its own cursors."""
        cuts = np.searchsorted(self.texts.offsets, np.linspace(0, self.texts.data.size, self.threads + 1)[1:-1])
        given = (
            self.texts.data, self.texts.offsets, _classes(), self.texts.chinese, RUN, 64 - self.bits, buckets,
        )  # fmt: skip
        target = (np.zeros(0, np.uint64) if keys is None else keys, np.zeros(0, np.int32) if texts is None else texts)
        calls = [
            (*cut, *given, cursor, *target)
            for cut, cursor in zip(pairwise([0, *cuts.tolist(), self.texts.size]), cursors, strict=True)
        ]
        self._run(gram_kernel.deal_grams, calls)
        return cursors

    def gather(self, buckets: tuple[int, int], counts: Integers) -> tuple[Codes, Codes, Codes]:
        """Return the texts of each shared gram of some buckets: how many, which, and the grams each text has alone."""
        bounds = np.concatenate([[0], np.cumsum(counts.sum(axis=0))])
        keys, texts = np.empty(bounds[-1], dtype=np.uint64), np.empty(bounds[-1], dtype=np.int32)
        # Threads write one after the other within a bucket: earlier texts come first.
        self.deal(buckets, bounds[:-1] + np.cumsum(counts, axis=0) - counts, keys, texts)
        count = bounds.size - 1
        sizes = np.empty(bounds[-1], dtype=np.int32)
        kept, grams = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
        alone = np.zeros((self.threads, self.texts.size), dtype=np.int32)
        cuts = np.linspace(0, count, self.threads + 1).astype(np.int64).tolist()
        calls = [
            (*cut, bounds, keys, texts, sizes, kept, grams, one) for cut, one in zip(pairwise(cuts), alone, strict=True)
        ]
        self._run(gram_kernel.gather_equal, calls)
        return _first(sizes, bounds, grams), _first(texts, bounds, kept), alone.sum(axis=0, dtype=np.int32)

    def _run(self, loop: Callable[..., None], calls: Sequence[tuple[object, ...]]) -> None:
        in_threads(lambda arguments: loop(*arguments), calls)


def _first(values: Codes, bounds: Integers, counts: Integers) -> Codes:
    """Take the first so many values of each bucket."""
    parts = [values[begin : begin + count] for begin, count in zip(bounds[:-1].tolist(), counts.tolist(), strict=True)]
    return np.concatenate(parts)


def _passes(counts: Integers) -> Iterator[tuple[int, int]]:
    """Cut the buckets into ranges of about as many grams as a pass may hold."""
    number = (np.cumsum(counts) - counts) // PASS_GRAMS
    cuts = np.flatnonzero(np.diff(number, prepend=-1)).tolist()
    yield from pairwise([*cuts, counts.size])


def _measure(texts: pl.Series) -> _Texts:
    column = texts.cast(pl.String).rechunk().to_arrow()
    chunk = (column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column).cast(pa.large_string())
    _, offsets, data = chunk.buffers()
    ends = np.frombuffer(offsets, dtype=np.int64)[chunk.offset : chunk.offset + len(chunk) + 1]
    if not len(chunk):
        ends = np.zeros(1, dtype=np.int64)
    buffer = np.frombuffer(data, dtype=np.uint8) if data is not None and data.size else np.zeros(0, dtype=np.uint8)
    han, words = np.zeros(len(chunk), dtype=np.int64), np.zeros(len(chunk), dtype=np.int64)
    gram_kernel.measure_texts(buffer, ends, _classes(), han, words)
    return _Texts(buffer, ends, han, words)


@cache
def _classes() -> NDArray[np.uint8]:
    """Return for each character whether it is a letter or digit, and whether it is Han."""
    points = np.concatenate([np.arange(0xD800), np.arange(0xE000, 0x110000)])
    characters = pl.Series(list(points.astype("<u4").tobytes().decode("utf-32-le")))
    classes = np.zeros(0x110000, dtype=np.uint8)
    classes[points] |= characters.str.contains(r"[\p{L}\p{N}]").to_numpy() * np.uint8(gram_kernel.LETTER)
    classes[points] |= characters.str.contains(r"\p{Han}").to_numpy() * np.uint8(gram_kernel.HAN)
    return classes
