"""Verification of a package from within Shoal: the stand-alone checks, with the signature checked without openssl."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from case.errors import Unreachable
from evidence import verify as standalone
from evidence.keys import clean_fingerprint, read_public_key, signed_by
from evidence.replaying import Item


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

    @property
    def same(self) -> bool:
        """Whether everything that was done again gave the same."""
        return all(item["same"] for item in self.replay or ())

    def with_replay(self, items: Iterable[Item]) -> "Report":
        """Return the report with what was done again on the case."""
        told = tuple(asdict(item) for item in items)
        lines = (f"{item['item']}: {'same' if item['same'] else _difference(item)}" for item in told)
        return replace(self, replay=told, sentences=(*self.sentences, *lines))

    def as_json(self) -> dict[str, object]:
        """Return the report as the command line prints it."""
        return {name: value for name, value in asdict(self).items() if name != "sentences"}


def verify(package: Path, *, key: str | None = None) -> Report:
    """Check a package, be it a folder or a .zip.

    `key` is the fingerprint of the case key, told by another way than the package; without it a valid package is whole,
    but anyone may have sealed it. Unreachable: there is no such file.
    """
    named = clean_fingerprint(key) if key else None
    path = Path(package)
    if not path.exists():
        raise Unreachable(f"{path} does not exist. Name the folder or the .zip of a package.")
    report = standalone.check(standalone.open_package(path), key=named, signed=_signed)
    return Report(
        valid=report["valid"],
        key=report["key"],
        vouched=report["vouched"],
        signature=report["signature"],
        problems=tuple(report["problems"]),
        sentences=tuple(standalone.tell(report)),
    )


def _difference(item: dict[str, object]) -> str:
    return f"different (in the package: {item['expected']}; now: {item['found']})"


def _signed(content: bytes, signature: bytes, pem: bytes) -> bool:
    key = read_public_key(pem)
    return key is not None and signed_by(key, content, signature=signature)
