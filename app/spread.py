"""How posts are spread over platforms and days: gaps and spikes of a collection look like silence and bursts."""

from typing import Any

import polars as pl

from case.folder import Case
from case.tables import read_posts


def coverage_by_day(case: Case) -> list[dict[str, Any]]:
    """Return {platform, day, posts, accounts} per platform and day (UTC); `day` is None for posts without a time."""
    day = pl.col("at").dt.strftime("%Y-%m-%d").alias("day")
    counts = {"posts": pl.len(), "accounts": pl.col("account").n_unique()}
    frame = read_posts(case).group_by("platform", day).agg(**counts).sort("platform", "day", nulls_last=True)
    return frame.collect().to_dicts()
