"""Supplements joined to posts and actions: expansions of short links, deletions, captures. Lazy frames in and out.

All of it is a function of the set of rows, so the order of loads cannot change it. A post carries the loads of the
supplements that were joined to it as well, which tells the graph what a load has changed.
"""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from case.pictures import PICTURES, name_pictures
from case.supplements import SUPPLEMENT_SCHEMAS

#: A chain of short links longer than this leads nowhere; so does one that comes back to itself.
_HOPS = 10
#: What deletions add to a post.
DELETED_COLUMNS = ("deleted", "deleted_at")


def winner_first(rows: pl.LazyFrame, then: Sequence[str]) -> pl.LazyFrame:
    """Sort so that the winning version of each key comes first; `then` makes the order total."""
    return rows.sort(
        ["collected_at", "source", *then],
        descending=[True] + [False] * (1 + len(then)),
        nulls_last=True,
        maintain_order=True,
    )


def scan_supplements(parts: Sequence[Path], name: str) -> pl.LazyFrame | None:
    """Return the rows of one kind of supplement as they were loaded; None where no load brought any."""
    files = [file for part in parts if (file := part / f"{name}.parquet").exists()]
    return pl.scan_parquet(files) if files else None


def empty_supplements(name: str) -> pl.LazyFrame:
    """Return no rows of one kind of supplement."""
    empty = pl.from_arrow(SUPPLEMENT_SCHEMAS[name].empty_table())
    assert isinstance(empty, pl.DataFrame)
    return empty.lazy()


def join_posts(posts: pl.LazyFrame, actions: pl.LazyFrame, parts: Sequence[Path]) -> pl.LazyFrame:
    """Add `deleted` and `deleted_at` to merged posts, and to their `loads` those of their supplements."""
    nothing = [pl.lit(None, pl.Boolean).alias("deleted"), pl.lit(None, pl.Datetime("us", "UTC")).alias("deleted_at")]
    columns = [*posts.collect_schema().names(), *DELETED_COLUMNS]
    if (deletions := scan_supplements(parts, "deletions")) is None:
        posts = posts.with_columns(nothing)
    else:
        gone = deletions.group_by(key="post").agg(deleted=pl.lit(True), deleted_at=pl.col("at").min())
        posts = posts.join(gone, on="key", how="left")
    touched = _touched(actions, parts)
    if touched is not None:
        joined = pl.col("loads").list.set_union("more").list.sort()
        more = posts.join(touched, on="key").with_columns(loads=joined)
        posts = pl.concat([posts.join(touched, on="key", how="anti").select(columns), more.select(columns)])
    return posts.select(columns)


def join_actions(actions: pl.LazyFrame, posts: pl.LazyFrame, parts: Sequence[Path]) -> pl.LazyFrame:
    """Put the targets of short links in their place, and add the pictures that were captured; columns stay."""
    columns = actions.collect_schema().names()
    known = _resolved(parts)
    if known is not None:
        actions = _expanded(actions, known).select(columns)
    shown = _pictures(parts)
    if shown is not None:
        about = posts.select(post="key", account="account", at="at", precision="precision")
        pictures = shown.select("post", object="picture").unique().join(about, on="post")
        actions = pl.concat([actions, pictures.with_columns(behaviour=pl.lit("media")).select(columns)])
    return actions


def _expanded(actions: pl.LazyFrame, known: pl.LazyFrame) -> pl.LazyFrame:
    """Turn short links into their targets. A post may hold both, or two that lead to one: equal rows become one."""
    names = actions.collect_schema().names()
    behaviour = pl.col("behaviour")
    urls = actions.filter(behaviour == "url").join(known, left_on="object", right_on="short", how="left")
    targets = urls.with_columns(object=pl.coalesce("long", "object")).select(names)
    domains = urls.filter(pl.col("domain").is_not_null())
    domains = domains.with_columns(behaviour=pl.lit("domain"), object="domain").select(names)
    links = pl.concat([targets, domains, actions.filter(behaviour == "domain")]).unique()
    return pl.concat([actions.filter(~behaviour.is_in(["url", "domain"])), links])


def _resolved(parts: Sequence[Path]) -> pl.LazyFrame | None:
    """Return where each short link ends: short, long, domain, and `more`, the loads of all rows on the way."""
    rows = scan_supplements(parts, "expansions")
    if rows is None:
        return None
    alone = pl.col("short").is_unique()  # nearly all: they need neither order nor groups
    once = rows.filter(alone).select("short", "long", "domain", more=pl.concat_list("load"))
    told = winner_first(rows.filter(~alone), ("short", "place", "long")).group_by("short", maintain_order=True)
    several = told.agg(pl.col("long").first(), pl.col("domain").first(), more=pl.col("load").unique())
    step = pl.concat([once, several]).collect()
    onward = step.select(long="short", further="long", beyond="domain", others="more")
    found = step
    for _ in range(_HOPS):
        on = found.join(onward, on="long", how="left", maintain_order="left")
        if on["further"].null_count() == on.height:
            return found.lazy()
        moved = pl.col("further").is_not_null()
        found = on.select(
            "short",
            long=pl.coalesce("further", "long"),
            domain=pl.when(moved).then("beyond").otherwise("domain"),
            more=pl.concat_list("more", pl.col("others").fill_null([])).list.unique(),
        )
    return found.join(step.select(long="short"), on="long", how="anti").lazy()


def _pictures(parts: Sequence[Path]) -> pl.LazyFrame | None:
    """Return which post shows which picture: post, picture, and `more`, the loads that make it this picture."""
    captures = scan_supplements(parts, "captures")
    if captures is None:
        return None
    rows = captures.filter(pl.col("picture").is_not_null()).select("post", "picture", "load").collect()
    names = name_pictures(rows["picture"].unique())
    named = rows.join(names, on="picture").with_columns(picture=pl.lit(PICTURES) + pl.col("name"))
    more = named.group_by("picture").agg(more=pl.col("load").unique())
    return named.select("post", "picture").unique().join(more, on="picture").lazy()


def _touched(actions: pl.LazyFrame, parts: Sequence[Path]) -> pl.LazyFrame | None:
    """Return the loads whose supplements say something of a post: key, more."""
    pairs: list[pl.LazyFrame] = []
    for name in ("deletions", "captures"):
        if (rows := scan_supplements(parts, name)) is not None:
            pairs.append(rows.select(key="post", more="load"))
    if (shown := _pictures(parts)) is not None:
        pairs.append(shown.select(key="post", more="more").explode("more"))
    if (known := _resolved(parts)) is not None:
        urls = actions.filter(pl.col("behaviour") == "url").select(key="post", short="object")
        pairs.append(urls.join(known.select("short", "more").explode("more"), on="short").select("key", "more"))
    return pl.concat(pairs).unique().group_by("key").agg("more") if pairs else None
