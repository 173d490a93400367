"""The command that counts co-actions plainly, on a table or on a case."""

import resource
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from app.commands.output import AsJson, say, show_facts, show_rows
from app.commands.progress import progress
from app.commands.verbs import command
from case.errors import ShoalError, Unreachable
from case.folder import SETTINGS, open_case
from detection.pairs import PairOptions, write_pairs

_BYTES = {"": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "KIB": 2**10, "MIB": 2**20, "GIB": 2**30}
_COLUMNS = ("account", "object", "post", "at")
#: Seconds that one stamp of each precision may stand for.
_WIDTHS = {"minute": 60, "day": 86_400}


@command("pairs")
def pairs(
    source: Annotated[
        Path, typer.Argument(metavar="IN", help="CSV or Parquet with account, object, post, at; or a case.")
    ],
    window: Annotated[float, typer.Option("--window", help="Seconds, both ends included.")],
    out: Annotated[Path, typer.Option("--out", help="CSV or Parquet to write.")],
    behaviour: Annotated[str | None, typer.Option(help="On a case: hashtag, url, text…")] = None,
    min_objects: Annotated[int, typer.Option(help="Distinct objects that a pair needs.")] = 1,
    engine: Annotated[str, typer.Option(help="auto, kernel, polars or duckdb; the result is the same.")] = "auto",
    memory: Annotated[str, typer.Option(help="Memory to work in; the result is the same.")] = "4GB",
    rule: Annotated[
        str, typer.Option(help="default, coortweet or toolkit: the counting rules of those tools.")
    ] = "default",
    min_participation: Annotated[int | None, typer.Option(help="Rows that an account needs (coortweet).")] = None,
    max_events: Annotated[
        int | None, typer.Option(help="Leave out objects with more co-actions; they are listed.")
    ] = None,
    max_output: Annotated[str, typer.Option(help="Refuse a count whose result may be larger than this.")] = "32GB",
    json: AsJson = False,
) -> None:
    """Count how often each pair of accounts shared an object within a window; counting decides nothing.

    Example: shoal pairs shares.csv --window 60 --out pairs.csv
    """
    options = PairOptions(
        rule=rule, min_objects=min_objects, min_participation=min_participation, max_events=max_events,  # type: ignore[arg-type]
        max_output_bytes=parse_bytes(max_output), memory_bytes=parse_bytes(memory),
        engine=engine,  # type: ignore[arg-type]  # both are checked where they are used
    )  # fmt: skip
    if out.suffix not in (".csv", ".parquet"):
        raise ShoalError(f"{out} is neither .csv nor .parquet. Give the file one of these endings.")
    if not out.parent.is_dir():
        raise Unreachable(f"{out.parent} is no folder. Make it first, or name another file.")
    shares = read_shares(source, behaviour, window)
    try:
        with progress() as tell:
            counted = write_pairs(shares, window, out, options=options, progress=tell)
    except OSError as error:
        raise Unreachable(f"{out} could not be written: {error.strerror or error}.") from error
    except pl.exceptions.PolarsError as error:
        raise ShoalError(f"{source} cannot be read as a table: {str(error).splitlines()[0]}.") from error
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    facts = {"rows": counted.rows, "pairs": counted.pairs, "seconds": counted.seconds, "peak_bytes": peak}
    show_facts(facts, document={**facts, "left_out": counted.left_out}, json=json)
    if counted.left_out and not json:
        say("Left out:")
        show_rows(counted.left_out, ("object", "rows", "events", "reason"))


def read_shares(source: Path, behaviour: str | None, window_seconds: float) -> pl.LazyFrame:
    """Return account, object, post and at of a table, or of one behaviour of a case."""
    if (source / SETTINGS).is_file():
        if behaviour is None:
            raise ShoalError("Name what accounts share in this case: --behaviour hashtag, url, text…")
        from case import tables  # a plain table needs nothing of a case

        actions = tables.read_actions(open_case(source)).filter(pl.col("behaviour") == behaviour)
        _refuse_narrow(actions, window_seconds)
        return actions.select(_COLUMNS)
    if not source.is_file():
        raise Unreachable(f"{source} does not exist. Name a CSV or Parquet file, or a case folder.")
    try:
        texts = {"account": pl.String, "object": pl.String, "post": pl.String}
        frame = pl.scan_parquet(source) if source.suffix == ".parquet" else pl.scan_csv(source, schema_overrides=texts)
        names = frame.collect_schema().names()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise ShoalError(f"{source} cannot be read as a table: {error}.") from error
    if missing := [name for name in _COLUMNS if name not in names]:
        raise ShoalError(
            f"{source} has no column {missing[0]!r}: expected {', '.join(_COLUMNS)}; found {', '.join(names)}."
        )
    return frame.select(_COLUMNS)


def _refuse_narrow(actions: pl.LazyFrame, window_seconds: float) -> None:
    """Refuse a window that the stamps cannot tell: actions within one minute all carry the same minute."""
    found = actions.filter(pl.col("at").is_not_null()).select(pl.col("precision").unique()).collect()["precision"]
    widest = max((name for name in found if name in _WIDTHS), key=_WIDTHS.__getitem__, default=None)
    if widest is not None and 0 < window_seconds < _WIDTHS[widest]:
        raise ShoalError(
            f"Some stamps tell the {widest} only, so a window of {window_seconds:g} s cannot be told."
            f" Give 0 (same stamp) or at least {_WIDTHS[widest]} s."
        )


def parse_bytes(text: str) -> int:
    """Read 4GB, 500MB or a plain number of bytes."""
    number = text.rstrip("KMGBIkmgbi ")
    unit = text[len(number) :].strip().upper()
    try:
        return int(float(number) * _BYTES[unit])
    except (KeyError, ValueError) as error:
        raise ShoalError(f"{text!r} is no size: expected something like 4GB or 500MB.") from error
