"""Long work as processes of their own: a command and its case come in, its state is read from files in `jobs/`.

A job belongs to no page: closing the page, or ending the pages, leaves it running; its progress is seen again later.
"""

import json
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import psutil

from app.serving import ROOT
from case.clock import now
from case.errors import ShoalError
from case.folder import Case
from case.writing import write_json

#: Files of one job: what was asked, how far it is, how it ended, what it printed and what it said.
ASKED, PROGRESS, ENDED, RESULT, LOG = "job.json", "progress.json", "ended.json", "result.json", "log.txt"
_TAIL_CHARACTERS = 2_000
State = Literal["running", "done", "failed", "cancelled", "lost"]


@dataclass(frozen=True, slots=True)
class Job:
    """A job as it is now. `done` of `total` counts rows or items of the present step; `said` is the end of its log.

    `lost` is a job whose process ended without saying how: the machine was switched off, or it was killed.
    """

    id: str
    verb: str
    arguments: tuple[str, ...]
    actor: str
    started_at: str
    state: State
    ended_at: str | None
    step: str
    done: int
    total: int | None
    said: str
    result: dict[str, Any] | None


def start_job(case: Case, verb: str, arguments: Sequence[str], *, actor: str) -> str:
    """Start `shoal VERB CASE ARGUMENTS… --json` as a process of its own and return the job's id."""
    job = f"J-{now()[:19].replace(':', '')}-{secrets.token_hex(2)}"
    folder = case.jobs / job
    folder.mkdir(parents=True)
    command = [verb, str(case.path), *arguments, "--json"]
    runner = subprocess.Popen(
        [sys.executable, "-m", "app.job_runner", str(folder), *command],
        cwd=ROOT, env={**os.environ, "SHOAL_ACTOR": actor, "SHOAL_JOB_FILE": str(folder / PROGRESS)},
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    asked = {"id": job, "verb": verb, "arguments": list(arguments), "actor": actor, "started_at": now()}
    write_json(folder / ASKED, {**asked, "pid": runner.pid, "born": psutil.Process(runner.pid).create_time()})
    return job


def list_jobs(case: Case) -> list[Job]:
    """Return all jobs of a case, the latest first."""
    found = [_read_job(folder) for folder in case.jobs.glob("J-*") if (folder / ASKED).is_file()]
    return sorted(found, key=lambda job: (job.started_at, job.id), reverse=True)


def cancel_job(case: Case, job: str) -> None:
    """Ask a running job to end, as Ctrl+C would; the next command completes or undoes what it had not finished."""
    folder = case.jobs / job
    if Path(job).name != job or not (folder / ASKED).is_file():
        raise ShoalError(f"There is no job {job!r} in this case.")
    asked = _json(folder / ASKED)
    if _lives(asked):
        os.killpg(asked["pid"], signal.SIGINT)


def _read_job(folder: Path) -> Job:
    asked, ended, step = _json(folder / ASKED), _json(folder / ENDED), _json(folder / PROGRESS)
    log = folder / LOG
    said = log.read_text(encoding="utf-8", errors="replace")[-_TAIL_CHARACTERS:] if log.exists() else ""
    return Job(
        asked["id"], asked["verb"], tuple(asked["arguments"]), asked["actor"], asked["started_at"],
        _state(asked, ended), ended.get("at"), str(step.get("step", "")), int(step.get("done") or 0), step.get("total"),
        said.strip(), _json(folder / RESULT) or None,
    )  # fmt: skip


def _state(asked: dict[str, Any], ended: dict[str, Any]) -> State:
    if ended:
        return {0: "done", 130: "cancelled", -signal.SIGINT: "cancelled"}.get(ended["code"], "failed")  # type: ignore[return-value]
    return "running" if _lives(asked) else "lost"


def _lives(asked: dict[str, Any]) -> bool:
    """Tell whether the process is still the one that was started: numbers of processes are used again."""
    try:
        process = psutil.Process(asked["pid"])
        return bool(process.create_time() == asked["born"] and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return False


def _json(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):  # not there yet, or being written
        return {}
    return found if isinstance(found, dict) else {}
