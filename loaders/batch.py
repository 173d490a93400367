"""A batch: what the records of a piece say, as the columns of the tables, with what tells repeated records apart."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa

from case.keys import Flags, Hashes, repeats
from case.rows import ACCOUNT_COLUMNS, ACCOUNT_SCHEMA, ACTION_COLUMNS, ACTION_SCHEMA, POST_COLUMNS, POST_SCHEMA
from case.supplements import Supplement
from loaders.columns import Columns, changed_views
from loaders.deriving import derive


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record that became no row: its place, why, and its text."""

    place: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What some records say, in their order.

    records: how many were read. places: how many places of the file they took; 0 where their places count from the
    file's beginning. keys: hash of the key of each that was shaped. views: every profile as it was shown, without
    immediate repetitions. A row of `posts` has the hash of its key, a row of `actions` the row of its post. Of several
    rows of a post the first stays, unless each adds objects. supplements stand with their record (a place in `keys`).
    """

    records: int
    places: int
    keys: Hashes
    views: pa.Table
    posts: pa.Table
    post_keys: Hashes
    actions: pa.Table
    action_posts: Any
    supplements: list[tuple[int, Supplement]]
    rejects: list[Rejected]
    notes: Counter[str]


@dataclass(frozen=True, slots=True)
class Rest:
    """What records say beside columns: supplements with the number of their record, rejects, doubts."""

    supplements: list[tuple[int, Supplement]]
    rejects: list[Rejected]
    notes: Counter[str]


def make_batch(columns: Columns, rest: Rest, *, records: int, places: int, seed: int, many_rows: bool = False) -> Batch:
    """Put everything into the shape of the tables, with the actions; `many_rows`: each row of a post adds objects."""
    keys, posts, given = columns.keys, columns.posts, columns.given
    post_keys = posts["key"].hash(seed).to_numpy()
    if not many_rows and (again := repeats(post_keys)).any():
        posts, given, post_keys = posts.filter(~again), _of_rows(given, ~again), post_keys[~again]
    derived = derive(posts, given)
    rows = derived["row"]
    theirs = posts.select(pl.col("key").alias("post"), "account", "at", "precision")[rows]
    numbers = keys["record"].to_numpy()
    return Batch(
        records=records,
        places=places,
        keys=keys["key"].hash(seed).to_numpy(),
        views=_table(changed_views(columns.views), ACCOUNT_COLUMNS, ACCOUNT_SCHEMA),
        posts=_table(posts, POST_COLUMNS, POST_SCHEMA),
        post_keys=post_keys,
        actions=_table(theirs.with_columns(derived["behaviour"], derived["object"]), ACTION_COLUMNS, ACTION_SCHEMA),
        action_posts=rows.to_numpy(),
        supplements=[(int(np.searchsorted(numbers, record)), supplement) for record, supplement in rest.supplements],
        rejects=rest.rejects,
        notes=rest.notes,
    )


def _of_rows(given: pl.DataFrame, kept: Flags) -> pl.DataFrame:
    """Return the actions of the rows that stay, under their new numbers."""
    theirs, numbers = given.filter(kept[given["row"].to_numpy()]), np.cumsum(kept) - 1
    return theirs.with_columns(row=pl.Series(numbers[theirs["row"].to_numpy()], dtype=pl.UInt32))


def _table(frame: pl.DataFrame, names: tuple[str, ...], schema: pa.Schema) -> pa.Table:
    return frame.select(names).to_arrow().cast(pa.schema([schema.field(name) for name in names]))
