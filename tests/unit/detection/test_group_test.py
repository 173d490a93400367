import numpy as np
import pytest

from detection.group_test import Units, judge_groups, sum_units


def make_units(rates: list[float], *, objects: int = 40, seed: int = 1, layer: str = "url", window: int = 60) -> Units:
    """One group per rate; each object is one pair, fast with that chance."""
    random = np.random.default_rng(seed)
    group = np.repeat(np.arange(len(rates)), objects)
    share = (random.random(group.size) < np.repeat(rates, objects)).astype(float)
    return Units(layer, window, group, random.integers(1, 6, group.size), np.ones(group.size), share)


def test_a_group_much_faster_than_the_others_is_accepted() -> None:
    verdicts = judge_groups([make_units([0.05] * 30 + [0.6])], np.ones(31, dtype=bool))
    assert verdicts.accepted.nonzero()[0].tolist() == [30]
    assert verdicts.suspect[30]


def test_a_group_twice_as_fast_is_a_near_miss() -> None:
    verdicts = judge_groups([make_units([0.05] * 30 + [0.1])], np.ones(31, dtype=bool))
    assert not verdicts.accepted.any()


def test_groups_that_are_all_fast_are_each_others_baseline() -> None:
    verdicts = judge_groups([make_units([0.6] * 30)], np.ones(30, dtype=bool))
    assert not verdicts.accepted.any()


@pytest.mark.parametrize("seed", range(20))
def test_equal_groups_are_not_accepted(seed: int) -> None:
    units = [make_units([0.05] * 60, seed=100 * seed + window, window=window) for window in (0, 10, 60)]
    assert not judge_groups(units, np.ones(60, dtype=bool)).accepted.any()


def test_groups_that_vary_a_lot_by_nature_inflate_the_variance() -> None:
    rates = np.random.default_rng(3).beta(0.3, 2.0, 60)
    verdicts = judge_groups([make_units(rates.tolist())], np.ones(60, dtype=bool))
    assert verdicts.outcomes[0].inflation.mean() > 2
    assert verdicts.accepted.sum() <= 1


def test_four_objects_are_too_few_however_fast() -> None:
    units = make_units([0.05] * 30 + [1.0])
    kept = np.flatnonzero((units.group < 30) | (np.arange(units.group.size) < 30 * 40 + 4))
    few = Units("url", 60, units.group[kept], units.size_class[kept], units.weight[kept], units.share[kept])
    assert not judge_groups([few], np.ones(31, dtype=bool)).accepted.any()


def test_without_other_groups_nothing_is_testable() -> None:
    verdicts = judge_groups([make_units([0.9])], np.ones(1, dtype=bool))
    assert verdicts.tests == 0
    assert not verdicts.accepted.any()


def test_two_fast_groups_do_not_hide_each_other() -> None:
    verdicts = judge_groups([make_units([0.05] * 10 + [0.7, 0.7])], np.ones(12, dtype=bool))
    assert verdicts.accepted.nonzero()[0].tolist() == [10, 11]


def test_a_nested_layer_is_not_pooled() -> None:
    units = [make_units([0.05] * 20, layer=layer, seed=k) for k, layer in enumerate(("url", "text", "domain"))]
    pooled = next(
        one for one in judge_groups(units, np.ones(20, dtype=bool), nested=frozenset({"domain"})).outcomes
        if one.layer == "*"
    )  # fmt: skip
    assert pooled.sums.objects.tolist() == [80] * 20


def test_the_baseline_leaves_the_tested_group_out() -> None:
    units = make_units([0.0, 1.0])
    sums = sum_units(units, 2, np.ones(2, dtype=bool))
    assert sums.expected[1] < 1.0
    assert sums.expected[0] > 35.0


def test_pieces_that_are_suspected_from_elsewhere_are_no_baseline() -> None:
    """Where half of all groups are pieces of one campaign, each is as fast as usual."""
    units, eligible = make_units([0.05] * 30 + [0.5] * 30), np.ones(60, dtype=bool)
    assert not judge_groups([units], eligible).accepted.any()
    verdicts = judge_groups([units], eligible, known=np.arange(60) >= 30)
    assert verdicts.accepted.nonzero()[0].tolist() == list(range(30, 60))
    assert verdicts.outside.nonzero()[0].tolist() == list(range(30, 60))
