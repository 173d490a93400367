"""A given group in; route A's test of it against the groups that the other accounts form out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from case.progress import silent
from detection.corpus import Corpus
from detection.coshare import build_graph
from detection.group_test import MIN_OBJECTS, Outcome, Verdicts, judge_groups
from detection.layer_counts import NESTED, LayerCounts, count_layers, timing_units
from detection.nearness import find_near
from detection.parameters import Parameters
from detection.significance import poisson_tail
from detection.timing import MIDDLE, MIN_ACCOUNTS, cut_everybody, judge_cuts
from detection.units import read_contents
from detection.variants import keep_accounts

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

MIN_ODDS = 2.0
_DAY = 86_400_000_000
#: Links of a list are listed pair by pair up to so many co-actions.
LINK_BUDGET = 20_000_000


@dataclass(frozen=True, slots=True)
class FixedTiming:
    """The list's best outcome, corrected for layers and windows; per listed account its fast posts and links."""

    testable: bool
    p: float
    observed: float
    expected: float
    behaviours: tuple[str, ...]
    window: int
    fast: Integers
    chance: Floats
    tail: Floats
    links: Integers
    untestable: tuple[str, ...]


def judge_fixed_group(corpus: Corpus, listed: Integers, windows: Integers, parameters: Parameters) -> FixedTiming:
    """Test the listed accounts as one group. The others are grouped without them and give the baseline."""
    content = read_contents(corpus)
    groups, sizes, suspected = _groups_outside(corpus, listed, content, windows, parameters)
    own = sizes.size
    groups[listed] = own
    counts = count_layers(corpus, groups, content, windows)
    units = timing_units(counts, windows)
    eligible = np.append(sizes >= MIN_ACCOUNTS, True)
    verdicts = judge_groups(units, eligible, nested=NESTED, known=np.append(suspected, False))
    tested = [one for one in verdicts.outcomes if one.sums.testable[own] and one.sums.objects[own] >= MIN_OBJECTS]
    holding = [one for one in tested if one.odds[own] >= MIN_ODDS]
    tests = max(1, len(tested))
    best = min(holding or tested, key=lambda one: (one.p[own], one.window, one.layer), default=None)
    window = best.window if best is not None else int(windows[0])
    fast, chance = _per_account(counts, best, own, listed, window, verdicts)
    return FixedTiming(
        testable=bool(tested),
        p=min(1.0, float(best.p[own]) * tests) if holding and best is not None else 1.0,
        observed=float(best.sums.observed[own]) if best is not None else 0.0,
        expected=float(best.sums.expected[own]) if best is not None else 0.0,
        behaviours=tuple(sorted({one.layer for one in holding if one.p[own] * tests <= 0.01} - {"*"})),
        window=window,
        fast=fast,
        chance=chance,
        tail=poisson_tail(fast, np.maximum(chance, 1e-12)),
        links=_links(counts, own, listed, window),
        untestable=_untestable(counts, verdicts, own),
    )


def _groups_outside(
    corpus: Corpus, listed: Integers, content: Integers, windows: Integers, parameters: Parameters
) -> tuple[Integers, Integers, NDArray[np.bool_]]:
    """Group everybody who is not listed: groups, their sizes, and which are suspected at any resolution.

    Half of a campaign may be on the list: the other half must not be what the list is compared with.
    """
    outside = np.ones(len(corpus.accounts), dtype=bool)
    outside[listed] = False
    rest = keep_accounts(corpus, outside)
    if not rest.layers:
        none = np.zeros(0, dtype=np.int64)
        return np.full(outside.size, -1, dtype=np.int64), none, none.astype(bool)
    cuts = cut_everybody(
        rest, build_graph(rest), content, windows, seed=parameters.seed, method=parameters.communities, progress=silent
    )
    return cuts[MIDDLE].groups, cuts[MIDDLE].sizes, judge_cuts(cuts)[MIDDLE].outside


def _untestable(counts: list[LayerCounts], verdicts: Verdicts, own: int) -> tuple[str, ...]:
    tested = {one.layer for one in verdicts.outcomes if one.sums.testable[own]}
    mine = {one.rows.behaviour for one in counts if (one.rows.unit_group == own).any()}
    return tuple(sorted(mine - tested))


def _layers(counts: list[LayerCounts], best: Outcome | None) -> list[LayerCounts]:
    if best is None or best.layer == "*":
        return [one for one in counts if one.rows.behaviour not in NESTED]
    return [one for one in counts if one.rows.behaviour == best.layer]


def _per_account(
    counts: list[LayerCounts], best: Outcome | None, own: int, listed: Integers, window: int, verdicts: Verdicts
) -> tuple[Integers, Floats]:
    """Count each account's posts with a fast listed partner, and expect them by how fast other groups are."""
    fast, chance = np.zeros(listed.size, dtype=np.int64), np.zeros(listed.size)
    for one in _layers(counts, best):
        mine = one.rows.unit_group[one.rows.unit] == own
        others = ~verdicts.outside[one.rows.unit_group[one.rows.unit]] & ~mine
        day, near = one.near[_DAY], one.near[window]
        rate = (near[others].sum() + 0.5) / (day[others].sum() + 1)
        met = mine & (day > 1e-9)
        place = np.searchsorted(listed, one.rows.account[met])
        seen, first = np.unique(one.rows.post[met], return_index=True)
        owner = place[first]
        quick = np.isin(seen, one.rows.post[met][near[met] > 1e-9])
        fast += np.bincount(owner[quick], minlength=listed.size)
        chance += np.bincount(owner, weights=1 - (1 - rate) ** day[met][first], minlength=listed.size)
    return fast, chance


def _links(counts: list[LayerCounts], own: int, listed: Integers, window: int) -> Integers:
    """Count for each account the other listed accounts with which it has a co-action within the window."""
    keys = [np.zeros(0, dtype=np.int64)]
    for one in counts:
        mine = np.flatnonzero(one.rows.unit_group[one.rows.unit] == own)
        near = find_near(one.rows.unit[mine], one.rows.at[mine], window)
        if near.counts.sum() > LINK_BUDGET:
            continue
        earlier, later = near.pairs()
        a, b = one.rows.account[mine][earlier], one.rows.account[mine][later]
        met = a != b
        low, high = np.minimum(a, b)[met], np.maximum(a, b)[met]
        keys.append(np.searchsorted(listed, low) * listed.size + np.searchsorted(listed, high))
    pairs = np.unique(np.concatenate(keys))
    return np.bincount(np.concatenate([pairs // listed.size, pairs % listed.size]), minlength=listed.size)
