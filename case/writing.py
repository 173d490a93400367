"""Files that appear whole or not at all, and JSON that is the same for the same content."""

import json
import os
from pathlib import Path
from typing import Any


def canonical_json(value: Any) -> str:
    """Write JSON with sorted keys and no spare space, so that equal values give equal text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def write_text(path: Path, text: str, *, mode: int = 0o644) -> None:
    """Write a file so that a crash leaves either the old or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_json(path: Path, value: Any) -> None:
    """Write a JSON document for people and programs: indented, keys sorted, a line end at the end."""
    write_text(path, json.dumps(value, ensure_ascii=False, sort_keys=True, indent=2) + "\n")


def append_line(path: Path, line: str) -> None:
    """Append one line and wait until it is on the disk; a torn line before it (a crash) stays a line of its own."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        size = file.seek(0, os.SEEK_END)
        torn = size > 0 and os.pread(file.fileno(), 1, size - 1) != b"\n"
        file.write((("\n" if torn else "") + line + "\n").encode("utf-8"))
        file.flush()
        os.fsync(file.fileno())
