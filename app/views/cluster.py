"""Cluster: who is in it, how far beyond chance, the posts behind each link, what speaks against it, and the verdict."""

from dataclasses import replace

import polars as pl
import streamlit as st

from app.access import Visit, remember, visit
from app.charts import account_strip_chart, cluster_days_chart
from app.elements import attempt, finding_badge, heading, none_yet, plain, section, verdict_badge, window_name
from app.kept import cluster_of, meetings_of, triage_of
from app.panels.controls import draw_controls
from app.panels.innocent import draw_innocent, draw_ruled_out
from app.panels.side_by_side import draw_link
from app.panels.tables import draw_links_table, draw_members_table, draw_objects_table
from app.panels.templates import draw_cluster_templates
from app.panels.verdict import draw_verdict_form
from app.reading import figures, times
from app.reading.cluster import ClusterPage, event_spans, per_day

_STRIP_ACCOUNTS = 40


def draw(seen: Visit) -> None:
    """Draw the chosen cluster, or how to get one."""
    words = seen.words
    triage = triage_of(seen.case, seen.actor)
    if triage.run is None or not triage.lines:
        heading(words("pages.cluster"), words("cluster.subtitle"))
        if triage.run is None:
            none_yet(words("cluster.no_run"), f"shoal detect {seen.case.path.name}", words)
        else:
            finding = words.of("finding", triage.run.finding)
            none_yet(words("cluster.no_clusters", finding=finding), None, words)
            st.text(triage.run.reason)
        return
    names = {line.cluster.cluster: line for line in triage.lines}
    by_lineage = {line.cluster.lineage: name for name, line in names.items()}
    wanted = seen.selection.cluster or next(iter(names))
    page = cluster_of(seen.case, seen.actor, by_lineage.get(wanted, wanted))
    draw_head(seen, page, {name: words(
        "cluster.line", rank=line.rank, members=len(line.cluster.accounts), cluster=name,
        finding=words.of("finding", line.cluster.finding),
    ) for name, line in names.items()})  # fmt: skip
    draw_against(seen, page)
    draw_time(seen, page)
    draw_links(seen, page)
    draw_cluster_templates(seen, page)
    section(words("cluster.member_table"), words("cluster.member_help"))
    draw_members_table(seen, page)
    section(words("cluster.object_table"), words("cluster.object_help"))
    draw_objects_table(seen, page.objects)
    section(words("control.title"), words("control.help"))
    draw_controls(words, page.run)
    draw_verdict_form(seen, page.cluster.lineage, page.verdict)
    draw_export(seen, page)


def draw_head(seen: Visit, page: ClusterPage, lines: dict[str, str]) -> None:
    """Draw the choice of cluster, the three judgements that never stand in for each other, and the chance figures."""
    words, cluster = seen.words, page.cluster
    heading(words("cluster.title", members=figures.count(len(cluster.accounts))), words("cluster.subtitle"))
    with st.container(key="noprint-choice"):
        ids = list(lines)
        chosen = st.selectbox(
            words("cluster.choose"), ids, index=ids.index(cluster.cluster), format_func=lines.__getitem__,
            key=f"cluster-choice-{cluster.cluster}", label_visibility="collapsed",
        )  # fmt: skip
        if chosen != cluster.cluster:
            remember("cluster", seen, replace(seen.selection, cluster=chosen, a=None, b=None))
            st.rerun()
    st.caption(f"{plain(cluster.cluster)} · {plain(page.run.id)} · {times.span(cluster.first_at, cluster.last_at)}")
    measured, judged, attributed, way = st.columns([1, 1, 1, 0.8], border=False)
    with measured:
        st.caption(words("cluster.finding"))
        finding_badge(cluster.finding, words)
    with judged:
        st.caption(words("cluster.verdict"))
        verdict_badge((page.verdict or {}).get("is"), words)
    with attributed:
        st.caption(words("cluster.attribution"))
        st.markdown(plain(str((page.attribution or {}).get("to") or words("cluster.no_attribution"))))
    with way:
        st.page_link("views/graph.py", label=words("common.in_graph"), icon=":material/hub:",
                     query_params={"case": seen.case.id, "focus": f"Cluster:{cluster.cluster}"})  # fmt: skip
    if cluster.finding == "candidate":
        st.info(words("triage.candidates_mean"), icon=":material/help:")
    draw_figures(seen, page)


