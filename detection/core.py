"""An accepted group in; its core out: the accounts whose own gaps speak for them.

The group's members share rare objects with it; only the core was itself fast, and only the core belongs in an exhibit.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from detection.layer_counts import BINS, NESTED, LayerCounts
from detection.significance import poisson_tail
from detection.units import unit_weights

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

PRIOR = 5.0
POSTERIOR = 0.95
#: Log likelihood ratio that an account needs by itself: three to one.
OWN_EVIDENCE = 1.1
#: What each post must bring beyond it: crowds of one language or time of day are a little closer than other groups are,
#: and many posts would add that up to a certainty.
CLOSER_CROWDS = 0.1
MIN_OBJECTS = 2
#: Fast posts alone make a core account only if chance gives as many this rarely.
CHANCE_P = 0.001
_ROUNDS = 100


@dataclass(frozen=True, slots=True)
class Evidence:
    """Log likelihood ratio and number of posts with partners per account (by code); zero for all others."""

    score: Floats
    posts: Integers


def find_core(
    counts: list[LayerCounts], groups: Integers, group: int, *, layers: frozenset[str], unsuspected: Flags,
    fast: int | None,
) -> tuple[Integers, Floats]:  # fmt: skip
    """Return the codes of a group's core and the posterior of every account (0 outside the group).

    Evidence comes from every layer that is not nested. `layers` are those that accepted the group and `fast` is the
    window in microseconds within which two co-actions in them suffice; `unsuspected` marks the groups of the baseline.
    """
    used = [one for one in counts if one.rows.behaviour in layers]
    scores = [_score(one, groups, group, unsuspected) for one in counts if one.rows.behaviour not in NESTED]
    evidence = _join(scores, groups.size)
    members = np.flatnonzero(groups == group)
    posterior = np.zeros(groups.size)
    posterior[members] = _share_true(evidence.score[members])
    # A group of mixed company drags its share of true members up; each account must also speak for itself.
    sure = (posterior >= POSTERIOR) & (evidence.posts >= MIN_OBJECTS) & (evidence.score >= OWN_EVIDENCE)
    if fast is not None:
        sure |= _fast_beyond_chance(used, groups, group, fast, unsuspected)
    return np.flatnonzero(sure & (groups == group)), posterior


def pooled_layers(counts: list[LayerCounts]) -> frozenset[str]:
    """Return the layers that the pooled test adds up."""
    return frozenset(one.rows.behaviour for one in counts) - NESTED


def _binned(one: LayerCounts) -> Floats:
    """Return the partners of each action per bin of gaps."""
    cumulative = np.stack([one.near[edge] for edge in BINS], axis=1)
    return np.maximum(np.diff(cumulative, axis=1, prepend=0.0), 0.0)


def _score(one: LayerCounts, groups: Integers, group: int, unsuspected: Flags) -> tuple[Integers, Integers, Floats]:
    """Return (account, post, log ratio averaged over partners) for the group's actions in one layer."""
    rows, bins = one.rows, _binned(one)
    unit_bins = (
        np.stack([np.bincount(rows.unit, weights=column, minlength=rows.units) for column in bins.T], axis=1) / 2
    )
    baseline = _baseline(one, unit_bins, unsuspected & (np.arange(unsuspected.size) != group))
    mine = np.flatnonzero((rows.unit_group[rows.unit] == group) & (bins.sum(axis=1) > 1e-9))
    unit, account = rows.unit[mine], rows.account[mine]
    whole = _weighted(unit_bins)
    total = whole[rows.unit_group == group].sum(axis=0)
    change = _weighted(unit_bins[unit] - bins[mine]) - whole[unit]
    people, number = np.unique(account, return_inverse=True)
    left = np.stack([np.bincount(number, weights=column, minlength=people.size) for column in change.T], axis=1)
    histogram = np.maximum(total + left, 0.0)[number]
    usual = baseline[rows.unit_class[unit]]
    seen = (histogram + PRIOR * usual) / (histogram.sum(axis=1, keepdims=True) + PRIOR)
    ratio = (bins[mine] * np.log(seen / usual)).sum(axis=1) / bins[mine].sum(axis=1)
    return account, rows.post[mine], ratio


