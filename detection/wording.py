"""Texts as posted in; what stays when spelling, links, names and other people's words are taken away out.

NFKC, simplified characters, lower case; no URLs, tags, mentions, emoticons, repost chains, zero-width characters or
platform boilerplate.
"""

from functools import cache

import opencc
import polars as pl

#: From the chain mark on, the words are other people's.
_CHAIN = r"(?s)//\s*@.*$"
_REPOST = r"^\s*(?i:rt|mt)\s+@[\w.]+:?"
_URL = r"(?i)(?:https?://|www\.)[^\s\u3000-\u9fff\uff00-\uffef]*"
_TAG_PAIR = r"#[^#\n]{1,60}#"
_TAG = r"#[\w·\-]+(?:\[话题\])?#?"
_MENTION = r"@[\w.\-·]+"
_EMOTICON = r"\[[^\[\]\n]{1,12}\]"
_INVISIBLE = r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\ufe0e\ufe0f]"
#: What platforms and their share buttons write for people.
BOILERPLATE = (
    "转发微博", "轉發微博", "快转微博", "展开全文", "收起全文", "全文", "网页链接", "分享图片", "分享视频", "分享自",
    "来自@", "我参与了", "我发起了", "我投给了", "查看图片", "的微博视频", "的秒拍视频", "抱歉，此微博已被作者删除",
    "抱歉,此微博已被作者删除", "此微博已被删除",
)  # fmt: skip


def clean_words(texts: pl.Series) -> pl.Series:
    """Return the own words of each text, levelled; an empty string where nothing is left."""
    bare = pl.col("text").fill_null("").str.normalize("NFKC").str.replace_all(_INVISIBLE, "").str.replace(_CHAIN, "")
    for pattern in (_REPOST, _URL, _TAG_PAIR, _TAG, _MENTION, _EMOTICON):
        bare = bare.str.replace_all(pattern, " ")
    bare = bare.str.replace_many(list(BOILERPLATE), [" "] * len(BOILERPLATE))
    cleaned = pl.DataFrame({"text": texts.cast(pl.String)}).select(bare.str.to_lowercase().str.strip_chars())["text"]
    return _simplified(cleaned)


def readable(texts: pl.Series) -> pl.Series:
    """Return the own words of each text as they were posted, in one line: only chains and the invisible are gone."""
    bare = pl.col("text").fill_null("").str.replace_all(_INVISIBLE, "").str.replace(_CHAIN, "").str.replace(_REPOST, "")
    shown = bare.str.replace_all(r"\s+", " ").str.strip_chars()
    return pl.DataFrame({"text": texts.cast(pl.String)}).select(shown)["text"]


def level(words: pl.Series) -> pl.Series:
    """Return words as they are compared: NFKC, simplified, lower case."""
    return _simplified(words.str.normalize("NFKC").str.to_lowercase())


def _simplified(texts: pl.Series) -> pl.Series:
    """Turn traditional into simplified characters, all texts in one call: the converter's start costs most."""
    if not texts.str.contains(r"\p{Han}").any():
        return texts
    lines = texts.str.replace_all(r"[\r\n\u2028\u2029\u0085]+", " ")
    joined = str(_converter().convert("\n".join(lines.to_list())))
    return pl.Series(texts.name, joined.split("\n"), dtype=pl.String)


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")
