import numpy as np
import pytest

from detection.agreement import join_labelings


def parts(*labels: list[int]) -> list[set[int]]:
    joined = join_labelings([np.array(label, dtype=np.int64) for label in labels])
    groups = [set(np.flatnonzero(joined == part).tolist()) for part in np.unique(joined)]
    return sorted((group for group in groups if len(group) > 1), key=min)


def test_groups_that_all_groupings_know_are_kept() -> None:
    same = [0, 0, 0, 1, 1, 1]
    assert parts(same, same, same) == [{0, 1, 2}, {3, 4, 5}]


def test_an_account_that_changes_sides_does_not_join_two_groups() -> None:
    left = [0, 0, 0, 0, 0, 1, 1, 1, 1]
    right = [0, 0, 0, 0, 1, 1, 1, 1, 1]
    assert parts(left, left, right, right) in ([{0, 1, 2, 3, 4}, {5, 6, 7, 8}], [{0, 1, 2, 3}, {4, 5, 6, 7, 8}])


def test_two_accounts_that_change_sides_together_do_not_join_two_groups() -> None:
    left = [0] * 8 + [1] * 6
    right = [0] * 6 + [1] * 8
    assert not any({0, 13} <= group for group in parts(left, left, right, right))
    assert [group for group in parts(left, left, right, right) if len(group) > 2] == [set(range(6)), set(range(8, 14))]


def test_a_group_that_one_grouping_merges_with_another_is_told_apart_by_the_rest() -> None:
    merged, apart = [0, 0, 0, 0, 0, 0], [0, 0, 0, 1, 1, 1]
    assert parts(merged, apart, apart, apart) == [{0, 1, 2}, {3, 4, 5}]


def test_a_group_that_grows_with_the_resolution_is_one_group() -> None:
    small, large = [0, 0, 0, -1, -1], [0, 0, 0, 0, -1]
    assert parts(small, small, large, large) == [{0, 1, 2, 3}]


@pytest.mark.parametrize("labels", [([-1, -1], [-1, -1]), ([0, 1], [0, 1])])
def test_accounts_without_company_stay_alone(labels: tuple[list[int], ...]) -> None:
    assert parts(*labels) == []
