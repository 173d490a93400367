import polars as pl
import pytest

from loaders.values.text import SHORTEST, clean, decode_entities, exact_form, html_to_text, own_words, text_names


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>One<br/>two &amp; three</p>", "One\ntwo & three"),
        ('好车<img src="x.png" alt="[赞]" />真的', "好车[赞]真的"),
        ('see <a href="https://a.example/x">here</a>', "see here"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("<!-- hidden -->shown", "shown"),
    ],
)
def test_html_becomes_the_text_that_people_see(source: str, expected: str) -> None:
    assert html_to_text(source) == expected


def test_entities_that_were_encoded_twice_are_decoded() -> None:
    assert decode_entities("Q&amp;amp;A") == "Q&A"


def test_a_lone_surrogate_does_not_break_the_tables() -> None:
    assert clean("a\ud800b") == "a\ufffdb"


def test_outer_blanks_and_invisible_characters_go() -> None:
    assert clean("\u200b 车机又黑屏了 \u00a0\u200b") == "车机又黑屏了"


def test_words_after_a_repost_chain_are_of_others() -> None:
    assert own_words("说得好//@路人甲:原来如此//@路人乙:好") == "说得好"
    assert own_words("see https://a.example/x") == "see https://a.example/x"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The NEW brake  failed twice", "the new brake failed twice https://t.example/abc"),
        ("RT @someone: The new brake failed twice", "The new brake failed twice"),
        ("#刹车# 又失灵了，第三次了！", "刹车 又失灵了，第三次了！"),
        ("ＡＢＣ 车型降价五千元整", "abc 车型降价五千元整"),
        ("降价\u200b五千元整", "降价五千元整"),
        ("降价五千元整 @某车主", "降价五千元整"),
        ("续航 #新能源[话题]# 打七折", "续航 #新能源# 打七折"),
    ],
)
def test_texts_that_differ_in_spelling_only_are_one(one: str, other: str) -> None:
    assert exact_form(one) == exact_form(other)


def test_one_changed_word_makes_another_text() -> None:
    new, old = text_names(pl.Series([exact_form(f"the {one} brake failed today") for one in ("new", "old")]))
    assert new != old


@pytest.mark.parametrize(
    "text", ["", "转发微博", "so cute!!", "https://t.example/abcdefghijklmnop", "@a_very_long_handle_here"]
)
def test_a_short_text_links_nobody(text: str) -> None:
    assert len(exact_form(text)) < SHORTEST
