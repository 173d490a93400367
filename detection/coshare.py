"""Layers in; the timing-blind graph of who shares rare objects with whom out.

It only proposes groups: whether a group acts together is asked of its timing, which this graph has not seen.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from detection.corpus import Corpus
from detection.neighbours import strongest_of_rows
from detection.rarity import rarity_weights

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

#: Objects of up to so many accounts, or this share of all, join accounts; commoner ones join everybody.
MAX_SHARERS = 50
MAX_SHARE = 0.02
#: Budget of account pairs over all objects.
PAIR_BUDGET = 60_000_000
#: Entries of the product of incidences that are held at a time.
_CHUNK = 8_000_000


@dataclass(frozen=True, slots=True)
class Graph:
    """Weighted edges a < b between account codes, in order; `max_sharers` is the limit that held."""

    a: Integers
    b: Integers
    weights: Floats
    nodes: int
    max_sharers: int


def build_graph(corpus: Corpus) -> Graph:
    """Add log(N / n) / (n - 1) to every pair of accounts that share an object of n accounts, over all layers.

    An edge stays if it is among the strongest of either end.
    """
    accounts = len(corpus.accounts)
    limit = _limit(corpus, max(MAX_SHARERS, int(MAX_SHARE * accounts)))
    shares, rarity = _incidence(corpus, limit)
    weighted = sparse.csr_array(sparse.diags_array(rarity) @ shares.T)
    work = np.cumsum(shares @ np.diff(weighted.indptr))
    bounds = np.searchsorted(work, np.arange(0, max(1, work[-1]), _CHUNK)).tolist()
    parts = [
        _strongest(sparse.csr_array(shares[begin:end] @ weighted), begin)
        for begin, end in zip(bounds, [*bounds[1:], accounts], strict=True)
        if begin < end
    ]
    a, b, weights = (np.concatenate(column) for column in zip(*parts, strict=True))
    _, first = np.unique(np.minimum(a, b) * accounts + np.maximum(a, b), return_index=True)
    a, b, weights = a[first], b[first], weights[first]
    return Graph(np.minimum(a, b), np.maximum(a, b), weights, accounts, limit)


def _limit(corpus: Corpus, limit: int) -> int:
    """Lower the limit until the pairs of all objects fit the budget."""
    sizes = np.concatenate([layer.sharers() for layer in corpus.layers])
    while limit > 2 and (sizes[sizes <= limit].astype(float) ** 2).sum() / 2 > PAIR_BUDGET:
        limit = limit * 3 // 4
    return limit


def _incidence(corpus: Corpus, limit: int) -> tuple[sparse.csr_array, Floats]:
    """Return accounts x shared objects of all layers, one where an account shared it, and the objects' rarity."""
    accounts = len(corpus.accounts)
    columns, weights = [], []
    for layer in corpus.layers:
        sharers = layer.sharers()
        rarity = np.where(sharers <= limit, rarity_weights(sharers, accounts=accounts), 0.0)
        chosen = np.flatnonzero(rarity > 0)
        number = np.full(rarity.size, -1, dtype=np.int64)
        number[chosen] = np.arange(chosen.size)
        kept = np.flatnonzero(number[layer.object] >= 0)
        ones = np.ones(kept.size)
        place = (layer.account[kept], number[layer.object[kept]])
        once = sparse.coo_array((ones, place), shape=(accounts, chosen.size)).tocsr()
        once.data[:] = 1.0
        columns.append(once)
        weights.append(rarity[chosen])
    return sparse.csr_array(sparse.hstack(columns, format="csr")), np.concatenate(weights)


def _strongest(rows: sparse.csr_array, begin: int) -> tuple[Integers, Integers, Floats]:
    """Return the strongest edges of each row, whose accounts count from `begin`."""
    other = rows.indices.astype(np.int64)
    places = strongest_of_rows(rows.indptr.astype(np.int64), other, rows.data, begin)
    row = np.searchsorted(rows.indptr, places, side="right") - 1 + begin
    return row.astype(np.int64), other[places], rows.data[places]
