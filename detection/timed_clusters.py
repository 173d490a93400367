"""Groups of route A in; clusters with the record of when they acted together out."""

import numpy as np
from numpy.typing import NDArray

from case.runs import Cluster, cluster_id
from detection.corpus import Corpus
from detection.layer_counts import count_layers
from detection.timing import TimedGroup, Timing
from detection.units import DAY, read_contents

Integers = NDArray[np.int64]

#: A candidate of links whose accounts lie in a finding to this share is the same thing seen twice.
COVERED = 0.5
MIN_CORE = 3


def timed_clusters(corpus: Corpus, timing: Timing) -> list[Cluster]:
    """Describe each group; the finding is `synchronised` where the test accepted it and a core stands out.

    An accepted group in which no three accounts were fast themselves stays a `candidate`: nothing could be exhibited.
    """
    if not timing.found:
        return []
    labels = np.full(len(corpus.accounts), -1, dtype=np.int64)
    for number, group in enumerate(timing.found):
        labels[group.accounts] = number
    windows = np.array(sorted({window for group in timing.found for window in group.windows}), dtype=np.int64)
    times = _times(corpus, labels, windows, timing.found)
    return [_cluster(corpus, group, times[number]) for number, group in enumerate(timing.found)]


def unclaimed(candidates: list[Cluster], findings: list[Cluster]) -> list[Cluster]:
    """Drop candidates most of whose accounts a finding holds already."""
    claimed = {account for cluster in findings for account in cluster.accounts}
    return [one for one in candidates if len(claimed.intersection(one.accounts)) < COVERED * len(one.accounts)]


def _times(corpus: Corpus, labels: Integers, windows: Integers, groups: list[TimedGroup]) -> list[Integers]:
    """Return for each group the times of the actions with a partner within its widest window, in its behaviours."""
    collected: list[list[Integers]] = [[] for _ in groups]
    for one in count_layers(corpus, labels, read_contents(corpus), windows):
        owner = one.rows.unit_group[one.rows.unit]
        for number, group in enumerate(groups):
            if one.rows.behaviour in group.layers:
                near = one.near[max(group.windows, default=DAY)]
                collected[number].append(one.rows.at[(owner == number) & (near > 1e-9)])
    return [np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64) for parts in collected]


def _cluster(corpus: Corpus, group: TimedGroup, times: Integers) -> Cluster:
    names = corpus.accounts
    accounts = tuple(names.gather(group.accounts).to_list())
    own = cluster_id(accounts)
    return Cluster(
        cluster=own,
        lineage=own,
        finding="synchronised" if group.accepted and group.core.size >= MIN_CORE else "candidate",
        accounts=accounts,
        core=tuple(names.gather(group.core).to_list()),
        behaviours=group.layers,
        windows=tuple(window / 1e6 for window in group.windows),
        observed=round(group.observed, 6),
        expected=round(group.expected, 6),
        p=group.p,
        days=int(np.unique(times // DAY).size),
        first_at=int(times.min()) if times.size else None,
        last_at=int(times.max()) if times.size else None,
        stability=float(group.stability.mean()),
        member_stability=dict(zip(accounts, group.stability.round(6).tolist(), strict=True)),
    )
