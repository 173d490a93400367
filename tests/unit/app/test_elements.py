import pytest

from app.elements import plain


@pytest.mark.parametrize(
    "text",
    ["**bold**", "[press](https://evil.example)", "<b>x</b>", "# head", "$x$", ":red[x]", ":material/home:"],
)  # fmt: skip
def test_markup_in_data_is_escaped(text: str) -> None:
    escaped = plain(text)
    for mark in "*[]()<>#$:`~/":
        if mark in text and mark != "/":
            assert f"\\{mark}" in escaped
            assert mark not in escaped.replace(f"\\{mark}", "")


@pytest.mark.parametrize("text", ["https://evil.example", "www.evil.example", "mail me@evil.example"])
def test_addresses_in_data_do_not_link_by_themselves(text: str) -> None:
    assert "\u2060" in plain(text)


def test_lines_and_blanks_become_one_line() -> None:
    assert plain("a\n\n- b\t c") == "a \\- b c"


def test_chinese_text_stays_as_it_is() -> None:
    assert plain("提车当天就断电，售后说没办法") == "提车当天就断电，售后说没办法"
