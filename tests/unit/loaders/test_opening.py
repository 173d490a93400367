import gzip
import zipfile
from pathlib import Path

import pytest
import zstandard

from case.errors import ShoalError, Unreachable
from loaders.opening import RawFile, hash_raw, list_members, open_text, read_head
from loaders.walking import find_files

TEXT = "one\r\ntwo\n三\r"


def _read(file: RawFile) -> str:
    with open_text(file, "utf-8") as text:
        return text.read()


def test_plain_and_packed_files_give_the_same_text(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(TEXT.encode())
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(TEXT.encode()))
    (tmp_path / "a.csv.zst").write_bytes(zstandard.compress(TEXT.encode()))
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("inner/a.csv", TEXT)
    texts = {_read(file) for file in find_files([tmp_path])}
    assert texts == {TEXT}


def test_a_wrong_byte_loses_no_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"good\nbad\xff\ngood\n")
    assert len(_read(RawFile(path)).splitlines()) == 3


def test_members_of_an_archive_have_hashes_of_their_own(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("one.csv", "1")
        archive.writestr("two.csv", "2")
        archive.writestr("__MACOSX/._one.csv", "x")
    assert list_members(tmp_path / "a.zip") == ["one.csv", "two.csv"]
    first, second = find_files([tmp_path / "a.zip"])
    assert hash_raw(first) != hash_raw(second)


def test_a_damaged_archive_is_told_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(TEXT.encode() * 1000)[:-20])
    with pytest.raises(ShoalError, match="damaged"):
        read_head(RawFile(path), 1_000_000)


def test_a_missing_file_is_unreachable(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match="does not exist"):
        find_files([tmp_path / "nothing.csv"])


def test_the_order_of_arguments_does_not_matter(tmp_path: Path) -> None:
    for name in ("b.csv", "a.csv", "c.csv"):
        (tmp_path / name).write_text(name)
    paths = [tmp_path / name for name in ("c.csv", "a.csv", "b.csv", "a.csv")]
    assert find_files(paths) == find_files(list(reversed(paths)))
    assert len(find_files([*paths, tmp_path])) == 3


def test_notes_and_hidden_files_in_a_folder_are_left_out(tmp_path: Path) -> None:
    for name in ("posts.csv", "README.md", ".hidden.csv", "posts.columns.toml"):
        (tmp_path / name).write_text("x")
    assert [file.name for file in find_files([tmp_path])] == ["posts.csv"]


def test_a_folder_without_exports_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ShoalError, match="no file to read"):
        find_files([tmp_path])
