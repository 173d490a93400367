"""The charts of the pages, drawn by the bundled altair; units are in axes and tooltips."""

import altair as alt
import polars as pl

from app.words import Words

_HEIGHT = 210
_DAY_AXIS = alt.Axis(format="%Y-%m-%d", labelOverlap=True, grid=False)


def coverage_chart(coverage: pl.DataFrame, step: str, words: Words) -> alt.Chart:
    """Bars of posts per day or week, stacked by platform; `coverage` has day, platform, posts."""
    platforms = coverage["platform"].unique().sort().to_list()
    title = words("triage.per_week" if step == "1w" else "triage.per_day")
    bars: alt.Chart = (
        alt.Chart(_timed(coverage))
        .mark_bar()
        .encode(
            x=_day_scale(step),
            y=alt.Y("posts:Q", title=title, axis=alt.Axis(format=",d", tickMinStep=1)),
            color=alt.Color("platform:N", title=words("common.platform"), sort=platforms, legend=_legend(platforms)),
            tooltip=[
                alt.Tooltip(
                    "day:T", title=words("common.week_utc" if step == "1w" else "common.day_utc"), format="%Y-%m-%d"
                ),
                alt.Tooltip("platform:N", title=words("common.platform")),
                alt.Tooltip("posts:Q", title=words("common.posts"), format=",d"),
            ],
        )
        .properties(height=_HEIGHT)
    )
    return bars


def _timed(days: pl.DataFrame) -> pl.DataFrame:
    """Give days as moments in UTC, which the browser does not shift into its own zone."""
    return days.with_columns(pl.col("day").cast(pl.Datetime("ms", "UTC")))


def _day_scale(step: str) -> alt.X:
    unit = alt.TimeUnitParams(unit="yearweek" if step == "1w" else "yearmonthdate", utc=True)
    return alt.X("day:T", title=None, timeUnit=unit, axis=_DAY_AXIS)


def _legend(names: list[str]) -> alt.Legend | None:
    return alt.Legend(orient="top", title=None) if len(names) > 1 else None


def cluster_days_chart(days: pl.DataFrame, events: pl.DataFrame, words: Words) -> alt.LayerChart | alt.FacetChart:
    """Bars of a cluster's posts per day, core and other members apart, with the events behind them.

    `days`: day, group, posts; `events`: title, starts_at, ends_at.
    """
    bars = (
        alt.Chart(_timed(days))
        .mark_bar()
        .encode(
            x=_day_scale("1d"),
            y=alt.Y("posts:Q", title=words("triage.per_day"), axis=alt.Axis(format=",d", tickMinStep=1)),
            color=alt.Color("group:N", title=None, legend=alt.Legend(orient="top")),
            tooltip=[
                alt.Tooltip("day:T", title=words("common.day_utc"), format="%Y-%m-%d"),
                alt.Tooltip("group:N", title=words("cluster.group")),
                alt.Tooltip("posts:Q", title=words("common.posts"), format=",d"),
            ],
        )
    )
    shades = (
        alt.Chart(events)
        .mark_rect(opacity=0.18, color="#d98e04")
        .encode(
            x="starts_at:T",
            x2="ends_at:T",
            tooltip=[
                alt.Tooltip("title:N", title=words("cluster.event")),
                alt.Tooltip("starts_at:T", title=words("cluster.from"), format="%Y-%m-%d %H:%M"),
                alt.Tooltip("ends_at:T", title=words("cluster.to"), format="%Y-%m-%d %H:%M"),
            ],
        )
    )
    both: alt.LayerChart | alt.FacetChart = alt.layer(shades, bars).properties(height=_HEIGHT)
    return both


def account_strip_chart(posts: pl.DataFrame, order: list[str], words: Words) -> alt.Chart:
    """One line per account, one mark per post: posts that stand above each other came together.

    `posts`: at, who, group.
    """
    marks: alt.Chart = (
        alt.Chart(posts)
        .mark_tick(thickness=2, size=11, opacity=0.75)
        .encode(
            x=alt.X("at:T", title=words("common.time_utc"), scale=alt.Scale(type="utc"), axis=_DAY_AXIS),
            y=alt.Y("who:N", sort=order, title=None, axis=alt.Axis(labelLimit=170, ticks=False)),
            color=alt.Color("group:N", title=None, legend=None),
            tooltip=[
                alt.Tooltip("who:N", title=words("common.account")),
                alt.Tooltip("at:T", title=words("common.time_utc"), timeUnit="utcyearmonthdatehoursminutesseconds",
                            format="%Y-%m-%d %H:%M:%S"),
            ],
        )
        .properties(height=alt.Step(17))
    )  # fmt: skip
    return marks
