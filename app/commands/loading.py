"""Commands that bring data in: formats, sniff, load."""

import dataclasses
from pathlib import Path
from typing import Annotated

import typer

from app.commands.arguments import CaseFolder
from app.commands.output import AsCsv, AsJson, say, show_facts, show_json, show_rows
from app.commands.progress import progress
from app.commands.verbs import command
from case.errors import ShoalError
from case.folder import open_case
from case.lock import case_lock
from graph.opening import open_graph
from loaders.catalogue import list_formats
from loaders.loading import load as load_files
from loaders.mapping import mapping_from, write_mapping
from loaders.options import LoadOptions
from loaders.sniffing import sniff as sniff_file

_FILE_COLUMNS = ("path", "format", "records", "used", "duplicates", "rejects", "accounts", "posts", "actions")

FormatOption = Annotated[str | None, typer.Option("--format", help="A name of `shoal formats`; sniffed by default.")]
ColumnsOption = Annotated[Path | None, typer.Option("--columns", help="Columns (TOML) of a table of your own.")]
ZoneOption = Annotated[str | None, typer.Option("--timezone", help="Time zone of times that name none.")]


@command("formats")
def formats(json: AsJson = False, csv: AsCsv = False) -> None:
    """List the formats that can be read.

    Example: shoal formats
    """
    show_rows(list_formats(), ("name", "platform", "title", "kinds", "notes"), json=json, csv=csv)


@command("sniff")
def sniff(
    file: Annotated[Path, typer.Argument(help="A raw export.")],
    format: FormatOption = None,
    columns: ColumnsOption = None,
    timezone: ZoneOption = None,
    save: Annotated[
        Path | None, typer.Option("--save", help="Write the guessed columns to a TOML file, to edit.")
    ] = None,
    json: AsJson = False,
) -> None:
    """Say which format a file has, how sure that is, and show its first rows as they would be read.

    Example: shoal sniff export.csv
    """
    found = sniff_file(file, LoadOptions(format=format, columns=columns, timezone=timezone), timezone=timezone)
    if save is not None:
        if found.mapping is None:
            raise ShoalError(
                f"{file} is read as {found.format}, which has columns of its own: there is nothing to edit."
            )
        write_mapping(mapping_from(found.mapping, str(save)), save)
        say(f"Columns written to {save}. Edit them, then: shoal load CASE {file} --columns {save}")
    document = found.as_dict()
    if json:
        show_json(document)
        return
    show_facts({name: value for name, value in document.items() if name not in ("rows", "warnings")})
    columns_seen = dict.fromkeys(
        name for row in found.rows for name, value in row.items() if value not in (None, "", [])
    )
    show_rows(found.rows, tuple(columns_seen))
    for warning in found.warnings:
        say(warning)


@command("load")
def load(
    folder: CaseFolder,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="Files or folders; .gz, .zst and .zip are opened.")
    ],
    format: FormatOption = None,
    columns: ColumnsOption = None,
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
    options = LoadOptions(format, columns, timezone, collected_at, query, place)
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
    say(f"{result['load'] or 'Nothing new'}: created {created} in {result['seconds']:.1f} s.")
