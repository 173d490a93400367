"""Original posts and their grams in; families of near-copies written within hours of each other out.

Candidates come from each gram's neighbours in time, so the work grows with the posts and not with the square of a
family. Pairs that are near by themselves are the seeds. Then each post is compared with what the posts of a family have
in common: that finds copies which share too little with any other single one, and leaves chance meetings out.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from detection import family_kernel
from detection.communities import find_communities, renumber
from detection.family_kernel import FEW, Groups
from detection.grams import Grams
from detection.phrase_kernel import GramRows, Near

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Result = TypeVar("Result")

GAP = 6 * 3_600_000_000
#: Two posts are near when their phrases tell so many nats: two rare ones and a little more, never one.
MIN_SCORE = 24.0
#: In small sets no phrase can tell more than that only two posts hold it: there so many of such phrases are enough.
RARE_PHRASES = 2.5
#: So much of one post must be shared as well; and how fast all grams of a phrase come to count where more is.
PART, WHOLE = 0.1, 4.0
#: A post carries a family by less, in both ways, as it is compared with few families and not with all posts.
CARRIED, CARRIED_WHOLE = 0.75, 1.5
#: Neighbours in time that each gram offers to a post.
NEIGHBOURS = 8
#: Components are chains if fewer of their posts carry what these have in common.
DENSE = 0.6
#: Times that posts are compared with what the posts of each family have in common by then.
ROUNDS = 2
#: Near pairs that are given out at once.
_ROOM = 2_000_000


@dataclass(frozen=True, slots=True)
class Originals:
    """Posts in their own words, sorted by time: account code, post code, microseconds, stratum."""

    account: Integers
    post: Integers
    at: Integers
    stratum: Integers

    @property
    def size(self) -> int:
        """Number of posts."""
        return int(self.at.size)


@dataclass(frozen=True, slots=True)
class Scorer:
    """Scores pairs of texts by the idf they share; `weight` is each text's idf."""

    rows: GramRows
    weight: Floats

    def shared(self, one: Integers, other: Integers) -> Floats:
        """Return the idf that each pair of texts shares."""
        scores = np.zeros(one.size)
        family_kernel.score_pairs(one, other, self.rows, scores)
        return scores


def make_scorer(grams: Grams) -> Scorer:
    """Prepare the scoring of pairs."""
    return Scorer(_rows(grams), grams.weight)


def find_families(originals: Originals, grams: Grams, *, seed: int) -> Integers:
    """Return the family of each post, or -1; families have posts of two accounts at least."""
    by_gram = grams.matrix.tocsc()
    one, other, scores = _near_pairs(originals, grams, by_gram)
    matrix = sparse.coo_array((np.ones(one.size), (one, other)), shape=(originals.size, originals.size))
    labels = connected_components(matrix, directed=False)[1].astype(np.int64)
    labels = _numbered(_split_chains(labels, grams, (one, other, scores), seed), originals.account)
    for _ in range(ROUNDS):
        labels = _numbered(_join_carriers(labels, originals, grams, by_gram), originals.account)
    return labels


def _rows(grams: Grams) -> GramRows:
    return GramRows(grams.matrix.indptr, grams.matrix.indices, grams.places, grams.idf, grams.length)


def _enough(posts: int) -> float:
    return min(MIN_SCORE, RARE_PHRASES * float(np.log(max(2.0, posts / 2))))


def _carries(posts: int) -> Near:
    return Near(CARRIED * _enough(posts), PART, CARRIED_WHOLE)


def _threads() -> int:
    return len(os.sched_getaffinity(0))


def _near_pairs(originals: Originals, grams: Grams, by_gram: sparse.csc_array) -> tuple[Integers, Integers, Floats]:
    """Offer each post the next ones in time, by others, that share grams with it; return the near pairs and scores."""
    near = Near(_enough(originals.size), PART, WHOLE)
    until = np.searchsorted(originals.at, originals.at + GAP, side="right")
    cuts = np.searchsorted(grams.matrix.indptr, np.linspace(0, grams.matrix.nnz, _threads() + 1)[1:-1])

    def search(begin: int, end: int) -> list[tuple[Integers, Floats]]:
        places = _first_places(grams, by_gram.indptr[:-1], begin)
        parts, room = [], max(_ROOM, 2 * int((until - np.arange(until.size)).max(initial=0)))
        found, scores = np.empty((2, room), dtype=np.int64), np.empty(room)
        while begin < end:
            begin, count = family_kernel.find_near_pairs(
                begin, end, _rows(grams), near, grams.pairing, by_gram.indices, by_gram.indptr[1:], places,
                originals.account, until, NEIGHBOURS, found, scores,
            )  # fmt: skip
            parts.append((found[:, :count].copy(), scores[:count].copy()))
        return parts

    with ThreadPoolExecutor(_threads()) as pool:
        ranges = list(pairwise([0, *cuts.tolist(), originals.size]))
        parts = [part for result in pool.map(search, *zip(*ranges, strict=True)) for part in result]
    if not parts:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)
    pairs = np.concatenate([part[0] for part in parts], axis=1)
    return pairs[0], pairs[1], np.concatenate([part[1] for part in parts])


