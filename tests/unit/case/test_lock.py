import multiprocessing
from pathlib import Path

import pytest

from case.errors import ShoalError
from case.folder import Case, new_case, open_case
from case.lock import case_lock


def hold(path: Path, held: object, release: object) -> None:
    with case_lock(open_case(path), "load"):
        held.set()  # type: ignore[attr-defined]
        release.wait(60)  # type: ignore[attr-defined]


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return new_case(tmp_path / "case", title="Lock")


@pytest.mark.parametrize("end", ["release", "kill"])
def test_a_second_command_waits_names_the_holder_and_goes_on(case: Case, end: str) -> None:
    spawn = multiprocessing.get_context("spawn")
    held, release = spawn.Event(), spawn.Event()
    holder = spawn.Process(target=hold, args=(case.path, held, release))
    holder.start()
    assert held.wait(60)
    said: list[str] = []

    def told(sentence: str) -> None:
        said.append(sentence)
        release.set() if end == "release" else holder.kill()

    with case_lock(case, "detect", tell=told):
        pass
    assert len(said) == 1
    assert "'load' by" in said[0]
    assert f"process {holder.pid}" in said[0]
    holder.join()


def test_patience_ends_in_a_sentence(case: Case) -> None:
    with case_lock(case, "load"), pytest.raises(ShoalError, match="in use: 'load'"):  # noqa: SIM117
        with case_lock(open_case(case.path), "detect", patience_seconds=0, tell=lambda sentence: None):
            pass
