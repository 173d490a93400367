from app.reading.controls import Control, counted_controls, flatten, other_controls

CONTROLS = {
    "exchanged_profiles": {"expected": 0, "found": 1, "runs": 20, "what": "accepted groups"},
    "matched_accounts": {"rows": [{"finding": 0.28274, "matched": 0.0}], "what": "share within a minute"},
}


def test_a_control_that_counts_says_what_was_expected_and_found() -> None:
    assert counted_controls(CONTROLS) == (Control("exchanged_profiles", 20, 0.0, 1.0),)


def test_the_other_controls_are_written_row_by_row() -> None:
    assert other_controls(CONTROLS) == [
        ("matched accounts › rows › 1 › finding", "0.2827"),
        ("matched accounts › rows › 1 › matched", "0"),
        ("matched accounts › what", "share within a minute"),
    ]


def test_an_empty_list_and_a_missing_value_are_dashes() -> None:
    assert flatten({"behaviours": None, "windows": [], "seed": 1}) == [
        ("behaviours", "–"),
        ("windows", "–"),
        ("seed", "1"),
    ]
