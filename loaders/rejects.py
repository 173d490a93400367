"""The rejects file: every record that became no row, with file, place, reason and raw text, one JSON object a line."""

import json
from pathlib import Path
from types import TracebackType
from typing import TextIO


class RejectsWriter:
    """Writes rejects of one file as they come; there is a file only if there was a reject."""

    def __init__(self, path: Path, *, source: str) -> None:
        """Prepare to write to `path`; `source` is the raw file's name."""
        self._path, self._source = path, source
        self._file: TextIO | None = None
        self.count = 0

    def __enter__(self) -> "RejectsWriter":
        """Begin with nothing on the disk."""
        return self

    def add(self, place: int, reason: str, text: str) -> None:
        """Keep one record with the reason why it became no row."""
        if self._file is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._path.open("w", encoding="utf-8", errors="backslashreplace")
        line = {"file": self._source, "record": place, "reason": reason, "raw": text}
        self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
        self.count += 1

    @property
    def path(self) -> str | None:
        """Where the rejects are; None where there is none."""
        return str(self._path) if self.count else None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file; a load that ended with an error leaves none."""
        if self._file is not None:
            self._file.close()
            if kind is not None:
                self._path.unlink(missing_ok=True)
