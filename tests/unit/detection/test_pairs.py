import csv
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from itertools import combinations
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pytest
from coordination_network_toolkit.compute_networks import compute_co_link_network
from coordination_network_toolkit.preprocess import preprocess_csv_files
from hypothesis import given, settings
from hypothesis import strategies as st

from case.errors import LimitReached, ShoalError
from detection import pair_arrays
from detection.codes import encode
from detection.pair_arrays import _sort
from detection.pairs import Engine, PairCount, PairOptions, Rule, count_pairs, write_pairs

ORACLE = """
SELECT a.account AS a, b.account AS b, count(*) AS pairs, count(DISTINCT a.object) AS objects,
       count(DISTINCT a.post) AS posts_a, count(DISTINCT b.post) AS posts_b,
       min(abs(a.at - b.at)) AS min_gap, sum(abs(a.at - b.at)) AS sum_gap
FROM shares a JOIN shares b ON a.object = b.object AND a.account < b.account AND abs(a.at - b.at) <= $window
GROUP BY ALL ORDER BY ALL
"""
Shares = Sequence[tuple[str, str, str, float]]
WORDS = st.sampled_from(["一", "b", "c", "d"])
SHARES = st.lists(st.tuples(WORDS, WORDS, st.integers(0, 9).map("p{}".format), st.integers(0, 50)), max_size=25)


def frame(shares: Shares) -> pl.DataFrame:
    schema = {"account": pl.String, "object": pl.String, "post": pl.String, "at": pl.Float64}
    return pl.DataFrame(shares, schema=schema, orient="row")


def random_shares(rows: int, *, accounts: int = 40, objects: int = 60, span: int = 5000, seed: int = 1) -> pl.DataFrame:
    random = np.random.default_rng(seed)
    return pl.DataFrame({
        "account": [f"u{number}" for number in random.integers(0, accounts, rows)],
        "object": [f"http://example.org/{number}" for number in random.zipf(1.4, rows) % objects],
        "post": [f"m{number}" for number in range(rows)],
        "at": random.integers(0, span, rows),
    })  # fmt: skip


def oracle(shares: pl.DataFrame, window: float) -> list[tuple[object, ...]]:
    with duckdb.connect() as connection:
        connection.register("shares", shares)
        return connection.execute(ORACLE, {"window": window}).fetchall()


def rows(counted: PairCount) -> list[tuple[object, ...]]:
    return counted.frame.rows()


@settings(deadline=None)
@given(SHARES, st.sampled_from([0, 1, 7.5, 60]))
def test_counts_equal_one_plain_sql_statement(shares: Shares, window: float) -> None:
    assert rows(count_pairs(frame(shares), window)) == oracle(frame(shares), window)


def test_a_small_memory_budget_makes_passes_and_changes_nothing() -> None:
    shares = random_shares(3000)
    whole = count_pairs(shares, 120)
    assert rows(count_pairs(shares, 120, options=PairOptions(memory_bytes=20_000))) == rows(whole)
    assert rows(whole) == oracle(shares, 120)


ENGINES: tuple[Engine, ...] = ("polars", "duckdb", "kernel")


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("window", [0, 30, 400])
def test_every_engine_counts_the_same(engine: Engine, window: float) -> None:
    shares = random_shares(2500)
    repeated = shares.head(400).with_columns(object=pl.col("object").shift(7, fill_value="other"))
    shares = pl.concat([shares, repeated, shares.head(50)])
    assert rows(count_pairs(shares, window, options=PairOptions(engine=engine))) == oracle(shares, window)


@pytest.mark.parametrize("engine", ["polars", "kernel"])
@pytest.mark.parametrize("rule", ["default", "toolkit"])
def test_results_are_equal_at_any_memory_budget(engine: Engine, rule: Rule) -> None:
    shares = random_shares(3000)
    whole = count_pairs(shares, 120, options=PairOptions(engine=engine, rule=rule))
    small = PairOptions(engine=engine, rule=rule, memory_bytes=8000)
    assert rows(count_pairs(shares, 120, options=small)) == rows(whole)


