"""The lock by which commands that change one case take turns; the kernel frees it when its holder dies."""

import fcntl
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from case.clock import now, whoami
from case.errors import ShoalError
from case.folder import Case

_LOOK_AGAIN_SECONDS = 0.1


def _say_on_stderr(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


@contextmanager
def case_lock(
    case: Case, what: str, *, patience_seconds: float | None = None, tell: Callable[[str], None] = _say_on_stderr
) -> Iterator[None]:
    """Hold the case alone while changing it.

    Waits for the present holder, who is named once through `tell`; gives up with ShoalError after
    `patience_seconds` (None: waits as long as it takes). Not re-entrant: commands and jobs take it, not what they call.
    """
    descriptor = os.open(case.path / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _wait(descriptor, case, patience_seconds, tell)
        holder = {"pid": os.getpid(), "what": what, "who": whoami(), "since": now()}
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps(holder, ensure_ascii=False).encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _wait(descriptor: int, case: Case, patience_seconds: float | None, tell: Callable[[str], None]) -> None:
    started, told = time.monotonic(), False
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if patience_seconds is not None and time.monotonic() - started > patience_seconds:
                raise ShoalError(f"{case.path} is in use: {_holder(descriptor)}. Try again when it is done.") from None
            if not told:
                tell(f"Waiting for the case: {_holder(descriptor)}.")
                told = True
            time.sleep(_LOOK_AGAIN_SECONDS)
        else:
            return


def _holder(descriptor: int) -> str:
    try:
        holder = json.loads(os.pread(descriptor, 4096, 0))
        return f"'{holder['what']}' by {holder['who']} (process {holder['pid']}) since {holder['since']}"
    except (ValueError, KeyError, TypeError):
        return "another command holds it"
