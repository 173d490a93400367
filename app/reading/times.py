"""Times as people read them: UTC and, beside it, the local time of the case; never finer than the stamp."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

_PATTERNS = {"second": "%Y-%m-%d %H:%M:%S", "minute": "%Y-%m-%d %H:%M", "day": "%Y-%m-%d"}


def moment(at: int | datetime | str | None) -> datetime | None:
    """Take microseconds since 1970, a datetime or ISO 8601 text as a datetime in UTC; a time without zone is UTC."""
    if at is None:
        return None
    if isinstance(at, int):
        return datetime.fromtimestamp(at / 1_000_000, UTC)
    found = datetime.fromisoformat(at) if isinstance(at, str) else at
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def utc(at: int | datetime | str | None, precision: str = "second") -> str:
    """Write a time in UTC as finely as it was given; a missing one is a dash."""
    return _written(moment(at), precision, " UTC")


def local(at: int | datetime | str | None, timezone: str | None, precision: str = "second") -> str:
    """Write a time in the zone of the case with its offset; empty when the case names no zone or the day is all."""
    found = moment(at)
    if found is None or timezone is None or precision == "day":
        return ""
    there = found.astimezone(ZoneInfo(timezone))
    return _written(there, precision, f" {timezone} ({there:%z})")


def span(first: int | datetime | str | None, last: int | datetime | str | None) -> str:
    """Write the days from first to last: `2024-12-03 to 2025-01-09`, one day alone."""
    start, end = utc(first, "day").removesuffix(" UTC"), utc(last, "day").removesuffix(" UTC")
    return start if start == end else f"{start} → {end}"


def days(first: int | None, last: int | None) -> str:
    """Count the days (UTC) from first to last, both included; a dash when one is missing."""
    start, end = moment(first), moment(last)
    return "–" if start is None or end is None else str((end.date() - start.date()).days + 1)


def _written(found: datetime | None, precision: str, zone: str) -> str:
    pattern = _PATTERNS.get(precision)
    return "–" if found is None or pattern is None else found.strftime(pattern) + zone
