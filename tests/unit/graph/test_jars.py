"""A jar is used only when its bytes are those of the lock."""

import hashlib
from pathlib import Path

import pytest

from case.errors import Unreachable
from graph.download import fetch_jars
from graph.jars import FOLDER_VARIABLE, WrongJar, check_jars
from graph.lock import Jar, read_lock, write_lock

BYTES = b"a jar"


def _jar(content: bytes = BYTES, classifier: str = "") -> Jar:
    return Jar("org.example", "thing", "1.0", classifier, hashlib.sha256(content).hexdigest(), len(content))


def test_the_committed_lock_has_every_jar_once() -> None:
    jars = read_lock()
    assert len(jars) == 213
    assert len({jar.file_name for jar in jars}) == 213
    assert all(len(jar.sha256) == 64 and jar.size > 0 for jar in jars)
    assert {jar.classifier for jar in jars} - {""} == {"linux-x86_64", "linux-aarch_64", "osx-x86_64", "osx-aarch_64"}


@pytest.mark.parametrize("place", ["thing-1.0-linux.jar", "org/example/thing/1.0/thing-1.0-linux.jar"])
def test_jars_are_found_in_a_flat_folder_and_in_a_repository(tmp_path: Path, place: str) -> None:
    file = tmp_path / place
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(BYTES)
    assert check_jars(tmp_path, [_jar(classifier="linux")]) == [file]


@pytest.mark.parametrize("content", [b"A jar", b"a jar and more", b""])
def test_changed_bytes_are_refused_with_both_hashes(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "thing-1.0.jar").write_bytes(content)
    with pytest.raises(WrongJar) as refused:
        check_jars(tmp_path, [_jar()])
    for part in ("org.example:thing:1.0", _jar().sha256, hashlib.sha256(content).hexdigest(), "Delete it"):
        assert part in str(refused.value)


def test_a_missing_jar_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match=r"thing-1\.0\.jar is missing"):
        check_jars(tmp_path, [_jar()])


def test_a_given_folder_is_never_downloaded_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    with pytest.raises(Unreachable, match="lacks 1 of 1 jars"):
        fetch_jars([_jar()])
    assert list(tmp_path.iterdir()) == []


def test_a_lock_is_written_from_a_repository_and_read_back(tmp_path: Path) -> None:
    for jar in (_jar(), _jar(classifier="linux-x86_64")):
        file = tmp_path / jar.repository_path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(BYTES)
    assert write_lock(tmp_path, tmp_path / "made.lock") == 2
    assert read_lock(tmp_path / "made.lock") == (_jar(), _jar(classifier="linux-x86_64"))


def test_a_line_that_is_no_lock_line_is_named(tmp_path: Path) -> None:
    (tmp_path / "bad.lock").write_text("# head\nnonsense\n")
    with pytest.raises(ValueError, match=r"bad\.lock line 2"):
        read_lock(tmp_path / "bad.lock")
