"""Clusters of texts in; how far those who wrote one of a cluster's texts wrote others of it, beyond chance, out.

Each cluster is cut again by the texts of one half of the accounts, and asked of the other half, which had no say in
choosing it. Chance is told by exchanging the authors of all originals within blocks of a day.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detection.blocks import cut_blocks, exchange
from detection.codes import distinct, distinct_pairs
from detection.copy_graph import Incidence
from detection.families import Originals
from detection.shared_texts import Texts
from detection.significance import gamma_tail
from detection.text_clusters import MIN_TEXTS_OF_HALF, cut_texts, join_texts, link_texts, within_clusters
from detection.threads import in_threads

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

HALVINGS = 4
PERMUTATIONS = 100
#: Of the posts in a cluster's texts this share was followed or preceded by another of the same author; the odds of that
#: are so many times those of chance.
LEAST_SHARE, LEAST_ODDS = 0.5, 3.0
#: Clusters that look like this alone may be pieces of one.
SUSPICIOUS_P, SUSPICIOUS_ODDS = 0.05, 2.0
#: Each text is written by this share of the accounts, and by so many of them, as mean over the texts.
LEAST_PART, LEAST_TOGETHER = 0.05, 4
#: A cluster has so many wordings: what a crowd writes every day with one is its slogan, or an app's.
LEAST_WORDINGS = 3
#: A writer belongs to a cluster with so many of its texts.
OWN_TEXTS = 2


@dataclass(frozen=True, slots=True)
class Half:
    """The piece of each text (-1: none) by one half of the accounts, each piece's cluster, and the accounts asked."""

    piece: Integers
    owner: Integers
    asked: Flags


@dataclass(frozen=True, slots=True)
class WriterTest:
    """Per cluster: writings (accounts x texts), those whose author wrote another text of it, their expectation, p."""

    writings: Floats
    observed: Floats
    expected: Floats
    p: Floats

    @property
    def odds(self) -> Floats:
        """Return the odds of another text over those of chance."""
        by_chance = (np.maximum(self.writings - self.expected, 0.0) + 0.5) / (self.expected + 0.5)
        return (self.observed + 0.5) / (self.writings - self.observed + 0.5) * by_chance

    def holds(self, tests: int, level: float) -> Flags:
        """Mark the clusters that hold at a level, corrected for so many tests."""
        most = self.observed >= LEAST_SHARE * self.writings
        return (self.p * tests <= level) & (self.odds >= LEAST_ODDS) & most


@dataclass(frozen=True, slots=True)
class WriterGroup:
    """Accounts that wrote two of a cluster's texts and more; p is multiplied with the number of tests."""

    accounts: Integers
    observed: float
    expected: float
    p: float


def find_writer_groups(
    originals: Originals, texts: Texts, incidence: Incidence, *, accounts: int, level: float, seed: int
) -> list[WriterGroup]:
    """Cluster the texts by their writers; return the writers of the clusters that hold at `level`.

    Clusters that look alike are tested joined as well: few texts fall into pieces by chance. What holds joined is one.
    """
    count, writers = texts.text_of.size, int(np.unique(originals.account).size)
    links = link_texts(incidence, texts=count, accounts=accounts, writers=writers)
    judge = _Judge(originals, texts, incidence, accounts, writers, seed)
    alone = cut_texts(links, incidence, texts=count, seed=seed)
    first = judge(alone)
    suspicious = (first.p <= SUSPICIOUS_P) & (first.odds >= SUSPICIOUS_ODDS)
    joined = join_texts(links, np.where(np.append(suspicious, False)[alone], alone, -1))
    if joined.max(initial=-1) + 1 == suspicious.sum():
        joined = np.full_like(alone, -1)
    second = judge(joined)
    tests = first.p.size + second.p.size
    found: list[WriterGroup] = []
    taken = np.zeros(count, dtype=bool)
    for clusters, test in ((joined, second), (alone, first)):
        for number in np.flatnonzero(test.holds(tests, level)).tolist():
            mine = (clusters == number) & ~taken
            group = _writers(mine, incidence, accounts)
            if group.size:
                taken |= mine
                p = float(min(1.0, test.p[number] * tests))
                found.append(WriterGroup(group, float(test.observed[number]), float(test.expected[number]), p))
    return found


