"""Triage: what the case holds, how well it covers the days, and the clusters of the current run."""

import streamlit as st

from app.access import Visit, graph_of, visit
from app.charts import coverage_chart
from app.elements import attempt, finding_badge, heading, none_yet, plain, section, verdict_badge
from app.kept import triage_of
from app.panels.copies import draw_copy
from app.reading import figures, times
from app.reading.triage import ClusterLine, Triage, as_table, by_finding, chosen, days_without_posts
from case.errors import Unreachable

_PER_PAGE = 10


def draw(seen: Visit) -> None:
    """Draw the whole page."""
    words, case = seen.words, seen.case
    heading(plain(case.title), words("triage.subtitle"))
    draw_case(seen)
    page = triage_of(case, seen.actor)
    graph_state = st.empty()
    if page.counts.posts:
        draw_counts(seen, page)
        draw_coverage(seen, page)
        draw_run(seen, page)
    else:
        none_yet(words("triage.no_data"), f"shoal load {case.path.name} FILE…", words)
    try:  # last: a graph that is down is waited for, and the record needs none
        graph_of(case)
    except Unreachable:
        graph_state.warning(words("common.graph_down_short"), icon=":material/cloud_off:")


def draw_case(seen: Visit) -> None:
    """Draw who the case is for, on whose authority, and the time zone of its sources."""
    case, words = seen.case, seen.words
    facts = {
        "purpose": case.purpose, "organisation": case.organisation, "operator": case.operator,
        "authority": case.authority, "timezone": case.timezone or words("triage.no_timezone"), "id": case.id,
    }  # fmt: skip
    given = [f"{words(f'triage.{name}')}: {plain(value)}" for name, value in facts.items() if value]
    st.caption(" · ".join(given))


def draw_counts(seen: Visit, page: Triage) -> None:
    """Draw the counts, each with what it is a part of."""
    words, counts = seen.words, page.counts
    tiles = (
        ("accounts", counts.accounts, words("triage.profiled", part=figures.count(counts.profiled))),
        ("posts", counts.posts, words("triage.dated", part=figures.count(counts.dated))),
        ("actions", counts.actions, words("triage.per_post", ratio=figures.amount(counts.actions / counts.posts))),
        ("records", counts.records,
         words("triage.used", part=figures.count(counts.used), files=figures.count(counts.files))),
        ("rejects", counts.rejects, words("triage.of_records", share=figures.share(counts.rejects, counts.records))),
    )  # fmt: skip
    for column, (name, number, below) in zip(st.columns(len(tiles), border=True), tiles, strict=True):
        with column:
            st.metric(words(f"triage.{name}"), figures.count(number), help=words(f"triage.{name}_help"))
            st.caption(below)


def draw_coverage(seen: Visit, page: Triage) -> None:
    """Draw posts per day and platform, and say how many days have none."""
    words = seen.words
    section(words("triage.coverage"), words("triage.coverage_help"))
    if page.coverage.is_empty():
        st.info(words("triage.no_times"), icon=":material/schedule:")
        return
    st.altair_chart(coverage_chart(page.coverage, page.step, words), key="coverage", alt=words("triage.coverage"))
    gaps = days_without_posts(page.coverage) if page.step == "1d" else 0
    undated = page.counts.posts - page.counts.dated
    notes = [words("triage.gaps", days=figures.count(gaps))] if gaps else []
    notes += [words("triage.undated", posts=figures.count(undated))] if undated else []
    if notes:
        st.caption(" ".join(notes))


