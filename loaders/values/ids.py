"""Ids and names as exports leave them: which can serve as a key, and which would join strangers."""

import re
from collections.abc import Iterable

_FLOAT = re.compile(r"[+-]?\d(?:\.\d+)?[eE]\+?\d+")
_ABSENT = {"", "0", "null", "none", "nan", "absent", "undefined", "-1", "-"}
#: Names that many people share because a platform, a crawler or a spreadsheet wrote them.
_SHARED = {"", "-", "null", "none", "nan", "undefined", "unknown", "anonymous", "momo", "[deleted]", "[removed]",
"deleted account",
           "匿名", "匿名用户", "微博用户", "用户已注销", "账号已注销", "该用户已注销", "小红薯", "抖音用户",
           "快手用户"}  # fmt: skip
_SPREADSHEET = re.compile(r"#(?:NAME\?|REF!|VALUE!|N/A|NULL!|NUM!|DIV/0!)")
_MASKED = re.compile(r".{0,3}[*＊]{2,}.{0,3}")
#: Ids of platforms since 2013 have 15 to 20 digits; a table program keeps 15 of them and fills up with zeros.
_LONG = re.compile(r"\d{16,20}")


def clean_id(raw: object) -> str | None:
    """Return an id as text without the tab, quote or apostrophe that crawlers put before it; None where there is
    none.
    """
    if raw is None or raw == "" or isinstance(raw, bool):
        return None
    text = str(raw).strip().lstrip("'`=\ufeff\u200b").strip("\"'").strip()
    return None if text.lower() in _ABSENT else text


def is_mangled(id: str) -> bool:
    """Whether an id went through a floating-point number ("9.06E+17"): many ids then look alike."""
    return _FLOAT.fullmatch(id) is not None


def ids_are_damaged(ids: Iterable[str]) -> bool:
    """Whether a column of ids was rounded: any in E notation, or most of the long ones end in 000.

    One id in a thousand ends in 000 by chance; a table program leaves it on every one, so half is far from both.
    """
    seen = list(ids)
    if any(is_mangled(id) for id in seen):
        return True
    long = [id for id in seen if _LONG.fullmatch(id)]
    return len(long) >= 3 and sum(id.endswith("000") for id in long) * 2 > len(long)


def is_shared_name(name: str | None) -> bool:
    """Whether a name says nothing about who it is: empty, a spreadsheet error, deleted, masked, a platform's
    default.
    """
    if name is None:
        return True
    text = name.strip()
    return text.lower() in _SHARED or _SPREADSHEET.fullmatch(text) is not None or is_masked(text)


def is_masked(name: str) -> bool:
    """Whether a tool blotted a name out ("测***户"): different people get the same mask."""
    return _MASKED.fullmatch(name.strip()) is not None
