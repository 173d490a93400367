"""One record per raw file: its hash, who loaded it, when, from where, and what became of each of its records."""

import dataclasses
import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from case.errors import Unreachable
from case.folder import Case
from case.writing import write_json

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What became of a raw file: `records` = `used` + `duplicates` + `rejects`, and the rows that it gave."""

    records: int = 0
    used: int = 0
    duplicates: int = 0
    rejects: int = 0
    accounts: int = 0
    posts: int = 0
    actions: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        """Count on."""
        return Counts(**{name: getattr(self, name) + getattr(other, name) for name in COUNTS})


COUNTS = tuple(counted.name for counted in dataclasses.fields(Counts))


@dataclass(frozen=True, slots=True)
class Source(Counts):
    """A raw file as it was loaded. `part` is the folder of its rows; times are ISO 8601 with zone."""

    sha256: str
    name: str
    path: str
    size: int
    format: str
    load: str
    loaded_at: str
    loaded_by: str
    collected_at: str | None = None
    query: str = ""
    place: str = ""
    timezone: str | None = None
    mapping: dict[str, Any] | None = None
    part: str = ""
    rejects_file: str | None = None
    warnings: list[str] = field(default_factory=list)


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a raw file, read in blocks."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    except OSError as error:
        raise Unreachable(f"{path} could not be read: {error.strerror}. Check the name and your rights.") from error
    return digest.hexdigest()


def write_source(case: Case, source: Source) -> None:
    """Keep the record of a raw file under its hash."""
    write_json(_file(case, source.sha256), dataclasses.asdict(source))


def known_source(case: Case, sha256: str) -> Source | None:
    """Return the record of a raw file that this case has loaded already, else None."""
    file = _file(case, sha256)
    source = _read(file) if file.exists() else None
    return source if source is not None and _is_loaded(case, source) else None


def read_sources(case: Case) -> list[Source]:
    """Return the records of all raw files, by name and hash."""
    found = [_read(file) for file in case.sources.glob("*.json")]
    loaded = [source for source in found if _is_loaded(case, source)]
    return sorted(loaded, key=lambda source: (source.name, source.sha256))


def _is_loaded(case: Case, source: Source) -> bool:
    """Tell whether the rows are there: a record is written before the part that makes it true appears."""
    return (case.tables / (source.part or source.load)).is_dir()


def _file(case: Case, sha256: str) -> Path:
    return case.sources / f"{sha256}.json"


def _read(file: Path) -> Source:
    return Source(**json.loads(file.read_text(encoding="utf-8")))