def draw_figures(seen: Visit, page: ClusterPage) -> None:
    """Draw size and chance figures, each with its unit or denominator."""
    words, cluster = seen.words, page.cluster
    windows = ", ".join(window_name(window, words) for window in cluster.windows)
    tiles = (
        ("members", figures.count(len(cluster.accounts)),
         words("cluster.core_of", core=figures.count(len(cluster.core)))),
        ("observed", figures.amount(cluster.observed), words("cluster.windows", windows=windows or "–")),
        ("expected", figures.amount(cluster.expected),
         words("cluster.ratio", ratio=figures.times_over(cluster.observed, cluster.expected))),
        ("p", figures.probability(cluster.p), words("cluster.p_below")),
        ("days", figures.count(cluster.days),
         words("cluster.of_days", days=times.days(cluster.first_at, cluster.last_at))),
        ("stability", f"{cluster.stability:.2f}", words("cluster.stability_below")),
    )  # fmt: skip
    for column, (name, number, below) in zip(st.columns(len(tiles), border=True), tiles, strict=True):
        with column:
            st.metric(words(f"cluster.{name}"), number, help=words(f"cluster.{name}_help"))
            st.caption(below)
    st.markdown(" · ".join(plain(words.of("behaviour", name)) for name in cluster.behaviours))


def draw_against(seen: Visit, page: ClusterPage) -> None:
    """Draw what speaks against the finding, before anything that speaks for it."""
    section(seen.words("cluster.against"), seen.words("cluster.against_help"))
    if page.cluster.innocent:
        draw_innocent(page.cluster.innocent, seen.words)
    else:
        st.markdown(seen.words("cluster.no_against"))
    draw_ruled_out(page.cluster.ruled_out, seen.words)


def draw_time(seen: Visit, page: ClusterPage) -> None:
    """Draw posts per day with events, and one line of marks per account."""
    words, posts = seen.words, page.posts
    section(words("cluster.time"), words("cluster.time_help"))
    if posts.is_empty():
        st.info(words("cluster.no_times"), icon=":material/schedule:")
        return
    core, others = words("cluster.core"), words("cluster.others")
    days = per_day(posts, core=core, others=others)
    st.altair_chart(
        cluster_days_chart(days, event_spans(page.events, posts), words), key="cluster-days", alt=words("cluster.time")
    )
    shown = page.members.head(_STRIP_ACCOUNTS).with_columns(who=pl.format("{} · {}", "label", "account"))
    marks = posts.join(shown.select("account", "who"), on="account").select(
        "at", "who", group=pl.when("core").then(pl.lit(core)).otherwise(pl.lit(others))
    )
    st.caption(words("cluster.strip", shown=shown.height, total=figures.count(page.members.height)))
    st.altair_chart(
        account_strip_chart(marks, shown["who"].to_list(), words), key="cluster-strip", alt=words("cluster.time")
    )


def draw_links(seen: Visit, page: ClusterPage) -> None:
    """Draw the pairs, and for the chosen one the posts of both accounts."""
    words = seen.words
    section(words("cluster.links"), words("cluster.links_help"))
    if page.links.is_empty():
        st.info(words("cluster.no_links"), icon=":material/link_off:")
        return
    pair = draw_links_table(seen, page)
    if pair is not None:
        names = dict(zip(page.members["account"], page.members["label"], strict=True))
        draw_link(seen, meetings_of(seen.case, seen.actor, *pair), names)


def draw_export(seen: Visit, page: ClusterPage) -> None:
    """Say how this cluster is sealed as evidence."""
    section(seen.words("cluster.export"))
    if page.cluster.finding == "candidate":
        st.caption(seen.words("cluster.candidate_export"))
    st.code(
        f"shoal export {seen.case.path.name} --out PACKAGE --clusters {page.cluster.cluster} --zip", language="bash"
    )


if __name__ == "__main__":
    here = visit("cluster")
    attempt(here, lambda: draw(here))
