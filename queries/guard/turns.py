"""Whose turn it is: a case and a person come in; a place among the statements that run at once goes out, or a refusal.

Places are locked files, so that pages, jobs and commands of one host count together and a crash frees its place.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager

from case.folder import Case
from queries.guard.statement import refused

PLACES_EACH = 2
_FOLDER = "turns"


@contextmanager
def take_turn(case: Case, actor: str, *, places: int = PLACES_EACH) -> Iterator[None]:
    """Hold one of a person's places for as long as the block runs. ShoalError when all are taken."""
    folder = case.jobs / _FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    person = hashlib.sha256(actor.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    for place in range(places):
        descriptor = os.open(folder / f"{person}-{place}.lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            continue
        try:
            yield
        finally:
            os.close(descriptor)
        return
    raise refused(f"{places} statements of {actor} are running", "wait until one has ended")
