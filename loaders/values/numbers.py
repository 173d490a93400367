"""Counts as platforms print them ("10万+", "1.2亿", "1,234", "12.3K"): text comes in, a whole number or None goes
out.
"""

import re

_UNITS = {"": 1, "千": 1_000, "k": 1_000, "万": 10_000, "萬": 10_000, "w": 10_000, "m": 1_000_000, "b": 1_000_000_000,
          "亿": 100_000_000, "億": 100_000_000}  # fmt: skip
#: A point before three digits parts thousands, as Germans write them: counts have no fractions.
_POINTED = re.compile(r"\d{1,3}(?:\.\d{3})+")
_COUNT = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*([千kKwW万萬mMbB亿億]?)\s*\+?")


def read_count(raw: object) -> int | None:
    """Read a count; "10万+" gives its lower bound, anything that is no count gives None, never zero."""
    if raw is None or raw == "" or isinstance(raw, bool):
        return None
    if isinstance(raw, int):
        return raw
    text = str(raw).strip()
    if text.isascii() and text.isdigit():
        return int(text)
    text = text.replace(".", "") if _POINTED.fullmatch(text) else text.replace(",", "").replace("，", "")
    match = _COUNT.fullmatch(text)
    if match is None:
        return None
    return round(float(match[1]) * _UNITS[match[2].lower()])


def read_flag(raw: object) -> bool | None:
    """Read yes or no as exports write it; None where it is neither."""
    text = str(raw).strip().lower()
    if text in ("true", "1", "yes", "y", "t", "是"):
        return True
    return False if text in ("false", "0", "no", "n", "f", "否") else None
