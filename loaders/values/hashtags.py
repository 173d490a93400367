"""Hashtags in texts and tag lists: #话题#, #话题[话题]#, #tag; one spelling per tag goes out."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_NOTE = re.compile(r"[#＃]([^#＃\[\]\n]{1,60})\[话题\][#＃]?")
_PAIR = re.compile(r"[#＃]([^#＃\n\s](?:[^#＃\n]{0,58}[^#＃\n\s])?)[#＃]")
_TIGHT_PAIR = re.compile(r"[#＃]([^#＃\s]{1,40})[#＃](?!\w)")
#: What may not stand before the mark is looked at behind it: a search then jumps from mark to mark.
_SINGLE = re.compile(r"[#＃](?<![\w&/#＃].)([\w·]*[^\W\d_][\w·]*)")
_MARK = re.compile(r"\[(?:话题|超话|电影|音乐|地点)\]$")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060-\u2064\ufeff\ufe0e\ufe0f]")
#: Platforms whose tags are closed by a second mark and may hold blanks.
CLOSED = {"weibo"}


def find_hashtags(text: str, platform: str) -> tuple[str, ...]:
    """Return the tags of a text in their order, each once."""
    if "#" not in text and "＃" not in text:
        return ()
    return normal_tags(_find(text, platform))


def _find(text: str, platform: str) -> list[str]:
    if "[话题]" in text:
        return _NOTE.findall(text) + _find_marked(_NOTE.sub(" ", text), platform)
    return _find_marked(text, platform)


def _find_marked(text: str, platform: str) -> list[str]:
    if platform in CLOSED:
        return _PAIR.findall(text)
    paired = [] if text.isascii() else [(match.start(), match[1]) for match in _TIGHT_PAIR.finditer(text)]
    if not paired:
        return _SINGLE.findall(text)
    rest = _TIGHT_PAIR.sub(lambda match: " " * len(match[0]), text)
    singles = [(match.start(), match[1]) for match in _SINGLE.finditer(rest)]
    return [tag for _, tag in sorted(paired + singles)]


def normal_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Level the spelling of tags (width, case, marks) and drop empty ones and repetitions, order kept."""
    return tuple(dict.fromkeys(filter(None, map(normal_tag, tags))))


def as_written(tags: Iterable[str], text: str) -> tuple[str, ...]:
    """Put tags that a tool sorted back into the order of the text; those that are not in it come last."""
    words = unicodedata.normalize("NFKC", text).casefold()
    places = {tag: words.find(f"#{normal_tag(tag)}") for tag in tags}
    return tuple(sorted(places, key=lambda tag: (places[tag] < 0, places[tag])))


@lru_cache(maxsize=50_000)
def normal_tag(tag: str) -> str:
    """Level one tag: "#ＳＵ７[话题]#" and "su7" are one."""
    bare = _INVISIBLE.sub("", tag).strip().strip("#＃").strip()
    return unicodedata.normalize("NFKC", _MARK.sub("", bare)).casefold().strip()
