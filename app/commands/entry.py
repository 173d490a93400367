"""Start of the `shoal` command: the verbs, and what becomes of errors."""

import importlib
import signal
import sys
from types import FrameType

from app.commands.output import say
from app.commands.verbs import shoal
from case.errors import ShoalError

#: Modules of this package that add verbs.
MODULES = (
    "cases", "loading", "detecting", "counting", "querying", "judging", "desk", "sealing", "keeping", "serving", "demo",
)  # fmt: skip
_CANCELLED = 130


def main() -> None:
    """Run one command; every error that people can meet becomes a sentence and an exit code."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _cancel)
    for module in MODULES:
        importlib.import_module(f"app.commands.{module}")
    try:
        shoal()
    except ShoalError as error:
        say(f"shoal: {error}")
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        say("shoal: cancelled. Run the same command again to go on.")
        sys.exit(_CANCELLED)
    except BrokenPipeError:  # the reader of stdout has gone, as in `shoal links CASE | head`
        sys.stderr.close()
        sys.exit(0)


def _cancel(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
