import numpy as np
import pytest
from scipy import stats

from detection.significance import combine_cauchy, false_discovery_rates, poisson_tail


def test_the_tail_is_that_of_poisson() -> None:
    observed, expected = np.array([1, 3, 10, 0]), np.array([0.5, 0.01, 2.0, 1.0])
    assert poisson_tail(observed, expected) == pytest.approx(stats.poisson.sf(observed - 1, expected))


def test_q_counts_pairs_that_never_met() -> None:
    p = np.array([0.001, 0.002, 0.5])
    everybody = stats.false_discovery_control(np.concatenate([p, np.ones(97)]))[:3]
    assert false_discovery_rates(p, tests=100) == pytest.approx(everybody)


def test_q_of_fewer_tests_than_values_is_an_error() -> None:
    with pytest.raises(ValueError, match="cannot come from"):
        false_discovery_rates(np.array([0.1, 0.2]), tests=1)


def test_one_small_p_among_many_tests_pays_for_all_of_them() -> None:
    combined = combine_cauchy(np.array([1e-6]), groups=np.array([0]), sizes=1, tests=10)
    assert combined[0] == pytest.approx(1e-5, rel=1e-3)


def test_tiny_p_keep_their_size() -> None:
    combined = combine_cauchy(np.array([1e-40, 0.4]), groups=np.array([0, 0]), sizes=1, tests=2)
    assert combined[0] == pytest.approx(2e-40, rel=1e-3)


def test_combined_p_of_independent_uniform_p_is_not_too_small() -> None:
    p = np.random.default_rng(1).random(50_000)
    combined = combine_cauchy(p, groups=np.arange(50_000) // 5, sizes=10_000, tests=5)
    assert (combined < 0.01).mean() == pytest.approx(0.01, abs=0.004)
