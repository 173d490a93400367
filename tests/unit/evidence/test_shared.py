"""Pairs of posts on the same object: closed windows, other accounts only, and nobody within the window missing."""

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence import shared
from evidence.shared import every_pair, nearest_pairs, shared_beyond

START = datetime(2025, 1, 1, tzinfo=UTC)
Deed = tuple[str, str, float | None]


def _actions(*deeds: Deed, precision: str = "second") -> pl.DataFrame:
    rows = [
        (f"p{number}", account, "url", thing, None if at is None else START + timedelta(seconds=at), precision)
        for number, (account, thing, at) in enumerate(deeds)
    ]
    types = {name: pl.String for name in ("post", "account", "behaviour", "object")}
    schema = {**types, "at": pl.Datetime("us", "UTC"), "precision": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def test_a_gap_of_exactly_the_window_counts_and_a_longer_one_does_not() -> None:
    actions = _actions(("a", "u", 0), ("b", "u", 60), ("a", "v", 0), ("b", "v", 60.000001))
    assert nearest_pairs(actions, window_seconds=60)["object"].to_list() == ["u"]


def test_two_posts_of_one_account_are_no_pair() -> None:
    assert nearest_pairs(_actions(("a", "u", 0), ("a", "u", 1)), window_seconds=60).is_empty()


def test_an_account_that_repeats_itself_hides_none_of_its_posts() -> None:
    pairs = nearest_pairs(_actions(("a", "u", 0), ("a", "u", 5), ("b", "u", 9)), window_seconds=60)
    assert sorted(pairs["gap_seconds"]) == [4.0, 9.0]


def test_a_post_without_time_is_in_no_window() -> None:
    assert nearest_pairs(_actions(("a", "u", None), ("b", "u", 1)), window_seconds=60).is_empty()


def test_the_coarser_stamp_names_the_precision() -> None:
    pairs = nearest_pairs(_actions(("a", "u", 0), ("b", "u", 0), precision="minute"), window_seconds=60)
    assert pairs["precision"].to_list() == ["minute"]
    assert pairs["gap_seconds"].to_list() == [0.0]


def test_a_gap_in_milliseconds_is_told_as_it_is() -> None:
    pairs = nearest_pairs(_actions(("a", "u", 0.654), ("b", "u", 25.254)), window_seconds=60)
    assert pairs["gap_seconds"].to_list() == [24.6]


def test_a_link_lists_every_pair_in_order_of_time() -> None:
    actions = _actions(("a", "u", 0), ("b", "u", 5), ("b", "u", 1), ("a", "u", 3), ("c", "u", 4))
    pairs, complete = every_pair(actions, a="a", b="b", window_seconds=60)
    assert complete
    assert sorted(pairs["gap_seconds"]) == [1.0, 2.0, 2.0, 5.0]
    assert (pairs["first_at"] <= pairs["second_at"]).all()
    assert "c" not in pairs["first_account"].to_list() + pairs["second_account"].to_list()


def test_too_many_pairs_of_a_link_fall_back_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "MOST_PAIRS", 3)
    actions = _actions(*[(account, "u", at) for at in range(2) for account in "ab"])
    assert every_pair(actions, a="a", b="b", window_seconds=60)[1] is False


def test_objects_shared_only_far_apart_are_counted() -> None:
    actions = _actions(("a", "u", 0), ("b", "u", 1), ("a", "v", 0), ("b", "v", 999), ("a", "w", 0))
    assert shared_beyond(actions, within=nearest_pairs(actions, window_seconds=60)) == 1


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("uv"), st.integers(0, 40)), max_size=25),
    st.sampled_from([0, 1, 7]),
)
def test_every_post_with_a_partner_in_the_window_is_among_the_nearest_pairs(
    deeds: list[tuple[str, str, int]], window: int
) -> None:
    actions = _actions(*deeds)
    pairs = nearest_pairs(actions, window_seconds=window)
    found = set(pairs["first_post"]) | set(pairs["second_post"])
    expected = {
        f"p{i}"
        for i, (account, thing, at) in enumerate(deeds)
        if any(b != account and o == thing and abs(at - t) <= window for b, o, t in deeds)
    }
    assert found == expected
    assert pairs.height <= 2 * len(deeds)
