"""Calls in; their results in order out, made by as many threads as there are processors.

Sorting, sparse products, compiled loops and Leiden run outside the interpreter's lock.
"""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Given = TypeVar("Given")
Result = TypeVar("Result")


def thread_count() -> int:
    """Return the number of processors that this process may use."""
    return len(os.sched_getaffinity(0))


def in_threads(
    call: Callable[[Given], Result], values: Iterable[Given], *, done: Callable[[int], None] | None = None
) -> list[Result]:
    """Call with every value; results keep the order of the values, and nothing else may hang on it.

    `done` is told, by the caller's own thread, how many of the first results are there.
    """
    results: list[Result] = []
    with ThreadPoolExecutor(thread_count()) as pool:
        for result in pool.map(call, values):
            results.append(result)
            if done is not None:
                done(len(results))
    return results
