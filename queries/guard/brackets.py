"""Tokens come in, their structure goes out: which brackets match, what stands on one level, what is a variable."""

from collections.abc import Iterator
from itertools import pairwise

from queries.guard.statement import refused
from queries.tokens import Token, word_set

Tokens = tuple[Token, ...]
#: Words that are no variable wherever they stand.
KEYWORDS = word_set(
    """WITH RETURN WHERE AS AND OR XOR NOT WHEN THEN ELSE END CASE IN ORDER BY MATCH UNWIND CALL UNION LIMIT SKIP OFFSET
    IS CONTAINS STARTS ENDS DISTINCT YIELD ASC DESC ASCENDING DESCENDING OPTIONAL ALL NULL TRUE FALSE EXISTS COLLECT"""
)
#: Functions that give a number of whatever they are given.
_MEASURES = word_set("COUNT SIZE LENGTH SUM AVG MIN MAX ABS ROUND TOINTEGER TOFLOAT")
_PAIRS = {")": "(", "]": "[", "}": "{"}


def match_brackets(tokens: Tokens) -> dict[int, int]:
    """Map the place of each opening bracket to that of its closing one; ShoalError when they do not match."""
    closing: dict[int, int] = {}
    opened: list[int] = []
    for place, token in enumerate(tokens):
        if token.text in ("(", "[", "{"):
            opened.append(place)
        elif token.text in _PAIRS:
            if not opened or tokens[opened[-1]].text != _PAIRS[token.text]:
                raise refused(f"the bracket {token.text} at character {token.at + 1} closes none", "match the brackets")
            closing[opened.pop()] = place
    if opened:
        raise refused(f"the bracket {tokens[opened[-1]].text} is not closed", "match the brackets")
    return closing


def on_level(tokens: Tokens, start: int, end: int) -> Iterator[int]:
    """The places between two that stand in no bracket opened between them."""
    depth = 0
    for place in range(start, end):
        depth -= tokens[place].text in (")", "]", "}")
        if depth == 0:
            yield place
        depth += tokens[place].text in ("(", "[", "{")


def split_arguments(tokens: Tokens, start: int, end: int) -> list[Tokens]:
    """What stands between the brackets at two places, split at the commas."""
    commas = [place for place in on_level(tokens, start + 1, end) if tokens[place].text == ","]
    return [tokens[first + 1 : second] for first, second in pairwise([start, *commas, end])]


def find_variables(tokens: Tokens, start: int, end: int) -> Iterator[int]:
    """The places of words that stand for a whole value: no property, function, label, key, keyword or count."""
    for place in range(start, end):
        token = tokens[place]
        if token.kind not in ("word", "name") or (token.kind == "word" and token.upper in KEYWORDS):
            continue
        before = tokens[place - 1].text if place else ""
        following = tokens[place + 1].text if place + 1 < len(tokens) else ""
        if (before in (".", ":") and not _is_entry(tokens, place)) or following in (".", "(", ":", "{"):
            continue
        if not (before == "(" and following == ")" and place > 1 and tokens[place - 2].upper in _MEASURES):
            yield place


def _is_entry(tokens: Tokens, place: int) -> bool:
    """Say whether what stands at a place is the value of a map, as in `{key: value}`, and no label or type."""
    return place > 2 and tokens[place - 1].text == ":" and tokens[place - 3].text in ("{", ",")


def name_of(token: Token) -> str:
    """The name that a word or a name in backticks stands for."""
    return token.value if token.kind == "name" else token.text


def is_word(token: Token) -> bool:
    """Say whether a token can be a variable, a label or a function's name."""
    return token.kind in ("word", "name")


def number_of(token: Token) -> float:
    """The value of a number; one that is written in an unknown way counts as endless."""
    text = token.text.replace("_", "")
    try:
        return float(text) if text.replace(".", "").isdigit() else float(int(text, 0))
    except ValueError:
        return float("inf")