def draw_run(seen: Visit, page: Triage) -> None:
    """Draw what the current run found; without a run, the command that makes one."""
    words, run = seen.words, page.run
    section(words("triage.clusters"))
    if run is None:
        none_yet(words("triage.no_run"), f"shoal detect {seen.case.path.name}", words)
        return
    st.caption(
        words("triage.run", run=plain(run.id), at=times.utc(run.started_at), finding=words.of("finding", run.finding))
    )
    if run.outdated:
        st.warning(words("triage.outdated"), icon=":material/history:")
    if run.finding == "not_enough_data":
        with st.container(border=True):
            st.markdown(f":material/balance: **{words('triage.not_enough')}**")
            st.text(run.reason)
    elif run.finding == "nothing_found":
        st.info(words("triage.nothing_found"), icon=":material/check_circle:")
    if run.warnings:
        st.caption("  \n".join(f":material/info: {plain(warning)}" for warning in run.warnings))
    draw_clusters(seen, page.lines)


def draw_clusters(seen: Visit, lines: tuple[ClusterLine, ...]) -> None:
    """Draw the toggle of findings and the clusters themselves, ten at a time or as one table."""
    words, found = seen.words, by_finding(lines)
    if not lines:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="noprint-filter"):
        none = not found["explained"] and not found["candidate"]
        others = st.toggle(
            words("triage.show_others", explained=found["explained"], candidate=found["candidate"]), key="others",
            help=words("triage.show_others_help"),
            disabled=none,
        )  # fmt: skip
        as_rows = st.toggle(words("triage.as_table"), key="as-table")
    shown = lines if others else chosen(lines, ("synchronised",))
    st.markdown(words("triage.found", total=found["synchronised"]))
    if others and found["candidate"]:
        st.info(words("triage.candidates_mean"), icon=":material/help:")
    if not shown:
        st.info(words("triage.only_others"), icon=":material/filter_alt:")
    elif as_rows:
        draw_table(seen, shown)
    else:
        draw_cards(seen, shown)


def draw_cards(seen: Visit, lines: tuple[ClusterLine, ...]) -> None:
    """Draw one page of clusters."""
    pages = -(-len(lines) // _PER_PAGE)
    number = st.pagination(pages, key="cluster-page") if pages > 1 else 1
    start = (number - 1) * _PER_PAGE
    for line in lines[start : start + _PER_PAGE]:
        draw_card(seen, line)


def draw_card(seen: Visit, line: ClusterLine) -> None:
    """Draw one cluster: who and when, what they did, chance, finding and verdict."""
    words, cluster = seen.words, line.cluster
    with st.container(border=True, key=f"card-{line.rank}"):
        who, what, chance, judged, way = st.columns([2.1, 2.5, 2.3, 1.6, 1.1], vertical_alignment="center")
        who.markdown(
            f"**{line.rank}. {words('triage.members', members=len(cluster.accounts), core=len(cluster.core))}**"
        )
        who.caption(f"{plain(cluster.cluster)}  \n{times.span(cluster.first_at, cluster.last_at)}")
        what.markdown(" · ".join(plain(words.of("behaviour", name)) for name in cluster.behaviours) or "–")
        what.caption(words("triage.days", days=cluster.days))
        chance.markdown(
            words("triage.chance", observed=figures.amount(cluster.observed), expected=figures.amount(cluster.expected))
        )
        ratio = figures.times_over(cluster.observed, cluster.expected)
        chance.caption(words("triage.p", ratio=ratio, p=figures.probability(cluster.p)))
        with judged:
            finding_badge(cluster.finding, words)
            if line.strong:
                st.caption(" · ".join(plain(words.of("innocent", name)) for name in line.strong))
            verdict_badge(line.verdict, words)
        way.page_link(
            "views/cluster.py", label=words("common.open"), icon=":material/arrow_forward:",
            query_params={"case": seen.case.id, "cluster": cluster.cluster},
        )  # fmt: skip


def draw_table(seen: Visit, lines: tuple[ClusterLine, ...]) -> None:
    """Draw the clusters as a table with a CSV copy."""
    frame = as_table(lines)
    st.dataframe(frame, hide_index=True, placeholder="–", key="clusters-table")
    draw_copy(seen.words, frame, name="clusters")


if __name__ == "__main__":
    seen = visit("triage")
    attempt(seen, lambda: draw(seen))
