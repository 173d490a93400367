"""The invented half year: launches, a complaint wave and a recall as events, and when people write, hour by hour."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

FIRST_DAY = datetime(2024, 12, 1, tzinfo=UTC) - timedelta(hours=8)
"""Midnight of the first day in China; all days of the story are Chinese days."""

DAYS = 151
"""1 December 2024 to 30 April 2025."""

DAY = 86_400_000_000
"""One day in microseconds, the unit of every time here."""

HOUR = DAY // 24
MINUTE = HOUR // 60
SECOND = MINUTE // 60
START = int(FIRST_DAY.timestamp()) * SECOND


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in the story: a day count, an hour in China, and how much it stirs up."""

    title: str
    kind: str
    day: int
    hour: float
    days: int
    stir: float

    @property
    def starts_at(self) -> int:
        """Microseconds since 1970 UTC."""
        return START + self.day * DAY + int(self.hour * HOUR)

    @property
    def ends_at(self) -> int:
        """Microseconds since 1970 UTC."""
        return self.starts_at + self.days * DAY


EVENTS = (
    Event("霁行J7 上市发布会", "launch", 18, 19.5, 3, 7.0),
    Event("霁行J9 预售发布会", "launch", 74, 19.5, 3, 6.0),
    Event("车主集中反映动力受限，霁行发布说明", "complaints", 96, 10.0, 2, 5.0),
    Event("霁行召回部分J7（制动踏板传感器）", "recall", 109, 9.0, 4, 4.0),
    Event("霁行J5 改款发布会", "launch", 138, 19.5, 3, 6.0),
)
"""Three launches, one complaint wave, one recall."""

OFFICE = np.array([1, 0.5, 0.3, 0.2, 0.2, 0.5, 1.5, 4, 7, 9, 9, 9, 8, 6, 7, 8, 8, 7, 5, 4, 4, 4, 3, 2], dtype=float)
EVENING = np.array([3, 1.5, 0.7, 0.4, 0.3, 0.5, 1.5, 3, 4, 4, 4, 5, 6, 5, 4, 4, 4, 5, 7, 9, 10, 11, 10, 6], dtype=float)
NIGHT = np.array([9, 8, 6, 4, 2, 1, 1, 1, 2, 2, 3, 4, 4, 4, 4, 4, 5, 5, 6, 7, 8, 9, 10, 10], dtype=float)
EVEN = np.array([4, 3, 2, 2, 2, 2, 3, 4, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 4], dtype=float)
SHOW = np.array([2, 1, 0.5, 0.3, 0.2, 0.3, 1, 2, 3, 3, 4, 4, 4, 4, 4, 4, 4, 5, 8, 26, 30, 22, 12, 6], dtype=float)
RHYTHMS = np.stack([OFFICE, EVENING, NIGHT, EVEN, SHOW])
RHYTHMS = RHYTHMS / RHYTHMS.sum(axis=1, keepdims=True)
"""Share of posts per local hour; the last row is the evening of a show."""


def day_weights(*, events: bool, keen: float = 1.0) -> Floats:
    """Return the share of posts per day; `keen` scales how strongly a crowd answers events."""
    weekday = np.array([1.05, 1.0, 1.0, 1.0, 1.0, 0.92, 0.95])
    weights = weekday[(np.arange(DAYS) + 6) % 7]
    weights[58:66] *= 0.7  # Spring Festival of 2025: fewer posts
    for event in EVENTS if events else ():
        for after in range(event.days + 3):
            if event.day + after < DAYS:
                weights[event.day + after] += keen * event.stir * 0.45**after
    return np.asarray(weights / weights.sum())


def draw_times(rng: np.random.Generator, days: Floats, rhythm: Ints, zone: Ints) -> Ints:
    """Return one time per entry of `rhythm` (row of RHYTHMS) and `zone` (hours from UTC), on days drawn by weight."""
    count = len(rhythm)
    day = rng.choice(DAYS, size=count, p=days)
    shows = np.array([event.day for event in EVENTS if event.kind == "launch"])
    row = np.where(np.isin(day, shows) & (rng.random(count) < 0.7), len(RHYTHMS) - 1, rhythm)
    shift = np.where(row == len(RHYTHMS) - 1, 0, 8 - zone)  # a show is at the same moment for everybody
    ladder = (np.cumsum(RHYTHMS, axis=1) + np.arange(len(RHYTHMS))[:, None]).ravel()
    hour = (np.searchsorted(ladder, row + rng.random(count)) - 24 * row).clip(0, 23)
    at = START + day * DAY + (hour + shift) * HOUR + rng.integers(0, HOUR, count)
    return np.asarray(at.clip(START, START + DAYS * DAY - 1), dtype=np.int64)
