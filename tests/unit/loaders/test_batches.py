"""However a file is cut, by whichever processes its pieces are read, and in which order files come: one result."""

import tempfile
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from case.fingerprint import data_fingerprint
from case.folder import Case, new_case
from case.sources import COUNTS
from case.tables import read_posts
from loaders import batches, loading
from loaders.cutting import cut, cut_file
from loaders.loading import load
from loaders.options import FileResult, LoadOptions
from tests.unit.loaders.test_damage import FILES
from tests.unit.loaders.writing import write_csv, write_lines

HERE = LoadOptions(timezone="Asia/Shanghai")
_SETTINGS = settings(
    max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def _load(folder: Path, *loads: list[Path]) -> tuple[Case, list[FileResult]]:
    case = new_case(folder, title="Test")
    return case, [result for paths in loads for result in load(case, paths, HERE).files]


def _told(case: Case, results: list[FileResult]) -> tuple[object, ...]:
    """What must be equal: the content, the places of the posts, and what became of the records."""
    told = [(result.sha256, [getattr(result, name) for name in COUNTS], result.warnings) for result in results]
    rejects = [Path(result.rejects_file).read_text() for result in results if result.rejects_file]
    places = read_posts(case).select("key", "place").collect().sort("key", "place").rows()
    return data_fingerprint(case), told, rejects, places


@pytest.mark.parametrize("name", FILES)
def test_pieces_of_any_size_give_what_the_whole_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name]())
    whole = _told(*_load(tmp_path / "whole", [path]))
    for size in (1, 300):
        monkeypatch.setattr(batches, "cut", partial(cut, size=size))
        monkeypatch.setattr(batches, "cut_file", partial(cut_file, size=size))
        assert _told(*_load(tmp_path / f"case-{size}", [path])) == whole


def _statuses(numbers: list[int]) -> list[dict[str, object]]:
    """Statuses of a few accounts that change their handles and followers, some shown again."""
    return [
        {"id": str(number % 40), "author_id": str(number % 3), "text": f"one of {number % 40} #tag{number % 5}",
         "created_at": f"2024-01-01T00:00:{number % 40:02d}Z", "public_metrics": {"like_count": number},
         "author": {"id": str(number % 3), "username": f"name{number % 7}", "name": "N",
                    "public_metrics": {"followers_count": number}}}
        for number in numbers
    ]  # fmt: skip


def test_other_processes_give_what_this_one_gives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = write_lines(tmp_path / "a.jsonl", [*_statuses(list(range(90))), "no status"])
    rows = [
        ("user", "text", "time"),
        *((f"u{number % 9}", f"text {number}", "2024-01-01 10:00") for number in range(90)),
    ]
    table = write_csv(tmp_path / "b.csv", rows)
    monkeypatch.setattr(batches, "cut_file", partial(cut_file, size=500))
    here = _told(*_load(tmp_path / "here", [lines, table]))
    monkeypatch.setattr(batches, "LARGE", 0)
    assert _told(*_load(tmp_path / "there", [lines, table])) == here


@given(data=st.data())
@_SETTINGS
def test_neither_order_nor_grouping_nor_repetition_of_loads_changes_the_content(data: st.DataObject) -> None:
    numbers = st.lists(st.integers(0, 200), min_size=1, max_size=12)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        paths = [write_lines(folder / f"{name}.jsonl", _statuses(data.draw(numbers, label=name))) for name in "abc"]
        fingerprints = set()
        for turn in range(2):
            order = data.draw(st.permutations(paths), label="order")
            at = data.draw(st.integers(1, 3), label="grouping")
            case, _ = _load(folder / f"case-{turn}", order[:at], order[at:] or order, order[:1])
            fingerprints.add(data_fingerprint(case))
        assert len(fingerprints) == 1


def test_parts_share_the_files_of_a_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [write_lines(tmp_path / f"{name}.jsonl", _statuses([number])) for number, name in enumerate("abc")]
    monkeypatch.setattr(loading, "LARGE", 1)
    case, results = _load(tmp_path / "case", paths)
    assert len({result.sha256 for result in results}) == 3
    assert sorted(len(list(part.iterdir())) for part in case.tables.iterdir()) == [3, 3, 3]
