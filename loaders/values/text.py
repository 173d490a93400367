"""Texts as exports hold them: HTML to plain text, invisible characters, chains of other people's words, the exact
form.
"""

import hashlib
import html
import re
import unicodedata

import polars as pl

#: Shorter texts are phrases that strangers write alike ("转发微博", "so cute", 359 empty comments): they link nobody.
SHORTEST = 15

_BREAK = re.compile(r"<\s*(?:br|/p|/div|/li)\b[^>]*>", re.I)
_EMOTION = re.compile(r"<img[^>]*\balt=[\"']?(\[[^\]\"'>]+\])[^>]*>", re.I)
_TAG = re.compile(r"<(?:!--.*?--|/?[A-Za-z][^<>]*)>", re.S)
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\ufe0e\ufe0f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_RT = re.compile(r"^\s*(?:rt|mt)\s+@[\w.]+:?\s*")
#: Matching case costs half of the time; "HTTP://" is rare and levelled before.
_NO_LINK = r"\u3000-\u9fff\uff00-\uffef"
_URL = re.compile(rf"(?:https?://|www\.)[^\s{_NO_LINK}]*")
_MENTION = re.compile(r"[@＠][\w.\-·]+")
#: What Python takes for blanks, and as a class of characters: other engines of expressions take some more or fewer.
SPACES = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
SPACE_CLASS = "".join(f"\\x{{{ord(blank):x}}}" for blank in SPACES)
_CHAIN = re.compile(r"//\s*[@＠]")
#: Common signs, as a class of characters: ASCII, Chinese characters with their punctuation and wide letters, and most
#: pictures. None of them joins with its neighbour, and NFKC changes those of `_WIDE` only, each by itself.
_COMMON = (
    r"\x00-\x7f\u00b7\u2014\u2018\u2019\u201c\u201d\u2026\u3000-\u3002\u3008-\u3011\u4e00-\u9fff\uff01-\uff5e"
    r"\U0001f300-\U0001f64f\U0001f680-\U0001f6ff\U0001f900-\U0001f9ff"
)
_WIDE = [chr(code) for code in (0x2026, 0x3000, *range(0xFF01, 0xFF5F))]
_PLAIN = [unicodedata.normalize("NFKC", sign) for sign in _WIDE]
#: Those of them that make words, in lower case.
_WORD = r"0-9a-z_\u4e00-\u9fff\uff10-\uff19\uff41-\uff5a"


def html_to_text(source: str) -> str:
    """Turn platform HTML into plain text: breaks kept, tags dropped, picture smileys by their name, entities
    decoded.
    """
    if "<" in source:
        source = _TAG.sub("", _EMOTION.sub(r"\1", _BREAK.sub("\n", source)))
    return decode_entities(source).strip()


def decode_entities(text: str) -> str:
    """Decode &amp; and its like, also where a tool encoded them twice."""
    if "&" not in text:
        return text
    return html.unescape(html.unescape(text))


def clean(text: str) -> str:
    """Make a text storable as UTF-8 without changing its words: lone surrogates become U+FFFD, outer blanks go."""
    if text.isascii():
        return text.strip()
    return without_surrogates(text).replace("\u00a0", " ").strip("\u200b\ufeff\u2060 \t\r\n").strip()


def without_surrogates(text: str) -> str:
    """Replace halves of characters, which broken escapes leave, by U+FFFD: UTF-8 cannot write them."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text)
    return text


def own_words(text: str) -> str:
    """Return the words before a repost chain: what follows "//@name:" was said by others."""
    if "//" not in text:
        return text
    match = _CHAIN.search(text)
    return text[: match.start()] if match else text


def own_words_in(column: str) -> pl.Expr:
    """Return the words before a repost chain for a column of texts."""
    return pl.col(column).str.replace(rf"(?s)//[{SPACE_CLASS}]*[@＠].*", "")


def exact_form(text: str) -> str:
    """Return what stays of a text when spelling is levelled.

    NFKC, casefold, without "RT @name:", repost chains, links, mentions,
    tag marks and invisible characters; blanks folded.
    """
    bare = own_words(text).casefold()
    if "http" in bare or "www." in bare:
        bare = _URL.sub(" ", bare)
    if "@" in bare or "＠" in bare:
        bare = _MENTION.sub(" ", _RT.sub("", bare))
    if not bare.isascii():
        bare = unicodedata.normalize("NFKC", _INVISIBLE.sub("", bare)).casefold().replace("[话题]", "")
    return " ".join(bare.replace("#", " ").split())


def exact_forms(words: pl.Series) -> pl.Series:
    """Return the exact forms of texts: those of common signs as a column, others one by one."""
    common = of_common_signs(words)
    if common.all():
        return _common_forms(words)
    places = pl.int_range(words.len(), eager=True)
    others = pl.Series([exact_form(text) for text in words.filter(~common).to_list()], dtype=pl.String)
    forms = pl.concat([_common_forms(words.filter(common)), others])
    return forms.gather(pl.concat([places.filter(common), places.filter(~common)]).arg_sort())


def of_common_signs(texts: pl.Series) -> pl.Series:
    """Tell which texts hold common signs only."""
    return texts.str.contains(f"^[{_COMMON}]*$")


def in_plain_width(texts: pl.Series) -> pl.Series:
    """Return texts of common signs in NFKC."""
    return texts.str.replace_many(_WIDE, _PLAIN)


def _common_forms(words: pl.Series) -> pl.Series:
    """Level texts of common signs, where lower case is casefold."""
    bare = words.str.to_lowercase().str.replace_all(rf"(?:https?://|www\.)[^{SPACE_CLASS}{_NO_LINK}]*", " ")
    bare = bare.str.replace(rf"^[{SPACE_CLASS}]*(?:rt|mt)[{SPACE_CLASS}]+@[{_WORD}.]+:?[{SPACE_CLASS}]*", "")
    bare = in_plain_width(bare.str.replace_all(rf"[@＠][{_WORD}.·-]+", " ")).str.replace_all("[话题]", "", literal=True)
    # Two steps: to replace every single blank by itself takes five times as long.
    return bare.str.replace_all(r"[#\x09-\x0d\x1c-\x1f]", " ").str.replace_all("  +", " ").str.strip_chars(" ")


def text_names(exact: pl.Series) -> pl.Series:
    """Name exact texts by 32 hex digits of BLAKE2b."""
    named = [hashlib.blake2b(text, digest_size=16).hexdigest() for text in exact.cast(pl.Binary).to_list()]
    return pl.Series(named, dtype=pl.String)
