import polars as pl
import pytest

from detection.wording import clean_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("RT @somebody: The hood is loose https://t.co/abc #cars", "the hood is loose"),
        ("#霁行汽车# 前備箱蓋鬆動 @客服 //@别人:转发微博", "前备箱盖松动"),
        ("Ｆｕｌｌ width １２３", "full width 123"),
        ("转发微博", ""),
        ("好看[doge][话题]\u200b", "好看"),
        ("", ""),
        (None, ""),
    ],
)
def test_only_own_words_stay(text: str | None, words: str) -> None:
    assert clean_words(pl.Series("text", [text], dtype=pl.String)).to_list() == [words]


def test_line_breaks_do_not_shift_the_texts() -> None:
    texts = pl.Series("text", ["第一行\n第二行", "另外一個", "third"])
    assert clean_words(texts).to_list() == ["第一行 第二行", "另外一个", "third"]
