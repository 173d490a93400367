"""The notation of texts/*.txt in, named lists of alternatives out.

"[name]" opens a list and a line is one alternative; "(a|b)" is a choice inside a line, "{name}" takes another list,
"{#2-9}" is a number. The last empty line of a list separates it from the next; other empty lines are empty words.
"""

import re
from dataclasses import dataclass

TOKEN = re.compile(r"\{#(\d+)-(\d+)\}|\{([a-z_0-9]+)\}|([()|])")


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number from low to high."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several alternatives, each a sequence of parts; `plain` holds their texts where all are plain words."""

    alternatives: tuple["Parts", ...]
    plain: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """One line of a named list."""

    name: str


Part = str | Number | Choice | Name
Parts = tuple[Part, ...]


def parse_lists(text: str) -> dict[str, tuple[Parts, ...]]:
    """Return the lists of one file; lines before the first list are comments."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in text.split("\n"):
        if line.startswith("#") and not name:
            continue
        if re.fullmatch(r"\[[a-z_0-9]+\]", line) and (not name or found[name][-1:] == [""]):
            name = line[1:-1]
            found[name] = []
        elif name:
            found[name].append(line)
    return {key: tuple(parse_line(line) for line in _without_separator(lines)) for key, lines in found.items()}


def parse_line(line: str) -> Parts:
    """Return the parts of one line."""
    parts, rest = _parse_parts(line, 0)
    if rest != len(line):
        raise ValueError(f"unbalanced ')' in text line {line!r} at {rest}")
    return parts


def _parse_parts(line: str, place: int) -> tuple[Parts, int]:
    parts: list[Part] = []
    while place < len(line):
        match = TOKEN.search(line, place)
        end = match.start() if match else len(line)
        if end > place:
            parts.append(line[place:end])
        if match is None:
            return tuple(parts), len(line)
        if match.group(4) in (")", "|"):
            return tuple(parts), match.start()
        if match.group(4) == "(":
            choice, place = _parse_choice(line, match.end())
            parts.append(choice)
            continue
        parts.append(Name(match.group(3)) if match.group(3) else Number(int(match.group(1)), int(match.group(2))))
        place = match.end()
    return tuple(parts), place


def _parse_choice(line: str, place: int) -> tuple[Choice, int]:
    alternatives: list[Parts] = []
    while True:
        parts, place = _parse_parts(line, place)
        alternatives.append(parts)
        if place >= len(line):
            raise ValueError(f"missing ')' in text line {line!r}")
        place += 1
        if line[place - 1] == ")":
            return Choice(tuple(alternatives), plain_texts(tuple(alternatives))), place


def plain_texts(alternatives: tuple[Parts, ...]) -> tuple[str, ...]:
    """Return the alternatives that are plain words, if there are at least two different ones."""
    texts = ["".join(str(part) for part in parts) for parts in alternatives if all(isinstance(p, str) for p in parts)]
    return tuple(dict.fromkeys(texts)) if len(set(texts)) > 1 else ()


def _without_separator(lines: list[str]) -> list[str]:
    return lines[:-1] if lines and lines[-1] == "" else lines
