from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from detection.occasions import MAX_SEPARATION, count_occasions, separation

Spans = list[tuple[int, int, int]]


def count(spans: Spans, apart: int = 0, size: int = 3) -> list[int]:
    pairs, starts, lengths = (np.array(column, dtype=np.int64) for column in zip(*spans, strict=True))
    return count_occasions(pairs, starts, starts + lengths, size=size, apart=apart).tolist()


def largest(spans: list[tuple[int, int]], apart: int) -> int:
    """Try every subset."""
    for size in range(len(spans), 0, -1):
        for chosen in combinations(sorted(spans), size):
            if all(later[0] > earlier[0] + earlier[1] + apart for earlier, later in combinations(chosen, 2)):
                return size
    return 0


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 30), st.integers(0, 8)), min_size=1, max_size=9),
       st.integers(0, 5))  # fmt: skip
def test_occasions_are_the_largest_set_that_lies_apart(spans: Spans, apart: int) -> None:
    expected = [largest([span[1:] for span in spans if span[0] == pair], apart) for pair in range(3)]
    assert count(spans, apart) == expected


def test_one_pair_of_posts_with_three_tags_is_one_occasion() -> None:
    assert count([(0, 100, 5), (0, 100, 5), (0, 100, 5)], size=1) == [1]


def test_one_post_that_meets_two_others_is_one_occasion() -> None:
    assert count([(0, 100, 5), (0, 105, 4)], size=1) == [1]


def test_no_more_than_an_hour_is_asked_between_occasions() -> None:
    assert separation(60_000_000) == 60_000_000
    assert separation(86_400_000_000) == MAX_SEPARATION == 3_600_000_000
