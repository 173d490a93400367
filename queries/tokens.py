"""Cypher text comes in, its tokens go out: words, names in backticks, parameters, strings, numbers, signs.

Only as much of the grammar as is needed to tell what stands in a text or a comment from what is a statement. What does
not end (a string, a comment) is an error: a text that is read differently here and in the server is not let through.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from case.errors import ShoalError

_TOKEN = re.compile(
    r"""
      (?P<space>\s+)
    | (?P<comment>//[^\r\n]*|/\*.*?\*/)
    | (?P<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
    | (?P<parameter>\$(?:\w+|`(?:[^`]|``)*`))
    | (?P<name>`(?:[^`]|``)*`)
    | (?P<number>\d\w*(?:\.(?!\.)\d\w*)?|\.\d\w*)
    | (?P<word>[^\W\d]\w*)
    | (?P<open>'|"|`|/\*)
    | (?P<sign>\|\||\.\.|<>|<=|>=|=~|\+=|::|[^\s\w])
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """One token. `kind` is word, name, parameter, string, number or sign; `at` counts characters from 0."""

    kind: str
    text: str
    at: int

    @property
    def upper(self) -> str:
        """The text of a word in capitals: keywords are written in any case."""
        return self.text.upper()

    @property
    def value(self) -> str:
        """The name that a parameter or a name in backticks stands for."""
        text = self.text.removeprefix("$")
        return text[1:-1].replace("``", "`") if text.startswith("`") else text


def word_set(text: str) -> frozenset[str]:
    """The words of a text, for tables of words."""
    return frozenset(text.split())


def tokenise(text: str) -> tuple[Token, ...]:
    """Split a text. ShoalError says where a string, name or comment begins that does not end."""
    return tuple(_tokens(text))


def parameters_of(text: str) -> set[str]:
    """Name the parameters that a statement uses; what stands in strings and comments does not count."""
    return {token.value for token in tokenise(text) if token.kind == "parameter"}


def _tokens(text: str) -> Iterator[Token]:
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None or match.lastgroup == "open":
            raise ShoalError(f"The statement has {text[position]!r} at character {position + 1} that does not end.")
        if match.lastgroup not in ("space", "comment"):
            yield Token(match.lastgroup or "sign", match.group(), position)
        position = match.end()
