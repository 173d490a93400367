"""How many co-actions chance alone gives two accounts, in closed form.

The null permutes account labels over whole posts inside strata (platform and calendar day): a day's news makes
everybody share the same things, and only what two accounts share beyond that day's habit counts.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from detection.chance_kernel import multiply_rows
from detection.corpus import Corpus, Layer

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

#: With so many accounts showing a behaviour on a day, they are its own baseline; with fewer, all posts of the day are.
OWN_BASELINE = 100


@dataclass(frozen=True, slots=True)
class Activity:
    """Posts of each account in each stratum over which labels are permuted: accounts x strata, strata ascending."""

    posts: sparse.csr_array

    def meetings(self) -> Floats:
        """Return for each stratum the number of pairs of posts by different accounts."""
        total = np.asarray(self.posts.sum(axis=0)).ravel()
        same = np.asarray(self.posts.multiply(self.posts).sum(axis=0)).ravel()
        return np.asarray((total**2 - same) / 2, dtype=np.float64)


def count_activity(layer: Layer, corpus: Corpus) -> Activity:
    """Count the posts per account and stratum that could have shown the behaviour of a layer.

    Where at least 100 accounts show it, these are the posts that do: habitual reposters meet more often than people who
    never repost. Elsewhere they are all posts of the stratum, or a group that alone shows a behaviour would be its own
    baseline.
    """
    posts = np.unique(layer.post)
    whole = _count(corpus.post_account, corpus.post_stratum, corpus)
    own = _count(corpus.post_account[posts], corpus.post_stratum[posts], corpus)
    enough = np.bincount(own.indices, minlength=corpus.strata) >= OWN_BASELINE
    chosen = own @ sparse.diags_array(enough.astype(float)) + whole @ sparse.diags_array((~enough).astype(float))
    counted = sparse.csr_array(chosen)
    counted.eliminate_zeros()
    counted.sort_indices()
    return Activity(counted)


def _count(accounts: Integers, strata: Integers, corpus: Corpus) -> sparse.csr_array:
    shape = (len(corpus.accounts), corpus.strata)
    return sparse.coo_array((np.ones(accounts.size), (accounts, strata)), shape=shape).tocsr()


def coaction_rates(activity: Activity, strata: Integers) -> Floats:
    """Return for each stratum the chance that two of its posts, of different accounts, co-act.

    `strata` holds the stratum of each co-acting pair of posts, each pair once.
    """
    meetings = activity.meetings()
    seen = np.bincount(strata, minlength=meetings.size)
    return np.divide(seen, meetings, out=np.zeros(meetings.size), where=meetings > 0)


def expected_coactions(activity: Activity, rates: Floats, a: Integers, b: Integers) -> Floats:
    """Return lambda_ab, the sum over strata of d_as d_bs c_s, for each pair of account codes."""
    table, result = activity.posts, np.zeros(a.size)
    multiply_rows(a, b, table.indptr, table.indices, table.data, rates, result)
    return result
