"""Tail probabilities of counts, corrected for everything that was looked at."""

import numpy as np
from numpy.typing import NDArray
from scipy import special

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def poisson_tail(observed: Integers, expected: Floats) -> Floats:
    """Probability of `observed` or more when `expected` are expected; 1 where nothing was observed."""
    tail = special.gammainc(np.maximum(observed, 1), expected)
    return np.where(observed > 0, np.maximum(tail, 1e-300), 1.0)


def gamma_tail(observed: Floats, expected: Floats, variance: Floats) -> Floats:
    """Probability of `observed` or more of a sum with this mean and variance, told by a gamma; 1 where it is 0."""
    tail = special.gammaincc(expected**2 / variance, observed * expected / variance)
    return np.where(observed > 0, np.maximum(tail, 1e-300), 1.0)


def false_discovery_rates(p: Floats, *, tests: int) -> Floats:
    """Benjamini-Hochberg q of each p among `tests` tests, those not listed having p = 1.

    `tests` counts **all** account pairs, not only those that met: over the pairs that met, nearly all pass.
    Source: Benjamini and Hochberg 1995.
    """
    if p.size == 0:
        return p.copy()
    if tests < p.size:
        raise ValueError(f"{p.size} p-values cannot come from {tests} tests")
    order = np.argsort(p, kind="stable")
    stepped = p[order] * tests / np.arange(1, p.size + 1)
    q = np.empty_like(p)
    q[order] = np.minimum(np.minimum.accumulate(stepped[::-1])[::-1], 1.0)
    return q


def combine_cauchy(p: Floats, *, groups: Integers, sizes: int, tests: int) -> Floats:
    """Combine the p of each group, out of `tests` per group, by the Cauchy combination; returns one p per group.

    `groups` gives each p its group in 0..sizes-1. It holds under dependence, which nested behaviours and windows need.
    A p above one half, and a test that is not listed, counts as one half: a tail of counts says nothing against a
    pair, it just says nothing. Source: Liu and Xie 2020.
    """
    statistic = np.tan((0.5 - np.minimum(p, 0.5)) * np.pi)
    # Below 1e-15 the tangent loses its digits; 1 / (pi p) is its limit.
    statistic = np.where(p < 1e-15, 1 / (np.pi * np.maximum(p, 1e-300)), statistic)
    mean = np.bincount(groups, weights=statistic, minlength=sizes) / tests
    tail = 0.5 - np.arctan(mean) / np.pi
    tail = np.where(mean > 1e15, 1 / (np.pi * np.maximum(mean, 1)), tail)
    return np.clip(tail, 1e-300, 1.0)
