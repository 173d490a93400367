"""Processes that shape pieces of files beside the one that writes the tables: pieces go in, batches come out in order.

Each is a Python of its own that speaks over a pipe. It ends when the pipe does, so that killing the load leaves none;
Ctrl+C reaches only the process that loads.
"""

import gc
import os
import pickle
import subprocess
import sys
import traceback
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from queue import SimpleQueue
from types import TracebackType
from typing import BinaryIO

import pyarrow as pa

from case.errors import ShoalError
from loaders.batch import Batch
from loaders.cutting import Span
from loaders.opening import DAMAGE
from loaders.shaping import Task, shape_piece
from loaders.values.moments import ZoneNeeded

_MOST = 4
#: Pieces that are on their way, per process: one in work, one to go on with.
_AHEAD = 2
#: Each process keeps to one thread: the threads of libraries would wait for each other on the same processors.
_ALONE = {"POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1"}
#: Each piece needs the memory of the one before: glibc is told to keep it, not to give it back and ask for it again.
_KEEPING = {"MALLOC_MMAP_THRESHOLD_": str(1 << 30), "MALLOC_TRIM_THRESHOLD_": str(1 << 30)}
_COMMAND = [sys.executable, "-P", "-c", "from loaders.workers import serve; serve()"]


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Workers:
    """A few processes, started when the first file asks for them."""

    def __init__(self, count: int | None = None) -> None:
        """Prepare `count` processes: by default one per processor, four at most."""
        self._count = min(_MOST, processors()) if count is None else count
        self._threads = ThreadPoolExecutor(self._count)
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        self._started: list[_Worker] = []

    def __enter__(self) -> "Workers":
        """Start nothing yet."""
        return self

    def shape(self, task: Task, pieces: Iterable[tuple[str | Span, float]]) -> Iterator[tuple[Batch, float]]:
        """Shape pieces and return their batches in the same order, with what came along with each piece."""
        if not self._started:
            self._started = [_Worker() for _ in range(self._count)]
            for worker in self._started:
                self._idle.put(worker)
        waiting: deque[tuple[Future[Batch], float]] = deque()
        damage: Exception | None = None
        try:
            for piece, along in pieces:
                waiting.append((self._threads.submit(self._ask, task, piece), along))
                if len(waiting) >= _AHEAD * self._count:
                    yield _first(waiting)
        except DAMAGE as error:
            damage = error
        while waiting:
            yield _first(waiting)
        if damage is not None:
            raise damage

    def _ask(self, task: Task, piece: str | Span) -> Batch:
        worker = self._idle.get()
        try:
            return worker.ask(task, piece)
        finally:
            self._idle.put(worker)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the processes, in the midst of a piece if need be."""
        for worker in self._started:
            worker.end()
        self._threads.shutdown(cancel_futures=True)
        for worker in self._started:
            worker.close()


def _first(waiting: deque[tuple[Future[Batch], float]]) -> tuple[Batch, float]:
    batch, along = waiting.popleft()
    return batch.result(), along


class _Worker:
    """One process; asked by one thread at a time."""

    def __init__(self) -> None:
        paths = os.pathsep.join(path for path in sys.path if path)
        self._process = subprocess.Popen(
            _COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, process_group=0,
            env={**os.environ, "PYTHONPATH": paths, **_ALONE, **_KEEPING},
        )  # fmt: skip
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._to: BinaryIO = self._process.stdin  # type: ignore[assignment]  # the pipes are binary
        self._from: BinaryIO = self._process.stdout  # type: ignore[assignment]
        self._task: Task | None = None

    def ask(self, task: Task, piece: str | Span) -> Batch:
        """Send one piece and wait for its batch; an error over there is raised here."""
        try:
            pickle.dump((None if task is self._task else task, piece), self._to, protocol=5)
            self._to.flush()
            answer: Batch | Exception = pickle.load(self._from)
        except (EOFError, BrokenPipeError, pickle.UnpicklingError) as error:
            raise ShoalError(
                "A process that reads files ended before its work was done; the machine may be short of memory. "
                "Load again: files that were read to their end are not read again."
            ) from error
        self._task = task
        if isinstance(answer, Exception):
            raise answer
        return answer

    def end(self) -> None:
        """End the process; who waits for its answer gets an error."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """Close the pipes, when nobody waits any more."""
        with suppress(BrokenPipeError):
            self._to.close()
        self._from.close()


def serve() -> None:
    """Shape pieces from stdin until it ends; what anything prints goes to stderr."""
    source, target = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    gc.disable()
    pa.set_cpu_count(1)
    task: Task | None = None
    while True:
        try:
            told, piece = pickle.load(source)
            task = told or task
            assert task is not None
            pickle.dump(_answer(task, piece), target, protocol=5)
            target.flush()
        except (EOFError, BrokenPipeError):
            return


def _answer(task: Task, piece: str | Span) -> Batch | Exception:
    try:
        return shape_piece(task, piece)
    except ZoneNeeded as error:
        return error
    except Exception:
        return RuntimeError(traceback.format_exc())
