"""Rows of the record come in, the graph holds them: idempotent, in batches, the same in whatever order and size.

A batch is one transaction with posts and all they point to, and it notes on the marker how far the writing is; so what
was broken off goes on where it was.
"""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import islice
from typing import Any

import polars as pl

from case.folder import Case
from case.progress import Progress, silent
from graph import record as rec
from graph.connection import Graph
from graph.frames import seen_accounts, seen_posts
from graph.marker import Bookmark, reached
from graph.record import PARENTS, POINTS_TO, Record
from graph.rows import parameters
from graph.texts import statement

TIES = (*POINTS_TO.values(), *PARENTS.values())
#: Posts of a transaction, with all they point to: 10,000 took twice the seconds of collecting garbage and half as much
#: memory again.
BATCH_ROWS = 2_500
DELETE_BATCH = 5_000  # a transaction that deletes 20,000 posts with their relationships outgrew 256 MB
#: Posts that are held at a time, with all they point to. The tables are read once for each so many.
HELD = 500_000
START = Bookmark("Account", "")
Row = dict[str, Any]


def write_record(
    graph: Graph, case: Case, record: Record, *, bookmark: Bookmark | None = None, progress: Progress = silent
) -> None:
    """Write profiles, posts and all they point to; what only an outdated version of a post pointed to goes.

    Rows that the bookmark says are in the graph are left out.
    """
    start = bookmark or START
    if start.label == "Account":
        accounts = seen_accounts(record).filter(pl.col("key") > start.key).sort("key").collect(engine="streaming")
        rows = parameters(accounts, moment="created_at")
        _write(graph, case, "Account", rows, len(accounts), progress)
        start = Bookmark("Post", "")
    keys = record.posts.select("key").filter(pl.col("key") > start.key).collect(engine="streaming")["key"].sort()
    rows = (row for posts in _posts(record, keys) for row in parameters(posts, apart=("account", *TIES), moment="at"))
    _write(graph, case, "Post", rows, len(keys), progress)
    addresses = rec.addresses(record).sort("start", "end").collect()
    graph.write_rows(statement("write_on"), addresses.iter_rows(named=True))
    drop_outdated(graph, record.posts.filter(pl.col("loads").list.len() > 1), record)


def _write(graph: Graph, case: Case, label: str, rows: Iterator[Row], total: int, progress: Progress) -> None:
    """Write the rows of a label in order of key, one transaction a batch; the next batch is made meanwhile."""
    done, text = 0, statement(f"write_{label.lower()}s")
    for batch in _ahead(rows):
        graph.write_all([(text, {"rows": batch}), reached(case, Bookmark(label, batch[-1]["key"]))])
        done += len(batch)
        progress(f"{label.lower()}s to the graph", done, total)


def _ahead(rows: Iterator[Row]) -> Iterator[list[Row]]:
    """Cut rows into batches; the next one is made while the server works on the one before."""
    with ThreadPoolExecutor(max_workers=1) as maker:
        waiting = maker.submit(lambda: list(islice(rows, BATCH_ROWS)))
        while batch := waiting.result():
            waiting = maker.submit(lambda: list(islice(rows, BATCH_ROWS)))
            yield batch


def _posts(record: Record, keys: pl.Series) -> Iterator[pl.DataFrame]:
    """Posts of these keys, in their order, each with its author and, by relationship type, all it points to."""
    for held in keys.to_frame().iter_slices(HELD):
        low, high = pl.lit(held["key"][0]), pl.lit(held["key"][-1])
        theirs = replace(
            record, posts=record.posts.filter(pl.col("key").is_between(low, high)),
            actions=record.actions.filter(pl.col("post").is_between(low, high)),
        )  # fmt: skip
        posts = seen_posts(theirs).join(theirs.posts.select("key", "account"), on="key")
        for type, pairs in _pairs(theirs).items():
            ends = pairs.group_by(key="start").agg(pl.col("end").sort().alias(type))
            posts = posts.join(ends, on="key", how="left")
        yield posts.sort("key").collect(engine="streaming")


def _pairs(record: Record) -> dict[str, pl.LazyFrame]:
    """What posts point to, by relationship type: start and end."""
    pointing = {type: rec.objects(record, behaviour) for behaviour, type in POINTS_TO.items()}
    return {**pointing, **{type: rec.parents(record, column) for column, type in PARENTS.items()}}


def drop_outdated(graph: Graph, posts: pl.LazyFrame, record: Record) -> None:
    """Take from posts of the record, of which there were several versions, what the one that counts does not point to.

    What nothing names any more goes as well.
    """
    several = posts.select("key", "account")
    pairs = [frame.with_columns(type=pl.lit(type)) for type, frame in _pairs(record).items()]
    theirs = pl.concat(pairs).join(several.select("key"), left_on="start", right_on="key", how="semi")
    wanted = theirs.group_by(key="start").agg(keep=pl.concat_str("type", "end", separator=" "))
    rows = several.join(wanted, on="key", how="left").with_columns(pl.col("keep").fill_null([])).collect()
    if len(rows):
        graph.write_rows(statement("drop_outdated"), rows.sort("key").iter_rows(named=True), batch=DELETE_BATCH)
        delete_all(graph, statement("drop_unnamed"))  # also what an earlier try, broken off here, had left unnamed


def delete_all(
    graph: Graph,
    text: str,
    parameters: Mapping[str, object] | None = None,
    *,
    progress: Progress = silent,
    step: str = "deleting",
) -> None:
    """Run a statement that deletes one batch until there is nothing left to delete; progress counts nodes or links."""
    done = 0
    while changes := graph.write(text, {**(parameters or {}), "batch": DELETE_BATCH}):
        done += changes.get("nodes_deleted", 0) or changes.get("relationships_deleted", 0)
        progress(step, done, None)