@pytest.mark.parametrize("engine", ENGINES)
def test_rule_toolkit_gives_both_directions_with_every_engine(engine: Engine) -> None:
    shares = random_shares(2000)
    shares = pl.concat([shares, shares.head(300).with_columns(object=pl.lit("other"))])
    counted = count_pairs(shares, 60, options=PairOptions(engine=engine, rule="toolkit")).frame
    assert counted.rows() == count_pairs(shares, 60, options=PairOptions(rule="toolkit")).frame.rows()
    forth = counted.filter(pl.col("a") < pl.col("b")).drop("weight").rows()
    assert forth == oracle(shares, 60)
    assert counted.height == 2 * len(forth)


def test_parts_longer_than_the_cache_are_sorted_like_short_ones() -> None:
    shares = random_shares(1200, accounts=400, objects=2, span=600)
    assert rows(count_pairs(shares, 300, options=PairOptions(engine="kernel"))) == oracle(shares, 300)


@pytest.mark.parametrize("name", ["pairs.csv", "pairs.parquet"])
@pytest.mark.parametrize("rule", ["default", "coortweet", "toolkit"])
def test_a_written_file_holds_what_is_counted(tmp_path: Path, name: str, rule: Rule) -> None:
    shares, out = random_shares(1500), tmp_path / name
    options = PairOptions(rule=rule, memory_bytes=20_000)
    summary = write_pairs(shares, 60, out, options=options)
    read = pl.read_parquet(out) if out.suffix == ".parquet" else pl.read_csv(out)
    expected = count_pairs(shares, 60, options=options).frame
    assert read.rows() == expected.rows()
    assert summary.pairs == expected.height
    assert [file.name for file in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["pairs.csv", "pairs.parquet"])
def test_no_pairs_make_a_file_with_its_columns(tmp_path: Path, name: str) -> None:
    write_pairs(frame([]), 60, tmp_path / name)
    assert (tmp_path / name).stat().st_size > 20


@pytest.mark.parametrize(
    "keys",
    [
        ["1", "01", "+1", "1.0", "１"],
        ["-1", "1", "99999999999999999999", "0"],
        ["7", "70", "700"],
        ["a", "A", " a", "á"],
    ],
)
def test_keys_that_are_spelt_differently_are_told_apart(keys: list[str]) -> None:
    names, codes = encode(pl.Series(keys * 3))
    assert names.to_list() == sorted(keys, key=str.encode)
    assert names.gather(codes).to_list() == keys * 3


def test_keys_of_one_hash_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    hashed = pl.Series.hash
    monkeypatch.setattr(pl.Series, "hash", lambda keys, seed: hashed(keys, seed) % (3 if seed < 2 else 1 << 40))
    names, codes = encode(pl.Series([f"key {number % 50}" for number in range(200)]))
    assert names.gather(codes).to_list() == [f"key {number % 50}" for number in range(200)]


@pytest.mark.parametrize("accounts", [10, 1 << 31])
def test_keys_are_sorted_with_their_places_packed_or_beside(accounts: int) -> None:
    keys = np.array([5, 2, 5, 2, 9], dtype=np.int64)
    bits, order = _sort(keys, accounts)
    assert (bits == 0) == (accounts > 10)
    assert (keys >> bits).tolist() == [2, 2, 5, 5, 9]
    assert (keys & 7 if order is None else order).tolist() == [1, 3, 0, 2, 4]


def test_parts_of_any_length_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    shares = random_shares(1500, accounts=20)
    whole = count_pairs(shares, 300, options=PairOptions(engine="polars", rule="toolkit"))
    monkeypatch.setattr(pair_arrays, "BLOCK", 7)
    parts = count_pairs(shares, 300, options=PairOptions(engine="polars", rule="toolkit"))
    assert parts.frame.rows() == whole.frame.rows()


def test_unknown_rules_and_engines_are_refused_by_name() -> None:
    with pytest.raises(ShoalError, match="expected one of default, coortweet, toolkit"):
        PairOptions(rule="CooRTweet")  # type: ignore[arg-type]
    with pytest.raises(ShoalError, match="expected one of auto"):
        PairOptions(engine="fast")  # type: ignore[arg-type]


