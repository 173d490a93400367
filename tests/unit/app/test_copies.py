from datetime import UTC, datetime

from app.panels.copies import spreadsheet_copy


def test_a_cell_that_would_start_a_formula_is_neutralised() -> None:
    copy = spreadsheet_copy(["text"], [["=HYPERLINK(1)"], ["+86"], ["@user"], ["-1 day"]]).decode("utf-8-sig")
    assert copy.splitlines()[1:] == ["'=HYPERLINK(1)", "'+86", "'@user", "'-1 day"]


def test_numbers_times_and_chinese_stay_as_they_are() -> None:
    copy = spreadsheet_copy(["n", "at", "text"], [[-3, datetime(2024, 12, 2, 8, tzinfo=UTC), "新车发布"]])
    assert copy.startswith(b"\xef\xbb\xbf")
    assert copy.decode("utf-8-sig").splitlines()[1] == "-3,2024-12-02T08:00:00Z,新车发布"
