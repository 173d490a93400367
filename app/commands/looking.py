"""Commands that show what the record keeps beside posts: former names of accounts, captured files."""

from typing import Annotated

import polars as pl
import typer

from app.commands.arguments import CaseFolder
from app.commands.output import AsCsv, AsJson, show_rows
from app.commands.verbs import command
from case.folder import open_case
from case.history import name_history
from case.naming import find_account
from case.tables import capture_file, read_captures, read_posts

_NAMES = ("handle", "name", "collected_at", "file", "place", "load")
_CAPTURES = ("post", "kind", "name", "sha256", "size", "captured_at", "picture", "in_case", "path")


@command("history")
def history(
    folder: CaseFolder,
    account: Annotated[str, typer.Argument(metavar="ACCOUNT", help="A key, handle or name, also a former one.")],
    json: AsJson = False,
    csv: AsCsv = False,
) -> None:
    """Show every handle and name that the exports give an account, the oldest first.

    Example: shoal history mycase weibo:1001
    """
    case = open_case(folder)
    show_rows(name_history(case, find_account(case, account)), _NAMES, json=json, csv=csv)


@command("captures")
def captures(folder: CaseFolder, json: AsJson = False, csv: AsCsv = False) -> None:
    """List the captured files of the case with their SHA-256, and whether their post is in the case.

    Example: shoal captures mycase
    """
    case = open_case(folder)
    known = read_posts(case).select(post="key", in_case=pl.lit(True))
    found = read_captures(case).join(known, on="post", how="left").sort("post", "sha256").collect()
    rows = [
        {**row, "in_case": bool(row["in_case"]),
         "path": str(capture_file(case, row["load"], row["sha256"], row["name"]))}
        for row in found.to_dicts()
    ]  # fmt: skip
    show_rows(rows, _CAPTURES, json=json, csv=csv)
