"""Nested values of a run (controls, parameters) as plain rows; controls with what was expected and what was found."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Control:
    """One control: in `runs` repetitions on data without the effect, `expected` and `found` findings."""

    name: str
    runs: int | None
    expected: float
    found: float


def counted_controls(controls: Mapping[str, Any]) -> tuple[Control, ...]:
    """Give the controls that count findings where none are expected."""
    return tuple(
        Control(name, value.get("runs"), float(value["expected"]), float(value["found"]))
        for name, value in controls.items()
        if isinstance(value, Mapping) and {"expected", "found"} <= value.keys()
    )


def other_controls(controls: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Write the controls that compare rather than count as rows of a name and a text."""
    counted = {control.name for control in counted_controls(controls)}
    return flatten({name: value for name, value in controls.items() if name not in counted})


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
