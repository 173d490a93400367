"""Typed parameters of stored queries: text or form values come in, values for the graph go out.

A value is checked against the parameter's type before anything is sent; an error names the query and the parameter.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from case.errors import ShoalError
from case.rows import BEHAVIOURS

#: What a query can be given; a list is typed as text separated by commas or lines.
Value = str | int | float | bool | datetime | list[str] | None
TYPES = (
    "text", "int", "float", "bool", "time", "texts", "choice", "behaviour", "platform", "account", "accounts", "post",
    "cluster", "run", "hashtag", "url", "domain", "media", "contact", "template", "event",
)  # fmt: skip
#: Types whose value is the key of a node of that label: a page can offer a picker and a way on from there.
ENTITIES = ("account", "post", "cluster", "run", "hashtag", "url", "domain", "media", "contact", "template", "event")
#: Behaviours that links are made of: those of the tables, and the two that detection finds over the whole corpus.
LINK_BEHAVIOURS = (*BEHAVIOURS, "template", "passage")
_TRUE, _FALSE = ("true", "yes", "1", "on"), ("false", "no", "0", "off")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One declared parameter. `default` is None where a value is required or where none is the default."""

    name: str
    type: str
    unit: str
    meaning: str
    required: bool = False
    default: Value = None
    choices: tuple[str, ...] = ()


def parse_pairs(query: str, parameters: Iterable[Parameter], pairs: Iterable[str]) -> dict[str, str]:
    """Split `k=v` texts of the command line; a name that the query does not declare is refused."""
    known = {parameter.name for parameter in parameters}
    found: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        name = name.strip()
        if not equals:
            raise ShoalError(
                f"Query {query}: found {pair!r}, expected name=value, for example --param {_example(known)}."
            )
        if name in found:
            raise ShoalError(f"Query {query}: parameter {name} is given twice; give it once.")
        _check_known(query, known, name)
        found[name] = value
    return found


def bind(
    query: str, parameters: Iterable[Parameter], given: Mapping[str, object], *, timezone: str | None = None
) -> dict[str, Value]:
    """Check what was given (texts or form values) and fill in defaults: one value per declared parameter.

    An empty text counts as not given. Times without a zone are read in `timezone`; without one they are refused.
    """
    declared = tuple(parameters)
    for name in given:
        _check_known(query, {parameter.name for parameter in declared}, name)
    return {
        parameter.name: parse_value(query, parameter, given.get(parameter.name), timezone=timezone)
        for parameter in declared
    }


def parse_value(query: str, parameter: Parameter, raw: object, *, timezone: str | None = None) -> Value:
    """Turn one text or form value into the parameter's type, or its default when nothing is given."""
    if raw is None or (isinstance(raw, str) and not raw.strip()) or raw == []:
        if parameter.required:
            raise ShoalError(
                f"Query {query}: parameter {parameter.name} ({parameter.type}, {parameter.meaning}) is missing; "
                f"give it as {parameter.name}=…"
            )
        return parameter.default
    try:
        return _convert(parameter, raw, timezone)
    except ValueError as error:
        raise ShoalError(f"Query {query}: parameter {parameter.name} found {raw!r}, expected {error}.") from None


def parse_default(type_name: str, choices: tuple[str, ...], text: str) -> Value:
    """Read the default of a header line; `none` stands for no value. ValueError says what was expected."""
    if text == "none":
        return None
    if text == "[]":
        return []
    return _convert(Parameter("default", type_name, "", "", choices=choices), text, None)


def show_value(value: Value) -> str:
    """Write a value as the text that gives it back."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return ",".join(value) or "[]" if isinstance(value, list) else str(value)


def _convert(parameter: Parameter, raw: object, timezone: str | None) -> Value:
    match parameter.type:
        case "int":
            return _whole(raw)
        case "float":
            return _number(raw)
        case "bool":
            return _truth(raw)
        case "time":
            return _time(raw, timezone)
        case "texts" | "accounts":
            return _texts(raw)
        case "choice":
            return _one_of(raw, parameter.choices)
        case "behaviour":
            return _one_of(raw, LINK_BEHAVIOURS)
        case _:
            return _text(raw)


def _text(raw: object) -> str:
    if not isinstance(raw, str):
        raise ValueError("text")
    if "\x00" in raw:
        raise ValueError("text without null characters")
    return raw.strip()


def _whole(raw: object) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int | str):
        raise ValueError("a whole number")
    try:
        value = int(raw)
    except ValueError:
        raise ValueError("a whole number") from None
    if abs(value) >= 2**63:  # the graph's integers have 64 bits
        raise ValueError("a whole number of at most 64 bits")
    return value


def _number(raw: object) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        raise ValueError("a number")
    try:
        value = float(raw)
    except ValueError:
        raise ValueError("a number") from None
    if not math.isfinite(value):
        raise ValueError("a finite number")
    return value


def _truth(raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    text = str(raw).strip().lower()
    if text not in _TRUE + _FALSE:
        raise ValueError("true or false")
    return text in _TRUE


def _time(raw: object, timezone: str | None) -> datetime:
    if isinstance(raw, date) and not isinstance(raw, datetime):
        raw = datetime.combine(raw, time())
    if isinstance(raw, str):
        try:
            raw = datetime.fromisoformat(raw.strip())
        except ValueError:
            raise ValueError("a time such as 2024-12-01T08:00:00Z") from None
    if not isinstance(raw, datetime):
        raise ValueError("a time such as 2024-12-01T08:00:00Z")
    if raw.tzinfo is None:
        if timezone is None:
            raise ValueError("a time with its zone, such as 2024-12-01T08:00:00+08:00 (the case names no time zone)")
        raw = raw.replace(tzinfo=ZoneInfo(timezone))
    try:
        return raw.astimezone(UTC)
    except OverflowError:
        raise ValueError("a time between the years 1 and 9999 in UTC") from None


def _texts(raw: object) -> list[str]:
    parts = raw.replace("\n", ",").split(",") if isinstance(raw, str) else raw
    if not isinstance(parts, list | tuple):
        raise ValueError("a list, separated by commas")
    return [text for text in map(_text, parts) if text]


def _one_of(raw: object, choices: tuple[str, ...]) -> str:
    text = _text(raw)
    if text not in choices:
        raise ValueError(f"one of {', '.join(choices)}")
    return text


def _check_known(query: str, known: set[str], name: str) -> None:
    if name not in known:
        names = ", ".join(sorted(known)) or "none"
        raise ShoalError(f"Query {query}: found parameter {name!r}, expected one of: {names}.")


def _example(known: set[str]) -> str:
    return f"{min(known)}=…" if known else "(this query takes none)"
