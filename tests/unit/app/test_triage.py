from datetime import UTC, date, datetime
from typing import Any

import polars as pl

from app.reading.triage import as_table, by_finding, chosen, days_without_posts, rank, spread
from case.runs import Cluster


def cluster(name: str, finding: str, **more: Any) -> Cluster:
    values: dict[str, Any] = {"accounts": ("x:1", "x:2"), "core": ("x:1",), "behaviours": ("text",), "windows": (60.0,)}
    return Cluster(
        name,
        f"L-{name}",
        finding,
        observed=8.0,
        expected=0.5,
        p=0.001,
        days=3,
        first_at=0,
        last_at=0,
        **(values | more),
    )


def posts(*times: datetime | None) -> pl.LazyFrame:
    return pl.LazyFrame(
        {"at": list(times), "platform": ["x"] * len(times)},
        schema={"at": pl.Datetime("us", "UTC"), "platform": pl.String},
    )


def test_synchronised_clusters_come_before_explained_ones_and_candidates_last() -> None:
    lines = rank([cluster("C-1", "candidate"), cluster("C-2", "explained"), cluster("C-3", "synchronised")], {}, {})
    assert [line.cluster.cluster for line in lines] == ["C-3", "C-2", "C-1"]
    assert [line.rank for line in lines] == [1, 2, 3]
    assert by_finding(lines) == {"synchronised": 1, "explained": 1, "candidate": 1}


def test_candidates_are_shown_only_when_asked_for() -> None:
    lines = rank([cluster("C-1", "candidate"), cluster("C-3", "synchronised")], {}, {})
    assert [line.cluster.cluster for line in chosen(lines, ("synchronised",))] == ["C-3"]


def test_a_verdict_on_the_lineage_follows_the_cluster_into_a_later_run() -> None:
    judged = {"L-C-1": {"is": "organic", "at": "2025-01-02"}, "C-1": {"is": "unclear", "at": "2025-01-01"}}
    assert rank([cluster("C-1", "synchronised")], judged, {})[0].verdict == "organic"


def test_strong_innocent_explanations_are_named() -> None:
    innocent = ({"explanation": "share button", "fits": "weak"}, {"explanation": "one owner", "fits": "strong"})
    assert rank([cluster("C-1", "explained", innocent=innocent)], {}, {})[0].strong == ("one owner",)


def test_posts_without_a_time_are_not_spread_over_days() -> None:
    frame, step = spread(posts(datetime(2024, 12, 2, 23, 59, tzinfo=UTC), datetime(2024, 12, 3, tzinfo=UTC), None))
    assert step == "1d"
    assert frame["day"].to_list() == [date(2024, 12, 2), date(2024, 12, 3)]
    assert frame["posts"].to_list() == [1, 1]


def test_years_of_posts_are_spread_over_weeks_from_monday() -> None:
    frame, step = spread(posts(datetime(2023, 1, 5, tzinfo=UTC), datetime(2024, 12, 3, tzinfo=UTC)))
    assert step == "1w"
    assert frame["day"].to_list() == [date(2023, 1, 2), date(2024, 12, 2)]


def test_days_without_any_post_are_counted() -> None:
    days = pl.DataFrame({"day": [date(2024, 12, 2), date(2024, 12, 2), date(2024, 12, 6)]})
    assert days_without_posts(days) == 3
    assert days_without_posts(days.clear()) == 0


def test_the_table_of_no_clusters_is_empty() -> None:
    assert as_table(()).is_empty()
