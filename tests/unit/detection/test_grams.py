import math
import os
import re
from collections import Counter

import numpy as np
import polars as pl
import pytest

from detection import grams as module
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


TEXTS = [
    "这个前备箱盖子松动了怎么办", "啊，前备箱，盖子松动！没有别人遇到吗?这个前备箱盖子",
    "𠀀𠀁𠀂这个前备箱盖子松动了😀怎么办",
    "the dealer never answers my calls, don't they?", "No: the dealer never answers; MY calls don't matter 42",
    "the dealer never answers my calls, don't they?", "naïve façade où l'été n'est pas là, 12 fois",
]  # fmt: skip


def grams_of(text: str) -> set[tuple[object, ...]]:
    """The definition, word for word: runs of four letters of Chinese texts, else word pairs near each other."""
    if len(re.findall("[\u4e00-\u9fff\U00020000-\U0002a6df]", text)) >= module.MIN_HAN:
        letters = [letter for letter in text if letter.isalnum()]
        return {tuple(letters[place : place + 4]) for place in range(len(letters) - 3)}
    words = re.findall(r"[^\W_]+(?:'[^\W_]+)*", text)
    return {(step, *pair) for step in (1, 2) for pair in zip(words, words[step:], strict=False)}


def test_shared_grams_and_weights_are_those_of_the_definition() -> None:
    found, sets = find_grams(pl.Series(TEXTS)), [grams_of(text) for text in TEXTS]
    shared = (found.matrix @ found.matrix.T).toarray()
    frequency = Counter(gram for grams in sets for gram in grams)
    for one, grams in enumerate(sets):
        assert found.weight[one] == pytest.approx(sum(math.log(len(TEXTS) / frequency[gram]) for gram in grams))
        for other in range(one):
            assert shared[one, other] == len(grams & sets[other])


def test_passes_and_threads_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = pl.Series([f"{TEXTS[number % 7]} {number % 11} times {number % 3}" for number in range(300)])
    whole = find_grams(texts)
    monkeypatch.setattr(module, "PASS_GRAMS", 500)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2})
    parts = find_grams(texts)
    assert (whole.matrix != parts.matrix).nnz == 0
    assert whole.weight.tolist() == pytest.approx(parts.weight.tolist())


def test_empty_texts_and_a_text_of_a_megabyte_are_no_trouble() -> None:
    texts = pl.Series(["", "😀😀😀", "字" * 400_000, "word " * 200_000, "字" * 400_000])
    assert has_grams(texts).tolist() == [False, False, True, True, True]
    assert find_grams(texts.filter(pl.Series(has_grams(texts)))).matrix.nnz == 2
    assert find_grams(texts.head(0)).matrix.shape == (0, 0)
