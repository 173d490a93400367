import pytest

from loaders.values.numbers import read_count, read_flag


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("10万+", 100_000), ("1.2亿", 120_000_000), ("1.2万", 12_000), ("100万+", 1_000_000), ("1,234", 1_234),
        ("12.3K", 12_300), ("3m", 3_000_000), ("0", 0), (7, 7), ("-7", -7), ("12.0", 12), ("1.5w", 15_000),
        ("1.204", 1_204), ("1.234.567", 1_234_567),
    ],
)  # fmt: skip
def test_a_count_is_read_as_platforms_print_it(raw: object, expected: int) -> None:
    assert read_count(raw) == expected


@pytest.mark.parametrize("raw", [None, "", "-", "many", "转发", True, "1.2.3"])
def test_what_is_no_count_is_unknown_and_not_zero(raw: object) -> None:
    assert read_count(raw) is None


@pytest.mark.parametrize(("raw", "expected"), [("True", True), ("0", False), ("是", True), ("no", False), ("", None)])
def test_yes_and_no_are_read_as_written(raw: str, expected: bool | None) -> None:
    assert read_flag(raw) is expected
