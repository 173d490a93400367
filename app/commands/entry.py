"""Start of the `shoal` command: the verbs, and what becomes of errors."""

import gc
import importlib
import os
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
#: What the libraries of a module read when they load. Counting multiplies no matrices: threads for that only take time
#: to start. And polars gives back at once what it is done with.
SETTINGS = {"counting": {"OPENBLAS_NUM_THREADS": "1", "_RJEM_MALLOC_CONF": "dirty_decay_ms:5,muzzy_decay_ms:0"}}
_CANCELLED = 130


def main() -> None:
    """Run one command; every error that people can meet becomes a sentence and an exit code."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _cancel)
    needed = _needed(sys.argv[1:2])
    for name, value in (SETTINGS.get(needed[0], {}) if len(needed) == 1 else {}).items():
        os.environ.setdefault(name, value)
    gc.disable()  # what is loaded stays: looking through it for garbage takes a quarter of the start
    for module in needed:
        importlib.import_module(f"app.commands.{module}")
    gc.freeze()
    gc.enable()
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
