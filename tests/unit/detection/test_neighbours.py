import numpy as np

from detection.neighbours import NEIGHBOURS, strongest_edges


def test_an_edge_stays_if_it_is_strong_for_either_end() -> None:
    """A star: the middle keeps its strongest, and each point of it keeps its only edge."""
    points = np.arange(1, 200)
    assert strongest_edges(np.zeros(199, dtype=np.int64), points, np.ones(199), nodes=200).all()


def test_weak_edges_between_busy_accounts_go() -> None:
    a, b = np.triu_indices(100, 1)
    same = (a % 4) == (b % 4)
    kept = strongest_edges(a, b, np.where(same, 2.0, 1.0), nodes=100)
    degree = np.bincount(np.concatenate([a[kept], b[kept]]), minlength=100)
    assert kept[same].all()
    assert degree.min() >= NEIGHBOURS
    assert kept.sum() < a.size


def test_equals_are_drawn_evenly_and_alike_in_any_order() -> None:
    a, b = np.triu_indices(300, 1)
    kept = strongest_edges(a, b, np.ones(a.size), nodes=300)
    degree = np.bincount(np.concatenate([a[kept], b[kept]]), minlength=300)
    assert degree.max() < 4 * NEIGHBOURS
    order = np.random.default_rng(1).permutation(a.size)
    again = strongest_edges(b[order], a[order], np.ones(a.size), nodes=300)
    assert (again == kept[order]).all()


def test_no_edges_are_no_edges() -> None:
    none = np.zeros(0, dtype=np.int64)
    assert strongest_edges(none, none, np.zeros(0), nodes=5).size == 0
