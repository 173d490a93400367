"""A load that is cancelled, fails or is killed: what was read to its end stays, and a repeat ends as if nothing was."""

import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from case.errors import ShoalError
from case.fingerprint import data_fingerprint
from case.folder import Case, new_case
from case.journal import read_journal, verify_journal
from case.sources import read_sources
from loaders import loading
from loaders.loading import load
from loaders.options import LoadOptions
from tests.unit.loaders.writing import write_csv

HERE = LoadOptions(timezone="Asia/Shanghai")
#: Loads files, each with a part of its own, and kills itself at one call of ours; prints how many calls there were.
KILLED = """
import os, signal, sys
from pathlib import Path
from case.folder import open_case
from loaders import loading
from loaders.options import LoadOptions
loading.LARGE, calls, last = 1, 0, int(sys.argv[1])
ours = tuple(os.path.join(os.path.dirname(os.path.dirname(loading.__file__)), name, "") for name in ("case", "loaders"))
def count(frame, event, argument):
    global calls
    if event == "call" and frame.f_code.co_filename.startswith(ours):
        calls += 1
        if calls == last:
            os.kill(os.getpid(), signal.SIGKILL)
case = open_case(Path(sys.argv[2]))
sys.setprofile(count)
loading.load(case, [Path(name) for name in sys.argv[3:]], LoadOptions(timezone="Asia/Shanghai"))
sys.setprofile(None)
print(calls)
"""


def _files(folder: Path) -> list[Path]:
    """Three tables that share authors and rows."""
    head = ("user", "text", "time")
    return [
        write_csv(
            folder / f"{name}.csv",
            [head, *((f"u{number % 4}", f"{number} says #tag{number % 3}", "2024-01-01 10:00")
                     for number in range(start, start + 6)), ("", "", "")],
        )
        for start, name in enumerate("abc")
    ]  # fmt: skip


@pytest.fixture
def undisturbed(tmp_path: Path) -> str:
    case = new_case(tmp_path / "undisturbed", title="Test")
    load(case, _files(tmp_path), HERE)
    return data_fingerprint(case)


def _is_whole(case: Case) -> bool:
    named = {source.part for source in read_sources(case)}
    return {part.name for part in case.tables.iterdir()} == named and verify_journal(read_journal(case)) == []


def test_files_read_before_ctrl_c_stay_and_are_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, undisturbed: str
) -> None:
    monkeypatch.setattr(loading, "LARGE", 1)
    case, files = new_case(tmp_path / "case", title="Test"), _files(tmp_path)

    def cancel(step: str, done: int, total: int | None) -> None:
        if step == "reading b.csv":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load(case, files, HERE, progress=cancel)
    assert [source.name for source in read_sources(case)] == ["a.csv"]
    assert len(list(case.tables.iterdir())) == 1
    steps: list[str] = []
    again = load(case, files, HERE, progress=lambda step, done, total: steps.append(step))
    assert "reading a.csv" not in steps
    assert ["not read again" in " ".join(file.warnings) for file in again.files] == [True, False, False]
    assert data_fingerprint(case) == undisturbed
    assert _is_whole(case)
    told = [line["details"]["files"] for line in read_journal(case) if line["act"] == "load"]
    assert sorted(file["path"] for files in told for file in files if file["used"]) == sorted(map(str, files))


def test_a_file_that_is_refused_in_the_midst_leaves_those_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "LARGE", 1)
    case = new_case(tmp_path / "case", title="Test")
    fine = write_csv(tmp_path / "a.csv", [("user", "text", "time"), ("ann_b", "hello", "2024-01-01T10:00:00Z")])
    local = write_csv(tmp_path / "b.csv", [("user", "text", "time"), ("ann_b", "hello", "2024-01-01 10:00")])
    with pytest.raises(ShoalError, match=r"b\.csv name no zone.*--timezone"):
        load(case, [fine, local])
    assert [source.name for source in read_sources(case)] == ["a.csv"]
    assert load(case, [fine, local], HERE).files[1].used == 1


def test_a_source_whose_rows_never_appeared_is_not_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, undisturbed: str
) -> None:
    case, files = new_case(tmp_path / "case", title="Test"), _files(tmp_path)

    def crash(path: Path) -> None:
        if path == case.tables:
            raise OSError("the power went")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", lambda draft, target: crash(target.parent))
        with pytest.raises(OSError, match="power"):
            load(case, files, HERE)
    assert len(list(case.sources.glob("*.json"))) == 3
    assert read_sources(case) == []
    assert sum(file.used for file in load(case, files, HERE).files) == 8
    assert data_fingerprint(case) == undisturbed


def _kill(case: Case, at: int, files: list[Path]) -> subprocess.CompletedProcess[str]:
    arguments = [str(at), str(case.path), *map(str, files)]
    return subprocess.run([sys.executable, "-c", KILLED, *arguments], capture_output=True, text=True, check=False)


def test_a_load_killed_at_any_moment_ends_as_if_nothing_was_when_it_is_repeated(
    tmp_path: Path, undisturbed: str
) -> None:
    files = _files(tmp_path)
    whole = _kill(new_case(tmp_path / "counted", title="Test"), 0, files)
    moments = random.Random(7).sample(range(1, int(whole.stdout)), 4)
    for moment in moments:
        case = new_case(tmp_path / f"case-{moment}", title="Test")
        assert _kill(case, moment, files).returncode == -signal.SIGKILL
        load(case, files, HERE)
        assert data_fingerprint(case) == undisturbed, moment
        assert _is_whole(case), moment
