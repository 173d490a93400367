"""Nested values of a run (controls, parameters) as plain rows; controls with what was expected and what was found."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Control:
    """One control: in `runs` repetitions on data without the effect, how many findings were expected and found.

    The level of the test lets `allowed` pass by chance; `explained` groups had a strong innocent explanation.
    """

    name: str
    runs: int | None
    expected: int
    found: int
    allowed: int | None = None
    explained: int | None = None


def counted_controls(controls: Mapping[str, Any]) -> tuple[Control, ...]:
    """Give the controls that count findings where none are expected."""
    return tuple(
        Control(
            name, value.get("runs"), value["expected"], value["found"], value.get("allowed"), value.get("explained")
        )
        for name, value in controls.items()
        if isinstance(value, Mapping) and {"expected", "found"} <= value.keys()
    )


def matched_findings(controls: Mapping[str, Any]) -> list[tuple[object, ...]]:
    """Give each finding's cluster, its share of fast co-actions, and that of others who were as active."""
    rows = controls.get("matched_accounts", {}).get("rows", [])
    return [(row.get("cluster"), row["finding"], row["matched"]) for row in rows]


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