def _weighted(unit_bins: Floats) -> Floats:
    """Turn pairs per bin into shares of the unit's weight."""
    unit_bins = np.maximum(unit_bins, 0.0)
    pairs = unit_bins.sum(axis=1, keepdims=True)
    shares = np.divide(unit_bins, pairs, out=np.zeros_like(unit_bins), where=pairs > 1e-9)
    return np.asarray(shares * unit_weights(pairs), dtype=np.float64)


def _baseline(one: LayerCounts, unit_bins: Floats, unsuspected: Flags) -> Floats:
    """Return the share of each bin per size class in the unsuspected groups."""
    rows = one.rows
    weighted = _weighted(unit_bins) * unsuspected[rows.unit_group][:, None]
    whole = (weighted.sum(axis=0) + 0.5) / (weighted.sum() + 0.5 * len(BINS))
    classes = int(rows.unit_class.max(initial=0)) + 1
    table = np.stack([np.bincount(rows.unit_class, weights=column, minlength=classes) for column in weighted.T], axis=1)
    return np.asarray((table + PRIOR * whole) / (table.sum(axis=1, keepdims=True) + PRIOR), dtype=np.float64)


def _join(scores: list[tuple[Integers, Integers, Floats]], accounts: int) -> Evidence:
    """Sum the log ratios over posts: what one post shares in several layers is one piece of evidence, their mean."""
    if not scores:
        return Evidence(np.zeros(accounts), np.zeros(accounts, dtype=np.int64))
    account, post, ratio = (np.concatenate(column) for column in zip(*scores, strict=True))
    _, first, number = np.unique(post, return_index=True, return_inverse=True)
    mean = np.bincount(number, weights=ratio) / np.maximum(np.bincount(number), 1)
    owner = account[first]
    return Evidence(
        np.bincount(owner, weights=mean - CLOSER_CROWDS, minlength=accounts).astype(np.float64),
        np.bincount(owner, minlength=accounts),
    )


def _share_true(score: Floats) -> Floats:
    """Posterior of being a true member, with the share of true members estimated by EM."""
    share = 0.5
    for _ in range(_ROUNDS):
        posterior = special.expit(np.log(share / (1 - share)) + np.clip(score, -500, 500))
        now = float(np.clip(posterior.mean(), 1e-3, 1 - 1e-3)) if posterior.size else share
        if abs(now - share) < 1e-9:
            break
        share = now
    return np.asarray(posterior, dtype=np.float64)


def _fast_beyond_chance(used: list[LayerCounts], groups: Integers, group: int, fast: int, unsuspected: Flags) -> Flags:
    """Mark accounts with two posts and more that have a partner within the window, beyond the rate of other groups.

    In a large group on a busy evening two such posts happen to many by chance alone.
    """
    posts, chances = [], []
    for one in used:
        rows = one.rows
        if fast not in one.near:
            continue
        day, near = one.near[BINS[-1]], one.near[fast]
        others = unsuspected[rows.unit_group[rows.unit]] & (rows.unit_group[rows.unit] != group)
        rate = (near[others].sum() + 0.5) / (day[others].sum() + 1)
        mine = np.flatnonzero((rows.unit_group[rows.unit] == group) & (day > 1e-9))
        posts.append(np.stack([rows.post[mine], rows.account[mine], near[mine] > 1e-9]))
        chances.append(1 - (1 - rate) ** day[mine])
    if not posts:
        return np.zeros(groups.size, dtype=bool)
    post, account, quick = np.concatenate(posts, axis=1)
    _, first, number = np.unique(post, return_index=True, return_inverse=True)
    hit = np.bincount(number, weights=quick) > 0
    expected = np.zeros(first.size)
    np.maximum.at(expected, number, np.concatenate(chances))
    seen = np.bincount(account[first][hit], minlength=groups.size)
    usual = np.bincount(account[first], weights=expected, minlength=groups.size)
    return np.asarray((seen >= MIN_OBJECTS) & (poisson_tail(seen, np.maximum(usual, 1e-12)) <= CHANCE_P), dtype=bool)
