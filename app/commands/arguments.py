"""Arguments that several commands share, and how their text becomes a value."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from case.clock import to_microseconds
from case.errors import ShoalError

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
