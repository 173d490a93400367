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
_NAMED = ("MENTIONS", *PARENTS.values())  # ends that may be accounts or posts of no export
DELETE_BATCH = 5_000  # a transaction that deletes 20,000 posts with their relationships outgrew 256 MB


def write_record(graph: Graph, record: Record, *, progress: Progress = silent) -> None:
    """Write profiles, posts and all they point to; what only an outdated version of a post pointed to goes."""
    accounts = seen_accounts(record).sort("key").collect(engine="streaming")
    graph.write_rows(
        statement("write_accounts"),
        parameters(accounts, moment="created_at"),
        progress=progress,
        step="accounts to the graph",
        total=len(accounts),
    )
    posts = _post_frame(record).sort("key").collect(engine="streaming")
    _write_posts(graph, posts, progress)
    domains = rec.addresses(record).sort("start", "end").collect()
    graph.write_rows(statement("write_domains"), domains.iter_rows(named=True))
    _drop_outdated(graph, posts)


def _write_posts(graph: Graph, posts: pl.DataFrame, progress: Progress) -> None:
    own = [name for name in posts.columns if name not in _NAMED]
    apart = [name for name in own if name in TIES]
    graph.write_rows(
        statement("write_posts"), parameters(posts.select(own), apart=("account", *apart), moment="at"),
        progress=progress, step="posts to the graph", total=len(posts),
    )  # fmt: skip
    naming = posts.filter(pl.any_horizontal(pl.col(*_NAMED).is_not_null())).select("key", *_NAMED)
    graph.write_rows(
        statement("write_posts_named"), naming.iter_rows(named=True),
        progress=progress, step="replies and mentions to the graph", total=len(naming),
    )  # fmt: skip


def _post_frame(record: Record) -> pl.LazyFrame:
    """Posts with their author and, per relationship type, the list of the keys they point to (null for none)."""
    frame = seen_posts(record).join(record.posts.select("key", "account"), on="key")
    ends = {type: rec.objects(record, behaviour) for behaviour, type in POINTS_TO.items()}
    ends |= {type: rec.parents(record, column) for column, type in PARENTS.items()}
    for type, pairs in ends.items():
        lists = pairs.group_by("start").agg(pl.col("end").sort().alias(type))
        frame = frame.join(lists, left_on="key", right_on="start", how="left")
    return frame


def _drop_outdated(graph: Graph, posts: pl.DataFrame) -> None:
    several = posts.filter(pl.col("loads").list.len() > 1)
    if several.is_empty():
        return
    keep = [
        pl.col(type)
        .list.eval(pl.concat_str(pl.lit(f"{type} "), pl.element()))
        .fill_null(pl.lit([], pl.List(pl.String)))
        for type in TIES
    ]
    rows = several.select("key", "account", keep=pl.concat_list(keep))
    changes = graph.write_rows(statement("drop_outdated"), rows.iter_rows(named=True), batch=DELETE_BATCH)
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
