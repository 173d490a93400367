"""What loads and the current run bring comes in; files for the offline import go out, one per label and type of link,
with the number of rows of each.

Every text is quoted and every null is an empty field without quotes, so an empty text stays one. The head of a file
names each column's property, type and, for keys, the label whose keys they are.
"""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from case.folder import Case
from case.progress import Progress, silent
from graph.frames import node_frame, relationship_frame
from graph.rows import TYPES
from graph.schema import NODES, RELATIONSHIPS, Property

STEP = "files for the import"
SEPARATOR = "\x1f"  # between the elements of a list; texts of lists are ids of loads, which never hold it
_HEADS = {
    "string": "string", "integer": "long", "float": "double", "boolean": "boolean", "datetime": "datetime",
    "strings": "string[]", "floats": "double[]",
}  # fmt: skip
#: What is written into an imported graph: the marker, and what people decide, which is little.
_WRITTEN = {"Case", "Load", "Verdict", "Note", "Event", "CURRENT", "ABOUT"}
#: Labels and types that are imported.
IMPORTED = [
    name for name in (*(node.label for node in NODES), *(tie.type for tie in RELATIONSHIPS)) if name not in _WRITTEN
]


def write_files(case: Case, folder: Path, *, progress: Progress = silent) -> tuple[list[str], dict[str, int]]:
    """Write the files; returns the import's options that name them, and how many rows the record has for each.

    Rows are streamed from the tables to the files: memory does not grow with the texts. They are counted in the same
    pass, but not by what was written: the import is checked against these counts.
    """
    options, counts = [], {}
    for number, (name, option, frame) in enumerate(_tables(case)):
        file = folder / f"{name}.csv"
        progress(STEP, number, len(IMPORTED))
        written = frame.sink_csv(file, quote_style="never", null_value="", lazy=True)
        _, length = pl.collect_all([written, frame.select(pl.len())], engine="streaming")
        options.append(f"{option}={name}={file}")
        counts[name] = int(length.item())
    progress(STEP, len(IMPORTED), len(IMPORTED))
    return options, counts


def longest_text(case: Case) -> int:
    """The bytes of the longest text of a post: the import's buffer has to hold it whole."""
    longest = node_frame(case, "Post").select(pl.col("text").str.len_bytes().max()).collect(engine="streaming").item()
    return int(longest or 0)


def _tables(case: Case) -> Iterator[tuple[str, str, pl.LazyFrame]]:
    for node in NODES:
        if node.label in IMPORTED:
            columns = [_column(each, node.label if each.name == node.key else None) for each in node.properties]
            yield node.label, "--nodes", node_frame(case, node.label).select(columns)
    for tie in RELATIONSHIPS:
        if tie.type in IMPORTED:
            ends = [
                _quoted(pl.col(end)).alias(f":{end.upper()}_ID({label})")
                for end, (label,) in (("start", tie.start), ("end", tie.end))
            ]
            columns = [_column(each, None) for each in tie.properties]
            yield tie.type, "--relationships", relationship_frame(case, tie.type).select(*ends, *columns)


def _column(declared: Property, keys_of: str | None) -> pl.Expr:
    head = f"{declared.name}:ID({keys_of})" if keys_of else f"{declared.name}:{_HEADS[declared.type]}"
    return _text(declared).alias(head)


def _text(declared: Property) -> pl.Expr:
    value = pl.col(declared.name).cast(TYPES[declared.type])
    if declared.type == "string":
        return _quoted(value)
    if declared.type in ("strings", "floats"):
        return _quoted(value.cast(pl.List(pl.String)).list.join(SEPARATOR))
    if declared.type == "float":
        return value.cast(pl.String).str.replace("inf", "Infinity", literal=True)
    if declared.type == "datetime":
        return value.dt.strftime("%Y-%m-%dT%H:%M:%S%.6fZ")
    return value.cast(pl.String)


def _quoted(text: pl.Expr) -> pl.Expr:
    return pl.concat_str(pl.lit('"'), text.str.replace_all('"', '""', literal=True), pl.lit('"'))
