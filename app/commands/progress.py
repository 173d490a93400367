"""Progress of long work: a bar on a terminal, now and then a line elsewhere, and a file when a job asks for one.

All three give counts, the pace of the present step and an estimate of the seconds that are left.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, Task, TaskID, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars
from rich.text import Text

from app.commands.output import messages
from case.clock import now
from case.progress import Progress
from case.writing import write_text

#: Names the file into which a job's progress is written as JSON: {step, done, total, rate, seconds_left, at}.
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
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _PaceColumn(), TimeRemainingColumn(),
            console=messages,
        ) as bars:  # fmt: skip
            yield _BarProgress(bars)
    else:
        yield _LineProgress()


@dataclass(frozen=True, slots=True)
class Pace:
    """Items a second since a step began, and the seconds that are left at that pace; None where nobody can know."""

    rate: float | None
    seconds_left: float | None

    def __str__(self) -> str:
        """As the end of a line: `, 8,500/s, 40 s left`."""
        rate = f", {self.rate:,.0f}/s" if self.rate else ""
        return rate + (f", {self.seconds_left:.0f} s left" if self.seconds_left else "")


def pace(done: int, total: int | None, *, seconds: float) -> Pace:
    """The pace of a step that did so many items in so many seconds."""
    rate = done / seconds if done and seconds > 0 else None
    return Pace(rate, (total - done) / rate if rate and total is not None and total >= done else None)


class _PaceColumn(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:,.0f}/s" if task.speed else "", style="progress.data.speed")


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
        self._step, self._began, self._told = "", 0.0, 0.0

    def __call__(self, step: str, done: int, total: int | None) -> None:
        now_seconds = time.monotonic()
        if step == self._step and now_seconds - self._told < _LINE_SECONDS:
            return
        if step != self._step:
            self._began = now_seconds
        if step != self._step or done:
            how_fast = pace(done, total, seconds=now_seconds - self._began)
            counts = f": {done:,}" + (f" of {total:,}" if total else "") + str(how_fast)
            messages.print(step + (counts if done else " …"))
        self._step, self._told = step, now_seconds


class _FileProgress:
    def __init__(self, path: Path) -> None:
        self._path, self._step, self._began, self._written = path, "", 0.0, 0.0

    def __call__(self, step: str, done: int, total: int | None) -> None:
        now_seconds = time.monotonic()
        if step == self._step and done != total and now_seconds - self._written < _FILE_SECONDS:
            return
        if step != self._step:
            self._began = now_seconds
        self._step, self._written = step, now_seconds
        how_fast = asdict(pace(done, total, seconds=now_seconds - self._began))
        write_text(self._path, json.dumps({"step": step, "done": done, "total": total, **how_fast, "at": now()}) + "\n")
