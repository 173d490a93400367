"""Units of many groups in; for each group, behaviour and window out: does it act together faster than other groups do?

Given that two of its accounts shared an object within a day, are they within the window more often than pairs of the
same behaviour and size class in other, unsuspected groups? The tested group is always left out of its baseline.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: A layer needs this much weight in other groups to have a baseline at all.
MIN_BASELINE = 20.0
#: Pseudo-weight that pulls a size class towards its layer.
PRIOR = 5.0
MIN_OBJECTS = 5
#: Inflation is estimated in one layer from at least so many other groups, else from all layers.
MIN_GROUPS = 8
ACCEPT_P, ACCEPT_ODDS = 0.01, 3.0
SUSPECT_P, SUSPECT_ODDS = 0.1, 2.0
MAX_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Units:
    """Units of one layer and window: group, size class, weight, and share of pairs within the window."""

    layer: str
    window: int
    group: Integers
    size_class: Integers
    weight: Floats
    share: Floats
    copies: bool = False


@dataclass(frozen=True, slots=True)
class Sums:
    """Per group: observed and expected fast weight, its variance, the whole weight, objects, and whether testable."""

    observed: Floats
    expected: Floats
    variance: Floats
    weight: Floats
    objects: Integers
    testable: Flags

    @property
    def z(self) -> Floats:
        """Standard deviations above expectation, 0 where not testable."""
        spread = np.sqrt(np.maximum(self.variance, 1e-12))
        return np.where(self.testable, (self.observed - self.expected) / spread, 0.0)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The test of one layer (or `*`, all of them) and window for every group."""

    layer: str
    window: int
    sums: Sums
    inflation: Floats
    p: Floats
    odds: Floats


@dataclass(frozen=True, slots=True)
class Verdicts:
    """All outcomes after the suspects were stable; `tests` is what every p is multiplied with.

    `outside` marks the groups that were left out of the baseline: suspects of any round, and those known before.
    """

    outcomes: tuple[Outcome, ...]
    tests: int
    accepted: Flags
    suspect: Flags
    outside: Flags
    rounds: int

    def accepted_in(self, group: int) -> list[Outcome]:
        """Return the outcomes that accept a group, the smallest p first."""
        chosen = [one for one in self.outcomes if _passes(one, self.tests, ACCEPT_P, ACCEPT_ODDS)[group]]
        return sorted(chosen, key=lambda one: (one.p[group], one.window, one.layer))

    def best(self, group: int) -> Outcome | None:
        """Return the outcome with the smallest p for a group, if it was tested."""
        tested = [one for one in self.outcomes if one.sums.testable[group] and one.sums.objects[group] >= MIN_OBJECTS]
        return min(tested, key=lambda one: (one.p[group], one.window, one.layer), default=None)


def judge_groups(
    units: list[Units], eligible: Flags, *, nested: frozenset[str] = frozenset(), known: Flags | None = None
) -> Verdicts:
    """Test the eligible groups, Bonferroni over groups, layers and windows, until the suspects are stable.

    Other groups only serve as baseline, but for those of `known`, which are suspected from elsewhere. Layers of
    `nested` are tested singly but not pooled: they repeat what another layer says.
    """
    groups = eligible.size
    outside = np.zeros(groups, dtype=bool) if known is None else known.copy()
    for rounds in range(1, MAX_ROUNDS + 1):
        outcomes = _outcomes(units, groups, ~outside, nested)
        tests = int(sum((_tested(one) & eligible).sum() for one in outcomes))
        suspect = eligible & _any(outcomes, tests, SUSPECT_P, SUSPECT_ODDS, groups)
        # A suspect never comes back: two fast groups would take turns in hiding each other.
        if not (suspect & ~outside).any() or rounds == MAX_ROUNDS:
            break
        outside |= suspect
    accepted = eligible & _any(outcomes, tests, ACCEPT_P, ACCEPT_ODDS, groups)
    return Verdicts(tuple(outcomes), tests, accepted, suspect, outside | suspect, rounds)


def sum_units(units: Units, groups: int, unsuspected: Flags) -> Sums:
    """Sum the units of each group against the baseline of the unsuspected others."""
    classes = int(units.size_class.max(initial=0)) + 1
    w, f, cell = units.weight, units.share, units.group * classes + units.size_class
    tables = [
        np.bincount(cell, weights=values, minlength=groups * classes).reshape(groups, classes)
        for values in (w, w * f, w * f * f, w * w)
    ]
    own = [table * unsuspected[:, None] for table in tables]
    weight, fast, square, weight2 = (table.sum(axis=0)[None, :] - mine for table, mine in zip(own, own, strict=True))
    layer_weight = weight.sum(axis=1, keepdims=True)
    q_layer = (fast.sum(axis=1, keepdims=True) + 0.5) / (layer_weight + 1)
    m_layer = (square.sum(axis=1, keepdims=True) + 0.5) / (layer_weight + 1)
    q = (fast + PRIOR * q_layer) / (weight + PRIOR)
    m = (square + PRIOR * m_layer) / (weight + PRIOR)
    typical = np.maximum(1.0, weight2 / np.maximum(weight, 1e-12))
    class_variance = np.maximum(m - q**2, q * (1 - q) / typical)
    one_q, one_m = q[units.group, units.size_class], m[units.group, units.size_class]
    variance = w**2 * np.maximum(one_m - one_q**2, one_q * (1 - one_q) / np.maximum(1.0, w))
    baseline = (tables[0] ** 2 * class_variance * (weight2 + PRIOR) / (weight + PRIOR) ** 2).sum(axis=1)
    return Sums(
        observed=tables[1].sum(axis=1),
        expected=(tables[0] * q).sum(axis=1),
        variance=np.bincount(units.group, weights=variance, minlength=groups) + baseline,
        weight=tables[0].sum(axis=1),
        objects=np.bincount(units.group, minlength=groups),
        testable=layer_weight[:, 0] >= MIN_BASELINE,
    )


