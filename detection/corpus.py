"""Canonical posts and actions in; the same as sorted integer codes out, one layer per behaviour.

Codes follow the sorted keys, so neither the order of rows nor the number of threads can change what comes after.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from detection.codes import distinct

Integers = NDArray[np.int64]

#: Behaviours whose object is another one on the next day: a tag or a target in use every day ties nobody.
PER_DAY = ("hashtag", "hashtags", "mention", "reply")
_WIDTH = {"second": 1_000_000, "minute": 60_000_000, "day": 86_400_000_000}


@dataclass(frozen=True, slots=True)
class Layer:
    """First actions of one behaviour per account, object and day, sorted by object, time and account.

    `names` and `days` name each object (the day is -1 where objects last); the other columns are codes, times in
    microseconds and the width of one stamp in microseconds.
    """

    behaviour: str
    names: pl.Series
    days: Integers
    post: Integers
    account: Integers
    object: Integers
    at: Integers
    width: Integers
    stratum: Integers

    @property
    def size(self) -> int:
        """Number of actions."""
        return int(self.at.size)

    def sharers(self) -> Integers:
        """Return the number of accounts of each object."""
        pairs, _ = distinct(self.object * (self.account.max(initial=0) + 1) + self.account)
        return np.bincount(pairs // (self.account.max(initial=0) + 1), minlength=len(self.names))


@dataclass(frozen=True, slots=True)
class Corpus:
    """All that detection counts: accounts and posts by code, strata, and a layer per behaviour that has actions.

    `posts` are all posts with a time, the `post_` columns their account and stratum codes, time and width of the stamp
    in microseconds. A stratum is one platform on one calendar day, and `platforms` gives each its platform's code, so
    that strata ascend by platform and day. `unusable` counts actions that carry no time.
    """

    accounts: pl.Series
    posts: pl.Series
    post_account: Integers
    post_stratum: Integers
    post_at: Integers
    post_width: Integers
    platforms: Integers
    layers: tuple[Layer, ...]
    unusable: int = 0

    @property
    def strata(self) -> int:
        """Number of strata."""
        return int(self.platforms.size)

    @property
    def account_pairs(self) -> int:
        """Number of all pairs of accounts: what every correction counts."""
        return len(self.accounts) * (len(self.accounts) - 1) // 2

    def layer(self, behaviour: str) -> Layer | None:
        """Return the layer of a behaviour, or None."""
        return next((layer for layer in self.layers if layer.behaviour == behaviour), None)


def build_corpus(
    posts: pl.LazyFrame,
    actions: pl.LazyFrame,
    *,
    behaviours: Iterable[str] | None = None,
    from_at: int | None = None,
    to_at: int | None = None,
    timezone: str | None = None,
) -> Corpus:
    """Shape posts (key, account, at, precision) and actions (post, account, behaviour, object, at, precision).

    Times before `from_at` and from `to_at` on (microseconds) are out. Days are calendar days of `timezone` or UTC.
    """
    authors = _in_range(posts.select("key", "account", "at", "precision"), from_at, to_at).collect()
    chosen = actions if behaviours is None else actions.filter(pl.col("behaviour").is_in(list(behaviours)))
    acts = _in_range(chosen, from_at, to_at).filter(pl.col("object") != "").collect()
    timed = _timed(acts)
    accounts = pl.concat([authors["account"], acts["account"]]).unique().sort()
    stamped = _stamped_posts(_timed(authors), timed, accounts, timezone or "UTC")
    firsts = _first_actions(timed, timezone or "UTC")
    rows = firsts.join(stamped.select("post", "post_code", "stratum"), on="post").join(
        _codes(accounts, "account"), on="account"
    )
    return Corpus(
        accounts=accounts,
        posts=stamped["post"],
        post_account=stamped["account_code"].to_numpy(),
        post_stratum=stamped["stratum"].to_numpy(),
        post_at=stamped["at"].dt.epoch("us").to_numpy(),
        post_width=stamped["precision"].replace_strict(_WIDTH, return_dtype=pl.Int64).to_numpy(),
        platforms=_platforms(stamped),
        layers=tuple(
            _layer(str(name), part) for (name,), part in sorted(rows.partition_by("behaviour", as_dict=True).items())
        ),
        unusable=acts.height - timed.height,
    )


def _timed(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.filter(pl.col("at").is_not_null() & pl.col("precision").is_in(list(_WIDTH)))


def _day(timezone: str) -> pl.Expr:
    return pl.col("at").dt.convert_time_zone(timezone).dt.date().to_physical().cast(pl.Int64)


def _stamped_posts(authors: pl.DataFrame, acts: pl.DataFrame, accounts: pl.Series, timezone: str) -> pl.DataFrame:
    """Number all posts with a time, with or without actions, and their strata in order of platform and day."""
    columns = ("post", "account", "at", "precision")
    both = pl.concat([authors.rename({"key": "post"}).select(columns), acts.select(columns)])
    posts = both.sort(columns).unique("post", keep="first", maintain_order=True)
    posts = posts.with_columns(day=_day(timezone), platform=pl.col("account").str.split(":").list.first())
    strata = posts.select("platform", "day").unique().sort("platform", "day")
    strata = strata.with_columns(stratum=pl.int_range(pl.len(), dtype=pl.Int64))
    return (
        posts.join(strata, on=["platform", "day"])
        .join(_codes(accounts, "account"), on="account")
        .sort("post")
        .with_columns(post_code=pl.int_range(pl.len(), dtype=pl.Int64))
    )


def _platforms(stamped: pl.DataFrame) -> Integers:
    """Return the code of each stratum's platform."""
    strata = stamped.select("stratum", "platform").unique().sort("stratum")
    return strata["platform"].rank("dense").to_numpy().astype(np.int64)


