"""A moment, the rules of a source's times, and local time to UTC; what the rules do not say raises, it is never
assumed.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Literal

from case.rows import Precision

Order = Literal["mdy", "dmy"]
Unit = Literal["auto", "s", "ms", "us", "excel"]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ONE_MICROSECOND = timedelta(microseconds=1)
#: Zone names that exports print. EST and EDT are US Eastern as CrowdTangle writes it; CST means two things: left out.
_ZONES = {"z": 0, "utc": 0, "gmt": 0, "est": -5, "edt": -4, "pst": -8, "pdt": -7}


class ZoneNeeded(ValueError):
    """The value is a local time and nothing says of which zone."""


class YearNeeded(ValueError):
    """The value lacks its year, or counts back from the moment of collection, and nothing says when that was."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A time in microseconds since 1970 UTC (None: not known), how finely the source gives it, and doubts about it."""

    at: int | None
    precision: Precision
    notes: tuple[str, ...] = ()


NO_TIME = Moment(None, "none")


@dataclass(frozen=True, slots=True, eq=False)  # told apart by identity: times are remembered by their rules
class TimeRules:
    """What a source says about its times.

    zone: of local times. order: of 8/7/15 (None: refuse unless only one reading exists). unit: of plain numbers.
    collected_at: microseconds, for times without year. minute: the source prints seconds but keeps minutes only.
    """

    zone: tzinfo | None = None
    order: Order | None = None
    unit: Unit = "auto"
    collected_at: int | None = None
    minute: bool = False


def microseconds(moment: datetime) -> int:
    """Count microseconds since 1970 UTC of a time with zone."""
    return (moment - EPOCH) // _ONE_MICROSECOND


def local_moment(moment: datetime, zone: str | None, precision: Precision, rules: TimeRules) -> Moment:
    """Turn a local time into a moment, by the zone written beside it or else by that of the rules."""
    return Moment(microseconds(moment.replace(tzinfo=find_zone(zone, rules))), precision)


def find_zone(text: str | None, rules: TimeRules) -> tzinfo:
    """Read a zone as exports print it; None takes that of the rules, and raises ZoneNeeded where they name none."""
    if text is None:
        if rules.zone is None:
            raise ZoneNeeded("the times name no zone")
        return rules.zone
    if (hours := _ZONES.get(text.lower())) is not None:
        return timezone(timedelta(hours=hours))
    sign, digits = (-1 if text[0] == "-" else 1), text[1:].replace(":", "")
    return timezone(sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:])))
