"""How long work tells how far it is."""

from typing import Protocol


class Progress(Protocol):
    """Called as work goes on, with the step's name and how many items are done of how many.

    The number of all is None where it is not known, and while a file is read an estimate that changes.
    """

    def __call__(self, step: str, done: int, total: int | None) -> None:
        """Tell that `done` items of `total` are finished in `step`."""


def silent(step: str, done: int, total: int | None) -> None:
    """Tell nobody."""
