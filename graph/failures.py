"""Errors of the driver come in, errors that people can act on go out; what is worth another try is tried again."""

import time
from collections.abc import Callable
from typing import TypeVar

from neo4j.exceptions import AuthError, DriverError, Neo4jError, ServiceUnavailable, SessionExpired

from case.errors import LimitReached, ShoalError, Unreachable

Result = TypeVar("Result")
TRIES = 6  # for deadlocks and locks that others hold; with doubling waits this is about 3 s
# Two clients that open an empty graph at once both prepare it; a second IF NOT EXISTS finds what the other has made.
_MADE_BY_ANOTHER = ("EquivalentSchemaRuleAlreadyExists", "IndexAlreadyExists", "ConstraintAlreadyExists")
_LIMITS = ("TransactionTimedOut", "MemoryPoolOutOfMemory", "OutOfMemory", "TransactionMemoryLimit")


def repeat(work: Callable[[], Result], *, patience_seconds: float = 0.0) -> Result:
    """Do the work; after a deadlock, or another error the server calls passing, do it again.

    A lost connection is tried again for `patience_seconds`: zero for writes, which might have been done already.
    """
    began, tries = time.monotonic(), 0
    while True:
        try:
            return work()
        except (Neo4jError, DriverError) as error:
            tries += 1
            lost = isinstance(error, ServiceUnavailable | SessionExpired)
            again = time.monotonic() - began < patience_seconds if lost else tries < TRIES and _passes(error)
            if not again:
                raise translate(error) from error
            time.sleep(min(0.1 * 2**tries, 1.0))


def translate(error: Neo4jError | DriverError) -> ShoalError:
    """The error of Shoal that says what the driver's error means to the person at the keyboard."""
    if isinstance(error, AuthError):
        return Unreachable(f"the graph refused the login ({error.message}); give the password in SHOAL_GRAPH_PASSWORD.")
    if isinstance(error, Neo4jError):
        if any(name in (error.code or "") for name in _LIMITS):
            return LimitReached(
                f"the graph ended the statement at a limit: {error.message} Ask for less, or a shorter time."
            )
        if _passes(error):
            return Unreachable(f"the graph was busy or not ready, also after {TRIES} tries: {error.message}")
        return ShoalError(f"the graph refused the statement ({error.code}): {error.message}")
    return Unreachable(
        f"the graph cannot be reached: {error}. See `shoal doctor`; run the command again when it is back."
    )


def _passes(error: Neo4jError | DriverError) -> bool:
    if isinstance(error, Neo4jError):
        code = error.code or ""
        passing = error.is_retryable() or code.endswith(_MADE_BY_ANOTHER)
        return passing and not any(name in code for name in _LIMITS)
    return False
