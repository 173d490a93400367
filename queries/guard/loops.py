"""Third layer, loops: tokens come in; a loop inside one expression that may run for very long is refused.

The server ends slow work between rows only. Inside one expression it looks at neither clock nor memory, so a loop there
must run over a list that is short by what it is, or use nothing but its own variable and no loop within.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from queries.guard.brackets import Tokens, find_variables, is_word, name_of, number_of, on_level, split_arguments
from queries.guard.statement import refused
from queries.tokens import word_set

LONGEST_LOOP = 10_000
MOST_STEPS = 1_000_000  # of a loop with the loop or range that stands in it
_FEW = 100  # labels, keys, and the parts of a path
_QUANTIFIERS = word_set("ALL ANY NONE SINGLE")
_REDUCTIONS = word_set("REDUCE ALLREDUCE")
#: Functions whose lists are as long as a node or a path is; ranges are looked at by themselves.
_SHORT = word_set("LABELS KEYS NODES RELATIONSHIPS RANGE")
_CUT = f"cut the list: list[0..{LONGEST_LOOP}], or use UNWIND"


@dataclass(frozen=True, slots=True)
class Loop:
    """`[x IN list …]`, `any(x IN list …)` or `reduce(a = …, x IN list | …)`; `over` and `body` are places: from, to."""

    start: int
    end: int
    variable: str
    accumulator: str | None
    over: tuple[int, int]
    body: tuple[int, int]


def find_loops(tokens: Tokens, closing: dict[int, int]) -> Iterator[Loop]:
    """Find every loop that stands inside an expression."""
    for start, end in closing.items():
        before = name_of(tokens[start - 1]).upper() if start and is_word(tokens[start - 1]) else ""
        bracket = tokens[start].text
        if bracket == "[" or (bracket == "(" and before in _QUANTIFIERS):
            if _loops_at(tokens, start + 1, end):
                yield _read_loop(tokens, start, end, start + 1, None)
        elif bracket == "(" and before in _REDUCTIONS:
            comma = next((place for place in on_level(tokens, start + 1, end) if tokens[place].text == ","), end)
            if not _loops_at(tokens, comma + 1, end):
                raise refused("it has a reduce in an unknown form", "write it reduce(a = 0, x IN list | a + x)")
            yield _read_loop(tokens, start, end, comma + 1, name_of(tokens[start + 1]))


def check_loops(tokens: Tokens, closing: dict[int, int], loops: list[Loop]) -> None:
    """Refuse loops and ranges that may run for very long; ShoalError says how to cut them."""
    for loop in loops:
        _check_loop(tokens, closing, loop, [other for other in loops if loop.start < other.start < loop.end])
    for place in _ranges(tokens, 0, len(tokens)):
        _check_range(tokens, place, closing[place + 1])


def other_variables(tokens: Tokens, loop: Loop, own: set[str]) -> list[str]:
    """Name the variables of a loop's body that are not its own."""
    names = [name_of(tokens[place]) for place in find_variables(tokens, *loop.body)]
    return [name for name in names if name not in own]


def _loops_at(tokens: Tokens, place: int, end: int) -> bool:
    return place + 1 < end and is_word(tokens[place]) and tokens[place + 1].upper == "IN"


def _read_loop(tokens: Tokens, start: int, end: int, variable: int, accumulator: str | None) -> Loop:
    marks = (p for p in on_level(tokens, variable + 2, end) if tokens[p].text == "|" or tokens[p].upper == "WHERE")
    body = next(marks, end)
    return Loop(start, end, name_of(tokens[variable]), accumulator, (variable + 2, body), (min(body + 1, end), end))


def _check_loop(tokens: Tokens, closing: dict[int, int], loop: Loop, inner: list[Loop]) -> None:
    if any(not _is_short(tokens, closing, *other.over) for other in inner):
        raise refused("it holds a loop over a list of unknown length within a loop", _CUT)
    if any(first.start < second.start < first.end for first in inner for second in inner):
        raise refused("it holds loops three deep", "use UNWIND")
    within = [_length(tokens, closing, *other.over) for other in inner]
    within += [_length(tokens, closing, place, closing[place + 1] + 1) for place in _ranges(tokens, *loop.body)]
    if _length(tokens, closing, *loop.over) * max(within, default=1) > MOST_STEPS:
        raise refused(f"its loops could make more than {MOST_STEPS} steps in one expression", "use UNWIND")
    short = _is_short(tokens, closing, *loop.over)
    if loop.accumulator is not None:
        if not short:
            raise refused("it reduces a list of unknown length", f"{_CUT} with sum() or max()")
        _check_accumulator(tokens, loop)
    elif not short and (strange := other_variables(tokens, loop, {loop.variable, *(o.variable for o in inner)})):
        raise refused(f"it uses {strange[0]} in a loop over a list of unknown length", _CUT)


