"""The process of one job: `python -m app.job_runner FOLDER VERB …` runs the command and writes down how it ended."""

import signal
import subprocess
import sys
from pathlib import Path

from app.jobs import ENDED, LOG, RESULT
from case.clock import now
from case.writing import write_json


def main(folder: Path, command: list[str]) -> None:
    """Run `shoal COMMAND` with its output and messages in files of the job's folder."""
    # Ctrl+C goes to the whole group: the command ends by it, this process stays to write down how.
    signal.signal(signal.SIGINT, lambda *_: None)
    with (folder / RESULT).open("wb") as result, (folder / LOG).open("wb") as log:
        code = subprocess.call(
            [sys.executable, "-m", "shoal", *command], stdin=subprocess.DEVNULL, stdout=result, stderr=log
        )
    write_json(folder / ENDED, {"code": code, "at": now()})


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
