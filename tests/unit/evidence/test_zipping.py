"""A package as one archive: whole, the same each time, read by others, and no byte of it free to change."""

import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest

from case.errors import ShoalError
from case.folder import Case
from case.progress import silent
from evidence import verify as standalone
from evidence.exporting import Package, export
from evidence.selection import Selection
from evidence.verifying import verify
from evidence.zipping import write_archive


@pytest.fixture
def zipped(case: Case, tmp_path: Path) -> Package:
    return export(case, None, Selection(), out=tmp_path / "package", zip=True)


def _archive(package: Package) -> Path:
    assert package.zip
    return package.zip


def test_the_archive_holds_as_the_folder_does(zipped: Package) -> None:
    report = verify(_archive(zipped), key=zipped.key)
    assert report.problems == ()
    assert report.valid


def test_others_unpack_it_to_the_same_files(zipped: Package, tmp_path: Path) -> None:
    with zipfile.ZipFile(_archive(zipped)) as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path / "unpacked")
    assert verify(tmp_path / "unpacked" / "package", key=zipped.key).valid


def test_the_verifier_alone_reads_it(zipped: Package) -> None:
    command = [sys.executable, "-I", "-S", str(zipped.package / "verify.py"), str(_archive(zipped))]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0


def test_packing_again_gives_the_same_bytes(zipped: Package) -> None:
    first = _archive(zipped).read_bytes()
    _archive(zipped).unlink()
    write_archive(zipped.package, _archive(zipped), progress=silent)
    assert _archive(zipped).read_bytes() == first


def test_a_wrong_byte_anywhere_in_the_archive_is_found(zipped: Package) -> None:
    content = _archive(zipped).read_bytes()
    header = len(standalone.local_header(standalone.Entry("package/bag-info.txt", 0, 0)))
    end = content.index(b"PK\1\2")
    places = {*range(header), *range(end, end + 60), *range(len(content) - 22, len(content))}
    places |= set(range(header, len(content), max(1, len(content) // 60)))
    for place in sorted(places):
        _archive(zipped).write_bytes(content[:place] + bytes([content[place] ^ 4]) + content[place + 1 :])
        assert not verify(_archive(zipped)).valid, place


def test_bytes_before_between_and_after_are_found(zipped: Package) -> None:
    content = _archive(zipped).read_bytes()
    second = content.index(b"PK\3\4", 4)
    for changed in (
        b"x" + content,
        content + b"x",
        content[:second] + b"x" + content[second:],
        content[:-1],
        b"",
        b"PK",
    ):
        _archive(zipped).write_bytes(changed)
        report = verify(_archive(zipped))
        assert not report.valid
        assert report.problems[0]["file"] == "package.zip"


def test_an_archive_packed_by_others_is_to_be_unpacked_first(zipped: Package) -> None:
    with zipfile.ZipFile(_archive(zipped), "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(zipped.package.rglob("*")):
            archive.write(path, f"package/{path.relative_to(zipped.package).as_posix()}")
    report = verify(_archive(zipped))
    assert not report.valid
    assert "order of name" in str(report.problems[0]) or "unpack it" in str(report.problems[0])


def test_large_files_are_laid_out_as_zip64(tmp_path: Path) -> None:
    entries = [standalone.Entry("p/a", 0xFFFFFFFF + 7, zlib.crc32(b"")), standalone.Entry("p/b", 3, zlib.crc32(b"abc"))]
    file = tmp_path / "large.zip"
    with file.open("wb") as target:
        target.write(standalone.local_header(entries[0]))
        target.seek(entries[0].size, 1)  # a hole: nothing is stored on the disk
        target.write(standalone.local_header(entries[1]) + b"abc" + standalone.directory(entries))
    with zipfile.ZipFile(file) as archive:
        assert [info.file_size for info in archive.infolist()] == [entry.size for entry in entries]
        assert archive.read("p/b") == b"abc"
    assert standalone.Archive(file).layout is None


def test_an_archive_is_never_written_over(case: Case, tmp_path: Path) -> None:
    (tmp_path / "package.zip").write_text("")
    with pytest.raises(ShoalError, match="never written over"):
        export(case, None, Selection(), out=tmp_path / "package", zip=True)
    assert not (tmp_path / "package").exists()
