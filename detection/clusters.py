"""Groups of both routes in; clusters out: when they acted together, what they wrote, and what may explain them."""

from collections import Counter

import numpy as np
import polars as pl
from numpy.typing import NDArray

from case.runs import Cluster, cluster_id
from detection.copying import Copying
from detection.corpus import Corpus
from detection.findings import TEMPLATE, Found
from detection.group_innocence import (
    Row,
    weigh_client,
    weigh_copies,
    weigh_event,
    weigh_hour,
    weigh_owner,
    weigh_source,
)
from detection.layer_counts import count_layers
from detection.units import DAY, read_contents

Integers = NDArray[np.int64]

#: A candidate of links whose accounts lie in a finding to this share is the same thing seen twice.
COVERED = 0.5


def make_clusters(
    corpus: Corpus, groups: list[Found], copying: Copying | None, posts: pl.DataFrame, names: pl.DataFrame
) -> list[Cluster]:
    """Describe each group as a cluster; accepted ones are `synchronised`, or `explained` by a strong innocent reason.

    `posts` has key, repost_of, reply_to, quote_of and client, `names` the accounts' key and name.
    """
    if not groups:
        return []
    fast = _fast_posts(corpus, groups, copying)
    background = _Background(corpus, posts, names)
    return [
        _cluster(corpus, group, rows, copying, background) for group, rows in zip(groups, fast, strict=True)
    ]  # fmt: skip


def unclaimed(candidates: list[Cluster], findings: list[Cluster]) -> list[Cluster]:
    """Drop candidates most of whose accounts a finding holds already."""
    claimed = {account for cluster in findings for account in cluster.accounts}
    return [one for one in candidates if len(claimed.intersection(one.accounts)) < COVERED * len(one.accounts)]


class _Background:
    """Whom each post answers, which client wrote it, and everybody's names."""

    def __init__(self, corpus: Corpus, posts: pl.DataFrame, names: pl.DataFrame) -> None:
        parent = pl.coalesce("repost_of", "reply_to", "quote_of")
        authors = pl.DataFrame({"parent": corpus.posts, "source": corpus.accounts.gather(corpus.post_account)})
        rows = pl.DataFrame({"key": corpus.posts}).join(posts, on="key", how="left", maintain_order="left")
        rows = rows.with_columns(parent=parent).join(authors, on="parent", how="left", maintain_order="left")
        self.source: pl.Series = pl.select(pl.coalesce(rows["source"], _first_authors(corpus))).to_series()
        self.client: pl.Series = rows["client"]
        self.clients: Counter[str] = Counter(rows["client"].drop_nulls().to_list())
        shown = pl.DataFrame({"key": corpus.accounts}).join(names, on="key", how="left", maintain_order="left")
        self.names: pl.Series = shown["name"].fill_null("")


def _first_authors(corpus: Corpus) -> pl.Series:
    """Return for each post who was first with its exact text after a day without it, if somebody else.

    Such a copy is a repost that lost its trace.
    """
    first = np.full(len(corpus.posts), -1, dtype=np.int64)
    layer = corpus.layer("text")
    if layer is not None and layer.size:
        begins = np.flatnonzero(np.diff(layer.object, prepend=-1) | (np.diff(layer.at, prepend=layer.at[0]) > DAY))
        leader = layer.account[begins][np.searchsorted(begins, np.arange(layer.size), side="right") - 1]
        copied = leader != layer.account
        first[layer.post[copied]] = leader[copied]
    return corpus.accounts.gather(np.maximum(first, 0)).set(pl.Series(first < 0), None)


def _fast_posts(corpus: Corpus, groups: list[Found], copying: Copying | None) -> list[Integers]:
    """Return for each group the posts (codes) with a partner within its widest window, and its copied originals."""
    labels = np.full(len(corpus.accounts), -1, dtype=np.int64)
    for number, group in enumerate(groups):
        labels[group.accounts] = number
    windows = np.array(sorted({window for group in groups for window in group.windows}), dtype=np.int64)
    collected: list[list[Integers]] = [[np.zeros(0, dtype=np.int64)] for _ in groups]
    for one in count_layers(corpus, labels, read_contents(corpus), windows):
        owner = one.rows.unit_group[one.rows.unit]
        for number, group in enumerate(groups):
            if one.rows.behaviour in group.layers and group.windows:
                near = one.near[min(max(group.windows), DAY)] > 1e-9
                collected[number].append(one.rows.post[(owner == number) & near])
    if copying is not None:
        owner = labels[copying.originals.account]
        for number, group in enumerate(groups):
            written = (owner == number) & np.isin(copying.texts.text, group.texts)
            collected[number].append(copying.originals.post[written] if TEMPLATE in group.layers else written[:0])
    return [np.unique(np.concatenate(parts).astype(np.int64)) for parts in collected]


def _cluster(
    corpus: Corpus, group: Found, posts: Integers, copying: Copying | None, background: _Background
) -> Cluster:
    accounts = tuple(corpus.accounts.gather(group.accounts).to_list())
    own = cluster_id(accounts)
    reasons = _innocent(corpus, group, posts, copying, background) if group.accepted else []
    fitting = [row for row in reasons if row["fits"] != "none"]
    strong = any(row["fits"] == "strong" for row in fitting)
    at = corpus.post_at[posts]
    return Cluster(
        cluster=own,
        lineage=own,
        finding=("explained" if strong else "synchronised") if group.accepted else "candidate",
        accounts=accounts,
        core=tuple(corpus.accounts.gather(group.core).to_list()),
        behaviours=group.layers,
        windows=tuple(window / 1e6 for window in group.windows),
        observed=round(group.observed, 6),
        expected=round(group.expected, 6),
        p=group.p,
        days=int(np.unique(at // DAY).size),
        first_at=int(at.min()) if at.size else None,
        last_at=int(at.max()) if at.size else None,
        stability=round(float(group.stability.mean()), 6),
        member_stability=dict(zip(accounts, group.stability.round(6).tolist(), strict=True)),
        innocent=tuple(fitting),
        ruled_out=tuple(row for row in reasons if row["fits"] == "none"),
    )


def _innocent(
    corpus: Corpus, group: Found, posts: Integers, copying: Copying | None, background: _Background
) -> list[Row]:
    core = posts[np.isin(corpus.post_account[posts], group.core)]
    names = background.names.gather(group.core).to_list()
    written = np.bincount(corpus.post_account[core], minlength=len(corpus.accounts))[group.core]
    reasons = [
        weigh_source(background.source.gather(core).to_list(), corpus.post_account[core].tolist()),
        weigh_owner(names, written.tolist(), background.names),
        weigh_client(background.client.gather(core).to_list(), background.clients),
        weigh_event(corpus.post_at[core]),
        weigh_hour(corpus.post_at[core]) if group.crowded else None,
        *weigh_copies(group, copying, corpus.accounts),
    ]
    return [row for row in reasons if row is not None]
