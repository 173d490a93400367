import subprocess
import sys
from pathlib import Path

import pytest

from case.errors import ShoalError
from case.folder import Case, new_case, open_case
from case.lock import case_lock

HOLD = """
import sys
from pathlib import Path
from case.folder import open_case
from case.lock import case_lock
with case_lock(open_case(Path(sys.argv[1])), "load"):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return new_case(tmp_path / "case", title="Lock")


@pytest.mark.parametrize("end", ["release", "kill"])
def test_a_second_command_waits_names_the_holder_and_goes_on(case: Case, end: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(case.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        said: list[str] = []

        def told(sentence: str) -> None:
            said.append(sentence)
            if end == "kill":
                holder.kill()
            elif holder.stdin is not None:
                holder.stdin.close()

        with case_lock(case, "detect", tell=told):
            pass
    assert len(said) == 1
    assert "'load' by" in said[0]
    assert f"process {holder.pid}" in said[0]


def test_patience_ends_in_a_sentence(case: Case) -> None:
    with case_lock(case, "load"):
        waiting = case_lock(open_case(case.path), "detect", patience_seconds=0, tell=lambda sentence: None)
        with pytest.raises(ShoalError, match="in use: 'load'"), waiting:
            pass
