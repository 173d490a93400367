"""Commands that bring data in: formats, sniff, load."""

import dataclasses
from pathlib import Path
from typing import Annotated

import typer

from app.commands.arguments import CaseFolder, parse_time
from app.commands.output import AsCsv, AsJson, say, show_facts, show_json, show_rows
from app.commands.progress import progress
from app.commands.verbs import command
from case.folder import open_case
from case.lock import case_lock
from graph.opening import open_graph
from loaders.loading import LoadOptions, list_formats
from loaders.loading import load as load_files
from loaders.loading import sniff as sniff_file

_FILE_COLUMNS = ("path", "format", "records", "used", "duplicates", "rejects", "accounts", "posts", "actions")


@command("formats")
def formats(json: AsJson = False, csv: AsCsv = False) -> None:
    """List the formats that can be read.

    Example: shoal formats
    """
    show_rows(list_formats(), ("name", "platform", "title", "kinds", "notes"), json=json, csv=csv)


@command("sniff")
def sniff(file: Annotated[Path, typer.Argument(help="A raw export.")], json: AsJson = False) -> None:
    """Say which format a file has, how sure that is, and show its first rows as they would be read.

    Example: shoal sniff export.csv
    """
    document = sniff_file(file).as_dict()
    if json:
        show_json(document)
        return
    show_facts({name: value for name, value in document.items() if name != "rows"})
    rows = document["rows"]
    show_rows(rows, tuple(rows[0]) if rows else ())


@command("load")
def load(
    folder: CaseFolder,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="Files or folders; .gz, .zst and .zip are opened.")
    ],
    format: Annotated[str | None, typer.Option(help="A name of `shoal formats`; sniffed by default.")] = None,
    columns: Annotated[Path | None, typer.Option(help="Column mapping (TOML) for a table of your own.")] = None,
    timezone: Annotated[
        str | None, typer.Option(help="Time zone of times that name none; the case's by default.")
    ] = None,
    collected_at: Annotated[str | None, typer.Option(help="When the export was made (ISO 8601).")] = None,
    query: Annotated[str, typer.Option(help="The query or keyword of the collection.")] = "",
    place: Annotated[str, typer.Option(help="Where the data was collected.")] = "",
    json: AsJson = False,
    csv: AsCsv = False,
) -> None:
    """Load raw exports into the case; what is known already is not loaded again.

    Example: shoal load mycase export.csv --timezone Asia/Shanghai
    """
    case = open_case(folder)
    zone = timezone or case.timezone
    options = LoadOptions(
        format=format, columns=columns, timezone=zone,
        collected_at=parse_time(collected_at, option="--collected-at", timezone=zone), query=query, place=place,
    )  # fmt: skip
    with case_lock(case, "load"), progress() as tell, open_graph(case, purpose="load") as graph:
        result = dataclasses.asdict(load_files(case, files, options, graph=graph, progress=tell))
    show_rows(result["files"], _FILE_COLUMNS, document=result, json=json, csv=csv)
    if json or csv:
        return
    for file in result["files"]:
        for warning in file["warnings"]:
            say(f"{file['path']}: {warning}")
        if file["rejects"]:
            say(f"{file['path']}: {file['rejects']} rejects are listed in {file['rejects_file']}")
    created = ", ".join(f"{number:,} {kind}" for kind, number in result["created"].items() if number) or "nothing"
    say(f"Load {result['load']} created {created} in {result['seconds']:.1f} s.")
