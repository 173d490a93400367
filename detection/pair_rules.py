"""The counting rules of other tools, so that their results can be reproduced to the digit.

`coortweet` follows CooRTweet 2.1.3 (`detect_groups`, `generate_coordinated_network`), `toolkit` the
coordination-network-toolkit 1.5.2 (`compute_co_link_network`).
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from detection.nearness import Nearness
from detection.pair_events import Shares, iterate_events

#: What a rule calls the weight of a pair: its events (CooRTweet), or the distinct posts of a with a match (toolkit).
WEIGHTS = {"coortweet": "pairs", "toolkit": "posts_a"}


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
    for sides in iterate_events(shares, near, coortweet=True):
        for side in sides:
            met[shares.post[side]] = True
    taking_part = met[shares.post]
    rows = np.bincount(shares.account[taking_part], minlength=len(shares.names))
    kept = np.zeros(size, dtype=bool)
    kept[shares.post[taking_part & (rows[shares.account] >= least)]] = True
    return kept


def above_quantile(counted: pl.DataFrame, quantile: float) -> pl.DataFrame:
    """Keep the pairs whose weight is strictly above the quantile (R type 7) of all."""
    weight = counted["weight" if "weight" in counted.columns else "pairs"]
    return counted.filter(weight > float(np.quantile(weight.to_numpy(), quantile))) if counted.height else counted
