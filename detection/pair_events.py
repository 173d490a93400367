"""A plain frame of shares in; its co-action events out, in blocks of bounded size.

An event is two rows of different accounts on one object within a closed window.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from case.errors import ShoalError
from detection.codes import encode, number
from detection.nearness import Nearness, find_near

Integers = NDArray[np.int64]
COLUMNS = ("account", "object", "post", "at")
BLOCK_EVENTS = 4_000_000


@dataclass(frozen=True, slots=True)
class Shares:
    """Rows sorted by object and time, as codes; `at` in microseconds.

    `names` holds the accounts by code, sorted; objects and posts are numbered in any order. `own` marks rows whose
    object is their own post.
    """

    names: pl.Series
    objects: pl.Series
    account: Integers
    object: Integers
    post: Integers
    at: Integers
    own: NDArray[np.bool_]

    def keep(self, rows: NDArray[np.bool_]) -> "Shares":
        """Return the chosen rows under the same codes."""
        columns = (self.account[rows], self.object[rows], self.post[rows], self.at[rows])
        return Shares(self.names, self.objects, *columns, self.own[rows])


@dataclass(frozen=True, slots=True)
class Events:
    """Rows of `Shares` that meet, in order of the account codes: side a has the lower one. `gap` in microseconds."""

    a: Integers
    b: Integers
    gap: Integers


def read_shares(frame: pl.DataFrame | pl.LazyFrame) -> Shares:
    """Code a frame with columns account, object, post and at (epoch seconds, or a datetime).

    Rows that lack one of the four name no share and are dropped.
    """
    missing = [name for name in COLUMNS if name not in frame.lazy().collect_schema().names()]
    if missing:
        raise ShoalError(f"The table has no column {', '.join(missing)}. Expected: {', '.join(COLUMNS)}.")
    rows = frame.lazy().select(*COLUMNS).drop_nulls().with_columns(_microseconds(frame)).collect()
    text = rows.with_columns(pl.col("account", "object", "post").cast(pl.String)).filter(pl.col("object") != "")
    names, account = encode(text["account"])
    objects, thing = number(text["object"])
    _, post = number(text["post"])
    columns = {"account": account, "object": thing, "post": post}
    coded = pl.DataFrame({**columns, "at": text["at"], "own": text["object"] == text["post"]})
    coded = coded.sort("object", "at")
    return Shares(names, objects, *(coded[name].to_numpy() for name in ("account", "object", "post", "at", "own")))


def _microseconds(frame: pl.DataFrame | pl.LazyFrame) -> pl.Expr:
    kind = frame.lazy().collect_schema()["at"]
    if isinstance(kind, pl.Datetime):
        return pl.col("at").dt.epoch("us").alias("at")
    if kind.is_integer():
        return (pl.col("at").cast(pl.Int64) * 1_000_000).alias("at")
    return (pl.col("at").cast(pl.Float64) * 1_000_000).round().cast(pl.Int64).alias("at")


def find_meetings(shares: Shares, window_seconds: float) -> Nearness:
    """Find what lies within the window, without listing it."""
    return find_near(shares.object, shares.at, round(window_seconds * 1_000_000))


def iterate_events(
    shares: Shares, near: Nearness, *, foreign_only: bool = False, block: int = BLOCK_EVENTS
) -> Iterator[Events]:
    """List the events in blocks of about `block`; rows of one account never meet.

    With `foreign_only`, events on a post itself (its object is its own key) and of a post with itself are none.
    """
    for begin, end in _row_blocks(near.counts, block):
        counts = near.counts[begin:end]
        earlier = np.repeat(np.arange(begin, end), counts)
        first = np.cumsum(counts) - counts
        later = np.arange(earlier.size) - np.repeat(first, counts) + earlier + 1
        one, other = shares.account[earlier], shares.account[later]
        swap = one > other
        a, b = np.where(swap, later, earlier), np.where(swap, earlier, later)
        met = one != other
        if foreign_only:
            met &= ~shares.own[earlier] & ~shares.own[later] & (shares.post[earlier] != shares.post[later])
        yield Events(a[met], b[met], (shares.at[later] - shares.at[earlier])[met])


def _row_blocks(counts: Integers, block: int) -> Iterator[tuple[int, int]]:
    """Cut the rows where the running number of events passes a multiple of `block`."""
    if not counts.size:
        return
    number = np.cumsum(counts) // block
    cuts = np.flatnonzero(np.diff(number)) + 1
    bounds = [0, *cuts.tolist(), counts.size]
    yield from itertools.pairwise(bounds)
