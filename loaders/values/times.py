"""Times as exports write them: a raw value and the rules of its source come in, a moment with its precision goes
out.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import lru_cache

from case.rows import Precision
from loaders.values.moments import EPOCH, NO_TIME, Moment, TimeRules, YearNeeded, find_zone, local_moment, microseconds
from loaders.values.relative import read_relative

_EXCEL_DAY_ZERO = datetime(1899, 12, 30)
#: The year 2100: what lies beyond, or before 1970, is a count of something else or a broken clock.
LATEST = 4_102_444_800_000_000
_HALF_A_YEAR, _DAY = timedelta(days=183), 86_400_000_000
#: Plain numbers are told apart by size: serial days of 1954-2119, then epoch seconds, milliseconds, microseconds.
_EXCEL, _SECONDS, _MILLIS, _MICROS = (20_000, 80_000), (1e8, 1e10), (1e11, 1e13), (1e14, 1e16)
_MONTHS = {name: number for number, name in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep",
"oct",
                                                        "nov", "dec"), 1)}  # fmt: skip

_LATER_HALF = ("p", "下午", "晚上")
_ZONE = r"(?:\s*(?P<zone>Z|UTC|GMT|EST|EDT|PST|PDT|[+-]\d{2}:?\d{2}))?"
_CLOCK = (
    r"(?:(?P<half1>凌晨|早上|上午|下午|晚上)\s*)?(?P<hour>\d{1,2})[:.时点](?P<minute>\d{1,2})"
    r"(?:[:.分](?P<second>\d{2})秒?(?:[.,](?P<part>\d{1,9}))?|分)?"
    r"(?:\s*(?P<half>[AaPp])\.?[Mm]\.?)?"
)
_YEAR_FIRST = re.compile(
    rf"(?P<year>\d{{4}})(?P<mark>[-/.年])(?P<month>\d{{1,2}})[-/.月](?P<day>\d{{1,2}})日?(?:[T\s]*{_CLOCK}{_ZONE})?",
    re.I,
)
_YEAR_LAST = re.compile(
    rf"(?P<first>\d{{1,2}})[-/.](?P<other>\d{{1,2}})[-/.](?P<year>\d{{4}}|\d{{2}})(?:,?[T\s]+{_CLOCK}{_ZONE})?", re.I
)
_NO_YEAR = re.compile(rf"(?P<month>\d{{1,2}})(?:月|-)(?P<day>\d{{1,2}})日?(?:\s*{_CLOCK})?")
_NAMED_MONTH = re.compile(
    r"[A-Za-z]{3},? (?P<name>[A-Za-z]{3}) (?P<day>\d{1,2}) (?P<hour>\d{1,2}):(?P<minute>\d{2}):(?P<second>\d{2})"
    r" (?P<zone>[+-]\d{4}|UTC|GMT) (?P<year>\d{4})"
)
_MONTH_IN_WORDS = re.compile(
    rf"(?:[A-Za-z]{{3,9}},?\s+)?(?:(?P<name>[A-Za-z]{{3,9}})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?|"
    rf"(?P<day_first>\d{{1,2}})[-\s](?P<name_second>[A-Za-z]{{3,9}})\.?),?[-\s]+(?P<year>\d{{4}})"
    rf"(?:,?\s+(?:at\s+)?{_CLOCK}{_ZONE})?"
)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+]?\d+)?")


def read_time(raw: str | int | float | None, rules: TimeRules) -> Moment:
    """Read one time in any shape that exports use; an empty value has no time.

    Raises ZoneNeeded or YearNeeded where the rules must say more, ValueError where the value is no time.
    """
    if raw is None:
        return NO_TIME
    text = str(raw).strip()
    if not text or text in ("-", "null", "None", "NaN", "nan"):
        return NO_TIME
    return _read(text, rules)


@lru_cache(maxsize=200_000)
def _read(text: str, rules: TimeRules) -> Moment:
    for pattern, step in _SHAPES:
        if match := pattern.fullmatch(text):
            return _check(step(match, rules), text, rules)
    if (found := read_relative(text)) is not None:
        return _count_back(found, rules)
    raise ValueError(f"'{text[:40]}' is no time that is known here")


def _check(moment: Moment, text: str, rules: TimeRules) -> Moment:
    if moment.at is not None and not 0 <= moment.at < LATEST:
        raise ValueError(f"'{text[:40]}' is no time at which something can have been posted")
    return Moment(moment.at, "minute") if rules.minute and moment.precision == "second" else moment


def _from_number(match: re.Match[str], rules: TimeRules) -> Moment:
    text = match.group()
    if rules.unit == "s" and text.isdigit():
        return Moment(int(text) * 1_000_000, "second")
    number = float(text)
    if rules.unit == "excel" or (rules.unit == "auto" and _EXCEL[0] <= number < _EXCEL[1]):
        return _from_serial(number, rules)
    for unit, factor, (low, high) in (("s", 1_000_000, _SECONDS), ("ms", 1000, _MILLIS), ("us", 1, _MICROS)):
        if rules.unit == unit or (rules.unit == "auto" and low <= abs(number) < high):
            exact = int(text) * factor if text.lstrip("-").isdigit() else round(number * factor)
            return Moment(exact, "second")
    raise ValueError(f"'{text}' is no count of seconds, milliseconds or days that is known here")


def _from_serial(days: float, rules: TimeRules) -> Moment:
    if days == int(days):
        return local_moment(_EXCEL_DAY_ZERO + timedelta(days=days), None, "day", rules)
    return local_moment(_EXCEL_DAY_ZERO + timedelta(seconds=round(days * 86_400)), None, "second", rules)


def _from_year_first(match: re.Match[str], rules: TimeRules) -> Moment:
    day = datetime(int(match["year"]), int(match["month"]), int(match["day"]))
    return _with_clock(day, match, rules)


def _from_year_last(match: re.Match[str], rules: TimeRules) -> Moment:
    first, other, year = int(match["first"]), int(match["other"]), int(match["year"])
    year += 2000 if year < 70 else 1900 if year < 100 else 0
    order = rules.order or ("dmy" if first > 12 else "mdy" if other > 12 or first == other else None)
    if order is None:
        raise ValueError(f"'{match.group()}' may be day/month or month/day: say which in the mapping (order)")
    month, day = (first, other) if order == "mdy" else (other, first)
    return _with_clock(datetime(year, month, day), match, rules)


def _from_no_year(match: re.Match[str], rules: TimeRules) -> Moment:
    if rules.collected_at is None:
        raise YearNeeded(f"'{match.group()}' lacks its year")
    zone = find_zone(None, rules)
    collected = (EPOCH + timedelta(microseconds=rules.collected_at)).astimezone(zone)
    month, day = int(match["month"]), int(match["day"])
    # A page leaves out the running year. A crawl takes days, so a little after the stated day is still that year; more
    # than half a year after it (12-31, collected on 2 January) is the year before.
    distance = datetime(collected.year, month, day, tzinfo=zone) - collected
    moment = _with_clock(datetime(collected.year - (distance > _HALF_A_YEAR), month, day), match, rules)
    after = moment.at is not None and moment.at > rules.collected_at + _DAY
    return Moment(moment.at, moment.precision, ("time after --collected-at: check that moment",)) if after else moment


def _from_named_month(match: re.Match[str], rules: TimeRules) -> Moment:
    day = datetime(int(match["year"]), _MONTHS[match["name"].lower()], int(match["day"]))
    clock = timedelta(hours=int(match["hour"]), minutes=int(match["minute"]), seconds=int(match["second"]))
    return local_moment(day + clock, match["zone"], "second", rules)


def _from_month_in_words(match: re.Match[str], rules: TimeRules) -> Moment:
    name, day = match["name"] or match["name_second"], match["day"] or match["day_first"]
    if name[:3].lower() not in _MONTHS:
        raise ValueError(f"'{name}' is no month")
    return _with_clock(datetime(int(match["year"]), _MONTHS[name[:3].lower()], int(day)), match, rules)


def _with_clock(day: datetime, match: re.Match[str], rules: TimeRules) -> Moment:
    parts = match.groupdict()
    if parts["hour"] is None:
        return local_moment(day, None, "day", rules)
    hour, half = int(parts["hour"]), parts["half1"] or (parts["half"] or "").lower()
    if half == "晚上" and hour == 12:
        raise ValueError("twelve in the evening is the end of a day to some, and to others its noon")
    if half:
        hour = hour % 12 + (12 if half in _LATER_HALF else 0)
    fraction = int((parts["part"] or "0")[:6].ljust(6, "0"))
    clock = day.replace(hour=hour, minute=int(parts["minute"]), second=int(parts["second"] or 0), microsecond=fraction)
    return local_moment(clock, parts.get("zone"), "second" if parts["second"] else "minute", rules)


def _count_back(found: tuple[timedelta, str | None, Precision], rules: TimeRules) -> Moment:
    back, clock, precision = found
    if rules.collected_at is None:
        raise YearNeeded("the time counts back from its collection")
    collected = EPOCH + timedelta(microseconds=rules.collected_at)
    if clock is None and precision != "day":
        return Moment(microseconds(collected - back), precision)
    local: date = (collected.astimezone(find_zone(None, rules)) - back).date()
    return _read(f"{local:%Y-%m-%d} {clock or ''}".strip(), rules)


_SHAPES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], TimeRules], Moment]], ...] = (
    (_YEAR_FIRST, _from_year_first),
    (_NUMBER, _from_number),
    (_NAMED_MONTH, _from_named_month),
    (_YEAR_LAST, _from_year_last),
    (_NO_YEAR, _from_no_year),
    (_MONTH_IN_WORDS, _from_month_in_words),
)
