import pytest

from app.reading.figures import amount, count, duration, probability, share, times_over


@pytest.mark.parametrize(
    ("number", "written"),
    [(0, "0"), (12345, "12,345"), (None, "–"), (999, "999"), (1_204_000, "1,204,000")],
)
def test_counts_have_their_thousands_apart(number: int | None, written: str) -> None:
    assert count(number) == written


@pytest.mark.parametrize(
    ("number", "written"), [(3.14159, "3.1"), (0.031, "0.031"), (412.4, "412"), (0.0, "0"), (0.0000021, "2 × 10⁻⁶")]
)
def test_amounts_keep_about_two_digits(number: float, written: str) -> None:
    assert amount(number) == written


@pytest.mark.parametrize(
    ("p", "written"),
    [(0.0, "< 10⁻³⁰⁰"), (2e-9, "2 × 10⁻⁹"), (0.034, "0.034"), (1.0, "1"), (None, "–"), (float("nan"), "–")],
)
def test_probabilities_never_read_as_zero(p: float | None, written: str) -> None:
    assert probability(p) == written


@pytest.mark.parametrize(
    ("seconds", "written"),
    [(0, "0 s"), (42, "42 s"), (190, "3 min 10 s"), (86_400, "1 d"), (90_061, "1 d 1 h"), (None, "–")],
)
def test_gaps_are_written_in_their_two_largest_units(seconds: float | None, written: str) -> None:
    assert duration(seconds) == written


def test_a_ratio_without_expectation_is_a_dash() -> None:
    assert times_over(412, 0) == "–"
    assert times_over(412, 3.1) == "133×"
    assert times_over(6, 2.2) == "2.7×"


def test_a_share_of_nothing_is_a_dash() -> None:
    assert share(0, 0) == "–"
    assert share(2, 210) == "1.0 %"
    assert share(210, 210) == "100 %"
