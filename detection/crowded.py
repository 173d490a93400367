"""Objects that too many accounts share for pairs in; those whose crowds keep arriving within a minute out.

The graph of rare objects leaves these out, so here the object comes first: all who used one hashtag (address, picture,
…) are tested as one group, whose accounts are those that were close themselves. An audience gathers within the hour by
itself, so a crowd must be closer than the hour explains; and one burst alone, however dense, is worth a look and no
more.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detection.codes import distinct_pairs, encode
from detection.corpus import Corpus, Layer
from detection.group_test import MIN_OBJECTS, Outcome, Verdicts, judge_groups
from detection.layer_counts import NESTED, LayerCounts, count_layers, timing_units
from detection.nearness import densest
from detection.timing import MIN_ACCOUNTS, TimedGroup, Timing
from detection.units import read_contents
from detection.variants import keep_accounts

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

HOUR = 3_600_000_000
#: The widest window in which closeness within the hour is asked for: a minute.
WIDEST = 60_000_000
#: Posts of a core account that were closer than the hour explains, and by how much.
CORE_POSTS, CORE_ODDS = 2, 3.0
#: A crowd is a group if so many of its regulars are core; else a few fast accounts would drag an audience in.
MOST = 0.5
#: A burst holds this share of an object's accounts.
BURST_SHARE = 0.5
#: Objects of so many accounts are compared with a burst.
COMPARED = 20


@dataclass(frozen=True, slots=True)
class _Crowd:
    """A layer whose units are grouped by the object's name, and the numbers of the crowded names."""

    behaviour: str
    counts: LayerCounts
    crowded: Integers


def find_crowded_groups(corpus: Corpus, timing: Timing, windows: Integers) -> list[TimedGroup]:
    """Return the groups, then single bursts as candidates; accounts of accepted groups are looked at no more."""
    held = np.zeros(len(corpus.accounts), dtype=bool)
    for group in timing.found:
        held[group.accounts] |= group.accepted
    rest = keep_accounts(corpus, ~held)
    layers = tuple(one for one in rest.layers if one.behaviour not in NESTED and _crowded(one, timing).any())
    found = []
    for group in _find_repeated(replace(rest, layers=layers), timing, windows[windows <= WIDEST]):
        free = group.accounts[~held[group.accounts]]
        if free.size >= MIN_ACCOUNTS:
            found.append(replace(group, accounts=free, core=free, stability=np.ones(free.size)))
            held[free] = True
    return found + _find_bursts(rest, timing, held)


def _crowded(layer: Layer, timing: Timing) -> Flags:
    """Mark the objects that the graph of rare ones left out."""
    return layer.sharers() > timing.graph.max_sharers


def _find_repeated(corpus: Corpus, timing: Timing, windows: Integers) -> list[TimedGroup]:
    """Test the crowds of every crowded name against those of all other names of their behaviour."""
    everybody = np.zeros(len(corpus.accounts), dtype=np.int64)
    crowds, firsts, begin = [], [], 0
    for one in count_layers(corpus, everybody, read_contents(corpus), windows, bins=(HOUR,)):
        layer = corpus.layer(one.rows.behaviour)
        assert layer is not None
        _, code = encode(layer.names)
        name = begin + _number_regular(code.astype(np.int64), one.rows.unit_object)
        counts = replace(one, rows=replace(one.rows, unit_group=name[one.rows.unit_object]))
        chosen = np.unique(name[_crowded(layer, timing) & (name > begin)])
        crowds.append(_Crowd(layer.behaviour, counts, chosen))
        firsts.append(begin)
        begin = int(name.max()) + 1
    units = timing_units([one.counts for one in crowds], windows, HOUR)
    if not units:
        return []
    # All names may be suspects: one fast name that stays in the baseline would hide all others.
    verdicts = judge_groups(units, np.isin(np.arange(begin), firsts, invert=True))
    found = [
        _describe(crowd, name, verdicts)
        for crowd in crowds
        for name in crowd.crowded[verdicts.accepted[crowd.crowded]].tolist()
    ]
    return [one for one in found if one is not None]


