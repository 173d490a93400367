"""A batch: what the records of a piece say, as the columns of the tables, with what tells repeated records apart."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa

from case.keys import Hashes
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
    immediate repetitions. A row of `posts` has its record (a place in `keys`) and the hash of its key, a row of
    `actions` the row of its post. supplements stand with their record.
    """

    records: int
    places: int
    keys: Hashes
    views: pa.Table
    posts: pa.Table
    post_records: Any
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


def make_batch(columns: Columns, rest: Rest, *, records: int, places: int, seed: int) -> Batch:
    """Put everything into the shape of the tables and derive the actions."""
    keys, posts = columns.keys, columns.posts
    derived = derive(posts, columns.given)
    rows = derived["row"]
    theirs = posts.select(pl.col("key").alias("post"), "account", "at", "precision")[rows]
    numbers = keys["record"].to_numpy()
    return Batch(
        records=records,
        places=places,
        keys=keys["key"].hash(seed).to_numpy(),
        views=_table(changed_views(columns.views), ACCOUNT_COLUMNS, ACCOUNT_SCHEMA),
        posts=_table(posts, POST_COLUMNS, POST_SCHEMA),
        post_records=np.searchsorted(numbers, posts["record"].to_numpy()),
        post_keys=posts["key"].hash(seed).to_numpy(),
        actions=_table(theirs.with_columns(derived["behaviour"], derived["object"]), ACTION_COLUMNS, ACTION_SCHEMA),
        action_posts=rows.to_numpy(),
        supplements=[(int(np.searchsorted(numbers, record)), supplement) for record, supplement in rest.supplements],
        rejects=rest.rejects,
        notes=rest.notes,
    )


def _table(frame: pl.DataFrame, names: tuple[str, ...], schema: pa.Schema) -> pa.Table:
    return frame.select(names).to_arrow().cast(pa.schema([schema.field(name) for name in names]))
