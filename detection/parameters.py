"""What a run was asked to do; equal parameters on equal data give an equal run."""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import Literal, get_args

from case.errors import ShoalError
from case.rows import BEHAVIOURS

#: Leiden, Louvain by two libraries, and label propagation as a second opinion that knows no modularity.
Communities = Literal["leiden", "louvain", "networkx", "labels"]

MICROSECONDS = 1_000_000
#: Raised whenever equal parameters on equal data can give another result than before.
METHOD = 5
#: Same stamp, ten seconds, a minute, ten minutes, an hour, a day.
WINDOW_LADDER = (0.0, 10.0, 60.0, 600.0, 3600.0, 86400.0)
_UNITS = {"": 1.0, "s": 1.0, "min": 60.0, "m": 60.0, "h": 3600.0, "d": 86400.0}


@dataclass(frozen=True, slots=True)
class Parameters:
    """Parameters of `detect`. Times are microseconds since 1970 UTC, windows seconds; `to_at` is exclusive.

    `behaviours` and `windows` of None mean: all that the data hold. `max_events` is the budget of co-actions that
    are listed pair by pair; objects too hot for it are left out of the links, listed with their counts, and tested
    group-first only.
    """

    behaviours: tuple[str, ...] | None = None
    windows: tuple[float, ...] | None = None
    from_at: int | None = None
    to_at: int | None = None
    q: float = 0.01
    min_occasions: int = 3
    seed: int = 1
    max_events: int = 20_000_000
    communities: Communities = "leiden"

    def __post_init__(self) -> None:
        """Refuse values that no run can have."""
        unknown = [name for name in self.behaviours or () if name not in BEHAVIOURS]
        if unknown or self.behaviours == ():
            found = ", ".join(unknown) or "nothing"
            raise ShoalError(f"Behaviours: found {found}, expected some of {', '.join(BEHAVIOURS)}.")
        if self.windows == () or any(not 0 <= window < float("inf") for window in self.windows or ()):
            raise ShoalError(f"Windows: found {self.windows}, expected seconds of 0 or more, such as 10s,60s,1h.")
        if not 0 < self.q < 1:
            raise ShoalError(f"q: found {self.q}, expected a share between 0 and 1, such as 0.01.")
        if self.min_occasions < 1 or self.max_events < 1:
            raise ShoalError("min_occasions and max_events: expected 1 or more.")
        if self.from_at is not None and self.to_at is not None and self.from_at >= self.to_at:
            raise ShoalError("The time range is empty: --from must lie before --to (which is exclusive).")
        if self.communities not in get_args(Communities):
            raise ShoalError(f"Communities: found {self.communities!r}, expected {', '.join(get_args(Communities))}.")

    @property
    def ladder(self) -> tuple[float, ...]:
        """The windows in seconds, ascending."""
        return tuple(sorted(set(WINDOW_LADDER if self.windows is None else self.windows)))

    def as_dict(self) -> dict[str, object]:
        """Return the parameters as plain JSON values, with the version of the method: it names the run as well."""
        return {"method": METHOD} | {
            name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()
        }


def parameters_from(values: dict[str, object]) -> Parameters:
    """Read back what `as_dict` wrote; names that are not parameters are ignored (older or newer runs)."""
    known = {field.name for field in fields(Parameters)}
    return Parameters(**{  # type: ignore[arg-type]
        name: tuple(value) if isinstance(value, list) else value for name, value in values.items() if name in known
    })  # fmt: skip


def parse_windows(texts: str | Iterable[str]) -> tuple[float, ...]:
    """Read `10s,60s,10min,1h` (a bare number is seconds) into seconds, ascending."""
    parts = texts.split(",") if isinstance(texts, str) else list(texts)
    return tuple(sorted({_seconds(part.strip()) for part in parts}))


def _seconds(text: str) -> float:
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(s|min|m|h|d|)", text)
    if match is None:
        raise ShoalError(f"Window {text!r} is not a time span: expected something like 0, 10s, 60s, 10min, 1h or 24h.")
    return float(match[1]) * _UNITS[match[2]]
