"""Times as the record writes them: ISO 8601, UTC, whole microseconds."""

import getpass
import os
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def now() -> str:
    """Return the present moment as ISO 8601 in UTC."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def to_iso(at: int | None) -> str | None:
    """Write microseconds since 1970 as ISO 8601 in UTC; whole seconds have no fraction."""
    if at is None:
        return None
    moment = to_datetime(at)
    return moment.isoformat(timespec="microseconds" if moment.microsecond else "seconds").replace("+00:00", "Z")


def to_datetime(at: int) -> datetime:
    """Turn microseconds since 1970 into an aware datetime, without the rounding of floats."""
    return _EPOCH + timedelta(microseconds=at)


def to_microseconds(moment: datetime) -> int:
    """Turn an aware datetime into microseconds since 1970."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def whoami() -> str:
    """Return who acts: SHOAL_ACTOR where set, else the name of the operating system's user."""
    if actor := os.environ.get("SHOAL_ACTOR"):
        return actor
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container whose user has no entry in the password file
        return f"uid {os.getuid()}"
