"""Several groupings of the same accounts in, the groups they agree on out; no account between two groups joins them."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

Integers = NDArray[np.int64]

#: Two sets of accounts that two groupings agree on are the same group if they share half of the larger one.
SAME_GROUP = 0.5


def join_labelings(labels: list[Integers]) -> Integers:
    """Number the agreed groups of accounts; a label of -1 is no group, and so may the result be for lone accounts.

    A cell is what two groupings both put together. Cells that share half of the larger one are one group, and each
    account goes where most of its cells are. Joining whatever shares an account instead would let one bystander, once
    here and once there, weld a campaign to a fan club.
    """
    size = labels[0].size
    membership = _cells(labels)
    if membership.shape[1] == 0:
        return np.arange(size)
    parts = _same_cells(membership)
    belongs = (membership @ sparse.csr_array((np.ones(parts.size), (np.arange(parts.size), parts)))).toarray()
    weight = belongs + belongs.sum(axis=0) / (1.0 + belongs.sum()) * (belongs > 0)  # ties go to the larger group
    alone = belongs.shape[1] + np.arange(size)
    return np.asarray(np.where(belongs.any(axis=1), weight.argmax(axis=1), alone), dtype=np.int64)


def _cells(labels: list[Integers]) -> sparse.csr_array:
    """Return accounts x cells, 1 where an account is in a cell; cells of one account are left out."""
    columns = []
    for number, one in enumerate(labels):
        for other in labels[number + 1 :]:
            both = np.flatnonzero((one >= 0) & (other >= 0))
            if not both.size:
                continue
            _, cell, sizes = np.unique(
                one[both] * (other.max() + 1) + other[both], return_inverse=True, return_counts=True
            )
            ones = np.ones(both.size)
            found = sparse.csc_array((ones, (both, cell)), shape=(one.size, sizes.size))
            columns.append(found[:, np.flatnonzero(sizes > 1)])
    return sparse.csr_array(sparse.hstack(columns)) if columns else sparse.csr_array((labels[0].size, 0))


def _same_cells(membership: sparse.csr_array) -> Integers:
    sizes = np.asarray(membership.sum(axis=0)).ravel()
    overlap = sparse.coo_array(membership.T @ membership)
    same = overlap.data >= SAME_GROUP * np.maximum(sizes[overlap.row], sizes[overlap.col])
    joined = sparse.coo_array((overlap.data[same], (overlap.row[same], overlap.col[same])), shape=overlap.shape)
    return np.asarray(connected_components(joined, directed=False)[1], dtype=np.int64)
