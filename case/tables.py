"""Canonical tables in Parquet: one immutable part per load, and the merged view over all of them.

A part appears whole or not at all. In the merged view each key has one row; where sources disagree the later collected
one wins (unknown times last; ties by the source's SHA-256, then by place), so the order of loads cannot change it.
Supplements (expansions of short links, deletions, captures) are joined to it.
"""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from case.folder import Case
from case.joining import empty_supplements, join_actions, join_posts, scan_supplements, winner_first
from case.rows import (
    ACCOUNT_COLUMNS,
    ACCOUNT_SCHEMA,
    ACTION_COLUMNS,
    ACTION_SCHEMA,
    POST_COLUMNS,
    POST_SCHEMA,
    Account,
    Action,
    Post,
)
from case.supplements import SUPPLEMENT_COLUMNS, SUPPLEMENT_SCHEMAS, TABLE_OF, Capture, Supplement

_TABLES = {"accounts": ACCOUNT_SCHEMA, "posts": POST_SCHEMA, "actions": ACTION_SCHEMA}
_SCHEMAS = {**_TABLES, **SUPPLEMENT_SCHEMAS}
_COLUMNS = {"accounts": ACCOUNT_COLUMNS, "posts": POST_COLUMNS, "actions": ACTION_COLUMNS, **SUPPLEMENT_COLUMNS}
#: Folder of a part that holds the captured files, each named by its hash.
CAPTURES = "captures"
_ORIGIN = ("load", "source", "file", "collected_at")


