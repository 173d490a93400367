"""Posts by day in; the blocks within which their authors are exchangeable out: the chance that copies must beat."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from detection.families import Originals

Integers = NDArray[np.int64]

#: Posts per block of a day: this many, or this share of all posts; smaller blocks are filled by one campaign.
BLOCK, BLOCK_SHARE = 500, 1 / 130
#: Days of one platform are joined until they hold so many posts: one campaign fills a quieter day.
QUIET = 100


def join_quiet_days(stratum: Integers, platform: Integers) -> Integers:
    """Number the days of posts anew, following quiet days of one platform as one.

    stratum: the day and platform of each post, numbered by platform and day; platform: that of each stratum.
    """
    posts = np.bincount(stratum, minlength=platform.size)
    joined, held = np.zeros(platform.size, dtype=np.int64), 0
    for day in range(1, platform.size):
        held += int(posts[day - 1])
        new = held >= QUIET or platform[day] != platform[day - 1]
        joined[day] = joined[day - 1] + new
        held = 0 if new else held
    return joined[stratum]


def cut_blocks(originals: Originals) -> Integers:
    """Number the blocks within which accounts are exchangeable: days, cut by time where they hold many posts."""
    size = max(BLOCK, int(originals.size * BLOCK_SHARE))
    order = np.lexsort((originals.at, originals.stratum))
    strata = originals.stratum[order]
    first = np.searchsorted(strata, strata)
    total = np.bincount(strata, minlength=int(strata.max(initial=0)) + 1)[strata]
    parts = np.maximum(1, np.round(total / size)).astype(np.int64)
    block = (np.arange(order.size) - first) * parts // np.maximum(total, 1)
    result = np.empty(order.size, dtype=np.int64)
    result[order] = np.unique(strata * (int(parts.max(initial=1)) + 1) + block, return_inverse=True)[1]
    return result


def exchange(account: Integers, blocks: Integers, random: np.random.Generator) -> Integers:
    """Exchange accounts within blocks; posts come in order of blocks."""
    exchanged = account.copy()
    for begin, end in pairwise([*np.flatnonzero(np.diff(blocks, prepend=-1)).tolist(), blocks.size]):
        random.shuffle(exchanged[begin:end])
    return exchanged
