"""How commands answer: results on stdout as a table, JSON or CSV; sentences on stderr."""

import csv
import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any

import typer
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout and nothing else.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print comma-separated rows on stdout.")]

_CELL = 60  # characters of a cell in a table; JSON and CSV are never shortened
_WHOLE = 20  # columns of cells up to this length are never broken: keys, ids, days
_WIDTH = 160  # of a table that goes into a file or a pipe
#: A time to the second, as tables show it; fractions and the Z stay in JSON and CSV.
_ISO_TIME = re.compile(r"^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$")
messages = Console(stderr=True, highlight=False, soft_wrap=True)


def say(sentence: str) -> None:
    """Tell the person something on stderr; the text is shown as it is, never read as markup."""
    messages.print(escape(sentence))


def show_json(document: Any) -> None:
    """Print one JSON document on stdout; lone surrogates and the like are written as escapes."""
    text = json.dumps(document, ensure_ascii=False, indent=2, default=_plain, allow_nan=False)
    sys.stdout.buffer.write((text + "\n").encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()


def show_rows(
    rows: Sequence[Mapping[str, Any]],
    columns: Sequence[str],
    *,
    document: Any = None,
    json: bool = False,
    csv: bool = False,
) -> None:
    """Show rows: as a table of `columns`, as CSV of them, or `document` (default: the rows) as JSON."""
    if json:
        show_json(rows if document is None else document)
    elif csv:
        _write_csv(rows, columns)
    else:
        _draw(rows, columns)


def show_facts(facts: Mapping[str, Any], *, json: bool = False, csv: bool = False, document: Any = None) -> None:
    """Show named values: one line each, or as CSV of two columns, or as a JSON object."""
    if json:
        show_json(facts if document is None else document)
        return
    rows = [{"": name, "value": value} for name, value in facts.items()]
    if csv:
        _write_csv([{"name": row[""], "value": row["value"]} for row in rows], ["name", "value"])
    else:
        _draw(rows, ["", "value"], head=False)


def _draw(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], *, head: bool = True) -> None:
    if head and not rows:
        messages.print("(no rows)")
        return
    console = Console(highlight=False, width=None if sys.stdout.isatty() else _WIDTH)
    table = Table(box=box.SIMPLE_HEAD if head else None, show_header=head, pad_edge=False)
    for column in columns:
        values = [row.get(column) for row in rows]
        numbers = all(isinstance(value, int | float | None) for value in values)
        short = all(len(_short(value)) <= _WHOLE for value in values)
        table.add_column(
            column.replace("_", " "), justify="right" if numbers else "left", no_wrap=short, overflow="fold"
        )
    for row in rows:
        table.add_row(*(escape(_short(row.get(column))) for column in columns))
    console.print(table)


def _write_csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row.get(column)) for column in columns])


def _short(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    text = "".join(character if character.isprintable() else " " for character in _cell(value))
    text = _ISO_TIME.sub(r"\1 \2", text)
    return text if len(text) <= _CELL else text[: _CELL - 1] + "…"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(_cell(item) for item in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, default=_plain)
    return str(_plain(value)) if isinstance(value, datetime | date) else str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, set | frozenset):
        return sorted(value)
    return str(value)
