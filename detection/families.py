"""Original posts and their grams in; families of near-copies written within hours of each other out.

Candidates come from each gram's neighbours in time, so the work grows with the posts and not with the square of a
family; each candidate pair is then scored exactly.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from detection.communities import find_communities, renumber
from detection.grams import Grams
from detection.nearness import find_near

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

GAP = 6 * 3_600_000_000
MIN_SCORE = 30.0
MIN_SHARE = 0.05
#: Neighbours in time that each gram offers to a post, and the budget of offers.
NEIGHBOURS, OFFER_BUDGET = 8, 40_000_000
#: A candidate needs two grams: one never reaches the score.
MIN_GRAMS = 2
DENSE = 0.6
#: Families up to this size are scored pair by pair; of larger ones a sample of pairs is.
EXACT, SAMPLE = 400, 4000
_CHUNK = 100_000


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
    """Scores pairs of texts by the idf they share: `weighted` is the matrix times idf, `weight` each text's idf."""

    matrix: sparse.csr_array
    weighted: sparse.csr_array
    weight: Floats

    def shared(self, one: Integers, other: Integers) -> Floats:
        """Return the idf that each pair of texts shares."""
        scores = np.zeros(one.size)
        for begin in range(0, one.size, _CHUNK):
            part = slice(begin, begin + _CHUNK)
            scores[part] = np.asarray(self.weighted[one[part]].multiply(self.matrix[other[part]]).sum(axis=1)).ravel()
        return scores

    def close(self, one: Integers, other: Integers, scores: Floats) -> NDArray[np.bool_]:
        """Mark pairs that share enough, and enough of the shorter text."""
        return (scores >= MIN_SCORE) & (scores >= MIN_SHARE * np.minimum(self.weight[one], self.weight[other]))


def make_scorer(grams: Grams) -> Scorer:
    """Prepare the scoring of pairs."""
    return Scorer(grams.matrix, sparse.csr_array(grams.matrix @ sparse.diags_array(grams.idf)), grams.weight)


def find_families(originals: Originals, grams: Grams, *, seed: int) -> Integers:
    """Return the family of each post, or -1; families have posts of two accounts at least."""
    scorer = make_scorer(grams)
    one, other = _candidates(originals, grams)
    scores = scorer.shared(one, other)
    kept = scorer.close(one, other, scores)
    one, other, scores = one[kept], other[kept], scores[kept]
    matrix = sparse.coo_array((np.ones(one.size), (one, other)), shape=(originals.size, originals.size))
    labels = connected_components(matrix, directed=False)[1].astype(np.int64)
    return _numbered(_split_loose(labels, originals, scorer, (one, other, scores), seed), originals.account)


def _candidates(originals: Originals, grams: Grams) -> tuple[Integers, Integers]:
    """Offer each post the next posts in time, of other accounts, that share a gram with it; keep repeated offers."""
    entries = sparse.csc_array(grams.matrix[:, np.flatnonzero(grams.pairing)])
    entries.sort_indices()
    gram = np.repeat(np.arange(entries.shape[1]), np.diff(entries.indptr))
    post = entries.indices.astype(np.int64)
    ends = find_near(gram, originals.at[post], GAP).ends
    steps = int(np.clip(OFFER_BUDGET // max(1, post.size), 2, NEIGHBOURS))
    keys = []
    for step in range(1, steps + 1):
        index = np.flatnonzero(np.arange(post.size) + step < ends)
        one, other = post[index], post[index + step]
        foreign = originals.account[one] != originals.account[other]
        keys.append(one[foreign] * originals.size + other[foreign])
    found, count = np.unique(np.concatenate(keys), return_counts=True) if keys else (np.zeros(0, np.int64),) * 2
    chosen = found[count >= MIN_GRAMS]
    return chosen // max(1, originals.size), chosen % max(1, originals.size)


def _split_loose(
    labels: Integers, originals: Originals, scorer: Scorer, edges: tuple[Integers, Integers, Floats], seed: int
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
    for label in np.flatnonzero(sizes > 3):
        posts = by_label[starts[label] : starts[label] + sizes[label]]
        part = slice(bounds[label], bounds[label + 1])
        found = _cut(posts, (one[part], other[part], scores[part]), originals, scorer, seed)
        if found is not None:
            labels[posts] = free + found
            free += int(found.max()) + 1
    return labels


def _cut(
    posts: Integers, edges: tuple[Integers, Integers, Floats], originals: Originals, scorer: Scorer, seed: int
) -> Integers | None:
    """Return the pieces of one component, or None where it is dense."""
    one, other, scores = edges
    if posts.size <= EXACT:
        a, b = np.triu_indices(posts.size, 1)
        density, near, exact = _near(posts[a], posts[b], originals, scorer)
        a, b, scores = a[near], b[near], exact[near]
    else:
        random = np.random.default_rng(seed)
        a, b = random.integers(0, posts.size, (2, SAMPLE))
        density = _near(posts[a[a != b]], posts[b[a != b]], originals, scorer)[0]
        a, b = np.searchsorted(posts, one), np.searchsorted(posts, other)
    if density >= DENSE:
        return None
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
