"""Progress tells counts, pace and what is left."""

import json
from pathlib import Path

import pytest

from app.commands.progress import JOB_FILE, pace, progress


@pytest.mark.parametrize(
    ("done", "total", "seconds", "words"),
    [
        (0, 100, 5.0, ""),
        (50_000, 200_000, 5.0, ", 10,000/s, 15 s left"),
        (50_000, None, 5.0, ", 10,000/s"),
        (100, 100, 10.0, ", 10/s"),
        (100, 100, 0.0, ""),
    ],
)
def test_a_pace_is_told_where_it_can_be_known(done: int, total: int | None, seconds: float, words: str) -> None:
    assert str(pace(done, total, seconds=seconds)) == words


def test_a_job_finds_counts_and_pace_in_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "progress.json"
    monkeypatch.setenv(JOB_FILE, str(file))
    with progress() as tell:
        tell("posts", 0, 10)
        tell("posts", 10, 10)
    told = json.loads(file.read_text(encoding="utf-8"))
    assert (told["step"], told["done"], told["total"], told["seconds_left"]) == ("posts", 10, 10, 0.0)
    assert told["rate"] > 0
