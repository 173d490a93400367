"""What people decide: verdicts, notes, events, word lists and so on, append-only with history."""

import contextlib
import json
from collections import Counter
from typing import Any

from case.clock import now, whoami
from case.errors import ShoalError
from case.folder import Case
from case.writing import append_line, canonical_json

#: What people judge and know: part of the fingerprint of a case.
JUDGEMENTS = ("verdicts", "attributions", "notes", "tags", "events", "words", "known")
KINDS = (*JUDGEMENTS, "queries", "pivots", "positions", "exhibits")
_PREFIX = {kind: kind[0].upper() for kind in KINDS} | {"pivots": "PV", "positions": "PO"}
Item = dict[str, Any]


def add(case: Case, kind: str, value: Item, *, actor: str | None = None) -> str:
    """Put a new item on the desk and return its id; ids count up within the kind and are never used again."""
    item = f"{_PREFIX[_known(kind)]}-{Counter(line['do'] for line in history(case, kind))['add'] + 1:04d}"
    _append(case, kind, {"do": "add", "id": item, "value": value}, actor)
    return item


def edit(case: Case, kind: str, item: str, value: Item, *, actor: str | None = None) -> None:
    """Replace the value of an item; the former value stays in the history."""
    _need(case, kind, item)
    _append(case, kind, {"do": "edit", "id": item, "value": value}, actor)


def remove(case: Case, kind: str, item: str, *, reason: str = "", actor: str | None = None) -> None:
    """Take an item off the desk; its history stays."""
    _need(case, kind, item)
    _append(case, kind, {"do": "remove", "id": item, "reason": reason}, actor)


def items(case: Case, kind: str) -> list[Item]:
    """Return what lies on the desk now, in order of id: each value with `id`, `at` and `actor` of its last change."""
    now_there: dict[str, Item] = {}
    for line in history(case, kind):
        if line["do"] == "remove":
            now_there.pop(line["id"], None)
        else:
            now_there[line["id"]] = {**line["value"], "id": line["id"], "at": line["at"], "actor": line["actor"]}
    return [now_there[item] for item in sorted(now_there)]


def history(case: Case, kind: str) -> list[Item]:
    """Return every change of a kind in the order in which it was made; a torn line (a crash) was never acknowledged."""
    file = case.desk / f"{_known(kind)}.jsonl"
    if not file.exists():
        return []
    changes = []
    for line in file.read_text(encoding="utf-8", errors="replace").split("\n"):
        with contextlib.suppress(json.JSONDecodeError):
            changes.append(json.loads(line))
    return changes


def _append(case: Case, kind: str, change: Item, actor: str | None) -> None:
    append_line(case.desk / f"{kind}.jsonl", canonical_json({**change, "at": now(), "actor": actor or whoami()}))


def _need(case: Case, kind: str, item: str) -> None:
    if item not in {there["id"] for there in items(case, kind)}:
        raise ShoalError(f"There is no {item!r} among the {kind} of this case.")


def _known(kind: str) -> str:
    if kind not in KINDS:
        raise ShoalError(f"{kind!r} is no kind of desk item; there are {', '.join(KINDS)}.")
    return kind
