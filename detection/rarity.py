"""How much sharing one object says: much for a rare one, nothing for one that everybody shares."""

import numpy as np
from numpy.typing import NDArray


def rarity_weights(sharers: NDArray[np.int64], *, accounts: int) -> NDArray[np.float64]:
    """Return log(N / n) / (n - 1) for objects with n of N accounts; 0 where fewer than two share.

    The divisor makes an object's weight over all its pairs grow with its accounts only, so that one busy object cannot
    outweigh many rare ones.
    """
    shared = np.maximum(sharers, 2)
    return np.where(sharers >= 2, np.log(np.maximum(accounts / shared, 1.0)) / (shared - 1), 0.0)
