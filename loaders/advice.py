"""What people are told about a file before it is read: its head and format come in, sentences go out."""

import json
from collections.abc import Iterable

from loaders.catalogue import resembled
from loaders.fields import understood
from loaders.form import Format, read_table
from loaders.head import Head


def tell_experimental(format: Format, head: Head) -> tuple[str, ...]:
    """Say what an experimental format takes for what, or that a file looks like one."""
    if not format.experimental:
        alike = resembled(head) if format.name == "table" else None
        return (f"looks like {alike.title} (experimental): --format {alike.name} reads it so",) if alike else ()
    roles = format.roles or {}
    found = understood(roles, head)
    named = ", ".join(f"{role} = {field}" for role, field in found.items()) or "nothing"
    missing = ", ".join(role for role in roles if role not in found and not roles[role].startswith("~")) or "nothing"
    used = {name.split(">")[0] for names in roles.values() for name in names.split("|")}
    unused = [name for name in head.columns or tuple(head.first) if name not in used]
    return (
        f"{format.name} is experimental, known from documentation only. Understood: {named}. Not found: {missing}. "
        f"Not in its layout: {listed(unused) or 'nothing'}. Compare some rows with the source "
        "before you rely on it.",
    )


def tell_unread(format: Format, head: Head) -> tuple[str, ...]:
    """Name the sheets of a workbook that are left out: their heads are not those of the table that is read."""
    if not head.unread or format.read is not read_table:
        return ()
    return (f"sheets with other heads are not read: {listed(head.unread)}; save one as a file of its own to load it",)


def tell_unknown(head: Head) -> str:
    """Say of a file that no format takes what was found in it and what to do."""
    name = head.file.label
    if (alike := resembled(head)) is not None:
        return f"{name} looks like {alike.title}, which is experimental and must be named: --format {alike.name}."
    if head.text.lstrip("\ufeff \t\r\n").startswith("<"):
        return (
            f"{name} is a web page or XML, as some tools save tables under the name .xls: open it in a table program, "
            "save it as XLSX and load that."
        )
    if head.shape in ("table", "workbook") and len(head.columns) > 1:
        return (
            f"{name} is a table whose columns ({listed(head.columns[:12])}) name no author with time or text: "
            "write which column plays which role and pass it with --columns MAP.toml."
        )
    if head.shape == "database":
        return f"{name} is a database of no known format (found tables {listed(head.columns[:12])})."
    if head.shape in ("json", "lines") and not head.records:
        return f"{name} is JSON that is broken or cut off {_break_of(head.text)}: fetch it again."
    found = (
        f"JSON with {listed(list(head.first)[:8]) or 'no objects'}" if head.shape in ("json", "lines") else "plain text"
    )
    return f"{name} is of no known format (found {found}): see `shoal formats`, or name one with --format."


def _break_of(text: str) -> str:
    try:
        json.loads(text)
    except (ValueError, RecursionError) as error:
        return f"at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else "inside"
    return "at its end"


def listed(names: Iterable[str]) -> str:
    """Put names as a file has them into one line: a damaged or merged head may hold line ends."""
    return ", ".join(" ".join(name.split()) for name in names)
