"""A list per platform for its trust team: account ids, profile names, and a few posts of each account to look at."""

import re
from collections.abc import Iterator

import polars as pl

from evidence.bag import Bag
from evidence.cells import write_csv
from evidence.material import Material
from evidence.omissions import Count, Omission

SAMPLES = 3
_NO_NAME = re.compile(r"[^a-z0-9_-]")


def write_takedown(bag: Bag, material: Material) -> tuple[list[Count], list[Omission]]:
    """Write data/takedown/<platform>.csv for the exhibit grade accounts; the samples are posts that share first."""
    counts, omissions = [], []
    for name, table, left in _tables(material):
        file = f"data/takedown/{name}.csv"
        with bag.writing(file) as target:
            write_csv(target, table)
        counts.append(Count(file, table.height, table.height))
        if left:
            reason = f"the list names {SAMPLES} posts of each account; the exhibits hold all"
            omissions.append(Omission("export", file, "posts", reason, left))
    return counts, omissions


def _tables(material: Material) -> Iterator[tuple[str, pl.DataFrame, int]]:
    numbers: dict[str, list[str]] = {}
    for exhibit in material.exhibits:
        for key in exhibit.accounts:
            numbers.setdefault(key, []).append(exhibit.number)
    shown = pl.DataFrame(
        [(key, " ".join(sorted(given))) for key, given in sorted(numbers.items())],
        schema={"key": pl.String, "exhibits": pl.String}, orient="row",
    )  # fmt: skip
    posts = material.posts.sort("account", "at", "key", nulls_last=True)
    counted = posts.group_by("account").agg(
        pl.len().cast(pl.Int64).alias("posts"),
        pl.coalesce("url", "key").head(SAMPLES).str.join(" ").alias("sample_posts"),
    )
    profiles = material.accounts.select("key", "platform", "id", "handle", "name", "created_at")
    rows = shown.join(profiles, on="key", how="left").join(counted, left_on="key", right_on="account", how="left")
    rows = rows.with_columns(pl.col("platform").fill_null(pl.col("key").str.extract("^([^:]*)")))
    for platform in sorted(rows["platform"].unique()):
        table = rows.filter(pl.col("platform") == platform).rename({"key": "account"}).sort("account")
        left = int((table["posts"].fill_null(0) - SAMPLES).clip(lower_bound=0).sum())
        yield _NO_NAME.sub("_", platform.lower()) or "_", table, left
