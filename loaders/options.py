"""What a load is asked to do and what became of it: the options and results of `shoal load`."""

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from case.sources import Counts


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """Options of one load; None leaves the choice to the file, then to the case.

    collected_at: ISO 8601, also a day, month or year alone (then its end in the zone of the source),
    or microseconds in UTC.
    query, place: what was searched for and where, kept with the source's record.
    """

    format: str | None = None
    columns: Path | None = None
    timezone: str | None = None
    collected_at: str | int | None = None
    query: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class FileResult(Counts):
    """What became of one file. `format` is None where the file was not read."""

    path: str
    sha256: str
    format: str | None
    rejects_file: str | None = None
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class LoadResult:
    """What one load did; `load` is None where every file was known already. `created` counts new nodes and
    relationships.
    """

    load: str | None
    files: list[FileResult]
    created: dict[str, int]
    seconds: float

    def as_dict(self) -> dict[str, Any]:
        """Return the result with plain values, as `shoal load --json` prints it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Sniffed:
    """Which format a file is taken for, how sure (0 to 1), and its first rows as they would be read."""

    format: str | None
    confidence: float
    rows: list[dict[str, Any]]
    warnings: list[str]
    mapping: dict[str, Any] | None = None
    encoding: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the result with plain values, as `shoal sniff --json` prints it."""
        return asdict(self)
