"""What a package does not hold, and why: every cap, filter, reject and row left out, with counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

Stage = Literal["load", "run", "selection", "export", "query", "disclosure", "report"]
STAGES: tuple[Stage, ...] = ("load", "run", "selection", "export", "query", "disclosure", "report")
COLUMNS = ("stage", "item", "what", "reason", "count", "file")


@dataclass(frozen=True, slots=True, order=True)
class Omission:
    """`count` things of `item` that are not in the package; None where nobody can know how many.

    `file` names the table of the package whose rows, with these, make up everything that was considered; it is empty
    where no table is short of them.
    """

    stage: Stage
    item: str
    what: str
    reason: str
    count: int | None
    file: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """A table of the package: rows written, and rows considered. The difference must be among the omissions."""

    file: str
    rows: int
    considered: int


def omission_table(omissions: Iterable[Omission]) -> pl.DataFrame:
    """Return omissions.csv: one row per omission, in order of stage, item and reason."""
    rows = [(o.stage, o.item, o.what, o.reason, o.count, o.file) for o in sorted(set(omissions), key=_order)]
    types = {name: pl.String for name in COLUMNS} | {"count": pl.Int64}
    return pl.DataFrame(rows, schema=types, orient="row")


def count_table(counts: Iterable[Count]) -> pl.DataFrame:
    """Return counts.csv: what `verify.py` balances against omissions.csv."""
    rows = [(count.file, count.rows, count.considered) for count in sorted(counts, key=lambda count: count.file)]
    return pl.DataFrame(rows, schema={"file": pl.String, "rows": pl.Int64, "considered": pl.Int64}, orient="row")


def as_dicts(omissions: Sequence[Omission]) -> list[dict[str, object]]:
    """Return the omissions as the command line prints them."""
    return omission_table(omissions).to_dicts()


def _order(omission: Omission) -> tuple[object, ...]:
    place = STAGES.index(omission.stage)
    return place, omission.item, omission.what, omission.reason, omission.file, omission.count or 0
