"""Who did the same thing how soon after whom: actions in, the shared objects with both sides' posts and gaps out.

Times are UTC; a gap is in seconds between the stamps as given, so on minute stamps it may be up to a minute off.
"""

import polars as pl

#: Above this many pairs of one link the rows name each post's nearest forerunner only; the rest follows from them.
MOST_PAIRS = 1_000_000
SHARED_SCHEMA = pl.Schema(
    {
        "behaviour": pl.String(),
        "object": pl.String(),
        "gap_seconds": pl.Float64(),
        "precision": pl.String(),
        "first_account": pl.String(),
        "first_post": pl.String(),
        "first_at": pl.Datetime("us", "UTC"),
        "second_account": pl.String(),
        "second_post": pl.String(),
        "second_at": pl.Datetime("us", "UTC"),
    }
)
_COARSE = ("second", "minute", "day", "none")


def nearest_pairs(actions: pl.DataFrame, *, window_seconds: float) -> pl.DataFrame:
    """Pair each action with the last one before and the first one after it by another account on the same object.

    At most two rows per action, so a group of any size stays linear; every action that has a partner within the window
    is there; wider pairs follow by adding gaps up. Columns as in SHARED_SCHEMA, in order of behaviour, object, time.
    """
    thing = ["behaviour", "object"]
    rows = _timed(actions).sort([*thing, "at", "account", "post"])
    if rows.is_empty():
        return pl.DataFrame(schema=SHARED_SCHEMA)
    turns = rows.with_columns(turn=pl.struct(*thing, "account").rle_id().cast(pl.Int64))  # runs of one account
    last = turns.unique("turn", keep="last", maintain_order=True).with_columns(turn=pl.col("turn") + 1)
    first = turns.unique("turn", keep="first", maintain_order=True)
    before = last.join(turns, on=["turn", *thing], suffix="_2")
    after = turns.with_columns(turn=pl.col("turn") + 1).join(first, on=["turn", *thing], suffix="_2")
    return _within(pl.concat([before, after]).unique(), window_seconds)


def every_pair(actions: pl.DataFrame, *, a: str, b: str, window_seconds: float) -> tuple[pl.DataFrame, bool]:
    """Pair all actions of two accounts on the same object within a window; say whether that was all of them.

    Where an object was shared so often that there are more than MOST_PAIRS pairs, it falls back on nearest pairs.
    """
    rows = _timed(actions).filter(pl.col("account").is_in([a, b]))
    mine, theirs = rows.filter(pl.col("account") == a), rows.filter(pl.col("account") == b)
    thing = ["behaviour", "object"]
    sizes = mine.group_by(thing).len().join(theirs.group_by(thing).len(), on=thing)
    if (sizes["len"] * sizes["len_right"]).sum() > MOST_PAIRS:
        return nearest_pairs(rows, window_seconds=window_seconds), False
    pairs = pl.concat([mine.join(theirs, on=thing, suffix="_2"), theirs.join(mine, on=thing, suffix="_2")])
    tied = (pl.col("at") == pl.col("at_2")) & (pl.col("account") < pl.col("account_2"))
    return _within(pairs.filter((pl.col("at") < pl.col("at_2")) | tied), window_seconds), True


def shared_beyond(actions: pl.DataFrame, *, within: pl.DataFrame) -> int:
    """Count the objects that at least two accounts share, but nowhere within the window of `within`."""
    thing = ["behaviour", "object"]
    several = actions.group_by(thing).agg(pl.col("account").n_unique()).filter(pl.col("account") > 1)
    return several.join(within.select(thing).unique(), on=thing, how="anti").height


def _timed(actions: pl.DataFrame) -> pl.DataFrame:
    columns = ["post", "account", "behaviour", "object", "at", "precision"]
    return actions.select(columns).filter(pl.col("at").is_not_null())


def _within(pairs: pl.DataFrame, window_seconds: float) -> pl.DataFrame:
    microseconds = (pl.col("at_2") - pl.col("at")).dt.total_microseconds().cast(pl.Float64)
    gap = microseconds / pl.lit(1e6)  # dividing whole numbers gave 24.599999999999998 for 24.6
    ranks = {name: rank for rank, name in enumerate(_COARSE)}
    first, second = (pl.col(name).replace_strict(ranks, return_dtype=pl.Int64) for name in ("precision", "precision_2"))
    coarser = pl.when(first >= second).then("precision").otherwise("precision_2")
    return (
        pairs.with_columns(gap_seconds=gap, precision=coarser)
        .filter(pl.col("gap_seconds") <= window_seconds)
        .rename({"account": "first_account", "post": "first_post", "at": "first_at"})
        .rename({"account_2": "second_account", "post_2": "second_post", "at_2": "second_at"})
        .select(list(SHARED_SCHEMA))
        .sort(["behaviour", "object", "second_at", "second_account", "second_post", "first_at", "first_post"])
    )
