"""Third layer, patterns: tokens come in; a regular expression that may need endless steps is refused.

The server matches patterns by backtracking, inside one expression, where it looks at no clock.
"""

import re

from queries.guard.brackets import Tokens
from queries.guard.statement import refused

MOST_UNBOUNDED = 2  # each multiplies the steps by the length of the text
LONGEST_PATTERN = 500
_UNBOUNDED = re.compile(r"[*+]|\{\d+,\d*\}|\{\d{3,}\}")
_REPEATS = ("*", "+", "{", "?")


def check_patterns(tokens: Tokens) -> None:
    """Refuse what follows =~ unless it is written out and tame."""
    for place, token in enumerate(tokens):
        if token.text != "=~":
            continue
        pattern = tokens[place + 1] if place + 1 < len(tokens) else token
        following = tokens[place + 2].text if place + 2 < len(tokens) else ""
        if pattern.kind != "string" or following in ("+", "||"):
            raise refused("its pattern after =~ is not written out", "write it as one text, or use CONTAINS")
        if not is_tame(pattern.text[1:-1].replace("\\\\", "\\")):
            raise refused(
                "its pattern after =~ could be tried in too many ways",
                f"use at most {MOST_UNBOUNDED} repeats, none on a bracket that holds one or a choice, or use CONTAINS",
            )


def is_tame(pattern: str) -> bool:
    """Say whether a regular expression needs few steps: few repeats, no repeated bracket with a choice or repeat."""
    if len(pattern) > LONGEST_PATTERN or re.search(r"\\[1-9kQ]|\(\?<?[=!]", pattern):
        return False
    plain = re.sub(r"\[(?:[^\]\\]|\\.)*\]", "x", re.sub(r"\\.", "x", pattern))
    if len(_UNBOUNDED.findall(plain)) > MOST_UNBOUNDED:
        return False
    opened: list[int] = []
    for place, sign in enumerate(plain):
        if sign == "(":
            opened.append(place)
        elif sign == ")" and opened:
            inside = re.sub(r"^\(\?[a-z]*[:)]?", "", plain[opened.pop() : place])
            if plain[place + 1 : place + 2] in _REPEATS[:3] and re.search(r"[*+?|{]", inside):
                return False
    return True
