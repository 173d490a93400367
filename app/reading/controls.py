"""Nested values of a run (controls, parameters) as plain rows of a name and a text."""

from collections.abc import Mapping
from typing import Any


def flatten(values: Mapping[str, Any], *, prefix: str = "") -> list[tuple[str, str]]:
    """Write nested values as rows: `{"a": {"b": 1}}` gives `("a › b", "1")`; a list of plain values stays one row."""
    rows: list[tuple[str, str]] = []
    for name, value in values.items():
        path = f"{prefix} › {name}" if prefix else str(name)
        if isinstance(value, Mapping):
            rows += flatten(value, prefix=path)
        elif isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
            for place, one in enumerate(value, start=1):
                rows += flatten({str(place): one}, prefix=path)
        else:
            rows.append((path.replace("_", " "), _text(value)))
    return rows


def _text(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(_text, value)) or "–"
    if isinstance(value, float):
        return f"{value:.4g}"
    return "–" if value is None else str(value)
