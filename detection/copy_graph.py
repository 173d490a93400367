"""Who carries which text when in; groups of accounts that write the same texts again and again out.

Pairs of large families are sampled, never listed: a family of a thousand accounts has half a million of them.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from detection import copy_kernel
from detection.codes import distinct, distinct_pairs, number_runs
from detection.communities import find_communities
from detection.families import Originals
from detection.neighbours import strongest_edges
from detection.shared_texts import Texts
from detection.threads import in_threads, thread_count

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

#: Two texts of one pair count apart when their families start so long after each other (microseconds).
APART = 3_600_000_000
MIN_OCCASIONS = 2
MIN_ACCOUNTS, MIN_TEXTS = 4, 4
#: In families of more accounts each account meets so many others by lot.
LISTED, SAMPLED = 64, 40
#: Pieces of one group share so many texts, and this share of the smaller piece's.
MERGE_TEXTS, MERGE_SHARE = 3, 0.5


@dataclass(frozen=True, slots=True)
class Incidence:
    """One row per account and family: account code, family, and the family's text."""

    account: Integers
    family: Integers
    text: Integers


def find_incidence(originals: Originals, texts: Texts) -> Incidence:
    """List who took part in which family."""
    inside = np.flatnonzero(texts.family >= 0)
    family, account, _ = distinct_pairs(texts.family[inside], originals.account[inside])
    return Incidence(account, family, texts.text_of[family])


def find_copy_groups(incidence: Incidence, texts: Texts, *, accounts: int, seed: int) -> Integers:
    """Return the group of each account, or -1: accounts that share texts on two and more occasions, four at least."""
    a, b = find_meetings(incidence.family, incidence.account, accounts, seed)
    occasions, weight = weigh_pairs(incidence, texts, a, b, accounts=accounts)
    kept = (occasions >= MIN_OCCASIONS) & (weight > 0)
    kept[kept] = strongest_edges(a[kept], b[kept], weight[kept], nodes=accounts)
    labels = find_communities(a[kept], b[kept], weight[kept], nodes=accounts, seed=seed)
    linked = np.zeros(accounts, dtype=bool)
    linked[a[kept]] = linked[b[kept]] = True
    return keep_groups(np.where(linked, labels, -1), incidence)


def keep_groups(groups: Integers, incidence: Incidence) -> Integers:
    """Number the groups of enough accounts and texts; all others get -1."""
    people = np.bincount(groups[groups >= 0], minlength=int(groups.max(initial=-1)) + 1)
    texts = _texts_of(groups, incidence, people)
    good = (people >= MIN_ACCOUNTS) & (np.bincount(texts[0], minlength=people.size) >= MIN_TEXTS)
    number = np.full(people.size + 1, -1, dtype=np.int64)
    number[np.flatnonzero(good)] = np.arange(int(good.sum()))
    return number[groups]


def own_shares(groups: Integers, incidence: Incidence) -> Floats:
    """Return for each group its share of the writers of a family in which two of it meet, as median over such families.

    People with one interest meet in texts that many others of it write as well; a campaign's copies are mostly its own.
    """
    group = groups[incidence.account]
    inside = group >= 0
    of, family, mine = distinct_pairs(group[inside], incidence.family[inside])
    met = mine >= 2
    share = mine[met] / np.bincount(incidence.family)[family[met]]
    medians = np.zeros(int(groups.max(initial=-1)) + 1)
    first, _ = number_runs(of[met])
    for begin, end in pairwise([*first.tolist(), share.size]):
        medians[of[met][begin]] = np.median(share[begin:end])
    return medians