class PartWriter:
    """Writes the part of one load; leaving the block with an error leaves nothing behind."""

    def __init__(self, case: Case, load: str) -> None:
        """Prepare to write the part of `load`; nothing is on the disk before the block is entered."""
        self._load = load
        self._draft = case.tables / f".{load}.part"
        self._target = case.tables / load
        self._writers: dict[str, pq.ParquetWriter] = {}

    def __enter__(self) -> "PartWriter":
        """Open the three tables in a draft folder, removing what a crash left there."""
        shutil.rmtree(self._draft, ignore_errors=True)
        self._draft.mkdir(parents=True)
        for name in _TABLES:
            self._open(name)
        return self

    def _open(self, name: str) -> pq.ParquetWriter:
        file = self._draft / f"{name}.parquet"
        self._writers[name] = pq.ParquetWriter(file, _SCHEMAS[name], compression="zstd")
        return self._writers[name]

    def add(
        self,
        accounts: Sequence[Account],
        posts: Sequence[Post],
        actions: Sequence[Action],
        *,
        source: str,
        file: str,
        collected_at: int | None = None,
    ) -> None:
        """Append one batch of rows of one raw file; some ten thousand rows a batch are a good size."""
        origin = {"load": self._load, "source": source, "file": file, "collected_at": collected_at}
        for name, rows in (("accounts", accounts), ("posts", posts), ("actions", actions)):
            if rows:
                self._writers[name].write_table(_table(name, rows, origin))

    def store(self, supplement: Supplement) -> Supplement:
        """Store the file of a capture in the part and return its row without it; other supplements as they are."""
        if not isinstance(supplement, Capture):
            return supplement
        folder = self._draft / CAPTURES
        folder.mkdir(exist_ok=True)
        (folder / stored_name(supplement.sha256, supplement.name)).write_bytes(supplement.content)
        return replace(supplement, content=b"")

    def supplement(
        self, rows: Sequence[Supplement], *, source: str, file: str, collected_at: int | None = None
    ) -> None:
        """Append supplements of one raw file; a table of them is made with the first."""
        origin = {"load": self._load, "source": source, "file": file, "collected_at": collected_at}
        for kind, name in TABLE_OF.items():
            if theirs := [row for row in rows if isinstance(row, kind)]:
                writer = self._writers[name] if name in self._writers else self._open(name)
                writer.write_table(_table(name, theirs, origin))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the tables; put them in place only when the block ended without error."""
        for writer in self._writers.values():
            writer.close()
        if kind is not None:
            shutil.rmtree(self._draft, ignore_errors=True)
            return
        if self._target.exists():
            shutil.rmtree(self._target)
        self._draft.rename(self._target)


def list_loads(case: Case) -> list[str]:
    """Return the ids of the loads whose parts are complete."""
    return sorted(part.name for part in case.tables.iterdir() if part.is_dir() and not part.name.startswith("."))


def read_part(case: Case, load: str) -> tuple[pl.LazyFrame, pl.LazyFrame, pl.LazyFrame]:
    """Return accounts, posts and actions as one load wrote them."""
    return (
        _scan([case.tables / load], "accounts"),
        _scan([case.tables / load], "posts"),
        _scan([case.tables / load], "actions"),
    )


def read_accounts(case: Case) -> pl.LazyFrame:
    """Return one row per account: each field from the winning source that has it, there the latest; with `loads`."""
    rows = _scan(_parts(case), "accounts")
    fields = [pl.col(name).drop_nulls().first() for name in (*ACCOUNT_COLUMNS[1:], *_ORIGIN)]
    loads = pl.col("load").unique().sort().alias("loads")
    latest = winner_first(rows.with_columns(_back=-pl.col("place")), ("_back", *ACCOUNT_COLUMNS))
    return latest.group_by("key", maintain_order=True).agg(*fields, loads).drop("load")


def read_profiles(case: Case) -> pl.LazyFrame:
    """Return every version of every profile as its source shows it: the merged view shows the latest only."""
    return _scan(_parts(case), "accounts")


def read_posts(case: Case) -> pl.LazyFrame:
    """Return one row per post, the winning version, with `loads`, `deleted` and `deleted_at`."""
    parts = _parts(case)
    posts = _merged_posts(parts)
    return join_posts(posts, _merged_actions(parts, posts), parts)


def read_actions(case: Case) -> pl.LazyFrame:
    """Return the actions of the winning version of each post, each (post, behaviour, object) once.

    Short links whose target is known stand for their target.
    """
    parts = _parts(case)
    posts = _merged_posts(parts)
    return join_actions(_merged_actions(parts, posts), posts, parts)


def read_captures(case: Case) -> pl.LazyFrame:
    """Return the captures of the case: one row per post and file."""
    rows = scan_supplements(_parts(case), "captures")
    rows = empty_supplements("captures") if rows is None else rows
    ordered = winner_first(rows, ("post", "sha256", "place"))
    return ordered.unique(["post", "sha256"], keep="first", maintain_order=True)


def capture_file(case: Case, load: str, sha256: str, name: str) -> Path:
    """Return where a captured file lies; `load`, `sha256` and `name` are those of its row."""
    return case.tables / load / CAPTURES / stored_name(sha256, name)


def stored_name(sha256: str, name: str) -> str:
    """Name a captured file by its hash and the ending of its own name, where that is a plain one."""
    ending = Path(name).suffix.lower()
    return sha256 + (ending if ending[1:].isalnum() and ending.isascii() and len(ending) <= 8 else "")


def _merged_posts(parts: Sequence[Path]) -> pl.LazyFrame:
    rows = _scan(parts, "posts")
    repeated = _repeated(rows, "key")
    once = rows.join(repeated, on="key", how="anti").with_columns(loads=pl.concat_list("load"))
    fields = [pl.col(name).first() for name in rows.collect_schema().names() if name not in ("key", "load")]
    loads = pl.col("load").unique().sort().alias("loads")
    several = winner_first(rows.join(repeated, on="key", how="semi"), ("key", "place"))
    merged = several.group_by("key", maintain_order=True).agg(*fields, loads)
    columns = [*POST_COLUMNS, "source", "file", "collected_at", "loads"]
    return pl.concat([once.select(columns), merged.select(columns)])


def _merged_actions(parts: Sequence[Path], posts: pl.LazyFrame) -> pl.LazyFrame:
    rows = _scan(parts, "actions")
    repeated = _repeated(_scan(parts, "posts"), "key").rename({"key": "post"})
    winners = posts.select(post="key", source="source")
    several = rows.join(repeated, on="post", how="semi").join(winners, on=["post", "source"], how="semi")
    once = rows.join(repeated, on="post", how="anti")
    columns = list(ACTION_COLUMNS)
    distinct = several.unique(["post", "behaviour", "object"], keep="first", maintain_order=True)
    return pl.concat([once.select(columns), distinct.select(columns)])


def post_keys(case: Case) -> set[str]:
    """Return the keys of all posts of the case, to tell new records from duplicates."""
    keys = _scan(_parts(case), "posts").select("key").collect(engine="streaming")
    return set(keys["key"].to_list())


def _parts(case: Case) -> list[Path]:
    return [case.tables / load for load in list_loads(case)]


def _scan(parts: Sequence[Path], name: str) -> pl.LazyFrame:
    if not parts:
        empty = pl.from_arrow(_SCHEMAS[name].empty_table())
        assert isinstance(empty, pl.DataFrame)
        return empty.lazy()
    return pl.scan_parquet([part / f"{name}.parquet" for part in parts])


def _repeated(rows: pl.LazyFrame, key: str) -> pl.LazyFrame:
    return rows.group_by(key).len().filter(pl.col("len") > 1).select(key)


def _table(name: str, rows: Sequence[Any], origin: dict[str, Any]) -> pa.Table:
    schema = _SCHEMAS[name]
    columns = {
        column: pa.array([getattr(row, column) for row in rows], schema.field(column).type) for column in _COLUMNS[name]
    }
    for column, value in origin.items():
        columns[column] = pa.array([value] * len(rows), schema.field(column).type)
    return pa.table(columns, schema=schema)