def _ranges(tokens: Tokens, start: int, end: int) -> list[int]:
    """The places between two where `range(` stands."""
    return [
        start + place for place, (token, following) in enumerate(pairwise(tokens[start:end]))
        if is_word(token) and name_of(token).upper() == "RANGE" and following.text == "("
    ]  # fmt: skip


def _length(tokens: Tokens, closing: dict[int, int], start: int, end: int) -> int:
    """How long a list can be, by what it is; one of unknown length counts as the longest that a loop may run over."""
    part = tokens[start:end]
    numbers = [number_of(token) for token in part if token.kind == "number"]
    ranged = bool(part) and name_of(part[0]).upper() == "RANGE"
    if (ranged and not any(is_word(token) for token in part[1:])) or (part and _is_short_slice(part[-3:-1])):
        return int(min(max(numbers, default=LONGEST_LOOP), LONGEST_LOOP))
    if part and part[0].text == "[":
        return len(split_arguments(tokens, start, closing[start]))
    return LONGEST_LOOP if ranged or not _is_short(tokens, closing, start, end) else _FEW


def _is_short(tokens: Tokens, closing: dict[int, int], start: int, end: int) -> bool:
    """Say whether a list is short by what it is: a property, a literal, a slice, the parts of a node or a path."""
    if start >= end:
        return False
    if tokens[start].text == "[":
        return closing[start] == end - 1
    if tokens[end - 1].text == "]":
        opening = next(place for place, close in closing.items() if close == end - 1)
        return _is_short_slice(tokens[opening + 1 : end - 1])
    if is_word(tokens[start]) and name_of(tokens[start]).upper() in _SHORT:
        return closing.get(start + 1) == end - 1
    path = tokens[start:end]
    return len(path) > 1 and all(token.text == "." if odd % 2 else is_word(token) for odd, token in enumerate(path))


def _is_short_slice(parts: Tokens) -> bool:
    """A slice `[a..b]` or `[..b]` with a small b."""
    ends = len(parts) >= 2 and parts[-1].kind == "number" and parts[-2].text == ".."
    return ends and number_of(parts[-1]) <= LONGEST_LOOP


def _check_accumulator(tokens: Tokens, loop: Loop) -> None:
    """In one branch the accumulator may stand once: twice doubles it in every step. A condition does not grow it."""
    uses, growing, cases = [0], True, 0
    for place in range(*loop.body):
        token = tokens[place]
        if token.kind == "word" and token.upper in ("CASE", "WHEN", "THEN", "ELSE", "END"):
            growing = token.upper != "WHEN"
            cases += token.upper == "CASE"
            uses.append(0)
        elif is_word(token) and name_of(token) == loop.accumulator and tokens[place - 1].text != ".":
            uses[-1] += growing
        elif is_word(token) and name_of(token).upper() == "REPLACE":
            uses[-1] += 2
    if max(uses) > 1 or cases > 1:
        raise refused(f"its reduce uses {loop.accumulator} more than once in a step", "use UNWIND with sum() or max()")


def _check_range(tokens: Tokens, place: int, end: int) -> None:
    """A range that is unwound makes rows, which the server can end; any other makes a list at once."""
    unwound = (
        place > 0 and tokens[place - 1].upper == "UNWIND" and end + 1 < len(tokens) and tokens[end + 1].upper == "AS"
    )
    if not unwound and not all(_is_small_bound(part) for part in split_arguments(tokens, place + 1, end)):
        raise refused(f"it holds a range that may be longer than {LONGEST_LOOP}", "use UNWIND range(1, 100) AS n")


def _is_small_bound(part: Tokens) -> bool:
    """A small number, or the size of something, plus or minus a small number."""
    numbers = [number_of(token) for token in part if token.kind == "number"]
    signs = {token.text for token in part if token.kind == "sign"}
    words = [token for token in part if is_word(token)]
    if max(numbers, default=0) > LONGEST_LOOP or len(numbers) > 2 or any(token.kind == "string" for token in part):
        return False
    measured = part and is_word(part[0]) and part[0].upper in ("SIZE", "LENGTH")
    return signs <= {"-", "+"} if not words else bool(measured and not signs & {"*", "^", "/", "%"})
