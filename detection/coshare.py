"""Layers in; the timing-blind graph of who shares rare objects with whom out.

It only proposes groups: whether a group acts together is asked of its timing, which this graph has not seen.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from detection.corpus import Corpus, Layer
from detection.rarity import rarity_weights

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

#: Objects of up to so many accounts, or this share of all, join accounts; commoner ones join everybody.
MAX_SHARERS = 50
MAX_SHARE = 0.02
#: Budget of account pairs over all objects, and of edges kept for the community search.
PAIR_BUDGET = 60_000_000
EDGE_BUDGET = 4_000_000


@dataclass(frozen=True, slots=True)
class Graph:
    """Weighted edges a < b between account codes, in order; `max_sharers` is the limit that held."""

    a: Integers
    b: Integers
    weights: Floats
    nodes: int
    max_sharers: int


def build_graph(corpus: Corpus) -> Graph:
    """Add log(N / n) / (n - 1) to every pair of accounts that share an object of n accounts, over all layers."""
    accounts = len(corpus.accounts)
    limit = _limit(corpus, max(MAX_SHARERS, int(MAX_SHARE * accounts)))
    total = sparse.csr_array((accounts, accounts))
    for layer in corpus.layers:
        total = sparse.csr_array(total + _layer_graph(layer, accounts, limit))
    upper = sparse.triu(total, k=1, format="coo")
    order = np.lexsort((upper.col, upper.row))
    a, b, weights = upper.row[order].astype(np.int64), upper.col[order].astype(np.int64), upper.data[order]
    kept = _strongest(a, b, weights, accounts)
    return Graph(a[kept], b[kept], weights[kept], accounts, limit)


def _limit(corpus: Corpus, limit: int) -> int:
    """Lower the limit until the pairs of all objects fit the budget."""
    sizes = np.concatenate([layer.sharers() for layer in corpus.layers])
    while limit > 2 and (sizes[sizes <= limit].astype(float) ** 2).sum() / 2 > PAIR_BUDGET:
        limit = limit * 3 // 4
    return limit


def _layer_graph(layer: Layer, accounts: int, limit: int) -> sparse.csr_array:
    sharers = layer.sharers()
    rarity = np.where(sharers <= limit, rarity_weights(sharers, accounts=accounts), 0.0)
    kept = rarity[layer.object] > 0
    shape = (accounts, len(layer.names))
    ones = np.ones(int(kept.sum()))
    once = sparse.coo_array((ones, (layer.account[kept], layer.object[kept])), shape=shape).tocsr()
    once.data[:] = 1.0
    return sparse.triu(sparse.csr_array(once @ sparse.diags_array(rarity) @ once.T), k=1, format="csr")


def _strongest(a: Integers, b: Integers, weights: Floats, accounts: int) -> NDArray[np.bool_]:
    """Above the budget keep the strongest edges of each account; an edge stays if either end keeps it."""
    if a.size <= EDGE_BUDGET:
        return np.ones(a.size, dtype=bool)
    each = max(10, 2 * EDGE_BUDGET // accounts)
    kept = np.zeros(a.size, dtype=bool)
    for end in (a, b):
        order = np.lexsort((np.arange(a.size), -weights, end))
        first = np.searchsorted(end[order], np.arange(accounts))
        place = np.arange(a.size) - first[end[order]]
        kept[order[place < each]] = True
    return kept
