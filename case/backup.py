"""One file that holds the record of a case, and the way back; the graph is not in it, it is rebuilt."""

import hashlib
import io
import json
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import zstandard

from case.errors import ShoalError, Unreachable
from case.folder import SETTINGS, Case, make_folders, open_case
from case.progress import Progress, silent
from case.sources import hash_file

_MANIFEST = "manifest.json"
_BLOCK = 1 << 20
#: The graph is rebuilt, jobs are over, locks and passwords belong to one machine; packages are copied on their own.
_LEFT_OUT = ("neo4j", "jobs", "exports")


def backup(case: Case, file: Path, *, progress: Progress = silent) -> dict[str, Any]:
    """Write the record into one compressed file with the hash of each member; refuse to write over a file."""
    if file.exists():
        raise ShoalError(f"{file} exists. Name a new file for the backup.")
    members = sorted(_members(case.path))
    draft = file.with_name(f".{file.name}.part")
    try:
        with _packing(draft) as archive:
            manifest = {}
            for done, member in enumerate(members, start=1):
                manifest[str(member)] = hash_file(case.path / member)
                archive.add(case.path / member, str(member), recursive=False, filter=_impersonal)
                progress("packing", done, len(members))
            _add_text(archive, _MANIFEST, json.dumps(manifest, indent=2, sort_keys=True))
        draft.replace(file)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise Unreachable(f"{file} could not be written: {error.strerror}.") from error
    return {"file": str(file), "case": case.id, "files": len(manifest), "bytes": file.stat().st_size}


def restore(file: Path, folder: Path, *, progress: Progress = silent) -> Case:
    """Unpack a backup into a new case folder; refuse one that is damaged, incomplete or reaches outside the folder."""
    folder = Path(folder).absolute()
    if folder.exists() and any(folder.iterdir()):
        raise ShoalError(f"{folder} exists and is not empty. Name a new folder.")
    draft = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        _unpack_into(draft, file, progress)
        draft.replace(folder)
    except (tarfile.TarError, zstandard.ZstdError, ValueError, EOFError) as error:
        raise ShoalError(f"{file} cannot be unpacked: {error}. It is damaged or no backup of Shoal.") from error
    except OSError as error:
        raise Unreachable(f"{file} or {folder}: {error.strerror}.") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    case = open_case(folder)
    make_folders(case)
    return case


def _unpack_into(folder: Path, file: Path, progress: Progress) -> None:
    found: dict[str, str] = {}
    manifest: dict[str, str] | None = None
    for name, content in _unpack(file):
        if name == _MANIFEST:
            manifest = json.load(content)
        else:
            found[name] = _write(_inside(folder, name, file), content)
            progress("unpacking", len(found), None)
    _compare(file, found, manifest)


def _members(root: Path) -> Iterator[Path]:
    for path in root.rglob("*"):
        member = path.relative_to(root)
        hidden = any(part.startswith(".") for part in member.parts)
        if path.is_file() and member.parts[0] not in _LEFT_OUT and not hidden:
            yield member


@contextmanager
def _packing(draft: Path) -> Iterator[tarfile.TarFile]:
    with (
        draft.open("wb") as raw,
        zstandard.ZstdCompressor().stream_writer(raw) as packed,
        tarfile.open(fileobj=packed, mode="w|") as archive,
    ):
        yield archive


def _impersonal(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry


def _add_text(archive: tarfile.TarFile, name: str, text: str) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(text.encode())
    archive.addfile(entry, io.BytesIO(text.encode()))


def _unpack(file: Path) -> Iterator[tuple[str, IO[bytes]]]:
    with (
        file.open("rb") as raw,
        zstandard.ZstdDecompressor().stream_reader(raw) as packed,
        tarfile.open(fileobj=packed, mode="r|") as archive,
    ):
        for entry in archive:
            content = archive.extractfile(entry) if entry.isfile() else None
            if content is None:
                raise ShoalError(f"{file} is no backup of Shoal: {entry.name!r} is no plain file.")
            yield entry.name, content


def _inside(folder: Path, name: str, file: Path) -> Path:
    target = folder / name
    if not target.resolve().is_relative_to(folder.resolve()):
        raise ShoalError(f"{file} is no backup of Shoal: it holds {name!r}, which lies outside the case folder.")
    return target


def _write(target: Path, content: IO[bytes]) -> str:
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with target.open("wb") as out:
        while block := content.read(_BLOCK):
            digest.update(block)
            out.write(block)
    return digest.hexdigest()


def _compare(file: Path, found: dict[str, str], manifest: dict[str, str] | None) -> None:
    if manifest is None or SETTINGS not in found:
        raise ShoalError(f"{file} is incomplete: it ends before its list of files. Use another copy of the backup.")
    wrong = sorted(name for name in found.keys() | manifest.keys() if found.get(name) != manifest.get(name))
    if wrong:
        raise ShoalError(f"{file} is damaged: {len(wrong)} files differ from its list, the first is {wrong[0]!r}.")
