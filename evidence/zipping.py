"""A sealed folder as one .zip: the same files in one fixed layout, so that equal packages are equal archives.

Files are stored, not compressed: a compressed stream has spare bits that no hash of the content covers.
"""

import shutil
import zlib
from pathlib import Path

from case.errors import ShoalError, Unreachable
from case.progress import Progress
from evidence.verify import Entry, directory, local_header

_BLOCK = 1 << 20


def archive_beside(folder: Path) -> Path:
    """Return where the archive of a package goes; it is never written over."""
    archive = folder.with_name(f"{folder.name}.zip")
    if archive.exists():
        raise ShoalError(f"{archive} exists. A package is never written over; name a new folder.")
    return archive


def write_archive(folder: Path, archive: Path, *, progress: Progress) -> None:
    """Write the archive of a sealed folder; it appears whole or not at all."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    draft = archive.with_name(f".{archive.name}.part")
    entries = []
    try:
        with draft.open("wb") as file:
            for number, name in enumerate(names, start=1):
                progress("packing", number, len(names))
                path = folder / name
                entry = Entry(f"{folder.name}/{name}", path.stat().st_size, _crc(path))
                entries.append(entry)
                file.write(local_header(entry))
                with path.open("rb") as content:
                    shutil.copyfileobj(content, file, _BLOCK)
            file.write(directory(entries))
        draft.rename(archive)
    except OSError as error:
        raise Unreachable(f"{archive} could not be written: {error.strerror}.") from error
    finally:
        draft.unlink(missing_ok=True)


def _crc(path: Path) -> int:
    crc = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            crc = zlib.crc32(block, crc)
    return crc
