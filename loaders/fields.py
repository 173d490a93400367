"""Fields of rows and objects by name: what a record holds under a name, and which names a file has."""

from collections.abc import Callable, Mapping
from typing import Any

from loaders.head import Head
from loaders.records import Raw


def has_fields(*names: str, without: tuple[str, ...] = ()) -> Callable[[Head], float]:
    """Make the recognition of a table or of JSON objects by the fields that only this format has."""

    def recognise(head: Head) -> float:
        found = set(head.columns) or set(head.first)
        return 0.95 if found.issuperset(names) and found.isdisjoint(without) else 0.0

    return recognise


def reach(raw: Raw, names: str) -> Any:
    """Return the value of the first filled field of "a|b>c"; None where all are empty."""
    for name in names.split("|"):
        value: Any = raw
        for step in name.split(">"):
            value = value.get(step) if isinstance(value, dict) else None
        if value is not None and value != "" and value != []:
            return value
    return None


def understood(roles: Mapping[str, str], head: Head) -> dict[str, str]:
    """Say which field of a file plays which role: those that its header or its first object has."""
    columns, first = set(head.columns), head.first
    found = {}
    for role, names in roles.items():
        held = [name for name in names.split("|") if name in columns or reach(first, name) is not None]
        if held:
            found[role] = held[0]
    return found
