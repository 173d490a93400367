"""Validated links in; groups of linked accounts out, as candidates: links alone do not make a finding."""

import numpy as np
import polars as pl

from case.runs import Cluster, cluster_id
from detection.coactions import CoActions
from detection.consensus import find_groups
from detection.corpus import Corpus
from detection.links import ALL_BEHAVIOURS
from detection.parameters import Parameters
from detection.rarity import rarity_weights
from detection.significance import combine_cauchy

#: Two linked accounts are a link, not a group.
MIN_ACCOUNTS = 3
#: Modularity cuts even a clique that stands alone; pieces as dense as this are one group.
DENSE = 0.3
_DAY = 86_400_000_000


def cluster_links(
    corpus: Corpus, links: pl.DataFrame, coactions: list[CoActions], parameters: Parameters
) -> list[Cluster]:
    """Group the validated pairs by rarity weight; the largest cluster first."""
    pairs = links.filter((pl.col("behaviour") == ALL_BEHAVIOURS) & (pl.col("status") == "validated"))
    if pairs.height == 0:
        return []
    names = pl.concat([pairs["a"], pairs["b"]]).unique().sort()
    a, b = names.search_sorted(pairs["a"]).to_numpy(), names.search_sorted(pairs["b"]).to_numpy()
    a, b = a.astype(np.int64), b.astype(np.int64)
    weights = _weights(corpus, pairs, coactions)
    grouping = find_groups(
        a, b, weights, nodes=len(names), seed=parameters.seed, method=parameters.communities, dense=DENSE
    )
    rows = pairs.with_columns(group_a=pl.Series(grouping.groups[a]), group_b=pl.Series(grouping.groups[b]))
    found = []
    for group in np.flatnonzero(np.bincount(grouping.groups) >= MIN_ACCOUNTS):
        members = np.flatnonzero(grouping.groups == group)
        inside = rows.filter((pl.col("group_a") == int(group)) & (pl.col("group_b") == int(group)))
        stability = dict(zip(names.gather(members).to_list(), grouping.stability[members].tolist(), strict=True))
        found.append(_cluster(stability, inside, links))
    return sorted(found, key=lambda cluster: (-len(cluster.accounts), cluster.cluster))


def _weights(corpus: Corpus, pairs: pl.DataFrame, coactions: list[CoActions]) -> np.ndarray:
    """Sum the rarity of the distinct objects that each pair shares."""
    count = len(corpus.accounts)
    key = pl.Series(corpus.accounts.search_sorted(pairs["a"]).cast(pl.Int64) * count
                    + corpus.accounts.search_sorted(pairs["b"]).cast(pl.Int64)).to_numpy()  # fmt: skip
    order = np.argsort(key)
    total = np.zeros(key.size)
    for found in coactions:
        layer = corpus.layer(found.behaviour)
        assert layer is not None
        pair = found.a * count + found.b
        place = np.minimum(np.searchsorted(key[order], pair), key.size - 1)
        linked = key[order][place] == pair
        once = np.unique(np.stack([order[place[linked]], found.object[linked]]), axis=1)
        rarity = rarity_weights(layer.sharers(), accounts=count)
        total += np.bincount(once[0], weights=rarity[once[1]], minlength=key.size)
    # An object that all accounts share weighs nothing, yet the link was validated: keep it in the graph.
    return np.maximum(total, 1e-9)


def _cluster(stability: dict[str, float], inside: pl.DataFrame, links: pl.DataFrame) -> Cluster:
    accounts = tuple(sorted(stability))
    ends = pl.concat([inside["a"], inside["b"]]).value_counts()
    core = ends.filter(pl.col("count") >= 2)["a"].sort().to_list()
    singles = links.filter(
        (pl.col("behaviour") != ALL_BEHAVIOURS) & pl.col("a").is_in(accounts) & pl.col("b").is_in(accounts)
    )
    own = cluster_id(accounts)
    spans = inside.select(pl.col("first_at").dt.epoch("us").min(), pl.col("last_at").dt.epoch("us").max()).row(0)
    p = inside["p"].to_numpy()
    tests = len(accounts) * (len(accounts) - 1) // 2
    return Cluster(
        cluster=own,
        lineage=own,
        finding="candidate",
        accounts=accounts,
        core=tuple(core),
        behaviours=tuple(singles["behaviour"].unique().sort().to_list()),
        windows=tuple(singles["window_seconds"].unique().sort().to_list()),
        observed=float(inside["occasions"].sum()),
        expected=float(inside["expected"].sum()),
        p=float(combine_cauchy(p, groups=np.zeros(p.size, dtype=np.int64), sizes=1, tests=tests)[0]),
        days=int(inside.select(_days("first_at").append(_days("last_at")).n_unique()).item()),
        first_at=spans[0],
        last_at=spans[1],
        stability=float(np.mean(list(stability.values()))),
        member_stability=stability,
    )


def _days(column: str) -> pl.Expr:
    return pl.col(column).dt.epoch("us") // _DAY
