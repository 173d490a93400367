from app.reading.controls import Control, counted_controls, flatten, matched_findings

CONTROLS = {
    "half_samples": {"expected": 0, "allowed": 1, "found": 1, "explained": 2, "runs": 2, "what": "groups"},
    "matched_accounts": {"rows": [{"cluster": "C-1", "finding": 0.28274, "matched": None}], "what": "share"},
}


def test_a_control_that_counts_says_what_was_expected_allowed_and_found() -> None:
    assert counted_controls(CONTROLS) == (Control("half_samples", 2, 0, 1, allowed=1, explained=2),)


def test_findings_stand_beside_others_who_were_as_active() -> None:
    assert matched_findings(CONTROLS) == [("C-1", 0.28274, None)]
    assert matched_findings({}) == []


def test_an_empty_list_and_a_missing_value_are_dashes() -> None:
    assert flatten({"behaviours": None, "windows": [], "seed": 1}) == [
        ("behaviours", "–"),
        ("windows", "–"),
        ("seed", "1"),
    ]
