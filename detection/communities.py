"""A weighted graph in; communities out, equal for equal graphs: nodes and edges are sorted and the seed is fixed."""

from collections.abc import Callable, Iterable

import graspologic_native
import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from detection import louvain

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


def find_communities(
    a: Integers, b: Integers, weights: Floats, *, nodes: int, resolution: float = 1.0, seed: int = 1,
    method: str = "leiden",
) -> Integers:  # fmt: skip
    """Return the community number of each node 0..nodes-1; numbers ascend with the smallest node of a community.

    Edges (a, b) may be given once in any order; equal ones are added up. Nodes without edges are alone. Modularity
    methods share one wrong answer at one resolution and differ by seed: see `detection.consensus` for what holds.
    """
    if a.size == 0:
        return np.arange(nodes)
    matrix = merged(a, b, weights, nodes)
    found = _METHODS[method](matrix, resolution, seed)
    return renumber(found)


def merged(a: Integers, b: Integers, weights: Floats, nodes: int) -> sparse.csr_array:
    """Return the symmetric matrix of a weighted graph with equal edges added up, without loops."""
    kept = a != b
    low, high = np.minimum(a, b)[kept], np.maximum(a, b)[kept]
    upper = sparse.coo_array((weights[kept], (low, high)), shape=(nodes, nodes)).tocsr()
    upper.sum_duplicates()
    matrix = sparse.csr_array(upper + upper.T)
    matrix.sort_indices()
    return matrix


def renumber(labels: Integers) -> Integers:
    """Number communities in order of their first node."""
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    rank = np.empty(first.size, dtype=np.int64)
    rank[np.argsort(first)] = np.arange(first.size)
    return rank[inverse]


def _leiden(matrix: sparse.csr_array, resolution: float, seed: int) -> Integers:
    nodes = matrix.shape[0]
    if matrix.nnz == 0:
        return np.arange(nodes)
    _, labels = graspologic_native.leiden_csr(
        matrix.indptr.astype(np.int64), matrix.indices.astype(np.int32), matrix.data.astype(np.float64), nodes,
        resolution=resolution, iterations=2, seed=seed,
    )  # fmt: skip
    # Nodes without edges may be missing from the answer.
    return np.array([labels.get(node, nodes + node) for node in range(nodes)])


def _as_graph(matrix: sparse.csr_array) -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from(range(matrix.shape[0]))
    upper = sparse.triu(matrix, format="coo")
    graph.add_weighted_edges_from(
        zip(upper.row.tolist(), upper.col.tolist(), upper.data.tolist(), strict=True), weight="weight"
    )
    return graph


def _louvain(matrix: sparse.csr_array, resolution: float, seed: int) -> Integers:
    return louvain.best_partition(_as_graph(matrix), resolution=resolution, seed=seed)


def _networkx(matrix: sparse.csr_array, resolution: float, seed: int) -> Integers:
    parts = nx.community.louvain_communities(_as_graph(matrix), weight="weight", resolution=resolution, seed=seed)
    return _numbers(parts, matrix.shape[0])


def _label_propagation(matrix: sparse.csr_array, _: float, seed: int) -> Integers:
    """Give each node the label that weighs most around it, until none changes; there is no resolution to choose."""
    parts = nx.community.asyn_lpa_communities(_as_graph(matrix), weight="weight", seed=seed)
    return _numbers(parts, matrix.shape[0])


def _numbers(parts: Iterable[set[int]], nodes: int) -> Integers:
    labels = np.zeros(nodes, dtype=np.int64)
    for number, part in enumerate(sorted(parts, key=min)):
        labels[sorted(part)] = number
    return labels


_METHODS: dict[str, Callable[[sparse.csr_array, float, int], Integers]] = {
    "leiden": _leiden,
    "louvain": _louvain,
    "networkx": _networkx,
    "labels": _label_propagation,
}
