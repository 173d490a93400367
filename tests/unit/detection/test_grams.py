import numpy as np
import polars as pl
import pytest

from detection.grams import find_grams, has_grams


@pytest.mark.parametrize(
    ("text", "long"),
    [
        ("这个前备箱盖子松动了怎么办", True),
        ("前备箱盖子松动", False),
        ("five words are just enough", True),
        ("four are too few", False),
        ("", False),
    ],
)
def test_short_texts_tie_nobody(text: str, long: bool) -> None:
    assert has_grams(pl.Series([text])).tolist() == [long]


def shared(one: str, other: str) -> int:
    matrix = find_grams(pl.Series([one, other])).matrix
    return int(matrix[[0]].multiply(matrix[[1]]).sum())


def test_chinese_runs_of_four_characters_are_shared_across_punctuation() -> None:
    assert shared("这个前备箱盖子松动了怎么办", "啊，前备箱，盖子松动！没有别人遇到吗") == 4


def test_word_pairs_survive_one_replaced_word() -> None:
    text = "the dealer never answers my calls about the hood"
    assert shared(text, text.replace("never", "seldom")) >= 10


def test_order_of_texts_changes_nothing_but_the_order() -> None:
    texts = pl.Series(["一二三四五六七八九十甲乙丙", "the quick brown fox jumps", "甲乙丙丁戊己庚辛壬癸子丑寅"])
    forward, backward = find_grams(texts), find_grams(texts.reverse())
    assert np.allclose(forward.weight, backward.weight[::-1])
