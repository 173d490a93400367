"""Original posts and their grams in; families of near-copies written within hours of each other out.

Candidates come from each gram's neighbours in time, so the work grows with the posts and not with the square of a
family; each candidate pair is then scored exactly.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from detection import family_kernel
from detection.communities import find_communities, renumber
from detection.found_pairs import Loop, find_pairs
from detection.grams import Grams
from detection.threads import thread_count

Integers = NDArray[np.int64]
Codes = NDArray[np.int32]
Floats = NDArray[np.float64]

GAP = 6 * 3_600_000_000
#: Two posts are near when they share so many nats in a set of so many posts. Of more posts each is compared with more
#: strangers, so nearness asks for more: with the same score, chance joined nearly all of a million posts.
MIN_SCORE, MIN_SCORE_POSTS = 30.0, 66_000
SCORE_GROWTH = 5.0
#: In a small set there are as many fewer pairs as the square of its number, and chance reaches less.
SMALL_POSTS, SCORE_FALL = 10_000, 2.0
MIN_SHARE = 0.05
#: Neighbours in time that each gram offers to a post.
NEIGHBOURS = 8
#: A candidate needs two grams: one never reaches the score.
MIN_GRAMS = 2
DENSE = 0.6
#: Families up to this size are scored pair by pair; of larger ones a sample of pairs is.
EXACT, SAMPLE = 400, 4000


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

    matrix: sparse.csr_array
    idf: Floats
    weight: Floats

    def shared(self, one: Integers, other: Integers) -> Floats:
        """Return the idf that each pair of texts shares."""
        scores = np.zeros(one.size)
        family_kernel.score_pairs(one, other, self.matrix.indptr, self.matrix.indices, self.idf, scores)
        return scores

    def close(self, one: Integers, other: Integers, scores: Floats) -> NDArray[np.bool_]:
        """Mark pairs that share enough, and enough of the shorter text."""
        return (scores >= least_score(self.weight.size)) & (
            scores >= MIN_SHARE * np.minimum(self.weight[one], self.weight[other])
        )


def make_scorer(grams: Grams) -> Scorer:
    """Prepare the scoring of pairs."""
    return Scorer(grams.matrix, grams.idf, grams.weight)


def least_score(posts: int) -> float:
    """Return the nats that two posts of a set of so many must share to be near."""
    more, fewer = math.log(max(1, posts) / MIN_SCORE_POSTS), math.log(max(1, posts) / SMALL_POSTS)
    return MIN_SCORE + SCORE_GROWTH * max(0.0, more) + SCORE_FALL * min(0.0, fewer)


def find_families(originals: Originals, grams: Grams, *, seed: int) -> Integers:
    """Return the family of each post, or -1; families have posts of two accounts at least."""
    scorer = make_scorer(grams)
    one, other, scores = _near_pairs(originals, grams)
    matrix = sparse.coo_array((np.ones(one.size), (one, other)), shape=(originals.size, originals.size))
    labels = connected_components(matrix, directed=False)[1].astype(np.int64)
    return _numbered(_split_loose(labels, originals, scorer, (one, other, scores), seed), originals.account)


def _near_pairs(originals: Originals, grams: Grams) -> tuple[Codes, Codes, Floats]:
    """Offer each post the next ones in time, by others, that share grams with it; return the near pairs and scores."""
    until = np.searchsorted(originals.at, originals.at + GAP, side="right")
    cuts = np.searchsorted(grams.matrix.indptr, np.linspace(0, grams.matrix.nnz, thread_count() + 1)[1:-1]).tolist()
    given = (
        grams.matrix.indptr, grams.matrix.indices, grams.idf, grams.weight, grams.pairing, grams.holders,
        grams.bounds[1:],
    )  # fmt: skip
    asked = (originals.account, until, NEIGHBOURS, MIN_GRAMS, least_score(originals.size), MIN_SHARE)

    def prepare(first: int) -> Loop:
        places = _first_places(grams, first)
        return lambda begin, end, found, scores: family_kernel.find_near_pairs(
            begin, end, *given, places, *asked, found, scores
        )

    room = int((until - np.arange(until.size)).max(initial=0))
    return find_pairs(prepare, [0, *cuts, originals.size], room=room)


def _first_places(grams: Grams, text: int) -> Integers:
    """Return for each gram where its first text from `text` on stands among its holders."""
    before = grams.matrix.indices[: grams.matrix.indptr[text]]
    return grams.bounds[:-1] + np.bincount(before, minlength=grams.idf.size)


def _split_loose(
    labels: Integers, originals: Originals, scorer: Scorer, edges: tuple[Codes, Codes, Floats], seed: int
) -> Integers:
    """Cut components of more than three posts in which fewer than 60 % of the pairs are near: chains are no family."""
    labels = labels.copy()
    one, other, scores = edges
    order = np.argsort(labels[one], kind="stable")
    one, other, scores = one[order], other[order], scores[order]
    sizes = np.bincount(labels)
    bounds = np.searchsorted(labels[one], np.arange(sizes.size + 1))
    by_label = np.argsort(labels, kind="stable")
    starts = np.cumsum(sizes) - sizes
    free = sizes.size
    for label in _loose(by_label, np.concatenate([starts, [labels.size]]), originals, scorer, seed):
        posts = by_label[starts[label] : starts[label] + sizes[label]]
        part = slice(bounds[label], bounds[label + 1])
        found = _cut(posts, (one[part], other[part], scores[part]), originals, scorer, seed)
        labels[posts] = free + found
        free += int(found.max()) + 1
    return labels


def _loose(members: Integers, bounds: Integers, originals: Originals, scorer: Scorer, seed: int) -> list[int]:
    """Return the groups of more than three posts whose pairs are too rarely near."""
    sizes = np.diff(bounds)
    density = np.ones(sizes.size)
    exact = np.flatnonzero((sizes > 3) & (sizes <= EXACT))
    if exact.size:
        chosen = np.repeat((sizes > 3) & (sizes <= EXACT), sizes)
        ends = np.concatenate([[0], np.cumsum(sizes[exact])])
        found = np.zeros(exact.size)
        family_kernel.count_near(
            0, exact.size, members[chosen], ends, scorer.matrix.indptr, scorer.matrix.indices, scorer.idf,
            scorer.weight, originals.account, originals.at, GAP, least_score(originals.size), MIN_SHARE, found,
        )  # fmt: skip
        density[exact] = found
    for label in np.flatnonzero(sizes > EXACT).tolist():
        posts = members[bounds[label] : bounds[label + 1]]
        a, b = np.random.default_rng(seed).integers(0, posts.size, (2, SAMPLE))
        density[label] = _near(posts[a[a != b]], posts[b[a != b]], originals, scorer)[0]
    return np.flatnonzero(density < DENSE).tolist()


def _cut(
    posts: Integers, edges: tuple[Codes, Codes, Floats], originals: Originals, scorer: Scorer, seed: int
) -> Integers:
    """Return the pieces of one loose component: its communities by all near pairs, or by those found if it is large."""
    one, other, scores = edges
    if posts.size <= EXACT:
        a, b = np.triu_indices(posts.size, 1)
        _, near, exact = _near(posts[a], posts[b], originals, scorer)
        a, b, scores = a[near], b[near], exact[near]
    else:
        a, b = np.searchsorted(posts, one), np.searchsorted(posts, other)
    return find_communities(a, b, scores, nodes=posts.size, seed=seed)


def _near(
    one: Integers, other: Integers, originals: Originals, scorer: Scorer
) -> tuple[float, NDArray[np.bool_], Floats]:
    """Return the share of near pairs among those of different accounts, the marks, and the scores."""
    scores = scorer.shared(one, other)
    foreign = originals.account[one] != originals.account[other]
    in_time = np.abs(originals.at[one] - originals.at[other]) <= GAP
    near = foreign & in_time & scorer.close(one, other, scores)
    return float(near.sum() / max(1, int(foreign.sum()))), near, scores


def _numbered(labels: Integers, account: Integers) -> Integers:
    """Number families of two and more accounts in order of their first post; other posts get -1."""
    pairs = np.unique(np.stack([labels, account]), axis=1)
    people = np.bincount(pairs[0], minlength=int(labels.max(initial=0)) + 1)
    result = np.full(labels.size, -1, dtype=np.int64)
    inside = people[labels] >= 2
    result[inside] = renumber(labels[inside])
    return result
