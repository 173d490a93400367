"""The records of a raw file that could not be read: place, reason and raw text, from the file that loading kept."""

import json
from pathlib import Path

from case.folder import Case
from case.sources import Source

MOST_REJECTS = 500
_LONGEST_RAW = 500


def read_rejects(case: Case, source: Source) -> list[dict[str, object]]:
    """Read the first 500 rejects of a raw file: record, reason, raw; empty when there are none or the file is gone."""
    if source.rejects_file is None:
        return []
    file = (case.path / source.rejects_file).resolve()
    if not file.is_relative_to(case.path.resolve()) or not file.is_file():
        return []
    return _first_lines(file)


def _first_lines(file: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    with file.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if len(found) == MOST_REJECTS:
                break
            row = json.loads(line)
            raw = str(row.get("raw", ""))[:_LONGEST_RAW]
            found.append({"record": row.get("record"), "reason": row.get("reason"), "raw": raw})
    return found
