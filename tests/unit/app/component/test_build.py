"""The lock file of the browser side."""

from pathlib import Path

LOCK = Path(__file__).resolve().parents[4] / "app" / "component" / "package-lock.json"


def test_the_lock_file_names_no_address() -> None:
    assert "://" not in LOCK.read_text()