def _writers(mine: Flags, incidence: Incidence, accounts: int) -> Integers:
    """Return the accounts that wrote two of the texts; none unless each of many wordings is written by many of them.

    People with one interest meet in many texts about it, a few in each; what a campaign writes many of it write.
    """
    inside = mine[incidence.family]
    written = np.bincount(incidence.account[inside], minlength=accounts)
    group = np.flatnonzero(written >= OWN_TEXTS)
    writings = written[group].sum()
    least = max(LEAST_PART * group.size, LEAST_TOGETHER) * mine.sum()
    wordings = np.unique(incidence.text[inside]).size
    return group if writings >= least and wordings >= LEAST_WORDINGS else group[:0]


@dataclass(frozen=True, slots=True)
class _Judge:
    originals: Originals
    texts: Texts
    incidence: Incidence
    accounts: int
    writers: int
    seed: int

    def __call__(self, clusters: Integers) -> WriterTest:
        """Compare the writings of each cluster with those after exchanging authors within blocks."""
        count = int(clusters.max(initial=-1)) + 1
        if not count:
            return WriterTest(*(np.zeros(0) for _ in range(4)))
        halves = self._halve(clusters)
        blocks = cut_blocks(self.originals)
        order = np.argsort(blocks, kind="stable")
        account, block, family = self.originals.account[order], blocks[order], self.texts.family[order]
        inside = np.flatnonzero((family >= 0) & (clusters[np.maximum(family, 0)] >= 0))

        def permute(turn: int) -> Floats:
            exchanged = exchange(account, block, np.random.default_rng((self.seed, turn)))
            return count_writings(exchanged[inside], family[inside], halves, count)[1]

        permuted = np.stack(in_threads(permute, range(PERMUTATIONS)))
        writings, observed = count_writings(account[inside], family[inside], halves, count)
        # Writings that have another come in twos and more.
        expected = np.maximum(permuted.mean(axis=0), 1 / PERMUTATIONS)
        variance = np.maximum(permuted.var(axis=0, ddof=1), 2 * expected)
        return WriterTest(writings, observed, expected, gamma_tail(observed, expected, variance))

    def _halve(self, clusters: Integers) -> list[Half]:
        random = np.random.default_rng(self.seed)
        parts = [random.random(self.accounts) < 0.5 for _ in range(HALVINGS)]

        def cut(used: Flags) -> Half:
            chosen = used[self.incidence.account] & (clusters[self.incidence.family] >= 0)
            part = Incidence(self.incidence.account[chosen], self.incidence.family[chosen], self.incidence.text[chosen])
            links = link_texts(part, texts=clusters.size, accounts=self.accounts, writers=self.writers // 2)
            piece = cut_texts(
                within_clusters(links, clusters), part, texts=clusters.size, seed=self.seed, least=MIN_TEXTS_OF_HALF
            )
            owner = np.zeros(int(piece.max(initial=-1)) + 1, dtype=np.int64)
            owner[piece[piece >= 0]] = clusters[piece >= 0]
            return Half(piece, owner, ~used)

        return in_threads(cut, [used for half in parts for used in (half, ~half)])


def count_writings(account: Integers, text: Integers, halves: list[Half], count: int) -> tuple[Floats, Floats]:
    """Return per cluster how many texts the asked accounts wrote, and how many with another of the same piece."""
    account, text, _ = distinct_pairs(account, text)
    every, again = np.zeros(count), np.zeros(count)
    for half in halves:
        piece = half.piece[text]
        chosen = (piece >= 0) & half.asked[account]
        pieces = max(1, half.owner.size)
        cells, number = distinct(account[chosen] * pieces + piece[chosen])
        owner = half.owner[cells % pieces]
        every += np.bincount(owner, weights=number, minlength=count)
        again += np.bincount(owner, weights=np.where(number >= OWN_TEXTS, number, 0), minlength=count)
    return every / len(halves), again / len(halves)