def test_times_that_are_no_seconds_are_refused_or_counted() -> None:
    words = frame([("a", "o", "p1", 0)]).with_columns(at=pl.lit("yesterday"))
    with pytest.raises(ShoalError, match="no row of 1 holds epoch seconds"):
        count_pairs(words, 60)
    assert rows(count_pairs(words.head(0), 60)) == []
    wild = frame([("a", "o", "p1", float("nan")), ("b", "o", "p2", 1.7e18), ("c", "o", "p3", 5), ("d", "o", "p4", 6)])
    counted = count_pairs(wild, 60)
    assert counted.left_out == [
        {"object": "", "rows": 2, "events": 0, "reason": "without account, object, post or a time"}
    ]
    assert [row[:2] for row in rows(counted)] == [("c", "d")]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "shares",
    [
        [("a", "o", "p1", 0), ("a", "o", "p2", 1), ("a", "u", "p3", 1)],  # one account
        [("a", "o", "p1", 0), ("b", "u", "p2", 0), ("c", "w", "p3", 0)],  # three posts, nothing shared
    ],
)
def test_little_data_gives_an_empty_answer(engine: Engine, shares: Shares) -> None:
    assert rows(count_pairs(frame(shares), 60, options=PairOptions(engine=engine))) == []


def test_numbers_as_keys_count_like_text() -> None:
    shares = random_shares(800)
    numbers = shares.with_columns(
        pl.col("account").str.slice(1).cast(pl.Int64) + 5, pl.col("post").str.slice(1).cast(pl.Int64)
    )
    text = numbers.with_columns(pl.col("account", "post").cast(pl.String))
    assert rows(count_pairs(numbers, 60)) == rows(count_pairs(text, 60))


@pytest.mark.parametrize("least", [1, 3, 40])
def test_the_kernel_follows_rule_coortweet(least: int) -> None:
    shares = random_shares(900, accounts=30, objects=20, span=2000)
    shares = pl.concat([shares, shares.tail(80).with_columns(object=pl.col("post"))])
    counted = [
        rows(count_pairs(shares, 10, options=PairOptions(rule="coortweet", engine=engine, min_participation=least)))
        for engine in ("polars", "kernel")
    ]  # fmt: skip
    assert counted[0] == counted[1]


def test_the_window_is_closed_and_pairwise() -> None:
    shares = frame([("a", "o", "p1", 0), ("b", "o", "p2", 10), ("c", "o", "p3", 20)])
    assert [row[:2] for row in rows(count_pairs(shares, 10))] == [("a", "b"), ("b", "c")]


def test_two_posts_outside_the_window_are_not_a_pair() -> None:
    shares = frame([("a", "o", "p1", 0), ("b", "o", "p2", 10.001)])
    assert rows(count_pairs(shares, 10)) == []


def test_fractions_of_a_second_are_counted() -> None:
    shares = frame([("a", "o", "p1", 1_700_000_000.25), ("b", "o", "p2", 1_700_000_000.75)])
    assert rows(count_pairs(shares, 0.5)) == [("a", "b", 1, 1, 1, 1, 0.5, 0.5)]


def test_whole_numbers_text_and_datetimes_give_the_same_times() -> None:
    shares = frame([("a", "o", "p1", 100), ("b", "o", "p2", 103)])
    whole = shares.with_columns(pl.col("at").cast(pl.Int32))
    stamps = shares.with_columns(pl.from_epoch(pl.col("at").cast(pl.Int64)))
    assert rows(count_pairs(whole, 5)) == rows(count_pairs(stamps, 5)) == rows(count_pairs(shares, 5))


def test_rows_without_object_or_time_share_nothing() -> None:
    shares = pl.DataFrame({
        "account": ["a", "b", "a", "b", "a", "b"], "object": [None, None, "", "", "o", "o"],
        "post": list("123456"), "at": [0, 0, 0, 0, 0, None],
    })  # fmt: skip
    counted = count_pairs(shares, 5)
    assert rows(counted) == []
    assert [(row["rows"], row["reason"]) for row in counted.left_out] == [
        (5, "without account, object, post or a time")
    ]


def test_a_table_without_the_columns_is_refused_by_name() -> None:
    with pytest.raises(ShoalError, match="object, post"):
        count_pairs(pl.DataFrame({"account": ["a"], "at": [1]}), 5)


def test_objects_with_too_many_events_are_left_out_and_listed() -> None:
    shares = frame([(f"u{n}", "hot", f"p{n}", n) for n in range(20)] + [("a", "o", "q1", 0), ("b", "o", "q2", 1)])
    counted = count_pairs(shares, 60, options=PairOptions(max_events=50))
    assert counted.left_out == [{"object": "hot", "rows": 20, "events": 190, "reason": "more than 50 events"}]
    assert [row[:2] for row in rows(counted)] == [("a", "b")]


