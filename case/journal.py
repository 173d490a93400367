"""The custody log: one JSON line per act, hash-chained over salted commitments.

A line's hash covers a commitment to its details, not the details themselves, so a line whose details were removed
keeps the chain whole, and who holds the details and the salt can still show what stood there.
"""

import fcntl
import hashlib
import json
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from case.clock import now, whoami
from case.errors import Unreachable
from case.writing import canonical_json

if TYPE_CHECKING:
    from case.folder import Case

FILE = "journal.jsonl"
FIRST = "0" * 64
_CHAINED = ("seq", "at", "actor", "act", "commitment", "previous")
Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class JournalProblem:
    """A line that does not hold, with what was expected and what was found."""

    line: int
    problem: str
    expected: str = ""
    found: str = ""


def record(case: "Case", act: str, details: dict[str, Any], *, actor: str | None = None) -> Line:
    """Append one act to the journal of the case and wait until it is on the disk."""
    descriptor = os.open(case.path / FILE, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        previous = _last_line(descriptor)
        line = _chain(previous, act, details, actor or whoami())
        os.write(descriptor, (canonical_json(line) + "\n").encode("utf-8", "backslashreplace"))
        os.fsync(descriptor)
        return line
    except OSError as error:
        raise Unreachable(f"The journal {case.path / FILE} could not be written: {error.strerror}.") from error
    finally:
        os.close(descriptor)


def read_journal(case: "Case") -> list[Line]:
    """Read every whole line; a line that is no JSON object is kept as {"unreadable": text}."""
    return [_parse(text) for text in _texts(case)]


def verify_journal(lines: Iterable[Line]) -> list[JournalProblem]:
    """Check sequence, chain, hashes and commitments; an empty list means that every line holds."""
    problems: list[JournalProblem] = []
    previous, expected_seq = FIRST, 1
    for number, line in enumerate(lines, start=1):
        if "unreadable" in line:
            problems.append(JournalProblem(number, "is no journal line", found=str(line["unreadable"])[:80]))
            continue
        problems += _check_line(number, line, previous, expected_seq)
        previous, expected_seq = str(line.get("hash")), number + 1
    return problems


def redact(line: Line) -> Line:
    """Remove what personal data a line holds; its commitment stays, so the chain holds."""
    return {name: value for name, value in line.items() if name not in ("details", "salt")}


def _chain(previous: Line | None, act: str, details: dict[str, Any], actor: str) -> Line:
    salt = secrets.token_hex(16)
    line: Line = {
        "seq": previous.get("seq", 0) + 1 if previous else 1,
        "at": now(),
        "actor": actor,
        "act": act,
        "details": details,
        "salt": salt,
        "commitment": _commit(salt, details),
        "previous": previous.get("hash", FIRST) if previous else FIRST,
    }
    return {**line, "hash": _hash(line)}


def _commit(salt: str, details: Any) -> str:
    return hashlib.sha256((salt + canonical_json(details)).encode("utf-8", "backslashreplace")).hexdigest()


def _hash(line: Line) -> str:
    chained = {name: line.get(name) for name in _CHAINED}
    return hashlib.sha256(canonical_json(chained).encode("utf-8", "backslashreplace")).hexdigest()


def _check_line(number: int, line: Line, previous: str, seq: int) -> list[JournalProblem]:
    problems = []
    if line.get("seq") != seq:
        problems.append(JournalProblem(number, "out of sequence", str(seq), str(line.get("seq"))))
    if line.get("previous") != previous:
        problems.append(JournalProblem(number, "does not follow the line before", previous, str(line.get("previous"))))
    if line.get("hash") != _hash(line):
        problems.append(JournalProblem(number, "was changed", _hash(line), str(line.get("hash"))))
    if ("details" in line) != ("salt" in line):
        problems.append(JournalProblem(number, "has details without salt or salt without details"))
    elif "details" in line and _commit(str(line["salt"]), line["details"]) != line.get("commitment"):
        problems.append(JournalProblem(number, "has changed details", str(line.get("commitment")), "other details"))
    return problems


def _texts(case: "Case") -> list[str]:
    try:
        return (case.path / FILE).read_text(encoding="utf-8", errors="replace").removesuffix("\n").split("\n")
    except FileNotFoundError:
        return []
    except OSError as error:
        raise Unreachable(f"The journal {case.path / FILE} could not be read: {error.strerror}.") from error


def _parse(text: str) -> Line:
    try:
        line = json.loads(text)
    except ValueError:
        return {"unreadable": text}
    return line if isinstance(line, dict) else {"unreadable": text}


def _last_line(descriptor: int) -> Line | None:
    """Return the last whole line; a torn one (a crash while writing) is cut off and told by a line of its own."""
    size = os.fstat(descriptor).st_size
    if size == 0:
        return None
    reach = 4096
    while True:
        tail = os.pread(descriptor, reach, max(0, size - reach))
        whole = tail[: tail.rfind(b"\n") + 1]
        if reach >= size or b"\n" in whole[:-1]:
            break
        reach *= 4
    torn = tail[len(whole) :]
    lines = whole.decode("utf-8", "replace").removesuffix("\n").split("\n")
    last = _parse(lines[-1]) if lines[-1] else None
    if torn:
        os.ftruncate(descriptor, size - len(torn))
        last = _chain(last, "journal repaired", {"torn_line": torn.decode("utf-8", "backslashreplace")}, whoami())
        os.write(descriptor, (canonical_json(last) + "\n").encode())
    return last
