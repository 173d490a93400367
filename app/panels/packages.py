"""Evidence packages of a case: the form that seals one as a job, and the check of one."""

import re
from pathlib import Path

import polars as pl
import streamlit as st

from app.access import Visit
from app.elements import plain
from app.jobs import start_job
from app.reading import figures
from case.clock import now
from case.errors import ShoalError
from case.runs import Cluster
from evidence.verifying import verify

LEVELS = ("full", "pseudonymised", "summary")
_NAME = re.compile(r"[\w][\w.-]{0,80}")


def draw_export_form(seen: Visit, clusters: list[Cluster]) -> None:
    """Draw the form that seals a package; nothing chosen means every synchronised cluster."""
    words, case = seen.words, seen.case
    labels = {
        one.cluster: f"{one.cluster} · {figures.count(len(one.accounts))} · {words.of('finding', one.finding)}"
        for one in clusters
    }
    with st.form("export", border=True):
        chosen = st.multiselect(
            words("work.clusters"), list(labels), format_func=labels.__getitem__, key="export-clusters",
            placeholder=words("work.every_cluster"),
        )  # fmt: skip
        left, right = st.columns(2)
        level = left.selectbox(words("work.level"), LEVELS, format_func=lambda name: words.of("level", name),
                               key="export-level", help=words("work.level_help"))  # fmt: skip
        name = right.text_input(words("work.package_name"), value=f"package-{now()[:10]}", key="export-name")
        zipped = st.toggle(words("work.zip"), value=True, key="export-zip")
        sent = st.form_submit_button(words("work.seal"), type="primary", key="export-start", icon=":material/lock:")
    if not sent:
        return
    if not _NAME.fullmatch(name) or (case.exports / name).exists():
        st.warning(words("work.name_taken"), icon=":material/edit:")
        return
    arguments = [f"--out={case.exports / name}", f"--level={level}", *(["--zip"] if zipped else [])]
    if chosen:
        arguments.append(f"--clusters={','.join(chosen)}")
    st.toast(words("jobs.started", job=start_job(case, "export", arguments, actor=seen.actor)))


def draw_packages(seen: Visit, packages: list[Path]) -> None:
    """Draw the packages, and the form that checks one of them."""
    words = seen.words
    if not packages:
        st.caption(words("work.no_packages"))
        return
    with st.form("verify", border=True):
        package = st.selectbox(
            words("work.package"), packages, format_func=lambda path: path.name, key="verify-package"
        )
        key = st.text_input(words("work.key"), key="verify-key", help=words("work.key_help")).strip()
        sent = st.form_submit_button(words("work.verify"), key="verify-start", icon=":material/verified:")
    if sent:
        draw_report(seen, package, key)


def draw_report(seen: Visit, package: Path, key: str) -> None:
    """Check a package and draw what holds and what does not."""
    words = seen.words
    try:
        with st.spinner(words("work.verifying")):
            report = verify(package, key=key or None)
    except ShoalError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    if report.valid:
        st.success(words("work.valid" if report.vouched else "work.valid_unvouched"), icon=":material/verified:")
    else:
        st.error(words("work.not_valid", problems=len(report.problems)), icon=":material/gpp_bad:")
    for sentence in report.sentences:
        st.text(sentence)
    if report.problems:
        rows = [{name: str(value) for name, value in problem.items()} for problem in report.problems]
        st.dataframe(pl.DataFrame(rows), hide_index=True, placeholder="–", key="verify-problems")
