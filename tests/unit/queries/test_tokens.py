import pytest
from hypothesis import given
from hypothesis import strategies as st

from case.errors import ShoalError
from queries.tokens import parameters_of, tokenise


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("RETURN 'a // b'", ["RETURN", "'a // b'"]),
        (r"RETURN 'it\'s' AS x", ["RETURN", r"'it\'s'", "AS", "x"]),
        ('RETURN "a\'b" // c\n+ 1', ["RETURN", '"a\'b"', "+", "1"]),
        ("RETURN /* ; ' */ 1", ["RETURN", "1"]),
        ("MATCH (`a``b`) RETURN $`x y`", ["MATCH", "(", "`a``b`", ")", "RETURN", "$`x y`"]),
        ("[*1..3]", ["[", "*", "1", "..", "3", "]"]),
        ("1.5e-3 .5 0x1F a||b", ["1.5e", "-", "3", ".5", "0x1F", "a", "||", "b"]),
        ("车.主 = $词", ["车", ".", "主", "=", "$词"]),
    ],
)
def test_a_text_is_split_like_the_server_splits_it(text: str, tokens: list[str]):
    assert [token.text for token in tokenise(text)] == tokens


@pytest.mark.parametrize("text", ["RETURN 'a", 'RETURN "a', "RETURN `a", "RETURN 1 /* b"])
def test_what_does_not_end_is_refused(text: str):
    with pytest.raises(ShoalError, match="does not end"):
        tokenise(text)


def test_parameters_in_strings_and_comments_do_not_count():
    assert parameters_of("RETURN $a, '$b', \"$c\", `$d` // $e\n /* $f */ + $`g h`") == {"a", "g h"}


@given(st.text())
def test_every_text_is_split_or_refused_and_nothing_is_lost(text: str):
    try:
        tokens = tokenise(text)
    except ShoalError:
        return
    for token in tokens:
        assert text[token.at : token.at + len(token.text)] == token.text
