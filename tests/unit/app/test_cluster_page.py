from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest

from app.reading.cluster import event_spans, find_cluster, list_members, pair_links, per_day, shared_objects
from case.errors import ShoalError
from case.runs import LINK_SCHEMA, Cluster

AT = datetime(2024, 12, 2, 8, tzinfo=UTC)
NAMES = pl.DataFrame({"account": ["x:1", "x:2", "x:3"], "label": ["Ann", "Ben", "x:3"]})
CLUSTER = Cluster(
    "C-1", "L-1", "synchronised", ("x:1", "x:2", "x:3"), ("x:2",), ("text",), (60.0,), 8.0, 0.5, 0.001, 2, 0, 0,
    member_stability={"x:1": 0.5},
)  # fmt: skip


def links(*rows: tuple[Any, ...]) -> pl.DataFrame:
    return pl.DataFrame([(*row, AT, AT) for row in rows], schema=LINK_SCHEMA, orient="row")


def test_a_pair_is_one_row_with_its_behaviours_and_the_combined_chance() -> None:
    frame = pair_links(
        links(
            ("x:1", "x:2", "text", 60.0, 5, 4, 6, 0.1, 1e-5, 1e-3, "candidate"),
            ("x:1", "x:2", "hashtag", 60.0, 3, 2, 3, 0.2, 1e-4, 1e-2, "candidate"),
            ("x:1", "x:2", "*", 60.0, 7, 6, 9, 0.3, 1e-6, 1e-4, "validated"),
        ),
        ["x:1", "x:2"],
        NAMES,
    )
    assert frame.height == 1
    row = frame.row(0, named=True)
    assert row["behaviours"] == ["hashtag", "text"]
    assert (row["occasions"], row["q"], row["expected"], row["status"]) == (7, 1e-4, 0.3, "validated")
    assert (row["a_name"], row["b_name"]) == ("Ann", "Ben")


def test_a_link_that_leaves_the_cluster_is_not_listed() -> None:
    frame = links(("x:1", "x:9", "*", 60.0, 5, 4, 6, 0.1, 1e-5, 1e-3, "validated"))
    assert pair_links(frame, ["x:1", "x:2"], NAMES).is_empty()


def test_core_members_come_first_then_those_with_most_links() -> None:
    pairs = pl.DataFrame({"a": ["x:1"], "b": ["x:2"]})
    posts = pl.DataFrame({"key": ["p1"], "at": [AT], "account": ["x:3"]})
    frame = list_members(CLUSTER, NAMES, posts, pairs)
    assert frame["account"].to_list() == ["x:2", "x:1", "x:3"]
    assert frame["posts"].to_list() == [0, 0, 1]


def test_what_one_account_uses_alone_is_not_shared_and_users_outside_are_counted() -> None:
    actions = pl.LazyFrame(
        [("x:1", "hashtag", "a"), ("x:2", "hashtag", "a"), ("x:9", "hashtag", "a"), ("x:1", "url", "b")],
        schema=["account", "behaviour", "object"], orient="row",
    ).with_columns(at=pl.lit(AT))  # fmt: skip
    frame = shared_objects(actions, ["x:1", "x:2"])
    assert frame.select("object", "inside", "outside", "uses").rows() == [("a", 2, 1, 2)]


def test_posts_are_counted_per_day_for_core_and_others_apart() -> None:
    posts = pl.DataFrame({"at": [AT, AT], "core": [True, False]})
    assert per_day(posts, core="core", others="others").select("group", "posts").rows() == [("core", 1), ("others", 1)]


def test_events_outside_the_posts_are_left_out() -> None:
    posts = pl.DataFrame({"at": [AT]})
    near = {"title": "launch", "starts_at": "2024-12-01T00:00:00Z", "ends_at": "2024-12-03T00:00:00Z"}
    far = {"title": "recall", "starts_at": "2025-06-01T00:00:00Z", "ends_at": "2025-06-03T00:00:00Z"}
    assert event_spans([near, far], posts)["title"].to_list() == ["launch"]


def test_a_cluster_is_found_by_its_lineage_and_an_unknown_one_is_refused() -> None:
    assert find_cluster([CLUSTER], "L-1") is CLUSTER
    with pytest.raises(ShoalError, match="C-9"):
        find_cluster([CLUSTER], "C-9")
