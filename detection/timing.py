"""Route A, group first: a corpus in; groups whose members are faster together than other groups are out.

It misses near-copies with a jitter of ten minutes or more and unique texts: those are found by what they copy.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from case.progress import Progress
from detection.agreement import join_labelings
from detection.consensus import find_groups
from detection.core import find_core, pooled_layers
from detection.corpus import Corpus
from detection.coshare import Graph, build_graph
from detection.group_test import Outcome, Units, Verdicts, judge_groups
from detection.layer_counts import NESTED, LayerCounts, count_layers, timing_units
from detection.threads import in_threads
from detection.units import read_contents

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

RESOLUTIONS = (0.5, 1.0, 2.0, 4.0)
#: An account, a group: in so many of the resolutions, or it hangs on one of them.
AGREEING = 2
#: One of them must be this fine or finer: a coarse group that holds a campaign holds its audience as well.
FINE = RESOLUTIONS.index(2.0)
#: The resolution at which a single look is enough: for controls, and for the comparison of a given list.
MIDDLE = RESOLUTIONS.index(1.0)
#: A group of which this share of accounts is suspected in `AGREEING` resolutions is no baseline in any of them.
SUSPECTED_SHARE = 0.5
MAX_ROUNDS = 4
#: A group above this share of all accounts is split again, but none below the first number, and all above the last.
MIN_LIMIT, LIMIT_SHARE, MAX_LIMIT = 200, 0.05, 1000
MIN_ACCOUNTS = 3
#: Co-actions within a minute count as fast, if the group was accepted in a window of a minute or less.
FAST = 60_000_000


@dataclass(frozen=True, slots=True)
class Cut:
    """The accounts cut at one resolution: the group of each (-1: none), sizes, stability, and the units of the test."""

    groups: Integers
    sizes: Integers
    stability: Floats
    units: list[Units]


@dataclass(frozen=True, slots=True)
class Pass:
    """One resolution: the group of each account (-1: none), what the test said, and core accounts."""

    groups: Integers
    stability: Floats
    verdicts: Verdicts
    core: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class TimedGroup:
    """A group of account codes that holds in at least two resolutions.

    `outcomes` are those that accept it (empty for a candidate, then `best` says how near it came); p is multiplied with
    the number of tests. `crowded` groups meet on objects that are too common for the graph of rare ones.
    """

    accounts: Integers
    core: Integers
    stability: Floats
    accepted: bool
    layers: tuple[str, ...]
    windows: tuple[int, ...]
    observed: float
    expected: float
    p: float
    crowded: bool = False


@dataclass(frozen=True, slots=True)
class Timing:
    """What route A found; `cuts` and `passes` of each resolution say what was looked at."""

    found: list[TimedGroup]
    cuts: list[Cut]
    passes: list[Pass]
    graph: Graph
    untestable: tuple[str, ...] = field(default=())


def find_timed_groups(corpus: Corpus, windows: Integers, *, seed: int, method: str, progress: Progress) -> Timing:
    """Propose groups at four resolutions, test each, and keep what at least two resolutions agree on."""
    graph = build_graph(corpus)
    content = read_contents(corpus)
    cuts = cut_everybody(corpus, graph, content, windows, seed=seed, method=method, progress=progress)
    judged = zip(cuts, judge_cuts(cuts), strict=True)
    passes = in_threads(lambda one: _finish(corpus, content, windows, *one), judged)
    accepted = _agreed(passes, [one.verdicts.accepted for one in passes], accepted=True)
    taken = np.zeros(len(corpus.accounts), dtype=bool)
    for group in accepted:
        taken[group.accounts] = True
    suspects = _agreed(passes, [one.verdicts.suspect & ~one.verdicts.accepted for one in passes], accepted=False)
    candidates = [group for group in suspects if not taken[group.accounts].any()]
    return Timing(accepted + candidates, cuts, passes, graph, _untestable(corpus, passes))


def cut_everybody(
    corpus: Corpus, graph: Graph, content: Integers, windows: Integers, *, seed: int, method: str, progress: Progress
) -> list[Cut]:
    """Cut the accounts at every resolution."""
    progress("testing groups", 0, len(RESOLUTIONS))

    def cut(resolution: float) -> Cut:
        return cut_accounts(corpus, graph, content, windows, resolution=resolution, seed=seed, method=method)

    return in_threads(cut, RESOLUTIONS, done=lambda number: progress("testing groups", number, len(RESOLUTIONS)))


def cut_accounts(
    corpus: Corpus, graph: Graph, content: Integers, windows: Integers, *, resolution: float, seed: int, method: str
) -> Cut:
    """Cut the accounts at one resolution and count how near their partners are."""
    groups, sizes, stability = _group_accounts(graph, resolution=resolution, seed=seed, method=method)
    units = timing_units(count_layers(corpus, groups, content, windows), windows)
    return Cut(groups, sizes, stability, units)


def judge_cuts(cuts: list[Cut]) -> list[Verdicts]:
    """Test the groups of every resolution until the suspects are stable over all of them.

    At one resolution a campaign is one group, at a finer one twenty, which would be each other's baseline: so what is
    suspected at two resolutions leaves the baseline of all.
    """
    known = [np.zeros(cut.sizes.size, dtype=bool) for cut in cuts]
    for _ in range(MAX_ROUNDS):
        verdicts = [
            judge_groups(cut.units, cut.sizes >= MIN_ACCOUNTS, nested=NESTED, known=one)
            for cut, one in zip(cuts, known, strict=True)
        ]
        held = _held([_labels(cut.groups, one.suspect) for cut, one in zip(cuts, verdicts, strict=True)])
        wider = [one.outside | (_share(cut, held) >= SUSPECTED_SHARE) for cut, one in zip(cuts, verdicts, strict=True)]
        if all((new == old).all() for new, old in zip(wider, known, strict=True)):
            break
        known = wider
    return verdicts


def _held(labels: list[Integers]) -> NDArray[np.bool_]:
    """Mark the accounts that have a label in enough resolutions."""
    return np.asarray(sum((label >= 0).astype(np.int64) for label in labels) >= AGREEING, dtype=bool)


def _labels(groups: Integers, chosen: NDArray[np.bool_]) -> Integers:
    """Return the group of each account where it is a chosen one, else -1."""
    if not chosen.size:
        return np.full(groups.size, -1, dtype=np.int64)
    return np.where((groups >= 0) & chosen[np.maximum(groups, 0)], groups, -1)


def _share(cut: Cut, held: NDArray[np.bool_]) -> Floats:
    inside = cut.groups[held & (cut.groups >= 0)]
    return np.bincount(inside, minlength=cut.sizes.size) / np.maximum(cut.sizes, 1)


def _finish(corpus: Corpus, content: Integers, windows: Integers, cut: Cut, verdicts: Verdicts) -> Pass:
    """Find the core of the accepted groups; the partners are counted anew, to hold them for one resolution only."""
    core = np.zeros(cut.groups.size, dtype=bool)
    counts = count_layers(corpus, cut.groups, content, windows) if verdicts.accepted.any() else []
    for group in np.flatnonzero(verdicts.accepted):
        core[_core_of(counts, cut.groups, int(group), verdicts)] = True
    return Pass(cut.groups, cut.stability, verdicts, core)


def group_limit(accounts: int) -> int:
    """Return the size above which a group is split again."""
    return min(MAX_LIMIT, max(MIN_LIMIT, int(LIMIT_SHARE * accounts)))


def _group_accounts(graph: Graph, *, resolution: float, seed: int, method: str) -> tuple[Integers, Integers, Floats]:
    """Return each account's group (-1: alone), the size of each group, and each account's stability."""
    grouping = find_groups(
        graph.a, graph.b, graph.weights, nodes=graph.nodes, resolution=resolution, seed=seed, method=method,
        max_size=group_limit(graph.nodes),
    )  # fmt: skip
    groups, sizes = _numbered(grouping.groups)
    return groups, sizes, grouping.stability


def _numbered(groups: Integers) -> tuple[Integers, Integers]:
    """Number the groups of two and more accounts; accounts alone get -1."""
    sizes = np.bincount(groups)
    number = np.full(sizes.size, -1, dtype=np.int64)
    number[sizes >= 2] = np.arange(int((sizes >= 2).sum()))
    return number[groups], sizes[sizes >= 2]


def _core_of(counts: list[LayerCounts], groups: Integers, group: int, verdicts: Verdicts) -> Integers:
    outcomes = verdicts.accepted_in(group)
    layers = frozenset(one.layer for one in outcomes if one.layer != "*") or pooled_layers(counts)
    fast = FAST if any(one.window <= FAST for one in outcomes) else None
    return find_core(counts, groups, group, layers=layers, unsuspected=~verdicts.outside, fast=fast)[0]


def _agreed(passes: list[Pass], chosen: list[NDArray[np.bool_]], *, accepted: bool) -> list[TimedGroup]:
    """Join accounts that share a chosen group in at least two resolutions."""
    labels = [_labels(one.groups, flags) for one, flags in zip(passes, chosen, strict=True)]
    held = _held(labels) & np.any([label >= 0 for label in labels[FINE:]], axis=0)
    members = np.flatnonzero(held)
    if not members.size:
        return []
    parts = join_coarse(join_labelings([label[members] for label in labels]), passes[0], members, accepted=accepted)
    groups = [members[parts == part] for part in np.unique(parts)]
    found = [_timed(group, passes, labels, accepted=accepted) for group in groups if group.size >= MIN_ACCOUNTS]
    return sorted(found, key=lambda group: (-group.accounts.size, int(group.accounts[0])))


def join_coarse(parts: Integers, coarse: Pass, members: Integers, *, accepted: bool = True) -> Integers:
    """Join the parts of `members` that lie in one group of the coarsest resolution, if most of its accounts are held.

    A finer cut takes a campaign apart; a coarse group of few held accounts is a crowd with several campaigns in it.
    """
    verdicts = coarse.verdicts
    labels = _labels(coarse.groups, verdicts.accepted if accepted else verdicts.suspect & ~verdicts.accepted)[members]
    size = np.bincount(coarse.groups[coarse.groups >= 0])
    whole = parts.copy()
    for group, held in zip(*np.unique(labels[labels >= 0], return_counts=True), strict=True):
        if held <= SUSPECTED_SHARE * size[group]:
            continue
        here = [part for part in np.unique(parts[labels == group]) if (labels[parts == part] == group).mean() > 0.5]
        whole[np.isin(parts, here)] = min(here, default=-1)
    return whole


def _timed(accounts: Integers, passes: list[Pass], labels: list[Integers], *, accepted: bool) -> TimedGroup:
    """Describe an agreed group by the outcomes of the groups it comes from."""
    outcomes: list[tuple[Outcome, int, int]] = []
    for one, label in zip(passes, labels, strict=True):
        for group in np.unique(label[accounts][label[accounts] >= 0]).tolist():
            chosen = one.verdicts.accepted_in(group) if accepted else [one.verdicts.best(group)]
            outcomes += [(outcome, group, one.verdicts.tests) for outcome in chosen if outcome is not None]
    best, group, tests = min(outcomes, key=lambda item: (item[0].p[item[1]] * item[2], item[0].window, item[0].layer))
    core = sum(one.core[accounts].astype(np.int64) for one in passes) >= AGREEING
    return TimedGroup(
        accounts=accounts,
        core=accounts[core] if accepted else accounts[:0],
        stability=np.mean([one.stability[accounts] for one in passes], axis=0),
        accepted=accepted,
        layers=tuple(sorted({outcome.layer for outcome, _, _ in outcomes} - {"*"})) or (best.layer,),
        windows=tuple(sorted({outcome.window for outcome, _, _ in outcomes})),
        observed=float(best.sums.observed[group]),
        expected=float(best.sums.expected[group]),
        p=float(min(1.0, best.p[group] * tests)),
    )


def _untestable(corpus: Corpus, passes: list[Pass]) -> tuple[str, ...]:
    """Name the behaviours that no resolution could test: other groups give them no baseline."""
    tested = {
        outcome.layer
        for one in passes
        for outcome in one.verdicts.outcomes
        if (outcome.sums.testable & (outcome.sums.objects > 0)).any()
    }
    return tuple(layer.behaviour for layer in corpus.layers if layer.behaviour not in tested)
