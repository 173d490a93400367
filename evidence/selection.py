"""What is to be exported: clusters or accounts as people name them, resolved against the record of one run."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import polars as pl

from case.errors import ShoalError
from case.folder import Case
from case.naming import find_accounts
from case.runs import LINK_SCHEMA, Cluster, Run, current_run, read_clusters, read_links, read_run


@dataclass(frozen=True, slots=True)
class Selection:
    """Clusters (by id or lineage) or accounts (by key or handle); neither means every `synchronised` cluster.

    `hops` adds the accounts that links of the run reach from the selected ones in that many steps. They are in the
    subgraph only: an exhibit holds what was selected.
    """

    clusters: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    hops: int = 0
    run: str | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """A selection resolved: the run (None where the case has none), its links, all its clusters and the chosen ones."""

    run: Run | None
    links: pl.DataFrame
    all_clusters: tuple[Cluster, ...]
    clusters: tuple[Cluster, ...]
    accounts: tuple[str, ...]
    named: Selection = field(default_factory=Selection)


def resolve(case: Case, selection: Selection) -> Chosen:
    """Find the clusters and accounts that a selection names; refuse names that fit nothing or more than one account."""
    accounts = _find_accounts(case, selection.accounts)
    if current_run(case) is None and selection.run is None and accounts and not selection.clusters:
        return Chosen(None, pl.DataFrame(schema=LINK_SCHEMA), (), (), accounts, selection)
    run = read_run(case, selection.run)
    every = tuple(read_clusters(case, run.id))
    if selection.clusters:
        clusters = _find_clusters(every, selection.clusters, run.id)
    else:
        clusters = () if accounts else tuple(cluster for cluster in every if cluster.finding == "synchronised")
    return Chosen(run, read_links(case, run.id), every, clusters, accounts, selection)


def neighbours(links: pl.DataFrame, accounts: Sequence[str], *, hops: int) -> list[str]:
    """Return the accounts that links reach from `accounts` in at most `hops` steps, without `accounts`, sorted."""
    reached, edge = set(accounts), set(accounts)
    for _ in range(hops):
        near = pl.Series("key", sorted(edge), dtype=pl.String)
        there = links.filter(pl.col("a").is_in(near.implode()))["b"]
        back = links.filter(pl.col("b").is_in(near.implode()))["a"]
        edge = (set(there) | set(back)) - reached
        reached |= edge
    return sorted(reached - set(accounts))


def _find_clusters(every: Sequence[Cluster], names: Sequence[str], run: str) -> tuple[Cluster, ...]:
    found = []
    for name in dict.fromkeys(names):
        fits = [cluster for cluster in every if name in (cluster.cluster, cluster.lineage)]
        if not fits:
            there = _some(cluster.cluster for cluster in every)
            raise ShoalError(f"Run {run} has no cluster {name!r}. It has {there}.")
        found += [cluster for cluster in fits if cluster not in found]
    return tuple(found)


def _find_accounts(case: Case, names: Sequence[str]) -> tuple[str, ...]:
    found, unknown = find_accounts(case, names)
    if unknown:
        raise ShoalError(f"{unknown[0]!r} is no account of this case. Name an account by its key, like x:123.")
    return tuple(dict.fromkeys(found.values()))


def _some(names: Iterable[str]) -> str:
    every = list(names)
    return ", ".join(every[:8]) + (f" and {len(every) - 8} more" if len(every) > 8 else "") if every else "none"