def pool(sums: list[Sums]) -> Sums:
    """Add up the layers that are testable for each group."""

    def total(name: str) -> Floats:
        parts = [np.where(one.testable, getattr(one, name), 0) for one in sums]
        return np.asarray(np.sum(parts, axis=0), dtype=np.float64)

    return Sums(
        observed=total("observed"),
        expected=total("expected"),
        variance=total("variance"),
        weight=total("weight"),
        objects=total("objects").astype(np.int64),
        testable=np.any([one.testable for one in sums], axis=0),
    )


def tail(sums: Sums, inflation: Floats) -> Floats:
    """Return the larger of the normal and the binomial tail, both after inflation; 1 where not testable."""
    normal = special.ndtr(-sums.z / np.sqrt(inflation))
    trials = np.round(sums.weight / inflation)
    hits = np.minimum(np.floor(sums.observed / inflation + 1e-9), trials)
    chance = np.clip(sums.expected / np.maximum(sums.weight, 1e-12), 0.0, 1.0)
    binomial = np.where(hits > 0, special.betainc(np.maximum(hits, 1), trials - np.maximum(hits, 1) + 1, chance), 1.0)
    return np.where(sums.testable & (sums.weight > 0), np.maximum(normal, binomial), 1.0)


def odds_ratio(sums: Sums) -> Floats:
    """Odds of a fast pair in the group over the odds expected, with half a pair added on each side."""
    seen = (sums.observed + 0.5) / (np.maximum(sums.weight - sums.observed, 0) + 0.5)
    usual = (sums.expected + 0.5) / (np.maximum(sums.weight - sums.expected, 0) + 0.5)
    return seen / usual


def _outcomes(units: list[Units], groups: int, unsuspected: Flags, nested: frozenset[str]) -> list[Outcome]:
    found = []
    for window in sorted({one.window for one in units}):
        here = [one for one in units if one.window == window]
        sums = {one.layer: sum_units(one, groups, unsuspected) for one in here}
        pooled = (
            pool(single) if len(single := [value for name, value in sums.items() if name not in nested]) > 1 else None
        )
        everywhere = _inflation(list(sums.values()), groups, unsuspected)
        for name, value in {**sums, **({"*": pooled} if pooled is not None else {})}.items():
            alone, count = _inflation_of(value, groups, unsuspected)
            inflation = np.where(count >= MIN_GROUPS, alone, everywhere)
            found.append(Outcome(name, window, value, inflation, tail(value, inflation), odds_ratio(value)))
    return found


def _inflation_of(sums: Sums, groups: int, unsuspected: Flags) -> tuple[Floats, Integers]:
    """Mean z squared of the other unsuspected groups, at least 1, and how many they are."""
    used = unsuspected & sums.testable & (sums.objects >= MIN_OBJECTS)
    square = np.where(used, sums.z**2, 0.0)
    count = used.sum() - used
    return np.maximum(1.0, (square.sum() - square) / np.maximum(count, 1)), count


def _inflation(sums: list[Sums], groups: int, unsuspected: Flags) -> Floats:
    """Mean z squared of the other unsuspected groups over all layers."""
    total, count = np.zeros(groups), np.zeros(groups)
    for one in sums:
        used = unsuspected & one.testable & (one.objects >= MIN_OBJECTS)
        square = np.where(used, one.z**2, 0.0)
        total += square.sum() - square
        count += used.sum() - used
    return np.maximum(1.0, total / np.maximum(count, 1))


def _tested(outcome: Outcome) -> Flags:
    return outcome.sums.testable & (outcome.sums.objects >= MIN_OBJECTS)


def _passes(outcome: Outcome, tests: int, p: float, odds: float) -> Flags:
    return _tested(outcome) & (outcome.p * tests <= p) & (outcome.odds >= odds)


def _any(outcomes: list[Outcome], tests: int, p: float, odds: float, groups: int) -> Flags:
    passed = [_passes(one, tests, p, odds) for one in outcomes]
    return np.asarray(np.any([*passed, np.zeros(groups, dtype=bool)], axis=0), dtype=bool)
