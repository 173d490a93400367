"""The first screen: what the record holds, how it is spread over days and platforms, and the clusters of a run."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from app.reading.judgements import about, attributions, verdicts
from case.folder import Case
from case.runs import Cluster, Run, current_run, read_clusters, read_run
from case.sources import Source, read_sources
from case.tables import read_accounts, read_actions, read_posts

#: Findings in the order in which a person should look at them.
FINDINGS = ("synchronised", "explained", "candidate")
_DAYS_BEFORE_WEEKS = 400


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the record holds. `records` = `used` + `duplicates` + `rejects` over all raw files."""

    accounts: int
    profiled: int
    posts: int
    dated: int
    actions: int
    files: int
    records: int
    used: int
    duplicates: int
    rejects: int


@dataclass(frozen=True, slots=True)
class ClusterLine:
    """A cluster as the list shows it, with what people decided beside what was measured."""

    rank: int
    cluster: Cluster
    verdict: str | None
    attribution: str | None

    @property
    def strong(self) -> tuple[str, ...]:
        """The innocent explanations that fit strongly."""
        return tuple(str(one["explanation"]) for one in self.cluster.innocent if one.get("fits") == "strong")


@dataclass(frozen=True, slots=True)
class Triage:
    """Everything on the first screen; `run` is None when no run was made yet."""

    counts: Counts
    coverage: pl.DataFrame
    step: str
    run: Run | None
    lines: tuple[ClusterLine, ...]


def read_triage(case: Case) -> Triage:
    """Read the first screen from the record alone; it needs no graph."""
    coverage, step = spread(read_posts(case))
    run = read_run(case) if current_run(case) else None
    clusters = read_clusters(case) if run else []
    return Triage(count_record(case), coverage, step, run, rank(clusters, verdicts(case), attributions(case)))


def count_record(case: Case) -> Counts:
    """Count tables and raw files."""
    sources = read_sources(case)
    accounts = read_accounts(case).select(pl.len(), profiled=_has_profile().sum()).collect()
    posts = read_posts(case).select(
        posts=pl.len(), dated=pl.col("at").count(), authors=pl.col("account").n_unique()
    ).collect()  # fmt: skip
    return Counts(
        accounts=max(accounts["len"].item(), posts["authors"].item()), profiled=accounts["profiled"].item() or 0,
        posts=posts["posts"].item(), dated=posts["dated"].item(),
        actions=read_actions(case).select(pl.len()).collect().item(),
        files=len(sources), **_sums(sources),
    )  # fmt: skip


def spread(posts: pl.LazyFrame) -> tuple[pl.DataFrame, str]:
    """Count posts by day (UTC) and platform; by week, from Monday, when they span more than 400 days.

    Returns the frame (day, platform, posts) and the step, `1d` or `1w`. Posts without a time are not in it.
    """
    dated = posts.filter(pl.col("at").is_not_null())
    ends = dated.select(first=pl.col("at").min(), last=pl.col("at").max()).collect()
    first, last = ends.row(0)
    step = "1w" if first is not None and (last - first).days > _DAYS_BEFORE_WEEKS else "1d"
    frame = dated.group_by(pl.col("at").dt.truncate(step).dt.date().alias("day"), "platform").len("posts")
    return frame.sort("day", "platform").collect(), step


def days_without_posts(coverage: pl.DataFrame) -> int:
    """Count the days between first and last that have no post at all: gaps of collection look like silence."""
    if coverage.is_empty():
        return 0
    days = coverage["day"].unique().sort()
    return int((days[-1] - days[0]).days) + 1 - len(days)


def rank(
    clusters: Sequence[Cluster], judged: dict[str, dict[str, Any]], attributed: dict[str, dict[str, Any]]
) -> tuple[ClusterLine, ...]:
    """Number the clusters: synchronised before explained before candidate, within each as the run ranked them."""
    order = {finding: place for place, finding in enumerate(FINDINGS)}
    ranked = sorted(clusters, key=lambda cluster: order.get(cluster.finding, len(order)))
    return tuple(
        ClusterLine(
            place, cluster,
            verdict=(about(judged, cluster.cluster, cluster.lineage) or {}).get("is"),
            attribution=(about(attributed, cluster.cluster, cluster.lineage) or {}).get("to"),
        )
        for place, cluster in enumerate(ranked, start=1)
    )  # fmt: skip


def chosen(lines: Sequence[ClusterLine], findings: Sequence[str]) -> tuple[ClusterLine, ...]:
    """Keep the lines with one of these findings."""
    return tuple(line for line in lines if line.cluster.finding in findings)


def by_finding(lines: Sequence[ClusterLine]) -> dict[str, int]:
    """Count the lines of each finding, in the order of FINDINGS."""
    return {name: sum(line.cluster.finding == name for line in lines) for name in FINDINGS}


def as_table(lines: Sequence[ClusterLine]) -> pl.DataFrame:
    """Write the lines as one frame for the table and its CSV copy, raw values, times in UTC."""
    rows = [
        {
            "rank": line.rank, "cluster": line.cluster.cluster, "finding": line.cluster.finding,
            "accounts": len(line.cluster.accounts), "core": len(line.cluster.core),
            "behaviours": ", ".join(line.cluster.behaviours), "observed": line.cluster.observed,
            "expected": line.cluster.expected, "p": line.cluster.p, "days": line.cluster.days,
            "first_at": line.cluster.first_at, "last_at": line.cluster.last_at, "verdict": line.verdict,
            "attribution": line.attribution,
        }
        for line in lines
    ]  # fmt: skip
    texts = {"verdict": pl.String, "attribution": pl.String, "first_at": pl.Int64, "last_at": pl.Int64}
    frame = pl.DataFrame(rows, schema_overrides=texts if rows else None)
    times = [pl.from_epoch(name, time_unit="us").dt.replace_time_zone("UTC") for name in ("first_at", "last_at")]
    return frame.with_columns(times) if rows else frame


def _has_profile() -> pl.Expr:
    return pl.any_horizontal(pl.col(name).is_not_null() for name in ("created_at", "followers", "following", "bio"))


def _sums(sources: Sequence[Source]) -> dict[str, int]:
    return {
        name: sum(getattr(source, name) for source in sources) for name in ("records", "used", "duplicates", "rejects")
    }
