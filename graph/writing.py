"""Rows of the record come in, the graph holds them: idempotent, in batches, the same in whatever order and size."""

import polars as pl

from case.progress import Progress, silent
from graph import record as rec
from graph.connection import Graph
from graph.frames import seen_accounts, seen_posts
from graph.record import PARENTS, POINTS_TO, Record
from graph.rows import parameters
from graph.texts import statement

TIES = (*POINTS_TO.values(), *PARENTS.values())
DELETE_BATCH = 5_000  # a transaction that deletes 20,000 posts with their relationships outgrew 256 MB


def write_record(graph: Graph, record: Record, *, progress: Progress = silent) -> None:
    """Write profiles, posts and all they point to; what only an outdated version of a post pointed to goes."""
    accounts = seen_accounts(record).sort("key").collect(engine="streaming")
    graph.write_rows(
        statement("write_accounts"), parameters(accounts, moment="created_at"),
        progress=progress, step="accounts to the graph", total=len(accounts),
    )  # fmt: skip
    posts = seen_posts(record).join(record.posts.select("key", "account"), on="key").sort("key").collect()
    graph.write_rows(
        statement("write_posts"), parameters(posts, apart=("account",), moment="at"),
        progress=progress, step="posts to the graph", total=len(posts),
    )  # fmt: skip
    for type, pairs in _pairs(record).items():
        rows = pairs.sort("start", "end").collect()
        graph.write_rows(
            statement(f"write_{type.lower()}"), rows.iter_rows(named=True),
            progress=progress, step=f"{type} to the graph", total=len(rows),
        )  # fmt: skip
    _drop_outdated(graph, record)


def _pairs(record: Record) -> dict[str, pl.LazyFrame]:
    """What posts point to, and addresses to, by relationship type: start and end."""
    pointing = {type: rec.objects(record, behaviour) for behaviour, type in POINTS_TO.items()}
    naming = {type: rec.parents(record, column) for column, type in PARENTS.items()}
    return {**pointing, **naming, "ON": rec.addresses(record)}


def _drop_outdated(graph: Graph, record: Record) -> None:
    """Posts that several loads brought lose what their winning version does not point to."""
    several = record.posts.filter(pl.col("loads").list.len() > 1).select("key", "account")
    pairs = [frame.with_columns(type=pl.lit(type)) for type, frame in _pairs(record).items() if type in TIES]
    theirs = pl.concat(pairs).join(several.select("key"), left_on="start", right_on="key", how="semi")
    wanted = theirs.group_by(key="start").agg(keep=pl.concat_str("type", "end", separator=" "))
    rows = several.join(wanted, on="key", how="left").with_columns(pl.col("keep").fill_null([])).collect()
    changes = graph.write_rows(statement("drop_outdated"), rows.sort("key").iter_rows(named=True), batch=DELETE_BATCH)
    if changes:
        delete_all(graph, statement("drop_unnamed"))


def delete_all(
    graph: Graph,
    text: str,
    parameters: dict[str, str] | None = None,
    *,
    progress: Progress = silent,
    step: str = "deleting",
) -> None:
    """Run a statement that deletes one batch until there is nothing left to delete; progress counts nodes or links."""
    done = 0
    while changes := graph.write(text, {**(parameters or {}), "batch": DELETE_BATCH}):
        done += changes.get("nodes_deleted", 0) or changes.get("relationships_deleted", 0)
        progress(step, done, None)