def weigh_pairs(
    incidence: Incidence, texts: Texts, a: Integers, b: Integers, *, accounts: int
) -> tuple[Integers, Floats]:
    """Return for each pair its occasions, and the sum of its texts' weights without the largest."""
    ones = np.ones(incidence.account.size)
    shape = (accounts, texts.text_of.size)
    table = sparse.coo_array((ones, (incidence.account, incidence.family)), shape=shape).tocsr()
    table.sort_indices()
    occasions, weight = np.zeros(a.size, dtype=np.int64), np.zeros(a.size)

    def weigh(part: tuple[int, int]) -> None:
        copy_kernel.weigh_pairs(
            part[0], part[1], a, b, table.indptr, table.indices, texts.text_of, texts.start_of, texts.weight, APART,
            occasions, weight,
        )  # fmt: skip

    in_threads(weigh, pairwise(np.linspace(0, a.size, thread_count() + 1).astype(np.int64).tolist()))
    return occasions, weight


def find_meetings(place: Integers, account: Integers, accounts: int, seed: int) -> tuple[Integers, Integers]:
    """List the pairs a < b of accounts that met in a place: all of small places, some by lot of large ones.

    `place` ascends, with each account once. Pairs that met once are left out where all pairs are listed.
    """
    random = np.random.default_rng(seed)
    begin = np.flatnonzero(np.diff(place, prepend=-1))
    size = np.diff(begin, append=place.size)
    crowded = np.repeat(size > LISTED, size)
    # Where all are listed each row meets the later ones of its place; in a crowd the next ones of a circle by lot.
    dealt = np.lexsort((np.where(crowded, random.random(place.size), 0.0), place))
    account = account[dealt]
    first, width = np.repeat(begin, size), np.repeat(size, size)
    turn = np.arange(place.size) - first
    partners = np.where(crowded, SAMPLED // 2, width - turn - 1)
    one = np.repeat(np.arange(place.size), partners)
    step = np.arange(one.size) - np.repeat(np.cumsum(partners) - partners, partners) + 1
    other = first[one] + (turn[one] + step) % width[one]
    low, high = np.minimum(account[one], account[other]), np.maximum(account[one], account[other])
    found, count = distinct(low * accounts + high)
    # Pairs that are listed in full and met once cannot have two occasions; sampled ones may meet unseen.
    chosen = found if crowded.any() else found[count >= MIN_OCCASIONS]
    return chosen // accounts, chosen % accounts


def _texts_of(groups: Integers, incidence: Incidence, people: Integers) -> tuple[Integers, Integers]:
    """List (group, text) where a family of the text has three accounts of the group (two in groups below six)."""
    group = groups[incidence.account]
    inside = np.flatnonzero(group >= 0)
    of, family, count = distinct_pairs(group[inside], incidence.family[inside])
    enough = count >= np.where(people[of] < 6, 2, 3)
    text_of = np.zeros(int(incidence.family.max(initial=-1)) + 1, dtype=np.int64)
    text_of[incidence.family] = incidence.text
    pairs = distinct_pairs(of[enough], text_of[family[enough]])
    return pairs[0], pairs[1]


def merge_groups(groups: Integers, incidence: Incidence) -> Integers:
    """Join pieces that share three texts and half of the smaller's, until none do; numbers are no longer dense."""
    for _ in range(10):
        people = np.bincount(groups[groups >= 0], minlength=int(groups.max(initial=-1)) + 1)
        group, text = _texts_of(groups, incidence, people)
        if not group.size:
            return groups
        shape = (people.size, int(text.max()) + 1)
        table = sparse.coo_array((np.ones(group.size), (group, text)), shape=shape).tocsr()
        count = np.asarray(table.sum(axis=1)).ravel()
        both = sparse.triu(table @ table.T, k=1, format="coo")
        smaller = np.minimum(count[both.row], count[both.col])
        join = (both.data >= MERGE_TEXTS) & (both.data >= MERGE_SHARE * smaller)
        if not join.any():
            return groups
        links = sparse.coo_array((np.ones(int(join.sum())), (both.row[join], both.col[join])), shape=(shape[0],) * 2)
        target = sparse.csgraph.connected_components(links, directed=False)[1].astype(np.int64)
        groups = np.where(groups >= 0, target[np.maximum(groups, 0)], -1)
    return groups
