"""Groups that write the same texts in; how often chance alone would let halves of a group meet again out.

Each candidate is clustered again on one half of the texts and must meet on the other half, which had no say in choosing
it. Chance is told by permuting accounts over all originals within blocks of a day. Halving is what keeps out people who
all quote one launch.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detection.blocks import cut_blocks, exchange
from detection.codes import distinct, distinct_pairs
from detection.communities import find_communities
from detection.copy_graph import Incidence, find_meetings, weigh_pairs
from detection.families import Originals
from detection.neighbours import strongest_edges
from detection.shared_texts import Texts
from detection.significance import gamma_tail
from detection.threads import in_threads

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

HALVINGS = 4
PERMUTATIONS, PERMUTATIONS_AMONG = 100, 30
ACCEPT_P, ACCEPT_RATIO = 0.01, 2.0


@dataclass(frozen=True, slots=True)
class Halves:
    """One way to halve the texts: the piece of each account (-1: none), its group, and the texts that judge."""

    piece: Integers
    owner: Integers
    judging: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class CopyTest:
    """Per group: weight of meetings on withheld texts, its expectation and standard deviation, and p for one group."""

    observed: Floats
    expected: Floats
    deviation: Floats
    p: Floats
    halves: list[Halves]

    def holds(self, tests: int, level: float = ACCEPT_P) -> NDArray[np.bool_]:
        """Mark the groups that hold at a level, corrected for so many tests."""
        return (self.p * tests <= level) & (self.observed >= ACCEPT_RATIO * self.expected)


def judge_copies(
    originals: Originals, texts: Texts, incidence: Incidence, groups: Integers, *, seed: int, fixed: bool = False
) -> CopyTest:
    """Test each group 0..; with `fixed` the groups were given from outside and are taken whole, without halving."""
    count = int(groups.max(initial=-1)) + 1
    if fixed:
        halves = [Halves(groups, np.arange(count), np.ones(texts.weight.size, dtype=bool))]
    else:
        halves = _halve(texts, incidence, groups, np.random.default_rng(seed), seed)
    rows = np.arange(originals.size)
    return _judge(originals, texts, incidence, groups, halves, rows, PERMUTATIONS, seed)


def judge_among_writers(
    originals: Originals, texts: Texts, incidence: Incidence, groups: Integers, test: CopyTest, group: int, *, seed: int
) -> CopyTest:
    """Test one group again: authors are exchanged only among the posts of families in which two of it wrote.

    People with one interest meet in texts about it: exchanging all authors of a day takes texts out of their topic.
    """
    members = np.bincount(incidence.family, weights=groups[incidence.account] == group, minlength=texts.text_of.size)
    rows = np.flatnonzero((texts.family >= 0) & (members >= 2)[np.maximum(texts.family, 0)])
    again = _judge(originals, texts, incidence, groups, test.halves, rows, PERMUTATIONS_AMONG, seed)
    one = np.arange(test.p.size) == group
    return CopyTest(
        test.observed, np.where(one, again.expected, test.expected), np.where(one, again.deviation, test.deviation),
        np.where(one, np.maximum(again.p, test.p), test.p), test.halves,
    )  # fmt: skip


def _judge(
    originals: Originals, texts: Texts, incidence: Incidence, groups: Integers, halves: list[Halves], rows: Integers,
    permutations: int, seed: int,
) -> CopyTest:  # fmt: skip
    """Compare the meetings of each group with those after exchanging the authors of some posts within blocks."""
    count, blocks = int(groups.max(initial=-1)) + 1, cut_blocks(originals)
    order = rows[np.argsort(blocks[rows], kind="stable")]
    account, block, family = originals.account[order], blocks[order], texts.family[order]
    inside = np.flatnonzero(family >= 0)

    def permute(turn: int) -> Floats:
        exchanged = exchange(account, block, np.random.default_rng((seed, turn)))
        return _meetings(exchanged[inside], family[inside], texts, halves, count)

    permuted = np.stack(in_threads(permute, range(permutations))) if count else np.zeros((permutations, 0))
    observed = _meetings(account[inside], family[inside], texts, halves, count)
    return _judged(observed, permuted, _largest(texts, incidence, groups, count), halves)


def _halve(
    texts: Texts, incidence: Incidence, groups: Integers, random: np.random.Generator, seed: int
) -> list[Halves]:
    """Cluster every group again on each half of each halving; the other half judges the pieces."""
    halves = [random.permutation(texts.weight.size) % 2 == 0 for _ in range(HALVINGS)]

    def cut(used: NDArray[np.bool_]) -> Halves:
        pieces = _recluster(texts, incidence, groups, used, seed)
        owner = np.zeros(int(pieces.max(initial=-1)) + 1, dtype=np.int64)
        members = np.flatnonzero(pieces >= 0)
        owner[pieces[members]] = groups[members]
        return Halves(pieces, owner, ~used)

    return in_threads(cut, [used for half in halves for used in (half, ~half)])


def _recluster(texts: Texts, incidence: Incidence, groups: Integers, used: NDArray[np.bool_], seed: int) -> Integers:
    """Cluster the accounts of every group on the used texts alone; accounts that do not meet there get -1."""
    chosen = used[incidence.text] & (groups[incidence.account] >= 0)
    part = Incidence(incidence.account[chosen], incidence.family[chosen], incidence.text[chosen])
    cell = part.family * (int(groups.max(initial=0)) + 1) + groups[part.account]
    order = np.lexsort((part.account, cell))
    a, b = find_meetings(cell[order], part.account[order], groups.size, seed)
    occasions, weight = weigh_pairs(part, texts, a, b, accounts=groups.size)
    kept = (occasions >= 2) & (weight > 0)
    if not kept.any():
        return np.full(groups.size, -1, dtype=np.int64)
    kept[kept] = strongest_edges(a[kept], b[kept], weight[kept], nodes=groups.size)
    labels = find_communities(a[kept], b[kept], weight[kept], nodes=groups.size, seed=seed)
    linked = np.zeros(groups.size, dtype=bool)
    linked[a[kept]] = linked[b[kept]] = True
    number = np.full(groups.size, -1, dtype=np.int64)
    number[linked] = np.unique(labels[linked], return_inverse=True)[1]
    return number


def _meetings(account: Integers, family: Integers, texts: Texts, halves: list[Halves], count: int) -> Floats:
    """Return per group the mean over halves of the sum of w C(m, 2), m accounts of one piece in one family."""
    family, account, _ = distinct_pairs(family, account)
    families = max(1, texts.text_of.size)
    weight, text = texts.weight[texts.text_of], texts.text_of[family]
    total = np.zeros(count)
    for half in halves:
        piece = half.piece[account]
        chosen = (piece >= 0) & half.judging[text]
        cells, m = distinct(piece[chosen] * families + family[chosen])
        value = weight[cells % families] * m * (m - 1) / 2
        total += np.bincount(half.owner[cells // families], weights=value, minlength=count)
    return total / max(1, len(halves))


def _largest(texts: Texts, incidence: Incidence, groups: Integers, count: int) -> Floats:
    """Return the largest weight of a text in each group: one meeting on it is the least that chance can give."""
    group = groups[incidence.account]
    inside = group >= 0
    largest = np.zeros(count)
    np.maximum.at(largest, group[inside], texts.weight[incidence.text[inside]])
    return largest


def _judged(observed: Floats, permuted: Floats, largest: Floats, halves: list[Halves]) -> CopyTest:
    """Gamma tail with the mean of the permutations and at least the variance of rare single meetings."""
    expected = np.maximum(permuted.mean(axis=0), largest / permuted.shape[0])
    variance = np.maximum(permuted.var(axis=0, ddof=1), largest * expected)
    variance = np.maximum(variance, 1e-18)
    return CopyTest(observed, expected, np.sqrt(variance), gamma_tail(observed, expected, variance), halves)
