import pytest

from case.errors import ShoalError
from detection.parameters import Parameters, parameters_from, parse_windows


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("0", (0.0,)), ("10s,60s", (10.0, 60.0)), ("1h, 10min,60", (60.0, 600.0, 3600.0)), ("24h,1d", (86400.0,))],
)
def test_windows_are_read_from_text(text: str, seconds: tuple[float, ...]) -> None:
    assert parse_windows(text) == seconds


def test_a_window_that_is_no_time_span_is_refused() -> None:
    with pytest.raises(ShoalError, match="soon"):
        parse_windows("10s,soon")


@pytest.mark.parametrize(
    "wrong",
    [
        {"behaviours": ("dance",)},
        {"behaviours": ()},
        {"windows": (-1.0,)},
        {"windows": (float("nan"),)},
        {"q": 0.0},
        {"from_at": 5, "to_at": 5},
        {"min_occasions": 0},
        {"communities": "guess"},
    ],
)
def test_parameters_that_no_run_can_have_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ShoalError):
        Parameters(**wrong)  # type: ignore[arg-type]


def test_parameters_survive_being_written_down() -> None:
    parameters = Parameters(behaviours=("url",), windows=(0.0, 60.0), from_at=1, q=0.05)
    assert parameters_from(parameters.as_dict()) == parameters
