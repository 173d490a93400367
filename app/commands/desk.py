"""Commands on what people know and decide about a case: events, words, known accounts, exhibit numbers."""

import csv as csv_files
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from app.commands.arguments import CaseFolder, parse_time
from app.commands.output import AsCsv, AsJson, show_rows
from app.commands.verbs import command
from case import desk, journal
from case.clock import to_iso
from case.errors import ShoalError, Unreachable
from case.folder import Case, open_case
from case.lock import case_lock
from case.naming import find_account
from graph.opening import open_graph
from graph.projection import write_desk

#: Fields of each kind; the first is required.
FIELDS: dict[str, tuple[str, ...]] = {
    "events": ("title", "starts_at", "ends_at", "targets", "note"),
    "words": ("list", "word", "note"),
    "known": ("account", "role", "note"),
    "exhibits": ("number", "note"),
}
_IN_GRAPH = ("events",)

What = Annotated[str, typer.Argument(metavar="[list|add|edit|remove|import]", help="What to do; lists by default.")]
Words = Annotated[
    list[str] | None, typer.Argument(metavar="FIELD=VALUE…", help="Fields; with edit and remove the id first.")
]


def _verb(kind: str, what: str, example: str) -> Callable[..., None]:
    def act(
        folder: CaseFolder, what: What = "list", words: Words = None, json: AsJson = False, csv: AsCsv = False
    ) -> None:
        case = open_case(folder)
        if what != "list":
            with case_lock(case, kind):
                change(case, kind, what, words or [])
        rows = desk.items(case, kind)
        show_rows(rows, ("id", *FIELDS[kind]), document=rows, json=json, csv=csv)

    act.__doc__ = f"{what}\n\nFields: {', '.join(FIELDS[kind])}.\n\nExample: shoal {kind} {example}\n"
    return act


_KINDS = (
    ("events", "List or change events: named windows with their targets.",
     'mycase add title="Launch" starts_at=2024-12-20 ends_at=2024-12-23 targets=maker'),
    ("words", "List or change word lists: targets, rival brands, themes.", "mycase add list=targets word=续航"),
    ("known", "List or change known accounts: official, staff, media.", "mycase add account=weibo:1001 role=official"),
    ("exhibits", "List exhibit numbers, or add a note to one.", "mycase"),
)  # fmt: skip
for _kind, _what, _example in _KINDS:
    command(_kind)(_verb(_kind, _what, _example))


def change(case: Case, kind: str, what: str, words: list[str]) -> None:
    """Add, edit, remove or import items of one kind; each change is in the desk's history and in the journal."""
    if kind == "exhibits" and what not in ("edit",):
        raise ShoalError("Exhibit numbers are given by exports and never taken away; edit adds a note.")
    acts = {"add": _add, "edit": _edit, "remove": _remove, "import": _import}
    if what not in acts:
        raise ShoalError(f"{what!r} is nothing to do with {kind}: expected list, add, edit, remove or import.")
    changed = acts[what](case, kind, words)
    journal.record(case, f"{kind} {what}", {"items": changed})
    if kind in _IN_GRAPH:
        with open_graph(case, purpose=kind) as graph:
            write_desk(graph, case)


def _add(case: Case, kind: str, words: list[str]) -> list[str]:
    return [desk.add(case, kind, check(case, kind, _fields(kind, words)))]


def _edit(case: Case, kind: str, words: list[str]) -> list[str]:
    item, *rest = words or [""]
    there = next((found for found in desk.items(case, kind) if found["id"] == item), None)
    if there is None:
        raise ShoalError(f"There is no {item!r} among the {kind}. Name one by its id, then FIELD=VALUE.")
    value = {name: field for name, field in there.items() if name not in ("id", "at", "actor")}
    desk.edit(case, kind, item, check(case, kind, {**value, **_fields(kind, rest)}))
    return [item]


def _remove(case: Case, kind: str, words: list[str]) -> list[str]:
    if not words:
        raise ShoalError(f"Name the {kind} to remove by their ids.")
    for item in words:
        desk.remove(case, kind, item)
    return words


def _import(case: Case, kind: str, words: list[str]) -> list[str]:
    """Read a CSV whose head names fields; everything is checked before anything is added."""
    if len(words) != 1:
        raise ShoalError("Name one CSV file to import.")
    try:
        with Path(words[0]).open(encoding="utf-8-sig", newline="") as file:
            rows = [{name: text for name, text in row.items() if name and text} for row in csv_files.DictReader(file)]
    except (OSError, UnicodeDecodeError, csv_files.Error) as error:
        raise Unreachable(f"{words[0]} could not be read as CSV in UTF-8: {error}.") from error
    checked = []
    for number, row in enumerate(rows, start=2):
        try:
            checked.append(check(case, kind, {name: text for name, text in row.items() if name in FIELDS[kind]}))
        except ShoalError as error:
            raise ShoalError(f"{words[0]}, line {number}: {error} Nothing was added.") from error
    return [desk.add(case, kind, value) for value in checked]


def _fields(kind: str, words: list[str]) -> dict[str, str]:
    fields = dict(word.split("=", 1) for word in words if "=" in word)
    wrong = [word for word in words if "=" not in word] + [name for name in fields if name not in FIELDS[kind]]
    if wrong:
        raise ShoalError(f"{wrong[0]!r} is no field of {kind}: expected FIELD=VALUE with {', '.join(FIELDS[kind])}.")
    return fields


def check(case: Case, kind: str, value: dict[str, Any]) -> dict[str, Any]:
    """Return an item as it is kept: times in ISO 8601 (UTC), accounts as keys; refuse one without its first field."""
    if not value.get(FIELDS[kind][0]):
        raise ShoalError(f"{kind} need {FIELDS[kind][0]}=….")
    if kind == "events":
        names = ("starts_at", "ends_at")
        times = [parse_time(value.get(name), option=name, timezone=case.timezone) for name in names]
        if times[0] is None or times[1] is None or times[0] >= times[1]:
            raise ShoalError("An event needs starts_at=… and ends_at=… (the first moment after it), in this order.")
        return {**value, **{name: to_iso(at) for name, at in zip(names, times, strict=True)}}
    if kind == "known":
        return {**value, "account": find_account(case, value["account"])}
    return value
