"""The counting rules of other tools, so that their results can be reproduced to the digit.

`coortweet` follows CooRTweet 2.1.3 (`detect_groups`, `generate_coordinated_network`), `toolkit` the
coordination-network-toolkit 1.5.2 (`compute_co_link_network`).
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from detection.nearness import Nearness
from detection.pair_events import Shares, iterate_events


def apply_rule(shares: Shares, rule: str, min_participation: int | None) -> Shares:
    """Drop the rows that a rule does not count, before anything is paired.

    CooRTweet counts **rows** per account.
    """
    if rule != "coortweet":
        return shares
    least = 2 if min_participation is None else min_participation
    rows = np.bincount(shares.account, minlength=len(shares.names))
    return shares.keep(rows[shares.account] >= least)


def participating_posts(shares: Shares, near: Nearness, min_participation: int | None) -> NDArray[np.bool_]:
    """Mark the posts of which CooRTweet asks at least one per event.

    They are the posts in events of accounts that have enough **rows** among such posts; an event stays if either of its
    posts passes.
    """
    least = 2 if min_participation is None else min_participation
    size = int(shares.post.max(initial=-1)) + 1
    met = np.zeros(size, dtype=bool)
    for part in iterate_events(shares, near, foreign_only=True):
        met[shares.post[part.a]] = True
        met[shares.post[part.b]] = True
    taking_part = met[shares.post]
    rows = np.bincount(shares.account[taking_part], minlength=len(shares.names))
    kept = np.zeros(size, dtype=bool)
    kept[shares.post[taking_part & (rows[shares.account] >= least)]] = True
    return kept


def finish_rule(counted: pl.DataFrame, rule: str, quantile: float | None) -> pl.DataFrame:
    """Add a rule's weight and apply its threshold.

    CooRTweet: undirected, weight = pairs, strictly above the quantile (R type 7). Toolkit: one row per direction,
    weight = distinct posts of a with a match.
    """
    if rule == "toolkit":
        turned = counted.select(
            a="b", b="a", pairs="pairs", objects="objects", posts_a="posts_b", posts_b="posts_a",
            min_gap="min_gap", sum_gap="sum_gap",
        )  # fmt: skip
        counted = pl.concat([counted, turned]).sort("a", "b").with_columns(weight=pl.col("posts_a"))
    if rule == "coortweet":
        counted = counted.with_columns(weight=pl.col("pairs"))
    if quantile is None or counted.height == 0:
        return counted
    weight = "weight" if "weight" in counted.columns else "pairs"
    return counted.filter(pl.col(weight) > float(np.quantile(counted[weight].to_numpy(), quantile, method="linear")))
