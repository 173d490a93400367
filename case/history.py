"""How an account was called over time: every version of its handle and name that an export shows, the oldest first."""

from typing import Any

import polars as pl

from case.folder import Case
from case.tables import read_profiles

_ORDER = ("collected_at", "source", "place", "handle", "name")


def name_history(case: Case, account: str) -> list[dict[str, Any]]:
    """Return each pair of handle and name once: handle, name, collected_at, file, place and load of its first sighting.

    The order is that of collection; what was loaded without --collected-at comes first, in no order in time.
    """
    rows = read_profiles(case).filter(
        pl.col("key") == account, pl.any_horizontal(pl.col("handle", "name").is_not_null())
    )
    columns = ["handle", "name", "collected_at", "file", "place", "load", "source"]
    seen = (
        rows.select(columns)
        .sort(_ORDER, nulls_last=False)
        .unique(["handle", "name"], keep="first", maintain_order=True)
    )
    return seen.collect().to_dicts()


def former_names(case: Case, account: str, *, now: tuple[str | None, str | None]) -> tuple[str, ...]:
    """Return the handles and names that an account no longer has, the oldest first; `now` are its present ones."""
    told = [name for row in name_history(case, account) for name in (row["handle"], row["name"])]
    return tuple(dict.fromkeys(name for name in told if name and name not in now))