def test_a_result_beyond_the_allowed_size_is_refused_with_the_numbers() -> None:
    shares = frame([(f"u{n}", "hot", f"p{n}", 0) for n in range(50)])
    with pytest.raises(LimitReached, match="1,225"):
        count_pairs(shares, 0, options=PairOptions(max_output_bytes=1000))


def test_pairs_with_too_few_objects_are_not_listed() -> None:
    shares = frame([("a", "o", "1", 0), ("b", "o", "2", 0), ("a", "u", "3", 0), ("b", "u", "4", 0), ("c", "u", "5", 0)])
    assert [row[:2] for row in rows(count_pairs(shares, 0, options=PairOptions(min_objects=2)))] == [("a", "b")]


def test_rule_toolkit_equals_the_toolkit(tmp_path: Path) -> None:
    shares = random_shares(2000)
    with (tmp_path / "in.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["message_id", "user_id", "username", "repost_id", "reply_id", "message", "timestamp", "urls"])
        for row in shares.iter_rows(named=True):
            writer.writerow([row["post"], row["account"], row["account"], "", "", "text", row["at"], row["object"]])
    database = str(tmp_path / "toolkit.db")
    preprocess_csv_files(database, [str(tmp_path / "in.csv")])
    compute_co_link_network(database, 60, n_threads=1)
    query = "SELECT user_1, user_2, weight FROM co_link_network WHERE user_1 <> user_2 ORDER BY 1, 2"
    with closing(sqlite3.connect(database)) as connection:
        expected = connection.execute(query).fetchall()
    counted = count_pairs(shares, 60, options=PairOptions(rule="toolkit")).frame
    assert counted.select("a", "b", "weight").rows() == expected
    assert len(expected) > 500


def coortweet(shares: pl.DataFrame, window: float, least: int, quantile: float) -> list[tuple[object, ...]]:
    """CooRTweet 2.1.3 `detect_groups` and the weights of `generate_coordinated_network`, row by row."""
    kept = shares.filter(pl.len().over("account") >= least).rows(named=True)
    events = [
        (one, other) for one, other in combinations(kept, 2)
        if one["object"] == other["object"] and abs(one["at"] - other["at"]) <= window
        and one["object"] not in (one["post"], other["post"])
        and one["post"] != other["post"] and one["account"] != other["account"]
    ]  # fmt: skip
    met = {side["post"] for event in events for side in event}
    taking_part = [row for row in kept if row["post"] in met]
    counts = pl.Series([row["account"] for row in taking_part]).value_counts() if taking_part else None
    enough = set(counts.filter(pl.col("count") >= least)[:, 0]) if counts is not None else set()
    posts = {row["post"] for row in taking_part if row["account"] in enough}
    weights: dict[tuple[str, str], int] = {}
    for one, other in events:
        if one["post"] in posts or other["post"] in posts:
            pair = (min(one["account"], other["account"]), max(one["account"], other["account"]))
            weights[pair] = weights.get(pair, 0) + 1
    threshold = np.quantile(list(weights.values()), quantile) if weights else 0
    return [(*pair, weight) for pair, weight in sorted(weights.items()) if weight > threshold]


@pytest.mark.parametrize(("least", "quantile"), [(1, 0.5), (2, 0.5), (5, 0.9), (60, 0.0)])
def test_rule_coortweet_equals_coortweet(least: int, quantile: float) -> None:
    shares = random_shares(600, accounts=30, objects=20, span=2000)
    repeated = shares.head(80).with_columns(object=pl.col("object").shift(1, fill_value="m0"))
    own = shares.tail(80).with_columns(object=pl.col("post"))
    shares = pl.concat([shares, repeated, own])
    options = PairOptions(rule="coortweet", min_participation=least, quantile=quantile)
    counted = count_pairs(shares, 10, options=options).frame
    assert counted.select("a", "b", "weight").rows() == coortweet(shares, 10, least, quantile)


@pytest.mark.parametrize("rule", ["default", "coortweet", "toolkit"])
def test_no_rows_give_no_pairs(rule: Rule) -> None:
    assert rows(count_pairs(frame([]), 10, options=PairOptions(rule=rule))) == []