def _number_regular(code: Integers, objects: Integers) -> Integers:
    """Number the names of enough shared objects from 1 on; the others are one, number 0: baseline, never tested."""
    enough = np.bincount(code[objects], minlength=int(code.max()) + 1) >= MIN_OBJECTS
    number = np.where(enough, np.cumsum(enough), 0)
    return np.asarray(number[code], dtype=np.int64)


def _describe(crowd: _Crowd, name: int, verdicts: Verdicts) -> TimedGroup | None:
    """Describe the accounts of an accepted name that were close themselves; none if they are few of its regulars."""
    accepted = verdicts.accepted_in(name)
    outcomes = [one for one in accepted if one.layer != "*"] or accepted
    best = outcomes[0]
    regular, close = _count_posts(crowd.counts, name, best)
    core = np.flatnonzero(close >= CORE_POSTS)
    if core.size < MIN_ACCOUNTS or core.size < MOST * (regular >= CORE_POSTS).sum():
        return None
    return TimedGroup(
        accounts=core,
        core=core,
        stability=np.ones(core.size),
        accepted=True,
        layers=(crowd.behaviour,),
        windows=tuple(sorted({one.window for one in outcomes})),
        observed=float(best.sums.observed[name]),
        expected=float(best.sums.expected[name]),
        p=float(min(1.0, best.p[name] * verdicts.tests)),
        crowded=True,
    )


def _count_posts(one: LayerCounts, name: int, best: Outcome) -> tuple[Integers, Integers]:
    """Count for each account its posts with partners within the hour, and those far closer than the hour explains."""
    rows, hour, near = one.rows, one.near[HOUR], one.near[best.window]
    usual = float(best.sums.expected[name] / max(best.sums.weight[name], 1e-12))
    met = (rows.unit_group[rows.unit] == name) & (hour > 1e-9)
    share = np.clip(near[met] / hour[met], 0.0, 1.0)
    owner, _, _ = distinct_pairs(rows.account[met], rows.post[met])
    close = share * (1 - usual) >= CORE_ODDS * usual * (1 - share)
    closer, _, _ = distinct_pairs(rows.account[met][close], rows.post[met][close])
    size = int(rows.account.max()) + 1
    return np.bincount(owner, minlength=size), np.bincount(closer, minlength=size)


def _find_bursts(corpus: Corpus, timing: Timing, held: Flags) -> list[TimedGroup]:
    """Return the accounts of crowded objects most of which came within one minute, as candidates."""
    bursts: list[tuple[Layer, Integers, float, int]] = []
    for layer in corpus.layers:
        sharers = layer.sharers()
        coarse = np.bincount(layer.object, layer.width > WIDEST, minlength=sharers.size) > 0
        compared = np.flatnonzero((sharers >= COMPARED) & ~coarse & (layer.behaviour not in NESTED))
        bounds = np.searchsorted(layer.object, np.stack([compared, compared + 1]))
        for begin, end in bounds.T.tolist():
            first, last = densest(layer.at[begin:end], WIDEST)
            rows = np.arange(begin + first, begin + last)
            count = int(sharers[layer.object[begin]])
            bursts.append((layer, rows, rows.size / count, count))
    shares = np.array([share for _, _, share, _ in bursts])
    found = []
    for layer, rows, share, count in bursts:
        accounts = np.unique(layer.account[rows])
        accounts = accounts[~held[accounts]]
        if share >= BURST_SHARE and min(count, accounts.size) > timing.graph.max_sharers:
            found.append(_burst(accounts, layer.behaviour, shares, share, count))
    return found


def _burst(accounts: Integers, behaviour: str, shares: Floats, share: float, count: int) -> TimedGroup:
    """Describe a burst; its p is its rank among all objects, by the share of their accounts within one minute."""
    return TimedGroup(
        accounts=accounts,
        core=accounts[:0],
        stability=np.ones(accounts.size),
        accepted=False,
        layers=(behaviour,),
        windows=(WIDEST,),
        observed=share * count,
        expected=float(np.median(shares) * count),
        p=float((shares >= share).sum() / shares.size),
        crowded=True,
    )
