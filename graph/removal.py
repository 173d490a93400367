"""Rows that are leaving the record come in, the graph without them goes out, exactly; no more is written than changed.

A removal is followed in three steps: note what it touches while the rows are there, remove them from the record, let
the graph follow. The marker says `removal` from before the first step to after the last: what breaks off in between is
made good by a rebuild.
"""

from dataclasses import dataclass

import polars as pl

from case.errors import ShoalError
from case.folder import Case
from case.pictures import PICTURES
from case.tables import list_loads, read_actions, read_part, read_posts
from graph.connection import Graph
from graph.record import Record, whole_record
from graph.texts import statement
from graph.writing import DELETE_BATCH, delete_all, drop_outdated, write_record

#: With a larger share of the posts it is faster to make the graph anew.
MOST = 0.25


@dataclass(frozen=True, slots=True)
class Touched:
    """Keys of the profiles and posts whose rows a removal takes away or changes."""

    accounts: pl.DataFrame
    posts: pl.DataFrame


def touched_by_load(case: Case, load: str) -> Touched:
    """What the withdrawal of a load touches: its own rows, and posts of other loads that it says something of.

    Raises ShoalError for a load that is not there: before the graph is marked as out of step for nothing.
    """
    if load not in list_loads(case):
        raise ShoalError(f"There is no load {load!r}. The loads are: {', '.join(list_loads(case)) or 'none yet'}.")
    accounts, posts, _ = read_part(case, load)
    named = read_posts(case).filter(pl.col("loads").list.contains(load)).select("key")
    return _touched(accounts.select("key"), pl.concat([posts.select("key"), named]))


def touched_by_account(case: Case, account: str) -> Touched:
    """What the purge of an account touches: its profile, its posts, posts that mention it or show a picture of theirs.

    The last because a captured picture is named after all copies of it.
    """
    own = read_posts(case).filter(pl.col("account") == account).select("key")
    mention = (pl.col("behaviour") == "mention") & (pl.col("object") == account)
    naming = read_actions(case).filter(mention).select(key="post")
    pictures = read_actions(case).filter(pl.col("object").str.starts_with(PICTURES)).select("object", key="post")
    alike = pictures.join(pictures.join(own, on="key", how="semi"), on="object", how="semi").select("key")
    return _touched(pl.LazyFrame({"key": [account]}), pl.concat([own, naming, alike]))


def is_small(case: Case, touched: Touched) -> bool:
    """Whether the graph had better follow the removal than be made anew."""
    left = int(read_posts(case).select(pl.len()).collect().item())
    return len(touched.posts) < MOST * left


def follow_removal(graph: Graph, case: Case, touched: Touched) -> None:
    """Take what left the record out of the graph, and write anew what changed; runs and the desk are the caller's.

    What has left but is still named by others stays as a node with seen = false.
    """
    left = _left(case, touched)
    for label, keys, there in (("Post", touched.posts, left.posts), ("Account", touched.accounts, left.accounts)):
        gone = keys.lazy().join(there.select("key"), on="key", how="anti").sort("key").collect()
        graph.write_rows(statement(f"forget_{label.lower()}s"), gone.iter_rows(named=True), batch=DELETE_BATCH)
    write_record(graph, case, left)
    drop_outdated(graph, left.posts, left)
    delete_all(graph, statement("drop_unnamed"))
    graph.write(statement("drop_loads"), {"loads": list_loads(case)})


def _touched(accounts: pl.LazyFrame, posts: pl.LazyFrame) -> Touched:
    return Touched(accounts.unique().collect(), posts.unique().collect())


def _left(case: Case, touched: Touched) -> Record:
    """The rows of what was touched, as they are after the removal."""
    whole, posts = whole_record(case), touched.posts.lazy()
    return Record(
        whole.accounts.join(touched.accounts.lazy(), on="key", how="semi"),
        whole.posts.join(posts, on="key", how="semi"),
        whole.actions.join(posts, left_on="post", right_on="key", how="semi"),
    )
