"""Wordings of the graph picture."""

import re

from app.component.words import CHINESE, ENGLISH


def test_both_languages_have_the_same_words_with_the_same_gaps() -> None:
    gaps = re.compile(r"\{\w+\}")
    assert {key: sorted(gaps.findall(text)) for key, text in ENGLISH.items()} == {
        key: sorted(gaps.findall(text)) for key, text in CHINESE.items()
    }
