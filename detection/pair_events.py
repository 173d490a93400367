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
from detection.nearness import Nearness, find_near, order_rows
from detection.threads import in_threads

Integers = NDArray[np.int64]
Codes = NDArray[np.int32]
COLUMNS = ("account", "object", "post", "at")
BLOCK_EVENTS = 4_000_000
#: Larger numbers are no seconds: their microseconds do not fit 64 bits (nanoseconds were meant).
MOST_SECONDS = 9_000_000_000_000


@dataclass(frozen=True, slots=True)
class Shares:
    """Rows sorted by object and time, as codes; `at` in microseconds.

    `names` holds the accounts by code, sorted; objects and posts are numbered in any order. `own` marks rows whose
    object is their own post.
    """

    names: pl.Series
    objects: pl.Series
    account: Codes
    object: Codes
    post: Codes
    at: Integers
    own: NDArray[np.bool_]

    def keep(self, rows: NDArray[np.bool_]) -> "Shares":
        """Return the chosen rows under the same codes."""
        columns = (self.account[rows], self.object[rows], self.post[rows], self.at[rows])
        return Shares(self.names, self.objects, *columns, self.own[rows])


def read_shares(frame: pl.DataFrame | pl.LazyFrame) -> tuple[Shares, int]:
    """Code a frame with columns account, object, post and at (epoch seconds, or a datetime).

    Rows that lack one of the four, or whose time is no number, name no share: they are dropped, and their number is
    returned as well.
    """
    schema = frame.lazy().collect_schema()
    missing = [name for name in COLUMNS if name not in schema.names()]
    if missing:
        raise ShoalError(f"The table has no column {', '.join(missing)}. Expected: {', '.join(COLUMNS)}.")
    at = _microseconds(schema["at"])
    whole = frame.lazy().select("account", "object", "post", at).collect(engine="streaming")
    if whole.height and whole["at"].null_count() == whole.height:
        raise ShoalError(f"Column at: no row of {whole.height:,} holds epoch seconds as a number, or a datetime.")
    empty = pl.any_horizontal(pl.all().is_null()) | (pl.col("object").cast(pl.String) == "")
    lacking = whole.select(empty.fill_null(True)).to_series()
    rows = whole.filter(~lacking) if lacking.any() else whole
    dropped = whole.height - rows.height
    del whole
    own, stamps = _own(rows), rows["at"].to_numpy()
    keys = [(number, rows["object"]), (encode, rows["account"]), (number, rows["post"])]
    del rows
    (objects, thing), (names, account), (_, post) = in_threads(lambda column: column[0](column[1]), keys)
    del keys
    order = order_rows(thing, stamps, len(objects))
    columns = account[order], thing[order], post[order], stamps[order], own[order]
    return Shares(names, objects.cast(pl.String), *columns), dropped


def _own(rows: pl.DataFrame) -> NDArray[np.bool_]:
    """Mark rows whose object is their own post."""
    thing, post = rows["object"], rows["post"]
    same = thing == post if thing.dtype == post.dtype else thing.cast(pl.String) == post.cast(pl.String)
    return same.to_numpy()


def _microseconds(kind: pl.DataType) -> pl.Expr:
    if isinstance(kind, pl.Datetime):
        return pl.col("at").dt.epoch("us").alias("at")
    if kind.is_integer():
        told, stamp = pl.col("at").is_between(-MOST_SECONDS, MOST_SECONDS), pl.col("at").cast(pl.Int64) * 1_000_000
    else:
        seconds = pl.col("at").cast(pl.Float64, strict=False)
        told = seconds.is_between(-MOST_SECONDS, MOST_SECONDS)
        stamp = pl.when(told).then(seconds * 1_000_000).round().cast(pl.Int64)
    return pl.when(told).then(stamp).alias("at")


def find_meetings(shares: Shares, window_seconds: float) -> Nearness:
    """Find what lies within the window, without listing it."""
    return find_near(shares.object, shares.at, round(window_seconds * 1_000_000))


def iterate_events(
    shares: Shares, near: Nearness, *, coortweet: bool = False, block: int = BLOCK_EVENTS
) -> Iterator[tuple[Integers, Integers]]:
    """List the events in blocks of about `block`, as two columns of rows; rows of one account never meet.

    The first row of each has the lower account. By the rule of CooRTweet, events on a post itself (its object is its
    own key) and of a post with itself are none.
    """
    counts = near.counts
    for begin, end in _row_blocks(counts, block):
        rows = np.flatnonzero(counts[begin:end]) + begin  # most rows may meet no other
        each = counts[rows]
        earlier = np.repeat(rows, each)
        later = np.arange(earlier.size) + np.repeat(rows + 1 - np.cumsum(each) + each, each)
        one, other = shares.account[earlier], shares.account[later]
        met = one != other
        if coortweet:
            met &= ~shares.own[earlier] & ~shares.own[later] & (shares.post[earlier] != shares.post[later])
        if not met.all():
            earlier, later, one, other = earlier[met], later[met], one[met], other[met]
        swap = one > other
        yield np.where(swap, later, earlier), np.where(swap, earlier, later)


def _row_blocks(counts: Integers, block: int) -> Iterator[tuple[int, int]]:
    """Cut the rows where the running number of events passes a multiple of `block`."""
    running = np.cumsum(counts)
    cuts = np.searchsorted(running, np.arange(block, running[-1] if running.size else 0, block)) + 1
    yield from itertools.pairwise(np.unique([0, *cuts.tolist(), counts.size]).tolist())
