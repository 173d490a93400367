import io
import tarfile
from pathlib import Path

import pytest
import zstandard

from case import desk, journal
from case.backup import backup, restore
from case.errors import ShoalError
from case.fingerprint import fingerprint
from case.folder import Case, new_case


@pytest.fixture
def case(tmp_path: Path) -> Case:
    case = new_case(tmp_path / "案 1", title="Backup", purpose="p")
    desk.add(case, "notes", {"text": "备注"})
    (case.path / ".graph-password").write_text("secret")
    (case.neo4j / "data").mkdir(parents=True)
    (case.neo4j / "data" / "store").write_text("graph")
    return case


def test_a_restored_case_has_the_same_fingerprint_and_journal(case: Case, tmp_path: Path) -> None:
    backup(case, tmp_path / "case.shoal")
    restored = restore(tmp_path / "case.shoal", tmp_path / "restored")
    assert (restored.id, restored.title) == (case.id, case.title)
    assert fingerprint(restored) == fingerprint(case)
    assert journal.verify_journal(journal.read_journal(restored)) == []


def test_graph_and_passwords_stay_at_home(case: Case, tmp_path: Path) -> None:
    backup(case, tmp_path / "case.shoal")
    restored = restore(tmp_path / "case.shoal", tmp_path / "restored")
    assert not restored.neo4j.exists()
    assert not (restored.path / ".graph-password").exists()


@pytest.mark.parametrize("damage", ["byte", "cut", "empty", "text"])
def test_a_damaged_backup_is_refused(case: Case, tmp_path: Path, damage: str) -> None:
    file = tmp_path / "case.shoal"
    backup(case, file)
    content = file.read_bytes()
    middle = len(content) // 2
    changed = {
        "byte": content[:middle] + bytes([content[middle] ^ 0xFF]) + content[middle + 1 :],
        "cut": content[:middle],
        "empty": b"",
        "text": b"not a backup",
    }
    file.write_bytes(changed[damage])
    with pytest.raises(ShoalError):
        restore(file, tmp_path / "restored")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["case.shoal", "案 1"]


def test_a_backup_that_reaches_outside_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "evil.shoal"
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as archive:
        entry = tarfile.TarInfo("../outside")
        entry.size = 1
        archive.addfile(entry, io.BytesIO(b"x"))
    file.write_bytes(zstandard.compress(plain.getvalue()))
    with pytest.raises(ShoalError, match="outside"):
        restore(file, tmp_path / "restored")
    assert not (tmp_path / "outside").exists()


def test_nothing_is_written_over(case: Case, tmp_path: Path) -> None:
    backup(case, tmp_path / "case.shoal")
    with pytest.raises(ShoalError, match="exists"):
        backup(case, tmp_path / "case.shoal")
    with pytest.raises(ShoalError, match="not empty"):
        restore(tmp_path / "case.shoal", case.path)
