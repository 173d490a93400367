"""Communities that do not hang on a seed: a graph in; groups on which most seeds agree out, with their stability."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from detection.communities import find_communities, renumber
from detection.threads import in_threads

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

SEEDS = 5
#: An edge stays when its ends fall into one community in this share of the seeds.
AGREEMENT = 0.8


@dataclass(frozen=True, slots=True)
class Grouping:
    """A group number per node, and per node the share of its group it meets in a community, over the seeds."""

    groups: Integers
    stability: Floats


def find_groups(
    a: Integers, b: Integers, weights: Floats, *, nodes: int, resolution: float = 1.0, seed: int = 1,
    method: str = "leiden", max_size: int | None = None, dense: float | None = None,
) -> Grouping:  # fmt: skip
    """Return the components of the edges whose ends agree in most seeds; groups above `max_size` are split again.

    With `dense`, a component of the whole graph with that share of all possible edges is never cut.
    """

    def find(turn: int) -> Integers:
        return find_communities(a, b, weights, nodes=nodes, resolution=resolution, seed=seed + turn, method=method)

    labels = in_threads(find, range(SEEDS))
    agreed = sum((one[a] == one[b]).astype(np.int64) for one in labels)
    kept = np.asarray(agreed) >= AGREEMENT * SEEDS - 1e-9
    if dense is not None:
        whole = _components(a, b, nodes)
        uncut = _density(whole, a, b) >= dense
        labels = [np.where(uncut[whole], whole, nodes + one) for one in labels]
        kept |= uncut[whole[a]]
    groups = _components(a[kept], b[kept], nodes)
    if max_size is not None:
        groups = _split_large(groups, a, b, weights, max_size=max_size, resolution=resolution, seed=seed, method=method)
    return Grouping(groups, _stability(groups, labels))


def _components(a: Integers, b: Integers, nodes: int) -> Integers:
    matrix = sparse.coo_array((np.ones(a.size), (a, b)), shape=(nodes, nodes))
    return renumber(connected_components(matrix, directed=False)[1].astype(np.int64))


def _density(groups: Integers, a: Integers, b: Integers) -> Floats:
    """Return for each group its edges (each given once) as a share of all its pairs."""
    size = np.bincount(groups)
    edges = np.bincount(groups[a][groups[a] == groups[b]], minlength=size.size)
    return edges / np.maximum(size * (size - 1) / 2, 1)


def _split_large(
    groups: Integers, a: Integers, b: Integers, weights: Floats, *, max_size: int, resolution: float, seed: int,
    method: str,
) -> Integers:  # fmt: skip
    """Cut groups above `max_size` at doubled resolutions, until they are small enough or do not come apart."""
    groups = groups.copy()
    queue = [(int(group), resolution * 2) for group in np.flatnonzero(np.bincount(groups) > max_size)]
    while queue:
        group, finer = queue.pop()
        inside = (groups[a] == group) & (groups[b] == group)
        nodes = np.flatnonzero(groups == group)
        ends = (np.searchsorted(nodes, a[inside]), np.searchsorted(nodes, b[inside]))
        parts = find_communities(*ends, weights[inside], nodes=nodes.size, resolution=finer, seed=seed, method=method)
        numbers = np.where(parts == 0, group, groups.max() + parts)
        groups[nodes] = numbers
        if finer < 64:
            large = [int(number) for number in np.unique(numbers) if (numbers == number).sum() > max_size]
            queue += [(number, finer * 2) for number in large]
    return renumber(groups)


def _stability(groups: Integers, labels: list[Integers]) -> Floats:
    """Mean over seeds of the share of a node's fellow members that its community holds; 1 for nodes alone."""
    size = np.bincount(groups)[groups]
    total = np.zeros(groups.size)
    for one in labels:
        _, both, count = np.unique(groups * (one.max() + 1) + one, return_inverse=True, return_counts=True)
        total += np.divide(count[both] - 1, size - 1, out=np.ones(groups.size), where=size > 1)
    return total / len(labels)