def _in_range(rows: pl.LazyFrame, from_at: int | None, to_at: int | None) -> pl.LazyFrame:
    """Keep rows from `from_at` up to, without, `to_at`; with either bound, rows without a time go."""
    stamp = pl.col("at").dt.epoch("us")
    if from_at is not None:
        rows = rows.filter(stamp >= from_at)
    return rows if to_at is None else rows.filter(stamp < to_at)


def _first_actions(rows: pl.DataFrame, timezone: str) -> pl.DataFrame:
    """Keep the first action per behaviour, account, object and day, with the day of objects that last a day."""
    rows = rows.with_columns(day=_day(timezone))
    return (
        rows.with_columns(
            object_day=pl.when(pl.col("behaviour").is_in(PER_DAY)).then(pl.col("day")).otherwise(-1),
            at=pl.col("at").dt.epoch("us"),
            width=pl.col("precision").replace_strict(_WIDTH, return_dtype=pl.Int64),
        )
        .sort("behaviour", "account", "object", "day", "at", "post")
        .unique(["behaviour", "account", "object", "day"], keep="first", maintain_order=True)
    )


def _codes(keys: pl.Series, name: str) -> pl.DataFrame:
    return pl.DataFrame({name: keys, f"{name}_code": np.arange(len(keys), dtype=np.int64)})


def _layer(behaviour: str, rows: pl.DataFrame) -> Layer:
    objects = rows.select("object", "object_day").unique().sort("object", "object_day")
    objects = objects.with_columns(object_code=pl.Series(np.arange(objects.height, dtype=np.int64)))
    rows = rows.join(objects, on=["object", "object_day"]).sort("object_code", "at", "account_code", "post_code")
    columns = {name: rows[name].to_numpy() for name in ("at", "width", "stratum")}
    return Layer(
        behaviour=behaviour,
        names=objects["object"],
        days=objects["object_day"].to_numpy(),
        post=rows["post_code"].to_numpy(),
        account=rows["account_code"].to_numpy(),
        object=rows["object_code"].to_numpy(),
        **columns,
    )
