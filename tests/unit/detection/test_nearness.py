from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from detection.nearness import find_near, order_rows
from detection.nearness_kernel import sweep_ends

ROWS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 40)), max_size=30)


@settings(deadline=None)
@given(ROWS, st.integers(0, 20))
def test_near_rows_are_exactly_those_within_the_closed_window(rows: list[tuple[int, int]], window: int) -> None:
    rows = sorted(rows)
    objects = np.array([thing for thing, _ in rows], dtype=np.int64)
    at = np.array([time for _, time in rows], dtype=np.int64)
    near = find_near(objects, at, window)
    expected = [
        (i, j)
        for (i, one), (j, other) in combinations(enumerate(rows), 2)
        if one[0] == other[0] and other[1] - one[1] <= window
    ]
    earlier, later = near.pairs()
    assert sorted(zip(earlier.tolist(), later.tolist(), strict=True)) == sorted(expected)
    assert near.events(4).sum() == len(expected)


def test_stamps_of_today_in_microseconds_are_told_apart_exactly() -> None:
    at = np.array([1_700_000_000_000_000, 1_700_000_010_000_000, 1_700_000_010_000_001])
    earlier, later = find_near(np.zeros(3, dtype=np.int64), at, 10_000_000).pairs()
    assert list(zip(earlier, later, strict=True)) == [(0, 1), (1, 2)]


@settings(deadline=None)
@given(ROWS, st.integers(-1, 20))
def test_the_compiled_sweep_finds_the_same(rows: list[tuple[int, int]], window: int) -> None:
    rows = sorted(rows)
    objects = np.array([thing for thing, _ in rows], dtype=np.int64)
    at = np.array([time for _, time in rows], dtype=np.int64)
    assert sweep_ends(objects, at, np.array([window])).tolist() == find_near(objects, at, window).ends.tolist()
    reach = np.array([window, -1, 3, 0])[objects]
    assert sweep_ends(objects, at, reach).tolist() == find_near(objects, at, reach).ends.tolist()


def test_stamps_too_far_apart_to_join_with_objects_are_ranked() -> None:
    objects, at = np.array([0, 0, 1 << 12]), np.array([-(1 << 60), 1 << 60, 1 << 60])
    assert find_near(objects, at, 1 << 61).ends.tolist() == [2, 2, 3]
    assert order_rows(objects[::-1], at[::-1], (1 << 12) + 1).tolist() == [2, 1, 0]
