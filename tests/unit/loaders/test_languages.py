import pytest

from loaders.values.languages import language_code


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("English", "en"),
        ("en", "en"),
        ("zh-CN", "zh"),
        ("zh_hans", "zh"),
        ("Farsi (Persian)", "fa"),
        ("iw", "he"),
        ("中文", "zh"),
    ],
)
def test_a_language_has_one_short_code(raw: str, expected: str) -> None:
    assert language_code(raw) == expected


@pytest.mark.parametrize("raw", ["", None, "und", "qst", "LANGUAGE UNDEFINED"])
def test_a_language_that_is_not_told_is_none(raw: str | None) -> None:
    assert language_code(raw) is None


def test_a_name_that_is_not_known_stays() -> None:
    assert language_code("Klingon tongue") == "klingon tongue"
