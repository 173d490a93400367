"""Arguments that several commands share, and how their text becomes a value."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import polars as pl
import typer

from case import tables
from case.clock import to_microseconds
from case.errors import ShoalError
from case.folder import Case

CaseFolder = Annotated[Path, typer.Argument(metavar="CASE", help="The case folder.", show_default=False)]
RunOption = Annotated[str | None, typer.Option("--run", help="A run of `shoal runs`; the current one by default.")]


def parse_time(text: str | None, *, option: str, timezone: str | None = None) -> int | None:
    """Read an ISO 8601 time into microseconds; without a zone it is in the case's time zone, else UTC."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ShoalError(f"{option} {text!r} is not an ISO 8601 time, such as 2024-12-01T08:00:00+08:00.") from error
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(timezone) if timezone else UTC)
    return to_microseconds(moment)


def find_account(case: Case, name: str) -> str:
    """Turn an account argument into its key: a key as it stands, or a handle that only one account bears."""
    accounts = tables.read_accounts(case).select("key", "handle", "name").collect()
    posts = tables.read_posts(case).select("account")
    if name in accounts["key"] or (
        ":" in name and not posts.filter(pl.col("account") == name).head(1).collect().is_empty()
    ):
        return name
    wanted = name.removeprefix("@").casefold()
    same = [row["key"] for row in accounts.iter_rows(named=True) if wanted in _names(row)]
    if len(same) == 1:
        return str(same[0])
    if same:
        raise ShoalError(f"{name!r} is borne by {len(same)} accounts: {', '.join(same[:5])}. Name one by its key.")
    raise ShoalError(f"There is no account {name!r} in this case. Give a key like weibo:123, or a handle.")


def _names(row: dict[str, str | None]) -> set[str]:
    return {value.casefold() for value in (row["handle"], row["name"]) if value}
