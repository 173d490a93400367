"""Data and runs: raw files with their counts and rejects, detection runs with their parameters, and long work."""

from dataclasses import asdict
from typing import Any

import polars as pl
import streamlit as st

from app.access import Visit, visit
from app.elements import attempt, heading, none_yet, plain, section
from app.panels.controls import draw_controls
from app.panels.copies import draw_copy
from app.panels.jobs import draw_jobs
from app.panels.starting import draw_detect_form, draw_load_form
from app.reading import times
from app.reading.controls import flatten
from app.reading.rejects import read_rejects
from app.words import Words
from case.runs import Run, current_run, list_runs
from case.sources import Source, read_sources

_SOURCE_COLUMNS = ("name", "format", "size", "records", "used", "duplicates", "rejects", "accounts", "posts", "load",
                   "loaded_at", "loaded_by", "collected_at", "query", "sha256")  # fmt: skip
_NUMBERS = ("size", "records", "used", "duplicates", "rejects", "accounts", "posts")


def draw(seen: Visit) -> None:
    """Draw the whole page."""
    words = seen.words
    heading(words("runs.title"), words("runs.subtitle"))
    draw_sources(seen, read_sources(seen.case))
    runs = list_runs(seen.case)
    draw_runs(seen, runs)
    section(words("runs.load_title"), words("runs.load_help"))
    draw_load_form(seen)
    section(words("runs.detect_title"), words("runs.detect_help"))
    draw_detect_form(seen)
    section(words("jobs.title"), words("jobs.help"))
    draw_jobs(seen)


def draw_sources(seen: Visit, sources: list[Source]) -> None:
    """Draw the raw files; the rejects of a chosen one below."""
    words = seen.words
    section(words("runs.sources"), words("runs.sources_help"))
    if not sources:
        none_yet(words("runs.no_sources"), f"shoal load {seen.case.path.name} FILE…", words)
        return
    rows = [{name: asdict(source)[name] for name in _SOURCE_COLUMNS} for source in sources]
    frame = pl.DataFrame(rows, schema_overrides={"collected_at": pl.String}).with_columns(
        pl.col("loaded_at", "collected_at").map_elements(times.utc, return_dtype=pl.String)
    )
    columns: dict[str, Any] = {name: words(f"runs.{name}") for name in _SOURCE_COLUMNS}
    columns |= {name: st.column_config.NumberColumn(words(f"runs.{name}"), format="localized") for name in _NUMBERS}
    columns["size"] = st.column_config.NumberColumn(words("runs.size"), format="bytes", help=words("runs.size_help"))
    event = st.dataframe(
        frame,
        hide_index=True,
        placeholder="–",
        column_config=columns,
        on_select="rerun",
        selection_mode="single-row",
        key="sources",
        height=min(420, 38 + 35 * frame.height),
    )
    draw_copy(words, pl.DataFrame(rows), name="sources")
    for row in event.selection.rows:
        draw_source(seen, sources[row])


def draw_source(seen: Visit, source: Source) -> None:
    """Draw warnings and rejects of one raw file."""
    for warning in source.warnings:
        st.caption(f":material/info: {plain(warning)}")
    rejects = read_rejects(seen.case, source)
    if rejects:
        st.markdown(seen.words("runs.show_rejects", name=plain(source.name)))
        st.dataframe(pl.DataFrame(rejects), hide_index=True, placeholder="–", key="rejects")


def draw_runs(seen: Visit, runs: list[Run]) -> None:
    """Draw the runs; parameters and report of the chosen one, else of the current one."""
    words = seen.words
    section(words("runs.runs"), words("runs.runs_help"))
    if not runs:
        none_yet(words("runs.no_runs"), f"shoal detect {seen.case.path.name}", words)
        return
    present = current_run(seen.case)
    latest = list(reversed(runs))
    frame = pl.DataFrame(
        [
            {
                "run": run.id,
                "current": run.id == present,
                "finding": words.of("finding", run.finding),
                "links": run.links,
                "clusters": run.clusters,
                "started_at": times.utc(run.started_at),
                "seconds": run.seconds,
                "outdated": run.outdated,
            }
            for run in latest
        ]
    )
    columns: dict[str, Any] = {name: words(f"runs.{name}") for name in frame.columns}
    columns["seconds"] = st.column_config.NumberColumn(words("runs.seconds"), format="%.1f")
    event = st.dataframe(
        frame,
        hide_index=True,
        placeholder="–",
        column_config=columns,
        on_select="rerun",
        selection_mode="single-row",
        key="runs",
        height=min(300, 38 + 35 * frame.height),
    )
    chosen = next((latest[row] for row in event.selection.rows), None)
    draw_run(seen, chosen or next((run for run in runs if run.id == present), latest[0]))


def draw_run(seen: Visit, run: Run) -> None:
    """Draw warnings, controls, parameters, versions and what was left out of one run."""
    words = seen.words
    with st.expander(words("runs.details", run=plain(run.id)), key=f"run-{run.id}", expanded=True):
        if run.reason:
            st.text(run.reason)
        if run.warnings:
            st.caption("  \n".join(f":material/info: {plain(warning)}" for warning in run.warnings))
        st.markdown(f"**{words('control.title')}**")
        st.caption(words("control.help"))
        draw_controls(words, run)
        left, right = st.columns(2)
        with left:
            draw_values(words, parameter_rows(run, words), key=f"parameters-{run.id}")
        with right:
            draw_values(words, flatten(run.versions), key=f"versions-{run.id}", name="runs.program")
        if run.left_out:
            st.markdown(f"**{words('runs.left_out')}**")
            st.caption(words("runs.left_out_help"))
            st.dataframe(
                pl.DataFrame(run.left_out, infer_schema_length=None, strict=False),
                hide_index=True,
                placeholder="–",
                key=f"left-out-{run.id}",
            )


def draw_values(words: Words, rows: list[tuple[str, str]], *, key: str, name: str = "runs.parameter") -> None:
    """Draw names and values."""
    frame = pl.DataFrame(rows, schema=[words(name), words("runs.value")], orient="row")
    st.dataframe(frame, hide_index=True, placeholder="–", key=key)


def parameter_rows(run: Run, words: Words) -> list[tuple[str, str]]:
    """Write the parameters of a run; what was not limited reads as all that the data hold."""
    held = {name: words("runs.all_held") for name in ("behaviours", "windows") if run.parameters.get(name) is None}
    times_of = {name: times.utc(run.parameters[name]) for name in ("from_at", "to_at") if run.parameters.get(name)}
    rows = flatten({**run.parameters, **held, **times_of, "input_fingerprint": run.input_fingerprint})
    return [(words.of("parameter", name.replace(" ", "_")), text) for name, text in rows]


if __name__ == "__main__":
    here = visit("runs")
    attempt(here, lambda: draw(here))
