import json
from pathlib import Path

import pytest

from case.folder import Case, new_case
from case.journal import FILE, Line, read_journal, record, redact, verify_journal


@pytest.fixture
def kept(tmp_path: Path) -> Case:
    case = new_case(tmp_path / "case", title="Journal")
    for number in range(3):
        record(case, "query", {"number": number, "text": "长" * 3000}, actor="analyst")
    return case


def problems_after(case: Case, change: object) -> list[tuple[int, str]]:
    lines = read_journal(case)
    change(lines)  # type: ignore[operator]
    return [(problem.line, problem.problem) for problem in verify_journal(lines)]


def test_an_untouched_journal_holds(kept: Case) -> None:
    assert verify_journal(read_journal(kept)) == []
    assert [line["seq"] for line in read_journal(kept)] == [1, 2, 3, 4]


def test_changed_details_are_found_at_their_line(kept: Case) -> None:
    assert problems_after(kept, lambda lines: lines[2]["details"].update(number=9)) == [(3, "has changed details")]


def test_a_changed_actor_is_found_at_its_line(kept: Case) -> None:
    assert problems_after(kept, lambda lines: lines[1].update(actor="somebody")) == [(2, "was changed")]


def test_a_removed_line_is_found(kept: Case) -> None:
    found = problems_after(kept, lambda lines: lines.pop(1))
    assert (2, "does not follow the line before") in found
    assert (2, "out of sequence") in found


def test_a_line_made_anew_without_its_successors_is_found(kept: Case, tmp_path: Path) -> None:
    other = new_case(tmp_path / "other", title="Other")
    forged = record(other, "query", {"number": 7})
    assert problems_after(kept, lambda lines: lines.__setitem__(1, forged))


def test_a_redacted_line_keeps_the_chain_whole(kept: Case) -> None:
    lines: list[Line] = read_journal(kept)
    lines[2] = redact(lines[2])
    assert "details" not in lines[2]
    assert verify_journal(lines) == []


def test_details_without_their_salt_are_found(kept: Case) -> None:
    assert problems_after(kept, lambda lines: lines[1].pop("salt"))


@pytest.mark.parametrize("torn", ['{"seq": 5, "act": "lo', "{", "\x00\x00", '{"seq": 5}'])
def test_a_torn_last_line_is_repaired_by_a_line_that_says_so(kept: Case, torn: str) -> None:
    with (kept.path / FILE).open("a", encoding="utf-8") as file:
        file.write(torn)
    record(kept, "note", {})
    lines = read_journal(kept)
    assert [line["act"] for line in lines[-2:]] == ["journal repaired", "note"]
    assert lines[-2]["details"]["torn_line"] == torn
    assert verify_journal(lines) == []


def test_a_line_that_is_no_json_is_named(kept: Case) -> None:
    file = kept.path / FILE
    texts = file.read_text(encoding="utf-8").split("\n")
    texts[1] = "nothing"
    file.write_text("\n".join(texts), encoding="utf-8")
    assert verify_journal(read_journal(kept))[0].problem == "is no journal line"


def test_lines_are_plain_json_in_order_of_writing(kept: Case) -> None:
    texts = (kept.path / FILE).read_text(encoding="utf-8").splitlines()
    assert [json.loads(text)["act"] for text in texts] == ["case opened", "query", "query", "query"]
