"""Raw files on the disk: paths come in, streams of bytes and text go out, decompressed; the file itself is never
changed.
"""

import gzip
import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, TextIO, cast

import zstandard

from case.errors import ShoalError, Unreachable
from case.sources import hash_file

_GZIP, _ZSTD, _ZIP = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PK\x03\x04"
_BLOCK, _PIECE = 1 << 20, 1 << 14
#: What reading raises where an archive is cut off or garbled.
DAMAGE = (EOFError, gzip.BadGzipFile, zlib.error, zstandard.ZstdError, zipfile.BadZipFile)
#: Archives of Reddit dumps are packed with windows of up to 2 GB.
_ZSTD_WINDOW = 1 << 31
#: Texts of exports are packed to about a fifth.
_PACKINGS, _PACKED = (".gz", ".zst", ".zstd"), 5


@dataclass(frozen=True, slots=True)
class RawFile:
    """One file to read: on the disk, or a member of a zip archive. `named`: given by the user, not found in a
    folder.
    """

    path: Path
    member: str | None = None
    named: bool = True

    @property
    def name(self) -> str:
        """The file's own name."""
        return Path(self.member).name if self.member else self.path.name

    @property
    def folder(self) -> str:
        """Name of the folder in which the file lies, on the disk or in its archive."""
        return Path(self.member).parent.name if self.member else self.path.resolve().parent.name

    @property
    def label(self) -> str:
        """Path for people; a member of an archive is `archive.zip/member`."""
        return f"{self.path}/{self.member}" if self.member else str(self.path)

    @property
    def suffix(self) -> str:
        """Extension without that of the compression, lower case: `.csv` of `tweets.csv.gz`."""
        suffixes = [suffix.lower() for suffix in Path(self.name).suffixes]
        if suffixes and suffixes[-1] in _PACKINGS:
            suffixes.pop()
        return suffixes[-1] if suffixes else ""


def hash_raw(file: RawFile) -> str:
    """Return the SHA-256 of the file as it lies there; of a member of an archive, of its own bytes."""
    if file.member is None:
        return hash_file(file.path)
    digest = hashlib.sha256()
    try:
        with open_raw(file) as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
    except DAMAGE as error:
        raise ShoalError(f"{file.label} is damaged inside its archive ({error}). Fetch the archive again.") from error
    return digest.hexdigest()


def size_of(file: RawFile) -> int:
    """Return the size in bytes of the file as it lies there."""
    if file.member is None:
        return file.path.stat().st_size
    with zipfile.ZipFile(file.path) as archive:
        return archive.getinfo(file.member).file_size


def unpacked_size(file: RawFile) -> int:
    """Return the size in bytes of the file, for a compressed one roughly what it will be unpacked."""
    return size_of(file) * (_PACKED if Path(file.name).suffix.lower() in _PACKINGS else 1)


def lies_open(file: RawFile, encoding: str) -> bool:
    """Tell whether a file lies on the disk as plain UTF-8, so that any part of it can be read on its own."""
    if file.member is not None or encoding not in ("utf-8", "utf-8-sig"):
        return False
    with open_raw(file) as stream:
        start = stream.read(4)
    return not start.startswith(_GZIP) and start != _ZSTD


class Meter:
    """Tells how much of a file was read."""

    def __init__(self, file: RawFile) -> None:
        """Prepare to measure `file`."""
        self._size = size_of(file)
        self._stream: BinaryIO | None = None

    def watch(self, stream: BinaryIO) -> None:
        """Measure by a stream of the bytes as they lie there."""
        self._stream = stream

    def share(self) -> float:
        """Return the share that was read, 0 to 1; 0 also where the file is read in another way."""
        if self._stream is None or self._stream.closed or not self._size:
            return 0.0
        return min(1.0, self._stream.tell() / self._size)


@contextmanager
def open_bytes(file: RawFile, *, meter: Meter | None = None) -> Iterator[BinaryIO]:
    """Open a file for its bytes, decompressed where it is gzip or zstandard."""
    with open_raw(file) as raw:
        if meter is not None:
            meter.watch(raw)
        buffered = io.BufferedReader(cast(io.RawIOBase, raw), _BLOCK)
        start = buffered.peek(4)[:4]
        if start.startswith(_GZIP):
            yield cast(BinaryIO, gzip.GzipFile(fileobj=buffered))
        elif start == _ZSTD:
            reader = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).stream_reader(
                buffered, read_across_frames=True
            )
            yield cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, reader), _BLOCK))
        else:
            yield cast(BinaryIO, buffered)


@contextmanager
def open_text(file: RawFile, encoding: str, *, line_end: str = "", meter: Meter | None = None) -> Iterator[TextIO]:
    """Open a file for its text, line ends untouched; `line_end` is given where lines end in nothing else.

    Bytes that are wrong in the encoding become lone surrogates, which shaping turns into U+FFFD: no row is lost to
    them. UTF-16 and UTF-32 cannot keep such bytes, and a cut file ends in half a character: U+FFFD at once.
    """
    errors = "replace" if encoding.startswith(("utf-16", "utf-32")) else "surrogateescape"
    with open_bytes(file, meter=meter) as stream:
        yield io.TextIOWrapper(cast(IO[bytes], stream), encoding=encoding, errors=errors, newline=line_end)


def read_head(file: RawFile, size: int) -> bytes:
    """Return up to `size` first bytes, decompressed; of a damaged archive, what can be read of it."""
    parts: list[bytes] = []
    held = 0
    try:
        with open_bytes(file) as stream:
            while held < size and (part := stream.read(min(_PIECE, size - held))):
                parts.append(part)
                held += len(part)
    except DAMAGE as error:
        if not parts:
            raise ShoalError(
                f"{file.label} is damaged: it cannot be decompressed ({error}). Fetch it again."
            ) from error
    return b"".join(parts)


def list_members(path: Path) -> list[str]:
    """Return the readable members of a zip archive by name; empty where the file is no archive or is a workbook."""
    try:
        with path.open("rb") as stream:
            if stream.read(4) != _ZIP:
                return []
        with zipfile.ZipFile(path) as archive:
            names = [info.filename for info in archive.infolist() if not info.is_dir()]
    except (OSError, RuntimeError, zipfile.BadZipFile) as error:  # RuntimeError: a version of zip that is not known
        raise ShoalError(f"{path} is a damaged zip archive ({error}). Fetch it again.") from error
    return [] if _WORKBOOK & set(names) else sorted(name for name in names if _counts(name))


#: By one of these members an archive is known to be a workbook: XLSX or ODS.
_WORKBOOK = {"[Content_Types].xml", "content.xml"}


def _counts(name: str) -> bool:
    return not name.startswith("__MACOSX/") and not Path(name).name.startswith(".")


@contextmanager
def open_raw(file: RawFile) -> Iterator[BinaryIO]:
    """Open a file for its bytes as they lie there, packed or not."""
    with ExitStack() as stack:
        try:
            if file.member is None:
                stream = cast(BinaryIO, stack.enter_context(file.path.open("rb")))
            else:
                archive = stack.enter_context(zipfile.ZipFile(file.path))
                stream = cast(BinaryIO, stack.enter_context(archive.open(file.member)))
        except OSError as error:
            raise Unreachable(
                f"{file.label} could not be read: {error.strerror or error}. Check the name and your rights."
            ) from error
        except (RuntimeError, zipfile.BadZipFile) as error:  # a password, an unknown compression
            raise ShoalError(f"{file.label} cannot be taken out of its archive ({error}). Unpack it.") from error
        yield stream
