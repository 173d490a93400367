"""Verification of a package from within Shoal: the stand-alone checks, with the signature checked without openssl."""

from dataclasses import asdict, dataclass, field
from pathlib import Path

from case.errors import Unreachable
from evidence import verify as standalone
from evidence.keys import clean_fingerprint, read_public_key, signed_by


@dataclass(frozen=True, slots=True)
class Report:
    """What holds and what does not. `vouched` is true only where the caller named the key and it is this one.

    Each problem names file, problem, expected, found and, where there is one, the line. `sentences` say the same for
    people; the first says whose key it is.
    """

    valid: bool
    key: str
    vouched: bool
    signature: str
    problems: tuple[dict[str, object], ...]
    sentences: tuple[str, ...]
    replay: tuple[dict[str, object], ...] | None = field(default=None)

    def as_json(self) -> dict[str, object]:
        """Return the report as the command line prints it."""
        return {name: value for name, value in asdict(self).items() if name != "sentences"}


def verify(package: Path, *, key: str | None = None) -> Report:
    """Check a package that lies in a folder.

    `key` is the fingerprint of the case key, told by another way than the package; without it a valid package is whole,
    but anyone may have sealed it. Unreachable: there is no such folder.
    """
    named = clean_fingerprint(key) if key else None
    folder = Path(package)
    if not folder.is_dir():
        raise Unreachable(f"{folder} is no folder. Name the folder of a package.")
    report = standalone.check(standalone.Folder(folder), key=named, signed=_signed)
    return Report(
        valid=report["valid"],
        key=report["key"],
        vouched=report["vouched"],
        signature=report["signature"],
        problems=tuple(report["problems"]),
        sentences=tuple(standalone.tell(report)),
    )


def _signed(content: bytes, signature: bytes, pem: bytes) -> bool:
    key = read_public_key(pem)
    return key is not None and signed_by(key, content, signature=signature)
