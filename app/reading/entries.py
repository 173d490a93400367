"""Journal lines as rows of a table, the latest first."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from app.reading import times

_LONGEST_DETAILS = 400
#: What stands where details were removed: the commitment stays, so the chain stays whole.
REDACTED = "…"


def acts_of(lines: Sequence[Mapping[str, Any]]) -> list[str]:
    """List the acts that occur."""
    return sorted({str(line["act"]) for line in lines if "act" in line})


def entry_rows(lines: Sequence[Mapping[str, Any]], acts: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Write lines as rows: seq, at, actor, act, details, hash; only these acts when some are named."""
    rows = [_row(line) for line in lines if not acts or line.get("act") in acts]
    return rows[::-1]


def _row(line: Mapping[str, Any]) -> dict[str, Any]:
    if "unreadable" in line:
        return {"seq": None, "at": "–", "actor": "–", "act": "–", "details": str(line["unreadable"])[:80], "hash": ""}
    details = json.dumps(line["details"], ensure_ascii=False) if "details" in line else REDACTED
    return {
        "seq": line["seq"], "at": times.utc(line["at"]), "actor": line["actor"], "act": line["act"],
        "details": details[:_LONGEST_DETAILS], "hash": str(line["hash"])[:16],
    }  # fmt: skip
