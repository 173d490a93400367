"""Progress of long work: a bar on a terminal, now and then a line elsewhere, and a file when a job asks for one."""

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars

from app.commands.output import messages
from case.clock import now
from case.progress import Progress
from case.writing import write_text

#: Names the file into which a job's progress is written as JSON: {step, done, total, at}.
JOB_FILE = "SHOAL_JOB_FILE"
_LINE_SECONDS = 10.0
_FILE_SECONDS = 0.5


@contextmanager
def progress() -> Iterator[Progress]:
    """Give the progress that suits where stderr goes; steps that are done stay visible."""
    job = os.environ.get(JOB_FILE)
    if job:
        yield _FileProgress(Path(job))
    elif sys.stderr.isatty():
        with Bars(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=messages
        ) as bars:
            yield _BarProgress(bars)
    else:
        yield _LineProgress()


class _BarProgress:
    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, step: str, done: int, total: int | None) -> None:
        if step not in self._tasks:
            self._tasks[step] = self._bars.add_task(step, total=total)
        self._bars.update(self._tasks[step], completed=done, total=total)


class _LineProgress:
    def __init__(self) -> None:
        self._step, self._told = "", 0.0

    def __call__(self, step: str, done: int, total: int | None) -> None:
        if step == self._step and time.monotonic() - self._told < _LINE_SECONDS:
            return
        if step != self._step or done:
            messages.print(f"{step}: {done:,}" + (f" of {total:,}" if total else "") if done else f"{step} …")
        self._step, self._told = step, time.monotonic()


class _FileProgress:
    def __init__(self, path: Path) -> None:
        self._path, self._step, self._written = path, "", 0.0

    def __call__(self, step: str, done: int, total: int | None) -> None:
        if step == self._step and done != total and time.monotonic() - self._written < _FILE_SECONDS:
            return
        self._step, self._written = step, time.monotonic()
        write_text(self._path, json.dumps({"step": step, "done": done, "total": total, "at": now()}) + "\n")
