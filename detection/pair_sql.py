"""The DuckDB engine of `pairs`: the definition as one SQL statement, run on a plain frame."""

import duckdb
import polars as pl

#: Closed pairwise windows; every pair of rows counts, distinct posts and objects are counted over the pair. Buckets as
#: wide as the window keep an object of many shares from being joined with itself.
STATEMENT = """
WITH near AS (
  SELECT *, shares.at // ($window + 1) + unnest([-1, 0, 1]) AS bucket FROM shares
)
SELECT a.account AS a, b.account AS b, count(*) AS pairs, count(DISTINCT a.object) AS objects,
       count(DISTINCT a.post) AS posts_a, count(DISTINCT b.post) AS posts_b,
       min(abs(a.at - b.at)) AS min_gap, sum(abs(a.at - b.at))::BIGINT AS sum_gap
FROM shares a JOIN near b
  ON a.object = b.object AND a.at // ($window + 1) = b.bucket
  AND (a.account < b.account OR $directed AND a.account > b.account) AND b.at BETWEEN a.at - $window AND a.at + $window
GROUP BY ALL ORDER BY a, b
"""


def count_sql(shares: pl.DataFrame, window: int, *, directed: bool, memory_bytes: int) -> pl.DataFrame:
    """Count the pairs of a frame of codes (account, object, post, at in microseconds) within a window of them.

    `directed` gives each pair in both directions.
    """
    with duckdb.connect(config={"memory_limit": f"{max(memory_bytes, 64 << 20)}B"}) as connection:
        connection.register("shares", shares)
        found = pl.from_arrow(
            connection.sql(STATEMENT, params={"window": window, "directed": directed}).to_arrow_table()
        )
    assert isinstance(found, pl.DataFrame)
    return found
