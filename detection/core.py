"""An accepted group in; its core out: the accounts whose own gaps speak for them.

The group's members share rare objects with it; only the core was itself fast, and only the core belongs in an exhibit.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from detection.layer_counts import BINS, NESTED, LayerCounts
from detection.units import unit_weights

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

PRIOR = 5.0
#: Pseudo-actions of the baseline among the group's slow accounts, and how many actions one of these may weigh.
SLOW_PRIOR, OWN_ACTIONS = 50.0, 2.0
POSTERIOR = 0.95
#: Log likelihood ratio that an account needs by itself: three to one.
OWN_EVIDENCE = 1.1
MIN_POSTS = 2
_ROUNDS = 100


@dataclass(frozen=True, slots=True)
class _Gaps:
    """Actions of a group's members in one layer: member, post, gaps as shares per bin, and the baseline's."""

    member: Integers
    post: Integers
    shares: Floats
    usual: Floats


@dataclass(frozen=True, slots=True)
class _Evidence:
    """Log likelihood ratio and number of posts with partners, per member."""

    score: Floats
    posts: Integers


def find_core(counts: list[LayerCounts], groups: Integers, group: int, *, unsuspected: Flags) -> Integers:
    """Return the codes of a group's core.

    Evidence comes from every layer that is not nested; `unsuspected` marks the groups of the baseline.
    """
    members = np.flatnonzero(groups == group)
    posterior, evidence = _tell_apart(_collect(counts, members, group, unsuspected), members.size)
    # A group of mixed company drags its share of true members up; each account must also speak for itself.
    sure = (posterior >= POSTERIOR) & (evidence.posts >= MIN_POSTS) & (evidence.score >= OWN_EVIDENCE)
    return members[sure]


def _binned(one: LayerCounts) -> Floats:
    """Return the partners of each action per bin of gaps."""
    cumulative = np.stack([one.near[edge] for edge in BINS], axis=1)
    return np.maximum(np.diff(cumulative, axis=1, prepend=0.0), 0.0)


def _collect(counts: list[LayerCounts], members: Integers, group: int, unsuspected: Flags) -> list[_Gaps]:
    """Collect the members' actions that have a partner in the group within a day."""
    others = unsuspected & (np.arange(unsuspected.size) != group)
    found = []
    for one in counts:
        rows, bins = one.rows, _binned(one)
        mine = np.flatnonzero((rows.unit_group[rows.unit] == group) & (bins.sum(axis=1) > 1e-9))
        if rows.behaviour in NESTED or not mine.size:
            continue
        unit = rows.unit[mine]
        found.append(
            _Gaps(
                member=np.searchsorted(members, rows.account[mine]),
                post=rows.post[mine],
                shares=bins[mine] / bins[mine].sum(axis=1, keepdims=True),
                usual=_baseline(one, others)[rows.unit_class[unit]],
            )
        )
    return found


def _tell_apart(layers: list[_Gaps], members: int) -> tuple[Floats, _Evidence]:
    """Tell fast accounts from slow ones: two histograms of gaps per layer, and who follows which, by EM.

    The slow accounts' histogram is that of other groups until enough of the group's own are known: a circle of friends
    in one time zone is closer than strangers are, without acting together.
    """
    posterior = np.full(members, 0.5)
    for _ in range(_ROUNDS):
        ratios = [_log_ratios(one, posterior, members) for one in layers]
        evidence = _join(layers, ratios, members)
        before, posterior = posterior, _share_true(evidence.score)
        if np.abs(posterior - before).max(initial=0.0) < 1e-4:
            break
    return posterior, evidence


def _log_ratios(one: _Gaps, posterior: Floats, members: int) -> Floats:
    """Return for each action the log ratio of fast to slow histograms at its gaps, its own account left out."""
    count = np.bincount(one.member, minlength=members)
    fast = posterior[one.member]
    slow = (1 - fast) * np.minimum(1.0, OWN_ACTIONS / np.maximum(count, 1))[one.member]
    return np.asarray(
        (one.shares * np.log(_without_own(one, fast, members, PRIOR) / _without_own(one, slow, members, SLOW_PRIOR)))
        .sum(axis=1)
    )  # fmt: skip


def _without_own(one: _Gaps, weight: Floats, members: int, prior: float) -> Floats:
    """Return the histogram of the weighted actions without each action's own account, drawn towards the baseline."""
    weighted = one.shares * weight[:, None]
    own = np.stack([np.bincount(one.member, weights=column, minlength=members) for column in weighted.T], axis=1)
    others = np.maximum(weighted.sum(axis=0) - own, 0.0)[one.member]
    return np.asarray((others + prior * one.usual) / (others.sum(axis=1, keepdims=True) + prior), dtype=np.float64)


def _weighted(unit_bins: Floats) -> Floats:
    """Turn pairs per bin into shares of the unit's weight."""
    unit_bins = np.maximum(unit_bins, 0.0)
    pairs = unit_bins.sum(axis=1, keepdims=True)
    shares = np.divide(unit_bins, pairs, out=np.zeros_like(unit_bins), where=pairs > 1e-9)
    return np.asarray(shares * unit_weights(pairs), dtype=np.float64)


def _baseline(one: LayerCounts, unsuspected: Flags) -> Floats:
    """Return the share of each bin per size class in the unsuspected groups."""
    rows = one.rows
    bins = _binned(one)
    unit_bins = np.stack([np.bincount(rows.unit, weights=column, minlength=rows.units) for column in bins.T], axis=1)
    weighted = _weighted(unit_bins / 2) * unsuspected[rows.unit_group][:, None]
    whole = (weighted.sum(axis=0) + 0.5) / (weighted.sum() + 0.5 * len(BINS))
    classes = int(rows.unit_class.max(initial=0)) + 1
    table = np.stack([np.bincount(rows.unit_class, weights=column, minlength=classes) for column in weighted.T], axis=1)
    return np.asarray((table + PRIOR * whole) / (table.sum(axis=1, keepdims=True) + PRIOR), dtype=np.float64)


def _join(layers: list[_Gaps], ratios: list[Floats], members: int) -> _Evidence:
    """Sum the log ratios over posts: what one post shares in several layers is one piece of evidence, their mean."""
    if not layers:
        return _Evidence(np.zeros(members), np.zeros(members, dtype=np.int64))
    member, post = (np.concatenate([getattr(one, name) for one in layers]) for name in ("member", "post"))
    _, first, number = np.unique(post, return_index=True, return_inverse=True)
    mean = np.bincount(number, weights=np.concatenate(ratios)) / np.maximum(np.bincount(number), 1)
    owner = member[first]
    return _Evidence(
        np.bincount(owner, weights=mean, minlength=members).astype(np.float64), np.bincount(owner, minlength=members)
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
