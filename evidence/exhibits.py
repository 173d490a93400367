"""Exhibits and their numbers: one per cluster, link or account; a number once given stays with its item.

Numbers lie on the desk of the case, so the same item keeps its number in later packages.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import polars as pl

from case import desk
from case.folder import Case
from case.runs import Cluster
from evidence.selection import Chosen

ExhibitKind = Literal["cluster", "link", "account"]


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One item of evidence. `accounts` are of exhibit grade (a cluster's core), `members` all that belong to it.

    `about` names the item: a cluster's id, an account's key, or both keys of a link with a space between. `root` is the
    number of the exhibit that this one was derived from: an earlier state of the same lineage, or the cluster a link
    was taken from.
    """

    kind: ExhibitKind
    about: str
    accounts: tuple[str, ...]
    members: tuple[str, ...]
    cluster: Cluster | None = None
    number: str = ""
    root: str = ""


def list_exhibits(chosen: Chosen, pairs: Iterable[tuple[str, str]]) -> list[Exhibit]:
    """Return what a selection makes exhibits of, not numbered yet.

    Clusters make one each. Of chosen accounts two make one link whatever they share; of more, each of `pairs` (those
    that share anything) makes a link, and an account in none of them an exhibit of its own.
    """
    exhibits = [_of_cluster(cluster) for cluster in chosen.clusters]
    accounts = sorted(chosen.accounts)
    linked = [(accounts[0], accounts[1])] if len(accounts) == 2 else sorted(set(pairs))
    exhibits += [Exhibit("link", f"{a} {b}", (a, b), (a, b)) for a, b in linked]
    alone = set(accounts).difference(*linked)
    return exhibits + [Exhibit("account", key, (key,), (key,)) for key in sorted(alone)]


def number_exhibits(
    case: Case, exhibits: Sequence[Exhibit], *, clusters: Sequence[Cluster], keep: bool = True
) -> list[Exhibit]:
    """Give each exhibit its number; new numbers are kept on the desk unless `keep` is false (a look before export)."""
    known: dict[tuple[object, object], desk.Item] = {
        (item.get("kind"), item.get("about")): item for item in desk.items(case, "exhibits")
    }
    numbered = []
    for exhibit in exhibits:
        item = known.get((exhibit.kind, exhibit.about))
        if item is None:
            item = {"kind": exhibit.kind, "about": exhibit.about, "root": _root(exhibit, known, clusters)}
            if exhibit.cluster:
                item["lineage"] = exhibit.cluster.lineage
            item = {**item, "id": desk.add(case, "exhibits", item) if keep else "new"}
            known[exhibit.kind, exhibit.about] = item
        numbered.append(_numbered(exhibit, str(item["id"]), str(item.get("root", ""))))
    return sorted(numbered, key=lambda exhibit: (exhibit.number, exhibit.about))


def linked_pairs(links: pl.DataFrame, accounts: Sequence[str]) -> list[tuple[str, str]]:
    """Return the pairs among `accounts` that a run has a link for, the clearest first."""
    keys = pl.Series(sorted(accounts), dtype=pl.String).implode()
    inside = links.filter(pl.col("a").is_in(keys) & pl.col("b").is_in(keys))
    best = inside.group_by("a", "b").agg(pl.col("q").min(), pl.col("occasions").max())
    rows = best.sort(["q", "occasions", "a", "b"], descending=[False, True, False, False], nulls_last=True)
    return [(a, b) for a, b in rows.select("a", "b").iter_rows()]


def _of_cluster(cluster: Cluster) -> Exhibit:
    grade = cluster.core or cluster.accounts
    return Exhibit("cluster", cluster.cluster, tuple(sorted(grade)), tuple(sorted(cluster.accounts)), cluster)


def _root(exhibit: Exhibit, known: Mapping[tuple[object, object], desk.Item], clusters: Sequence[Cluster]) -> str:
    """Return the earliest exhibit of the same lineage, or that of a cluster that all accounts belong to."""
    if exhibit.cluster:
        from_it = [item for item in known.values() if item.get("lineage") == exhibit.cluster.lineage]
    else:
        around = [cluster.cluster for cluster in clusters if set(exhibit.accounts) <= set(cluster.accounts)]
        from_it = [known["cluster", name] for name in around if ("cluster", name) in known]
    return min((str(item["id"]) for item in from_it), default="")


def _numbered(exhibit: Exhibit, number: str, root: str) -> Exhibit:
    return replace(exhibit, number=number, root=root if root != number else "")
