"""A stored query's file: the text of one `.cypher` file comes in, a checked definition goes out, and back.

The format is a leading block of `//` lines, a blank line, one statement. A line that continues the one above is
indented by two spaces or more after the slashes.
"""

import re
from dataclasses import dataclass, field

from case.errors import ShoalError
from queries.parameters import ENTITIES, TYPES, Parameter, parse_default, show_value

STATUSES = ("experimental", "stable")
#: What a returned column holds. An entity's key is a way on: a page can pivot from it.
COLUMN_TYPES = ("text", "int", "float", "bool", "time", "list", "map", *ENTITIES)
_SINGLE = ("title", "question", "misleads", "status", "since", "refs", "scans")
_REQUIRED = ("title", "question", "misleads", "status", "since")
_LINE = re.compile(r"(?P<word>[a-z]+)(?: (?P<name>\w+))?: *(?P<rest>.*)")
_PARAMETER = re.compile(
    r"(?P<type>[a-z]+)(?:\((?P<choices>[^)]*)\))?(?: = (?P<default>[^,]*))?, (?P<unit>[^,]+), (?P<meaning>.+)"
)
_COLUMN = re.compile(r"(?P<type>[a-z]+), (?P<meaning>.+)")


@dataclass(frozen=True, slots=True)
class Column:
    """One declared column of the result."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True, slots=True)
class StoredQuery:
    """One question that can be put to the graph, with what it means and when it misleads.

    `text` is the statement without its header, `picture` the statement that draws it, `total` the one that counts
    all rows; `scans` says why it reads a whole kind of node, where it does.
    """

    id: str
    category: str
    title: str
    question: str
    misleads: str
    status: str
    since: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    text: str
    refs: str = ""
    scans: str = ""
    picture: str | None = None
    total: str | None = None


@dataclass(slots=True)
class _Header:
    single: dict[str, str] = field(default_factory=dict)
    parameters: list[Parameter] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)


def parse_query(
    text: str, *, id: str, category: str, picture: str | None = None, total: str | None = None
) -> StoredQuery:
    """Read a query file. ShoalError names the query and the header line that does not hold."""
    lines = text.replace("\r\n", "\n").split("\n")
    end = next((number for number, line in enumerate(lines) if not line.startswith("//")), len(lines))
    header = _Header()
    for line in _join_continuations(lines[:end]):
        _read_line(id, header, line)
    missing = [word for word in _REQUIRED if not header.single.get(word)]
    if missing:
        raise ShoalError(f"Query {id}: the header lacks {', '.join(missing)}; add a line such as // {missing[0]}: …")
    if header.single["status"] not in STATUSES:
        raise ShoalError(f"Query {id}: found status {header.single['status']!r}, expected {' or '.join(STATUSES)}.")
    return StoredQuery(
        id=id, category=category, **header.single, parameters=tuple(header.parameters), columns=tuple(header.columns),
        text="\n".join(lines[end:]).strip(), picture=picture, total=total,
    )  # fmt: skip


def write_query(query: StoredQuery) -> str:
    """Write a query as a file that `parse_query` reads back equal (siblings are files of their own)."""
    lines = [f"// {word}: {value}" for word in _REQUIRED if (value := _flat(getattr(query, word)))]
    for parameter in query.parameters:
        choices = f"({'|'.join(parameter.choices)})" if parameter.choices else ""
        default = "" if parameter.required else f" = {show_value(parameter.default)}"
        lines.append(
            f"// param {parameter.name}: {parameter.type}{choices}{default}, {parameter.unit}, {parameter.meaning}"
        )
    lines += [f"// returns {column.name}: {column.type}, {column.meaning}" for column in query.columns]
    lines += [f"// {word}: {value}" for word in ("refs", "scans") if (value := _flat(getattr(query, word)))]
    return "\n".join([*lines, "", query.text, ""])


def _join_continuations(lines: list[str]) -> list[str]:
    joined: list[str] = []
    for line in lines:
        content = line[2:]
        if joined and content.startswith("  "):
            joined[-1] += " " + content.strip()
        elif content.strip():
            joined.append(content.strip())
    return joined


def _read_line(query: str, header: _Header, line: str) -> None:
    match = _LINE.fullmatch(line)
    if match is None:
        raise ShoalError(f"Query {query}: found header line {line!r}, expected // word: …, as in // title: …")
    word, name, rest = match["word"], match["name"], match["rest"].strip()
    if word == "param" and name:
        header.parameters.append(_read_parameter(query, name, rest))
    elif word == "returns" and name:
        header.columns.append(_read_column(query, name, rest))
    elif word in _SINGLE and not name and word not in header.single:
        header.single[word] = rest
    else:
        raise ShoalError(
            f"Query {query}: found header line {line!r}; the words are {', '.join(_SINGLE)} (each once), "
            "param NAME and returns NAME."
        )


def _read_parameter(query: str, name: str, rest: str) -> Parameter:
    match = _PARAMETER.fullmatch(rest)
    if match is None or match["type"] not in TYPES or (match["type"] == "choice") != bool(match["choices"]):
        raise ShoalError(
            f"Query {query}: found parameter {name}: {rest!r}, expected type = default, unit, meaning "
            f"(unit '-' for none; choice(a|b) for a choice; types: {', '.join(TYPES)})."
        )
    choices = tuple(match["choices"].split("|")) if match["choices"] else ()
    required = match["default"] is None
    try:
        default = None if required else parse_default(match["type"], choices, match["default"].strip())
    except ValueError as error:
        raise ShoalError(
            f"Query {query}: parameter {name} has the default {match['default']!r}, expected {error}."
        ) from None
    return Parameter(name, match["type"], match["unit"], match["meaning"], required, default, choices)


def _read_column(query: str, name: str, rest: str) -> Column:
    match = _COLUMN.fullmatch(rest)
    if match is None or match["type"] not in COLUMN_TYPES:
        raise ShoalError(
            f"Query {query}: found column {name}: {rest!r}, expected type, meaning (types: {', '.join(COLUMN_TYPES)})."
        )
    return Column(name, match["type"], match["meaning"])


def _flat(text: str) -> str:
    return " ".join(text.split())
