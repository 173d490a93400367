"""Families of near-copies in; texts out: what is written again at other times, and which accounts ever carry it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from detection.carrier_kernel import find_carriers
from detection.codes import distinct
from detection.communities import renumber
from detection.families import Originals, least_score
from detection.found_pairs import find_pairs
from detection.grams import Grams
from detection.threads import thread_count

Integers = NDArray[np.int64]
Codes = NDArray[np.int32]
Floats = NDArray[np.float64]

#: A gram belongs to a family's profile if this share of its accounts (two at least) write it.
PROFILE_SHARE = 0.25
#: A carrier spends at least this share of its own idf on the profile.
CARRIED_SHARE = 0.1
#: Families are one text if this share of the posts of one carries the profile of the other.
SAME_TEXT = 0.3
#: No text weighs more than one of so many accounts: two strangers alike say little, and one such meeting is not the
#: measure of what chance can give.
FEWEST = 8
#: Carriers join a family whose span, widened by this, holds them.
JOIN = 3 * 3_600_000_000


@dataclass(frozen=True, slots=True)
class Texts:
    """Per post its family (-1: none); per family its text and start; per text its carriers and weight.

    A text's weight is ln(N / n) / (n - 1) for n accounts that ever carry it, counted as eight at least.
    """

    family: Integers
    text_of: Integers
    start_of: Integers
    carriers: Integers
    weight: Floats

    @property
    def text(self) -> Integers:
        """Return the text of each post, or -1."""
        if not self.text_of.size:
            return self.family
        return np.where(self.family >= 0, self.text_of[np.maximum(self.family, 0)], -1)


def find_texts(originals: Originals, grams: Grams, family: Integers, *, accounts: int) -> Texts:
    """Join families into texts; `accounts` is the number of all accounts."""
    count = int(family.max(initial=-1)) + 1
    if count == 0:
        none = np.zeros(0, dtype=np.int64)
        return Texts(family, none, none, none, np.zeros(0))
    carried = _carriers(grams, _profiles(originals, grams, family, count))
    family = _join_carriers(originals, family, carried, count)
    text_of = _same_texts(family, carried, count)
    start = np.full(count, np.iinfo(np.int64).max)
    inside = np.flatnonzero(family >= 0)
    np.minimum.at(start, family[inside], originals.at[inside])
    people = _count_writers(originals.account, carried[0], text_of, carried[1])
    people = np.maximum(people, _count_writers(originals.account, inside, text_of, family[inside]))
    shared = np.maximum(people, FEWEST)
    return Texts(family, text_of, start, people, np.log(np.maximum(accounts / shared, 1.0)) / (shared - 1))


def _count_writers(
    account_of: Integers, post: NDArray[np.integer], text_of: Integers, family: NDArray[np.integer]
) -> Integers:
    """Count the distinct accounts of each text in rows of posts and families, of which there may be many millions."""
    texts, width = int(text_of.max()) + 1, int(account_of.max(initial=0)) + 1
    keys = text_of[family]
    keys *= width
    keys += account_of[post]
    keys.sort()
    return np.bincount(keys[np.diff(keys, prepend=-1) != 0] // width, minlength=texts)


def _profiles(originals: Originals, grams: Grams, family: Integers, count: int) -> sparse.csr_array:
    """Return families x grams: the grams that a quarter of a family's accounts write."""
    inside = np.flatnonzero(family >= 0)
    order = inside[np.lexsort((originals.account[inside], family[inside]))]
    own, account = family[order], originals.account[order]
    new = (np.diff(own, prepend=-1) != 0) | (np.diff(account, prepend=-1) != 0)
    writer = np.cumsum(new) - 1
    writers = int(new.sum())
    ones = np.ones(order.size, dtype=np.float32)
    posts = sparse.coo_array((ones, (writer, order)), shape=(writers, grams.matrix.shape[0])).tocsr()
    written = sparse.csr_array(posts @ grams.matrix)
    written.data[:] = 1.0
    owner = sparse.coo_array((np.ones(writers), (own[new], np.arange(writers))), shape=(count, writers)).tocsr()
    profile = sparse.coo_array(owner @ written)
    people = np.bincount(own[new], minlength=count)
    kept = profile.data >= np.maximum(2, PROFILE_SHARE * people[profile.row])
    shape = (count, grams.matrix.shape[1])
    return sparse.coo_array((np.ones(int(kept.sum())), (profile.row[kept], profile.col[kept])), shape=shape).tocsr()


def _carriers(grams: Grams, profiles: sparse.csr_array) -> tuple[Codes, Codes, Floats]:
    """Return (post, family, idf) wherever a post carries a family's profile, at any time."""
    profiles.sort_indices()
    given = (
        profiles.indptr, profiles.indices, grams.matrix.indptr, grams.matrix.indices, grams.holders, grams.bounds,
        grams.idf, grams.weight, least_score(grams.weight.size), CARRIED_SHARE,
    )  # fmt: skip
    work = np.concatenate([[0], np.cumsum(grams.frequency[profiles.indices])])[profiles.indptr]
    cuts = np.searchsorted(work, np.linspace(0, work[-1], thread_count() + 1)[1:-1]).tolist()

    def search(begin: int, end: int, found: Codes, scores: Floats) -> tuple[int, int]:
        return find_carriers(begin, end, *given, found, scores)

    return find_pairs(lambda _: search, [0, *cuts, profiles.shape[0]], room=grams.weight.size)


def _join_carriers(
    originals: Originals, family: Integers, carried: tuple[Codes, Codes, Floats], count: int
) -> Integers:
    """Let posts without family join the one that they carry most, if it was being written around their time."""
    inside = np.flatnonzero(family >= 0)
    first = np.full(count, np.iinfo(np.int64).max)
    last = np.full(count, np.iinfo(np.int64).min)
    np.minimum.at(first, family[inside], originals.at[inside])
    np.maximum.at(last, family[inside], originals.at[inside])
    post, target, score = carried
    at = originals.at[post]
    free = (family[post] < 0) & (at >= first[target] - JOIN) & (at <= last[target] + JOIN)
    post, target, score = post[free], target[free], score[free]
    order = np.lexsort((target, -score, post))
    chosen, place = np.unique(post[order], return_index=True)
    joined = family.copy()
    joined[chosen] = target[order][place]
    return joined


def _same_texts(family: Integers, carried: tuple[Codes, Codes, Floats], count: int) -> Integers:
    """Number the texts: each family goes to the first larger one that carries it or is carried by it.

    Only the leader of a text is asked: joined in chains, stock phrases would make all writing one text.
    """
    post, target, _ = carried
    keys = family[post]
    inside = (keys >= 0) & (keys != target)
    keys = keys[inside]
    keys *= count
    keys += target[inside]
    keys, posts = distinct(keys)
    sizes = np.bincount(family[family >= 0], minlength=count)
    keys = keys[posts >= SAME_TEXT * sizes[keys // count]]
    links = sparse.coo_array((np.ones(keys.size), (keys // count, keys % count)), shape=(count, count)).tocsr()
    near = sparse.csr_array(links + links.T)
    leader = np.full(count, -1, dtype=np.int64)
    for one in np.lexsort((np.arange(count), -sizes)).tolist():
        if leader[one] < 0:
            leader[one] = one
            others = near.indices[near.indptr[one] : near.indptr[one + 1]]
            leader[others[leader[others] < 0]] = one
    return renumber(leader)
