"""One cluster with everything behind it: members, links, posts over time, shared objects; from the record alone."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from app.reading.judgements import Item, about, attributions, verdicts
from app.reading.link import COMBINED
from app.reading.templates import Pattern, cluster_templates
from case.desk import items
from case.errors import ShoalError
from case.folder import Case
from case.runs import Cluster, Run, read_clusters, read_links, read_run, read_templates
from case.tables import read_accounts, read_actions, read_posts

MOST_OBJECTS = 200


@dataclass(frozen=True, slots=True)
class ClusterPage:
    """Everything on the page of one cluster.

    `members`: account, name, handle, platform, core, stability, posts, links, first_at, last_at.
    `links`: a, b, a_name, b_name, behaviours, occasions, objects, pairs, expected, p, q, status, first_at, last_at.
    `posts`: at, account, name, core. `objects`: behaviour, object, inside, outside, uses, first_at, last_at.
    `templates`: template, text, accounts, posts, slots, fixed_share; `patterns` are the first of them.
    """

    cluster: Cluster
    run: Run
    members: pl.DataFrame
    links: pl.DataFrame
    posts: pl.DataFrame
    objects: pl.DataFrame
    templates: pl.DataFrame
    patterns: tuple[Pattern, ...]
    events: tuple[Item, ...]
    verdict: Item | None
    attribution: Item | None


def find_cluster(clusters: Sequence[Cluster], name: str) -> Cluster:
    """Find a cluster by its id, or by the lineage that a later run gave on."""
    for cluster in clusters:
        if name in (cluster.cluster, cluster.lineage):
            return cluster
    raise ShoalError(
        f"The current run has no cluster {name!r}. It may belong to an earlier run: choose one from the list."
    )


def read_cluster(case: Case, name: str) -> ClusterPage:
    """Read the page of one cluster of the current run."""
    cluster = find_cluster(read_clusters(case), name)
    inside = pl.Series(cluster.accounts, dtype=pl.String).implode()
    posts = read_posts(case).filter(pl.col("account").is_in(inside)).select("key", "at", "account").collect()
    names = label_accounts(case, cluster.accounts)
    links = pair_links(read_links(case), cluster.accounts, names)
    templates, patterns = cluster_templates(read_templates(case), cluster.accounts)
    return ClusterPage(
        cluster, read_run(case), list_members(cluster, names, posts, links), links,
        posts=name_posts(cluster, names, posts), objects=shared_objects(read_actions(case), cluster.accounts),
        templates=templates, patterns=patterns,
        events=tuple(items(case, "events")),
        verdict=about(verdicts(case), cluster.cluster, cluster.lineage),
        attribution=about(attributions(case), cluster.cluster, cluster.lineage),
    )  # fmt: skip


def label_accounts(case: Case, keys: Sequence[str]) -> pl.DataFrame:
    """Name accounts for people: account, label, name, handle, platform; one that has no profile goes by its key."""
    wanted = pl.DataFrame({"account": list(keys)}, schema={"account": pl.String})
    known = read_accounts(case).select("name", "handle", account="key").collect()
    found = wanted.join(known, on="account", how="left", maintain_order="left")
    return found.with_columns(
        label=pl.coalesce("name", "handle", "account"), platform=pl.col("account").str.split(":").list.first()
    )


def pair_links(links: pl.DataFrame, accounts: Sequence[str], names: pl.DataFrame) -> pl.DataFrame:
    """Put the links inside a group into one row per pair: its behaviours, and the p and q combined over them."""
    inside = pl.Series(list(accounts), dtype=pl.String).implode()
    mine = links.filter(pl.col("a").is_in(inside) & pl.col("b").is_in(inside))
    single, combined = pl.col("behaviour") != COMBINED, pl.col("behaviour") == COMBINED
    pairs = mine.group_by("a", "b").agg(
        behaviours=pl.col("behaviour").filter(single).unique().sort(),
        occasions=pl.col("occasions").max(), objects=pl.col("objects").max(), pairs=pl.col("pairs").max(),
        expected=pl.coalesce(pl.col("expected").filter(combined).first(), pl.col("expected").min()),
        p=pl.coalesce(pl.col("p").filter(combined).first(), pl.col("p").min()),
        q=pl.coalesce(pl.col("q").filter(combined).first(), pl.col("q").min()),
        status=pl.col("status").max(), first_at=pl.col("first_at").min(), last_at=pl.col("last_at").max(),
    )  # fmt: skip
    for end in ("a", "b"):
        label = names.select(pl.col("account").alias(end), pl.col("label").alias(f"{end}_name"))
        pairs = pairs.join(label, on=end, how="left")
    order = ["status", "q", "occasions", "a", "b"]
    return pairs.sort(order, descending=[True, False, True, False, False], nulls_last=True)


def list_members(cluster: Cluster, names: pl.DataFrame, posts: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    """List the accounts of a cluster: core first, then by number of links inside it."""
    written = posts.group_by("account").agg(posts=pl.len(), first_at=pl.col("at").min(), last_at=pl.col("at").max())
    ends = pl.concat([links.select(account="a"), links.select(account="b")]).group_by("account").len("links")
    stability = pl.DataFrame(
        {"account": list(cluster.member_stability), "stability": list(cluster.member_stability.values())},
        schema={"account": pl.String, "stability": pl.Float64},
    )
    listed = names.join(written, on="account", how="left").join(ends, on="account", how="left")
    return (
        listed.join(stability, on="account", how="left")
        .with_columns(pl.col("posts", "links").fill_null(0), core=pl.col("account").is_in(list(cluster.core)))
        .sort("core", "links", "account", descending=[True, True, False])
    )


def name_posts(cluster: Cluster, names: pl.DataFrame, posts: pl.DataFrame) -> pl.DataFrame:
    """Give each dated post of the cluster the name of its account and whether it is core."""
    named = posts.filter(pl.col("at").is_not_null()).join(names.select("account", "label"), on="account")
    return named.with_columns(core=pl.col("account").is_in(list(cluster.core))).sort("at", "key")


def shared_objects(actions: pl.LazyFrame, accounts: Sequence[str]) -> pl.DataFrame:
    """List what at least two of the accounts used, with the accounts outside that used it too: the denominator."""
    inside = pl.col("account").is_in(pl.Series(list(accounts), dtype=pl.String).implode())
    grouped = actions.group_by("behaviour", "object").agg(
        inside=pl.col("account").filter(inside).n_unique(), outside=pl.col("account").filter(~inside).n_unique(),
        uses=inside.sum(), first_at=pl.col("at").filter(inside).min(), last_at=pl.col("at").filter(inside).max(),
    )  # fmt: skip
    order = ["inside", "outside", "behaviour", "object"]
    shared = grouped.filter(pl.col("inside") >= 2).sort(order, descending=[True, False, False, False])
    return shared.head(MOST_OBJECTS).collect()


def per_day(posts: pl.DataFrame, *, core: str, others: str) -> pl.DataFrame:
    """Count a cluster's posts per day (UTC), core and other members apart: day, group, posts."""
    group = pl.when("core").then(pl.lit(core)).otherwise(pl.lit(others)).alias("group")
    return posts.group_by(pl.col("at").dt.truncate("1d").alias("day"), group).len("posts").sort("day", "group")


def event_spans(events: Sequence[Item], posts: pl.DataFrame) -> pl.DataFrame:
    """List the events that touch the days of these posts: title, starts_at, ends_at."""
    schema = {"title": pl.String, "starts_at": pl.String, "ends_at": pl.String}
    rows = [{name: str(event.get(name) or "") for name in schema} for event in events]
    frame = pl.DataFrame(rows, schema=schema).with_columns(
        pl.col(name).str.to_datetime(time_unit="us", time_zone="UTC", strict=False) for name in ("starts_at", "ends_at")
    )
    if posts.is_empty():
        return frame.clear()
    return frame.filter((pl.col("ends_at") >= posts["at"].min()) & (pl.col("starts_at") <= posts["at"].max()))
