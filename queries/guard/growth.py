"""Third layer, growth: tokens come in; a statement whose texts or lists could grow past all bounds is refused.

A text joined to itself is twice as long; forty times is more than any memory, in one expression and before any row. The
factors that can be read off the statement are multiplied; the product may reach a thousand, since an article of a
hundred thousand characters is then as much as the server can bear.
"""

from collections.abc import Iterator
from itertools import pairwise

from queries.guard.brackets import KEYWORDS, Tokens, find_variables, is_word, match_brackets, name_of, split_arguments
from queries.guard.loops import Loop, check_loops, find_loops, other_variables
from queries.guard.patterns import check_patterns
from queries.guard.statement import refused

MOST_GROWTH = 1_000
_UNKNOWN_GROWTH = 1_000
#: At these an expression ends, as far as joining by + is concerned.
_ENDS = (",", "=", "<>", "<", ">", "<=", ">=", "=~", "|", ":")


def check_growth(tokens: Tokens) -> None:
    """Refuse loops, patterns, texts and lists that the server could not end; ShoalError says how to write them."""
    closing = match_brackets(tokens)
    loops = list(find_loops(tokens, closing))
    check_loops(tokens, closing, loops)
    check_patterns(tokens)
    growth = 1.0
    for factor in (*_sums(tokens), *_lists(tokens, closing), *_replacements(tokens, closing), *_copies(tokens, loops)):
        growth *= factor
    if growth > MOST_GROWTH:
        raise refused(
            "it joins texts or lists to themselves again and again", "join them once, or cut them with left()"
        )


def _sums(tokens: Tokens) -> Iterator[float]:
    """How many whole values are joined by + in each expression."""
    start = 0
    for place in range(len(tokens) + 1):
        if place < len(tokens) and tokens[place].text not in _ENDS and tokens[place].upper not in KEYWORDS:
            continue
        if any(token.text in ("+", "||") for token in tokens[start:place]):
            yield max(1.0, float(sum(1 for _ in find_variables(tokens, start, place))))
        start = place + 1


def _lists(tokens: Tokens, closing: dict[int, int]) -> Iterator[float]:
    """How many whole values each list or map holds: written out, a list of a list twice is twice as long."""
    for start, end in closing.items():
        in_pattern = start > 0 and tokens[start - 1].text in ("-", "<")
        if tokens[start].text == "(" or (tokens[start].text == "[" and in_pattern):
            continue
        parts = [part for part in split_arguments(tokens, start, end) if part and is_word(part[-1])]
        alone = [part for part in parts if len(part) == 1 or part[-2].text == ":"]
        if len(alone) > 1:
            yield float(len(alone))


def _replacements(tokens: Tokens, closing: dict[int, int]) -> Iterator[float]:
    """How much longer replace() can make a text."""
    for place, (token, following) in enumerate(pairwise(tokens)):
        if name_of(token).upper() != "REPLACE" or following.text != "(":
            continue
        parts = split_arguments(tokens, place + 1, closing[place + 1])
        written = [len(part[0].text) - 2 if len(part) == 1 and part[0].kind == "string" else None for part in parts]
        if len(written) == 3 and written[2] is not None:
            yield max(1.0, written[2] / max(1, written[1] or 0))
        else:
            yield float(_UNKNOWN_GROWTH)


def _copies(tokens: Tokens, loops: list[Loop]) -> Iterator[float]:
    """Loops that put another whole value into each element."""
    for loop in loops:
        if other_variables(tokens, loop, {loop.variable, loop.accumulator or ""}):
            yield float(_UNKNOWN_GROWTH)
