import numpy as np
import pytest

from detection.communities import find_communities
from detection.consensus import find_groups


def two_cliques(size: int = 6) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    edges = [(i + base, j + base) for base in (0, size) for i in range(size) for j in range(i)]
    edges.append((0, size))
    a, b = np.array(edges, dtype=np.int64).T
    return a, b, np.where(np.arange(a.size) == a.size - 1, 0.1, 1.0)


@pytest.mark.parametrize("method", ["leiden", "louvain", "networkx", "labels"])
def test_each_method_tells_two_cliques_apart(method: str) -> None:
    labels = find_communities(*two_cliques(), nodes=13, method=method)
    assert labels.tolist() == [0] * 6 + [1] * 6 + [2]


@pytest.mark.parametrize("method", ["leiden", "louvain", "networkx", "labels"])
def test_order_and_direction_of_edges_change_nothing(method: str) -> None:
    random = np.random.default_rng(5)
    a, b = random.integers(0, 60, (2, 400))
    weights = random.random(400)
    order = random.permutation(400)
    one = find_communities(a, b, weights, nodes=60, method=method)
    other = find_communities(b[order], a[order], weights[order], nodes=60, method=method)
    assert one.tolist() == other.tolist()


def test_higher_resolution_gives_more_communities() -> None:
    random = np.random.default_rng(5)
    a, b = random.integers(0, 80, (2, 600))
    for method in ("leiden", "louvain", "networkx"):
        few = find_communities(a, b, np.ones(600), nodes=80, resolution=0.3, method=method)
        many = find_communities(a, b, np.ones(600), nodes=80, resolution=4, method=method)
        assert few.max() < many.max()


def test_a_graph_without_edges_leaves_everybody_alone() -> None:
    none = np.zeros(0, dtype=np.int64)
    assert find_communities(none, none, np.zeros(0), nodes=3).tolist() == [0, 1, 2]
    assert find_groups(none, none, np.zeros(0), nodes=3).groups.tolist() == [0, 1, 2]


def test_a_clique_that_stands_alone_is_not_cut() -> None:
    edges = np.array([(i, j) for i in range(15) for j in range(i)], dtype=np.int64)
    weights = np.random.default_rng(2).random(len(edges)) ** 4
    assert set(find_groups(edges[:, 0], edges[:, 1], weights, nodes=15, dense=0.3).groups) == {0}


def test_members_on_whom_the_seeds_agree_are_stable() -> None:
    grouping = find_groups(*two_cliques(), nodes=12)
    assert grouping.groups.tolist() == [0] * 6 + [1] * 6
    assert grouping.stability.tolist() == [1.0] * 12


def test_large_groups_are_split_again() -> None:
    a, b, weights = two_cliques()
    weights[-1] = 50.0
    grouping = find_groups(a, b, weights, nodes=12, resolution=0.1, max_size=8)
    assert np.bincount(grouping.groups).max() <= 8
