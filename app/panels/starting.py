"""The forms that start long work: load files of the inbox, run the detection."""

from pathlib import Path

import streamlit as st

from app.access import Visit
from app.elements import plain
from app.jobs import start_job
from case.folder import Case
from case.rows import BEHAVIOURS
from detection.parameters import WINDOW_LADDER
from loaders.catalogue import list_formats

_MOST_FILES = 500


def inbox_files(case: Case) -> list[Path]:
    """List what waits in the inbox, without hidden files."""
    found = (file for file in case.inbox.rglob("*") if file.is_file() and not file.name.startswith("."))
    return sorted(found)[:_MOST_FILES]


def draw_load_form(seen: Visit) -> None:
    """Draw the form that loads files of the inbox."""
    words, case = seen.words, seen.case
    waiting = inbox_files(case)
    if not waiting:
        st.caption(words("runs.inbox_empty", folder=plain(f"{case.path.name}/inbox")))
        return
    with st.form("load", border=True):
        files = st.multiselect(words("runs.files"), waiting, key="load-files",
                               format_func=lambda file: str(file.relative_to(case.inbox)))  # fmt: skip
        left, right = st.columns(2)
        formats = {
            "": words("runs.guess"),
            **{str(one["name"]): f"{one['title']} ({one['name']})" for one in list_formats()},
        }
        format = left.selectbox(words("runs.format"), list(formats), format_func=formats.__getitem__, key="load-format")
        timezone = right.text_input(words("runs.timezone"), value=case.timezone or "", key="load-timezone")
        collected = left.text_input(words("runs.collected_at"), placeholder=words("runs.collected_hint"), key="load-at")
        query = right.text_input(words("runs.query"), key="load-query")
        place = left.text_input(words("runs.place"), key="load-place")
        sent = st.form_submit_button(words("runs.start_load"), key="load-start", type="primary")
    if sent and not files:
        st.warning(words("runs.choose_files"), icon=":material/edit:")
    elif sent:
        options = {
            "--format": format,
            "--timezone": timezone,
            "--collected-at": collected,
            "--query": query,
            "--place": place,
        }
        _start(seen, "load", [*map(str, files), *_given(options)])


def draw_detect_form(seen: Visit) -> None:
    """Draw the form that runs the detection."""
    words = seen.words
    with st.form("detect", border=True):
        behaviours = st.multiselect(words("runs.behaviours"), BEHAVIOURS, key="detect-behaviours",
                                    format_func=lambda name: words.of("behaviour", name))  # fmt: skip
        ladder = [f"{window:g}s" for window in WINDOW_LADDER]
        windows = st.multiselect(words("runs.windows"), ladder, key="detect-windows", help=words("runs.windows_help"))
        left, right = st.columns(2)
        start = left.text_input(words("runs.from"), key="detect-from")
        end = right.text_input(words("runs.to"), key="detect-to")
        q = left.number_input(
            words("runs.q"), value=0.01, min_value=0.0001, max_value=0.5, format="%.4f", key="detect-q"
        )
        occasions = right.number_input(
            words("runs.min_occasions"), value=3, min_value=1, max_value=100, key="detect-occasions"
        )
        sent = st.form_submit_button(words("runs.start_detect"), key="detect-start", type="primary")
    if sent:
        options = {"--behaviours": ",".join(behaviours), "--windows": ",".join(windows), "--from": start, "--to": end,
                   "--q": f"{q:g}", "--min-occasions": str(occasions)}  # fmt: skip
        _start(seen, "detect", _given(options))


def _given(options: dict[str, str]) -> list[str]:
    """Write the options that have a value; `--name=value` keeps a value that begins with a dash a value."""
    return [f"{name}={value.strip()}" for name, value in options.items() if value.strip()]


def _start(seen: Visit, verb: str, arguments: list[str]) -> None:
    job = start_job(seen.case, verb, arguments, actor=seen.actor)
    st.toast(seen.words("jobs.started", job=job))