def _first_places(grams: Grams, starts: Integers, text: int) -> Integers:
    """Return for each gram where its first text from `text` on stands among all entries by gram."""
    before = grams.matrix.indices[: grams.matrix.indptr[text]]
    return starts + np.bincount(before, minlength=starts.size)


def _split_chains(labels: Integers, grams: Grams, edges: tuple[Integers, Integers, Floats], seed: int) -> Integers:
    """Cut components of more than three posts without a common text into their communities: chains are no family."""
    groups = _groups(labels)
    sizes = np.diff(groups.bounds)
    carriers = np.zeros(sizes.size, dtype=np.int64)

    def count(first: int, last: int) -> None:
        family_kernel.count_carriers(first, last, groups, _rows(grams), _carries(labels.size), carriers)

    _over_groups(groups, count)
    labels, free = labels.copy(), sizes.size
    one, other, scores = edges
    order = np.argsort(labels[one], kind="stable")
    one, other, scores = one[order], other[order], scores[order]
    parts = np.searchsorted(labels[one], np.arange(sizes.size + 1))
    for label in np.flatnonzero((sizes > FEW) & (carriers < DENSE * sizes)).tolist():
        posts = groups.members[groups.bounds[label] : groups.bounds[label + 1]]
        part = slice(parts[label], parts[label + 1])
        ends = np.searchsorted(posts, one[part]), np.searchsorted(posts, other[part])
        found = find_communities(*ends, scores[part], nodes=posts.size, seed=seed)
        labels[posts] = free + found
        free += int(found.max()) + 1
    return labels


def _join_carriers(labels: Integers, originals: Originals, grams: Grams, by_gram: sparse.csc_array) -> Integers:
    """Give each post the family whose common text it carries most, among those of its hours, or none."""
    groups = _groups(labels)
    first, last = groups.members[groups.bounds[:-1]], groups.members[groups.bounds[1:] - 1]
    early = np.searchsorted(originals.at, originals.at[first] - GAP, side="left")
    late = np.searchsorted(originals.at, originals.at[last] + GAP, side="right")

    def join(begin: int, end: int) -> tuple[Integers, Floats]:
        label, best = np.full(labels.size, -1, dtype=np.int64), np.zeros(labels.size)
        family_kernel.join_carriers(
            begin, end, groups, _rows(grams), _carries(labels.size), grams.pairing, by_gram.indices, by_gram.indptr,
            early, late, label, best,
        )  # fmt: skip
        return label, best

    label, best = np.full(labels.size, -1, dtype=np.int64), np.zeros(labels.size)
    for found, score in _over_groups(groups, join):
        better = score > best
        label[better], best[better] = found[better], score[better]
    return label


def _groups(labels: Integers) -> Groups:
    """Return the posts of each label in their order; posts without (-1) are left out."""
    inside = np.flatnonzero(labels >= 0)
    members = inside[np.argsort(labels[inside], kind="stable")]
    return Groups(members, np.searchsorted(labels[members], np.arange(int(labels.max(initial=-1)) + 2)))


def _over_groups(groups: Groups, loop: Callable[[int, int], Result]) -> list[Result]:
    """Run a loop over ranges of groups, shared out by their posts; return the results in the order of the groups."""
    cuts = np.searchsorted(groups.bounds, np.linspace(0, groups.members.size, _threads() + 1)[1:-1])
    with ThreadPoolExecutor(_threads()) as pool:
        return list(pool.map(loop, *zip(*pairwise([0, *cuts.tolist(), groups.bounds.size - 1]), strict=True)))


def _numbered(labels: Integers, account: Integers) -> Integers:
    """Number families of two and more accounts in order of their first post; other posts get -1."""
    result = np.full(labels.size, -1, dtype=np.int64)
    inside = np.flatnonzero(labels >= 0)
    pairs = np.unique(np.stack([labels[inside], account[inside]]), axis=1)
    people = np.bincount(pairs[0], minlength=int(labels.max(initial=-1)) + 1)
    inside = inside[people[labels[inside]] >= 2]
    result[inside] = renumber(labels[inside])
    return result
