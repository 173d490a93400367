"""The case key lies outside the case, is for its owner alone, and is made once."""

from pathlib import Path

import pytest

from case.errors import ShoalError
from case.folder import Case
from case.journal import read_journal
from evidence.keys import case_key, clean_fingerprint, key_file


def test_the_key_is_made_once_and_for_its_owner_alone(case: Case) -> None:
    first = case_key(case)
    assert first.new
    assert first.file.stat().st_mode & 0o777 == 0o600
    again = case_key(case)
    assert not again.new
    assert again.fingerprint == first.fingerprint
    assert [line["act"] for line in read_journal(case)].count("case key made") == 1


def test_the_journal_tells_the_fingerprint_and_never_the_key(case: Case) -> None:
    key = case_key(case)
    journal = (case.path / "journal.jsonl").read_text()
    assert key.fingerprint in journal
    assert "PRIVATE" not in journal


def test_a_key_inside_the_case_is_refused(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOAL_KEYS", str(case.path / "keys"))
    with pytest.raises(ShoalError, match="every copy of the case"):
        case_key(case)


def test_a_key_that_others_may_read_is_refused(case: Case) -> None:
    case_key(case).file.chmod(0o644)
    with pytest.raises(ShoalError, match="chmod 600"):
        case_key(case)


def test_without_a_folder_named_the_key_lies_in_the_users_own(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SHOAL_KEYS")
    monkeypatch.setenv("XDG_DATA_HOME", "/home/somebody/data")
    assert key_file(case) == Path(f"/home/somebody/data/shoal/keys/{case.id}.pem")


@pytest.mark.parametrize("text", ["", "abc", "0" * 63, "g" * 64])
def test_half_a_fingerprint_is_refused(text: str) -> None:
    with pytest.raises(ShoalError, match="64 hexadecimal digits"):
        clean_fingerprint(text)
