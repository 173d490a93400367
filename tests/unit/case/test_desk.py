from pathlib import Path

import pytest

from case import desk
from case.errors import ShoalError
from case.folder import Case, new_case


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return new_case(tmp_path / "case", title="Desk")


def test_an_edited_item_keeps_its_history(case: Case) -> None:
    item = desk.add(case, "notes", {"text": "first"}, actor="a")
    desk.edit(case, "notes", item, {"text": "second"}, actor="b")
    assert [(there["text"], there["actor"]) for there in desk.items(case, "notes")] == [("second", "b")]
    assert [change["value"]["text"] for change in desk.history(case, "notes")] == ["first", "second"]


def test_the_id_of_a_removed_item_is_never_used_again(case: Case) -> None:
    first = desk.add(case, "verdicts", {"is": "unclear"})
    desk.remove(case, "verdicts", first, reason="a slip")
    assert desk.items(case, "verdicts") == []
    assert desk.add(case, "verdicts", {"is": "organic"}) != first
    assert len(desk.history(case, "verdicts")) == 3


def test_a_torn_last_line_loses_nothing_else(case: Case) -> None:
    desk.add(case, "notes", {"text": "kept"})
    with (case.desk / "notes.jsonl").open("a") as file:
        file.write('{"do": "add", "id": "N-')
    desk.add(case, "notes", {"text": "after"})
    assert [there["text"] for there in desk.items(case, "notes")] == ["kept", "after"]


@pytest.mark.parametrize(
    "change", [lambda case: desk.edit(case, "notes", "N-1", {}), lambda case: desk.add(case, "x", {})]
)
def test_what_is_not_there_cannot_be_changed(case: Case, change: object) -> None:
    with pytest.raises(ShoalError):
        change(case)  # type: ignore[operator]
