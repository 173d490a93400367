"""The tables of one exhibit: members, links, posts and shared objects, from the rows of the record."""

from dataclasses import dataclass

import polars as pl

from evidence.cells import local_text
from evidence.exhibits import Exhibit
from evidence.material import Material
from evidence.shared import every_pair, nearest_pairs, shared_beyond

DAY_SECONDS = 86_400.0


@dataclass(frozen=True, slots=True)
class ExhibitTables:
    """The four tables of an exhibit. `complete` is false where `shared` names only each post's nearest forerunners.

    `window_seconds` is the widest window that the exhibit rests on; `beyond` counts the objects that its accounts share
    only at greater distance; `untimed` counts actions without a time, which no window can hold.
    """

    members: pl.DataFrame
    links: pl.DataFrame
    posts: pl.DataFrame
    shared: pl.DataFrame
    window_seconds: float
    complete: bool
    beyond: int
    untimed: int


def exhibit_tables(material: Material, exhibit: Exhibit) -> ExhibitTables:
    """Shape the tables of one exhibit."""
    grade = pl.DataFrame({"account": exhibit.accounts}, schema={"account": pl.String})
    links = _links(material, exhibit)
    window = _window(material, exhibit, links)
    actions = material.actions.join(grade, on="account", how="semi")
    if exhibit.kind == "link":
        pairs, complete = every_pair(actions, a=exhibit.accounts[0], b=exhibit.accounts[1], window_seconds=window)
    else:
        pairs, complete = nearest_pairs(actions, window_seconds=window), len(exhibit.accounts) <= 2
    posts = _posts(material, grade, pairs)
    return ExhibitTables(
        _members(material, exhibit, posts),
        links,
        posts,
        _shared(material, exhibit, pairs, posts),
        window,
        complete,
        shared_beyond(actions, within=pairs),
        actions.filter(pl.col("at").is_null()).height,
    )


def _links(material: Material, exhibit: Exhibit) -> pl.DataFrame:
    run = material.chosen.run.id if material.chosen.run else ""
    keys = pl.Series(exhibit.accounts, dtype=pl.String).implode()
    a, b = pl.col("a").is_in(keys), pl.col("b").is_in(keys)
    return material.links.filter(a | b if exhibit.kind == "account" else a & b).with_columns(run=pl.lit(run))


def _window(material: Material, exhibit: Exhibit, links: pl.DataFrame) -> float:
    """Return the widest window behind the exhibit, in seconds; a day where no measurement names one."""
    windows = [*(exhibit.cluster.windows if exhibit.cluster else ()), *links["window_seconds"].drop_nulls().to_list()]
    return max((float(window) for window in windows), default=DAY_SECONDS)


def _posts(material: Material, grade: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    shared = pl.concat([pairs["first_post"], pairs["second_post"]]).unique().implode()
    rows = material.posts.join(grade, on="account", how="semi").with_columns(shared=pl.col("key").is_in(shared))
    columns = {"key": "post", "account": "account", "platform": "platform", "at": "at_utc", "at_local": "at_local"}
    rest = [name for name in rows.columns if name not in (*columns, "shared")]
    timed = rows.with_columns(at_local=local_text("at", timezone=material.case.timezone))
    named = timed.rename({"key": "post", "at": "at_utc"}).select([*columns.values(), "shared", *rest])
    return named.sort("at_utc", "post", nulls_last=True)


def _members(material: Material, exhibit: Exhibit, posts: pl.DataFrame) -> pl.DataFrame:
    stability = exhibit.cluster.member_stability if exhibit.cluster else {}
    core = set(exhibit.cluster.core) if exhibit.cluster else set(exhibit.accounts)
    keys = list(exhibit.members)
    figures = posts.group_by("account").agg(
        pl.len().cast(pl.Int64).alias("posts"),
        pl.col("shared").sum().cast(pl.Int64).alias("shared_posts"),
        pl.col("at_utc").min().alias("first_post_at"),
        pl.col("at_utc").max().alias("last_post_at"),
    )
    frame = pl.DataFrame(
        {"account": keys, "core": [key in core for key in keys], "stability": [stability.get(key) for key in keys]},
        schema={"account": pl.String, "core": pl.Boolean, "stability": pl.Float64},
    )
    profiles = material.accounts.rename({"key": "account"})
    return frame.join(figures, on="account", how="left").join(profiles, on="account", how="left").sort("account")


def _shared(material: Material, exhibit: Exhibit, pairs: pl.DataFrame, posts: pl.DataFrame) -> pl.DataFrame:
    """Add how common the object is in the case, local times, links, and whether the finding rests on it."""
    thing = ["behaviour", "object"]
    named = exhibit.cluster.behaviours if exhibit.cluster else tuple(material.links["behaviour"].unique())
    rows = pairs.join(material.use, on=thing, how="left", maintain_order="left")
    rows = rows.with_columns(in_finding=pl.col("behaviour").is_in(list(named)))
    for side in ("first", "second"):
        there = local_text(f"{side}_at", timezone=material.case.timezone)
        rows = rows.with_columns(there.alias(f"{side}_at_local"))
        urls = posts.select(pl.col("post").alias(f"{side}_post"), pl.col("url").alias(f"{side}_url"))
        rows = rows.join(urls, on=f"{side}_post", how="left", maintain_order="left")
    sides = [f"{side}_{name}" for side in ("first", "second") for name in ("account", "post", "at", "at_local", "url")]
    rows = rows.select([*thing, "gap_seconds", "precision", "accounts_in_case", "in_finding", *sides])
    return rows.rename({"first_at": "first_at_utc", "second_at": "second_at_utc"})
