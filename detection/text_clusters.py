"""Who wrote which text in; clusters of texts that have writers in common out.

Where members join rarely two of them hardly meet twice, but those who wrote one of a group's texts wrote others. A text
here is one family: the same words at another time are another.
"""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse, special
from scipy.sparse.csgraph import connected_components

from detection.codes import distinct
from detection.communities import find_communities
from detection.copy_graph import Incidence
from detection.significance import poisson_tail

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: Two texts are linked by so many common writers, of so many writers each, that chance gives as rarely as this.
MIN_COMMON, MIN_WRITERS, LINK_P = 2, 3, 1e-3
#: A cluster has so many texts; on half of the writers a piece of it may have fewer.
MIN_TEXTS, MIN_TEXTS_OF_HALF = 4, 2
#: Coarser than usual: texts of one group have few writers in common, and fall into pieces by chance.
RESOLUTION = 0.5
#: Common writers are counted for so many writings at a time.
WORK = 20_000_000
#: Of a text's writers so many wrote another text of its cluster; and a text is everybody's if those who did not are
#: more than chance leaves (at this level) where they are as usual in the cluster, or at least so many.
OWN_SHARE, CROWDED_P, USUAL_SHARE = 0.5, 0.001, 0.05

#: Texts a < b with common writers, and how improbable their number is, as a weight.
Links = tuple[Integers, Integers, Floats]


def link_texts(incidence: Incidence, *, texts: int, accounts: int, writers: int) -> Links:
    """Link texts that have more writers in common than chance gives among `writers` accounts with originals."""
    account, text = incidence.account, incidence.family
    people = np.bincount(text, minlength=texts)
    # Texts of few writers are left out before multiplying: among millions of posts most are.
    many = people[text] >= MIN_WRITERS
    ones = np.ones(int(many.sum()), dtype=np.float32)
    table = sparse.coo_array((ones, (text[many], account[many])), shape=(texts, accounts)).tocsr()
    flipped = table.T.tocsr()
    work = np.concatenate([[0], np.cumsum(table @ np.diff(flipped.indptr))])
    cuts = np.unique(np.searchsorted(work, np.arange(0, work[-1] + WORK, WORK)).clip(0, texts))
    parts = [_common(table[begin:end], flipped, begin, people, writers) for begin, end in pairwise(cuts.tolist())]
    a, b, p = (np.concatenate(column) for column in zip(*parts, strict=True)) if parts else (people[:0],) * 3
    return a, b, -np.log(p)


def _common(
    part: sparse.csr_array, flipped: sparse.csr_array, first: int, people: Integers, writers: int
) -> tuple[Integers, Integers, Floats]:
    """Return (text, later text, p) for the texts of one part, from `first` on."""
    both = sparse.coo_array(part @ flipped)
    a = both.row.astype(np.int64) + first
    met = (both.data >= MIN_COMMON) & (both.col > a)
    a, b = a[met], both.col[met].astype(np.int64)
    p = poisson_tail(both.data[met].astype(np.int64), people[a] * people[b] / max(1, writers))
    kept = p < LINK_P
    return a[kept], b[kept], p[kept]


def cut_texts(links: Links, incidence: Incidence, *, texts: int, seed: int, least: int = MIN_TEXTS) -> Integers:
    """Return the cluster of each text by its links, or -1; clusters have `least` texts and more.

    What everybody writes is linked too, by the few who wrote it beside the cluster's texts: it is left out, in turns.
    """
    if not links[0].size:
        return np.full(texts, -1, dtype=np.int64)
    account, text = incidence.account, incidence.family
    clusters = _numbered(find_communities(*links, nodes=texts, resolution=RESOLUTION, seed=seed), links, least)
    while True:
        kept = (clusters >= 0) & _own(account, text, clusters)
        if kept.sum() == (clusters >= 0).sum():
            return clusters
        clusters = _dense(np.where(kept, clusters, -1), least)


def _own(account: Integers, text: Integers, clusters: Integers) -> Flags:
    """Mark the texts whose writers, mostly and as usual in the cluster, wrote another text of it."""
    inside = clusters[text] >= 0
    account, text = account[inside], text[inside]
    cell = account * (int(clusters.max(initial=0)) + 1) + clusters[text]
    codes, count = distinct(cell)
    once = count[np.searchsorted(codes, cell)] == 1
    people = np.bincount(text, minlength=clusters.size)
    strangers = np.bincount(text[once], minlength=clusters.size)
    share = strangers / np.maximum(people, 1)
    usual = np.full(clusters.size, USUAL_SHARE)
    order = np.argsort(clusters, kind="stable")
    for texts in np.split(order, np.flatnonzero(np.diff(clusters[order])) + 1):
        usual[texts] = max(USUAL_SHARE, float(np.median(share[texts])))
    crowded = (strangers > 0) & (special.bdtrc(strangers - 1, people, usual) < CROWDED_P)
    return np.asarray((share <= 1 - OWN_SHARE) & ~crowded)


def join_texts(links: Links, clusters: Integers) -> Integers:
    """Join clusters between whose texts there are links, and number what remains from 0; texts in none keep -1."""
    inside = clusters >= 0
    if not inside.any():
        return clusters
    a, b, _ = links
    kept = inside[a] & inside[b]
    ones = np.ones(int(kept.sum()))
    table = sparse.coo_array((ones, (clusters[a[kept]], clusters[b[kept]])), shape=(int(clusters.max()) + 1,) * 2)
    label = connected_components(table, directed=False)[1]
    joined = clusters.copy()
    joined[inside] = np.unique(label[clusters[inside]], return_inverse=True)[1]
    return joined


def within_clusters(links: Links, clusters: Integers) -> Links:
    """Keep the links between texts of one cluster."""
    a, b, weight = links
    kept = (clusters[a] >= 0) & (clusters[a] == clusters[b])
    return a[kept], b[kept], weight[kept]


def _numbered(labels: Integers, links: Links, least: int) -> Integers:
    linked = np.zeros(labels.size, dtype=bool)
    linked[links[0]] = linked[links[1]] = True
    return _dense(np.where(linked, labels, -1), least)


def _dense(labels: Integers, least: int) -> Integers:
    """Number the clusters of enough texts from 0; other texts get -1."""
    sizes = np.bincount(labels[labels >= 0], minlength=int(labels.max(initial=0)) + 1)
    number = np.full(sizes.size + 1, -1, dtype=np.int64)
    number[:-1][sizes >= least] = np.arange(int((sizes >= least).sum()))
    return number[labels]
