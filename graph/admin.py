"""A command of Neo4j's admin tool comes in, its running process goes out; the server of that home must not run."""

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO

from graph.home import Home
from graph.process import start_java, write_arguments
from graph.settings import ADMIN_CLASS


@contextmanager
def admin_process(
    home: Home, class_path: str, command: Sequence[str], *, flags: Sequence[str], log: IO[str]
) -> Iterator[subprocess.Popen[str]]:
    """Run the admin tool for as long as the block does, at most; the settings of the home must have been written.

    It reads its arguments from a file that is gone after the block, since a password may be among them and command
    lines are open to all.
    """
    arguments = home.conf / "admin.args"
    write_arguments(arguments, ["-cp", class_path, *flags, ADMIN_CLASS, *command])
    environment = {"NEO4J_HOME": str(home.path), "NEO4J_CONF": str(home.conf)}
    try:
        with start_java([f"@{arguments}"], log=log, environment=environment) as process:
            try:
                yield process
            finally:
                process.kill()  # without effect on one that has ended
    finally:
        arguments.unlink()
