"""Start of the `shoal` command: the verbs, and what becomes of errors."""

import importlib
import signal
import sys
from types import FrameType

from app.commands.output import say
from app.commands.verbs import shoal
from case.errors import ShoalError

#: Modules of this package and their verbs. A command loads its own module only: the others' libraries take seconds.
MODULES = {
    "cases": ("new", "status", "rebuild", "doctor", "journal"),
    "loading": ("formats", "sniff", "load"),
    "detecting": ("detect", "runs", "links", "clusters", "explain", "test"),
    "counting": ("pairs",),
    "looking": ("history", "captures"),
    "querying": ("queries", "query", "cypher"),
    "judging": ("verdict", "attribute"),
    "desk": ("events", "words", "known", "exhibits"),
    "sealing": ("export", "verify"),
    "keeping": ("unload", "purge", "backup", "restore"),
    "serving": ("serve",),
    "demo": ("demo",),
}
_CANCELLED = 130


def main() -> None:
    """Run one command; every error that people can meet becomes a sentence and an exit code."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _cancel)
    for module in _needed(sys.argv[1:2]):
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


def _needed(words: list[str]) -> list[str]:
    """Name the module of the verb; all of them where there is none, for the help and for what is misspelt."""
    return [module for module, verbs in MODULES.items() if {*words} & {*verbs}] or list(MODULES)


def _cancel(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
