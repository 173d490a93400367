"""Times that count back from the crawl (5 minutes ago, 昨天 12:30): the words come in, the distance back goes out."""

import re
from datetime import timedelta

from case.rows import Precision

#: How far back, the clock time where one is given, and how finely the words say it. Hours and more are good for a
#: day only.
Back = tuple[timedelta, str | None, Precision]

_AGO = re.compile(
    r"(?P<count>\d+)\s*(?P<unit>秒钟?|分钟?|小时|天|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d)\s*(?:前|ago)",
    re.I,
)
_DAYS = {"今天": 0, "today": 0, "昨天": 1, "yesterday": 1, "前天": 2}
_DAY = re.compile(r"(?P<day>今天|昨天|前天|today|yesterday)(?:\s*(?:at\s*)?(?P<clock>\d{1,2}:\d{2}(?::\d{2})?))?", re.I)
_NOW = {"刚刚", "just now", "now"}
_UNITS: dict[str, tuple[str, Precision]] = {
    "秒": ("seconds", "minute"), "s": ("seconds", "minute"),
    "分": ("minutes", "minute"), "m": ("minutes", "minute"),
    "小": ("hours", "day"), "h": ("hours", "day"),
    "天": ("days", "day"), "d": ("days", "day"),
}  # fmt: skip


def read_relative(text: str) -> Back | None:
    """Read a time that counts back; None where the text is no such time."""
    if text.lower() in _NOW:
        return timedelta(0), None, "minute"
    if match := _AGO.fullmatch(text):
        unit, precision = _UNITS[match["unit"][0].lower()]
        return timedelta(**{unit: int(match["count"])}), None, precision
    if match := _DAY.fullmatch(text):
        clock = match["clock"]
        return timedelta(days=_DAYS[match["day"].lower()]), clock, "minute" if clock else "day"
    return None
