import json
import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from app.jobs import cancel_job, list_jobs, start_job
from case.errors import ShoalError
from case.folder import Case
from case.writing import write_json


def asked(case: Case, job: str, *, pid: int, born: float) -> Path:
    folder = case.jobs / job
    folder.mkdir()
    write_json(folder / "job.json", {"id": job, "verb": "load", "arguments": ["a.csv"], "actor": "reader",
                                     "started_at": "2025-01-20T09:00:00Z", "pid": pid, "born": born})  # fmt: skip
    return folder


def me() -> dict[str, float]:
    return {"pid": os.getpid(), "born": psutil.Process().create_time()}


def test_a_job_whose_process_lives_is_running_with_its_progress(case: Case) -> None:
    folder = asked(case, "J-1", **me())  # type: ignore[arg-type]
    write_json(folder / "progress.json", {"step": "reading", "done": 5, "total": 10})
    job = list_jobs(case)[0]
    assert (job.state, job.step, job.done, job.total) == ("running", "reading", 5, 10)


def test_a_number_of_a_process_that_was_used_again_is_not_the_job(case: Case) -> None:
    asked(case, "J-1", pid=os.getpid(), born=1.0)
    assert list_jobs(case)[0].state == "lost"


@pytest.mark.parametrize(("code", "state"), [(0, "done"), (2, "failed"), (130, "cancelled"), (-2, "cancelled")])
def test_the_exit_code_says_how_a_job_ended(case: Case, code: int, state: str) -> None:
    folder = asked(case, "J-1", **me())  # type: ignore[arg-type]
    write_json(folder / "ended.json", {"code": code, "at": "2025-01-20T09:01:00Z"})
    assert list_jobs(case)[0].state == state


def test_a_file_that_is_being_written_counts_as_not_there(case: Case) -> None:
    folder = asked(case, "J-1", **me())  # type: ignore[arg-type]
    (folder / "progress.json").write_text('{"step": "rea', encoding="utf-8")
    assert list_jobs(case)[0].step == ""


def test_a_job_runs_a_command_and_keeps_what_it_said(case: Case) -> None:
    job = start_job(case, "load", ["/nowhere/at all.csv"], actor="reader")
    runner = psutil.Process(json.loads((case.jobs / job / "job.json").read_text(encoding="utf-8"))["pid"])
    runner.wait(timeout=120)
    found = list_jobs(case)[0]
    assert found.state == "failed"
    assert "/nowhere/at all.csv" in found.said


def test_cancelling_ends_the_process(case: Case) -> None:
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, start_new_session=True)
    asked(case, "J-1", pid=process.pid, born=psutil.Process(process.pid).create_time())
    cancel_job(case, "J-1")
    assert process.wait(timeout=60) != 0


@pytest.mark.parametrize("job", ["J-9", "../J-1", ""])
def test_a_job_that_does_not_exist_is_not_cancelled(case: Case, job: str) -> None:
    with pytest.raises(ShoalError):
        cancel_job(case, job)
