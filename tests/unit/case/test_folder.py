from pathlib import Path

import pytest

from case.errors import ShoalError, Unreachable
from case.folder import SETTINGS, new_case, open_case


@pytest.mark.parametrize("name", ["plain", "with space", "调查 案件", 'it\'s "quoted"'])
@pytest.mark.parametrize("title", ["Launch", '发布会 "A"\\n\x7f', "a\nb\tc"])
def test_a_case_is_opened_as_it_was_made(tmp_path: Path, name: str, title: str) -> None:
    made = new_case(tmp_path / name, title=title, timezone="Asia/Shanghai", purpose="p", free_cypher=True)
    assert open_case(tmp_path / name) == made


def test_two_cases_have_different_ids(tmp_path: Path) -> None:
    assert new_case(tmp_path / "a", title="T").id != new_case(tmp_path / "b", title="T").id


def test_a_folder_that_holds_something_is_not_made_a_case(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(ShoalError, match="not empty"):
        new_case(tmp_path, title="T")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"title": "T", "timezone": "Mars/Base"}, "not a time zone"),
        ({"title": "T", "graph": "http://host"}, "no graph target"),
        ({"title": " "}, "title"),
    ],
)
def test_wrong_values_are_refused_in_a_sentence(tmp_path: Path, values: dict[str, str], words: str) -> None:
    with pytest.raises(ShoalError, match=words):
        new_case(tmp_path / "case", **values)  # type: ignore[arg-type]
    assert not (tmp_path / "case").exists()


def test_a_missing_folder_cannot_be_reached(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match="does not exist"):
        open_case(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "not a case folder"),
        ("id = ", "cannot be read"),
        ('title = "T"', "has no text for 'id'"),
        ('id = "1"\ntitle = "T"\ntimezone = "x"', "not a time zone"),
    ],
)
def test_a_folder_that_is_no_case_is_refused(tmp_path: Path, text: str | None, words: str) -> None:
    if text is not None:
        (tmp_path / SETTINGS).write_text(text)
    with pytest.raises(ShoalError, match=words):
        open_case(tmp_path)
