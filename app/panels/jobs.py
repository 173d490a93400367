"""Jobs of a case: how far each is, how it ended, and the way to cancel it; drawn again every second while one runs."""

import streamlit as st

from app.access import Visit
from app.elements import plain
from app.jobs import Job, cancel_job, list_jobs
from app.reading import figures, times
from app.reading.controls import flatten

_MOST_SHOWN = 8
_MOST_FACTS = 60
_COLOUR = {"running": "blue", "done": "green", "failed": "red", "cancelled": "gray", "lost": "orange"}


def draw_jobs(seen: Visit) -> None:
    """Draw the latest jobs; the page is drawn anew when one ends."""
    running = any(job.state == "running" for job in list_jobs(seen.case))
    if running:
        st.fragment(_draw_running, run_every=1.0)(seen)
    else:
        _draw(seen)


def _draw_running(seen: Visit) -> None:
    if not _draw(seen):
        st.rerun()


def _draw(seen: Visit) -> bool:
    jobs = list_jobs(seen.case)
    if not jobs:
        st.caption(seen.words("jobs.none"))
    for job in jobs[:_MOST_SHOWN]:
        draw_job(seen, job)
    return any(job.state == "running" for job in jobs)


def draw_job(seen: Visit, job: Job) -> None:
    """Draw one job."""
    words = seen.words
    with st.container(border=True, key=f"job-{job.id}"):
        what, state = st.columns([4, 1], vertical_alignment="center")
        what.markdown(f"**{words.of('job', job.verb)}** · {plain(' '.join(job.arguments))[:200]}")
        state.badge(words.of("jobs", job.state), color=_COLOUR[job.state])  # type: ignore[arg-type]
        ended = f" → {times.utc(job.ended_at)}" if job.ended_at else ""
        st.caption(f"{plain(job.id)} · {plain(job.actor)} · {times.utc(job.started_at)}{ended}")
        if job.state == "running":
            share = min(1.0, job.done / job.total) if job.total else 0.0
            counts = figures.count(job.done) + (f" / {figures.count(job.total)}" if job.total else "")
            st.progress(share, text=f"{plain(job.step or words('jobs.starting'))} · {counts}")
            st.button(words("jobs.cancel"), key=f"cancel-{job.id}", on_click=cancel_job, args=(seen.case, job.id))
        elif job.state != "done" and job.said:
            st.text(job.said)
        elif job.result:
            with st.expander(words("jobs.result"), key=f"result-{job.id}"):
                for name, text in flatten(job.result)[:_MOST_FACTS]:
                    st.text(f"{name}: {text}")
