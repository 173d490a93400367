"""Canonical tables in Parquet: immutable parts of loads, and the merged view over all of them.

A load has one part, or several where its files are large. A part appears whole or not at all. In the merged view each
key has one row; where sources disagree the later collected one wins (unknown times last; ties by the source's SHA-256,
then by place), so the order of loads cannot change it.
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
from case.keys import KeySet, hash_keys
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
from case.writing import sync

_TABLES = {"accounts": ACCOUNT_SCHEMA, "posts": POST_SCHEMA, "actions": ACTION_SCHEMA}
_SCHEMAS = {**_TABLES, **SUPPLEMENT_SCHEMAS}
_COLUMNS = {"accounts": ACCOUNT_COLUMNS, "posts": POST_COLUMNS, "actions": ACTION_COLUMNS, **SUPPLEMENT_COLUMNS}
#: Folder of a part that holds the captured files, each named by its hash.
CAPTURES = "captures"
_DRAFT = ".part"
_ORIGIN = ("load", "source", "file", "collected_at")
#: Columns whose values hardly repeat: a dictionary of them is made and thrown away.
_UNLIKE = ("key", "post", "object", "text", "url", "reply_to", "repost_of", "quote_of")
#: Rows that are written together: larger groups are packed and read faster, smaller ones need less memory.
_GROUP = 100_000


class PartWriter:
    """Writes one part of a load; leaving the block with an error leaves nothing behind."""

    def __init__(self, case: Case, load: str, *, number: int = 1) -> None:
        """Prepare to write part `number` of `load`; nothing is on the disk before the block is entered."""
        self.load = load
        self.name = load if number == 1 else f"{load}.{number}"
        self.draft = case.tables / f".{self.name}{_DRAFT}"
        self._target = case.tables / self.name
        self._writers: dict[str, pq.ParquetWriter] = {}
        self._waiting: dict[str, list[pa.Table]] = {}

    def __enter__(self) -> "PartWriter":
        """Open the three tables in a draft folder, removing what a crash left there."""
        shutil.rmtree(self.draft, ignore_errors=True)
        self.draft.mkdir(parents=True)
        for name in _TABLES:
            self._open(name)
        return self

    def _open(self, name: str) -> pq.ParquetWriter:
        file = self.draft / f"{name}.parquet"
        self._writers[name] = pq.ParquetWriter(
            file, _SCHEMAS[name], compression="zstd",
            use_dictionary=[column for column in _SCHEMAS[name].names if column not in _UNLIKE],
        )  # fmt: skip
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
        for name, rows in (("accounts", accounts), ("posts", posts), ("actions", actions)):
            self.write(name, _table(name, rows), source=source, file=file, collected_at=collected_at)

    def write(self, name: str, rows: pa.Table, *, source: str, file: str, collected_at: int | None = None) -> None:
        """Append rows of one raw file, given as columns without those of their origin."""
        if not rows.num_rows:
            return
        schema = _SCHEMAS[name]
        origin = {"load": self.load, "source": source, "file": file, "collected_at": collected_at}
        columns = [
            pa.repeat(pa.scalar(origin[column.name], column.type), rows.num_rows)
            if column.name in origin else rows[column.name]
            for column in schema
        ]  # fmt: skip
        waiting = self._waiting.setdefault(name, [])
        waiting.append(pa.table(columns, schema=schema))
        if sum(table.num_rows for table in waiting) >= _GROUP:
            self._flush(name)

    def _flush(self, name: str) -> None:
        writer = self._writers[name] if name in self._writers else self._open(name)
        writer.write_table(pa.concat_tables(self._waiting.pop(name)))

    def store(self, supplement: Supplement) -> Supplement:
        """Store the file of a capture in the part and return its row without it; other supplements as they are."""
        if not isinstance(supplement, Capture):
            return supplement
        folder = self.draft / CAPTURES
        folder.mkdir(exist_ok=True)
        (folder / stored_name(supplement.sha256, supplement.name)).write_bytes(supplement.content)
        return replace(supplement, content=b"")

    def supplement(
        self, rows: Sequence[Supplement], *, source: str, file: str, collected_at: int | None = None
    ) -> None:
        """Append supplements of one raw file; a table of them is made with the first."""
        for kind, name in TABLE_OF.items():
            theirs = [row for row in rows if isinstance(row, kind)]
            self.write(name, _table(name, theirs), source=source, file=file, collected_at=collected_at)

    def seal(self) -> None:
        """Close the tables and wait until they are on the disk; nothing can be added after it."""
        for name in list(self._waiting):
            self._flush(name)
        for writer in self._writers.values():
            writer.close()
        for file in self.draft.rglob("*"):
            sync(file)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Put the tables in place only when the block ended without error."""
        if kind is None:
            self.seal()
            if self._target.exists():
                shutil.rmtree(self._target)
            self.draft.rename(self._target)
            sync(self._target.parent)
            return
        for writer in self._writers.values():
            writer.close()
        shutil.rmtree(self.draft, ignore_errors=True)


def remove_drafts(case: Case) -> None:
    """Remove parts that a crash left unfinished. The caller holds the case's lock."""
    for draft in case.tables.glob(f".*{_DRAFT}"):
        shutil.rmtree(draft)


def remove_part(part: Path) -> None:
    """Take a part away, at once for whoever reads the tables next; what a crash leaves is a draft to be removed."""
    gone = part.with_name(f".{part.name}{_DRAFT}")
    part.rename(gone)
    shutil.rmtree(gone)


def list_loads(case: Case) -> list[str]:
    """Return the ids of the loads that have a complete part."""
    return sorted({load_of(part) for part in list_parts(case)})


def list_parts(case: Case, load: str | None = None) -> list[Path]:
    """Return the folders of the complete parts, of one load or of all."""
    parts = [part for part in case.tables.iterdir() if part.is_dir() and not part.name.startswith(".")]
    return sorted(part for part in parts if load is None or load_of(part) == load)


def load_of(part: Path) -> str:
    """Return the id of the load that wrote a part: the first is named like its load, the next `load.2`."""
    return part.name.partition(".")[0]


def read_part(case: Case, load: str) -> tuple[pl.LazyFrame, pl.LazyFrame, pl.LazyFrame]:
    """Return accounts, posts and actions as one load wrote them."""
    parts = list_parts(case, load)
    return _scan(parts, "accounts"), _scan(parts, "posts"), _scan(parts, "actions")


def read_accounts(case: Case) -> pl.LazyFrame:
    """Return one row per account: each field from the winning source that has it, there the latest; with `loads`."""
    rows = _scan(list_parts(case), "accounts")
    fields = [pl.col(name).drop_nulls().first() for name in (*ACCOUNT_COLUMNS[1:], *_ORIGIN)]
    loads = pl.col("load").unique().sort().alias("loads")
    latest = winner_first(rows.with_columns(_back=-pl.col("place")), ("_back", *ACCOUNT_COLUMNS))
    return latest.group_by("key", maintain_order=True).agg(*fields, loads).drop("load")


def read_profiles(case: Case) -> pl.LazyFrame:
    """Return every version of every profile as its source shows it: the merged view shows the latest only."""
    return _scan(list_parts(case), "accounts")


def read_posts(case: Case) -> pl.LazyFrame:
    """Return one row per post, the winning version, with `loads`, `deleted` and `deleted_at`."""
    parts = list_parts(case)
    posts = _merged_posts(parts)
    return join_posts(posts, _merged_actions(parts, posts), parts)


def read_actions(case: Case) -> pl.LazyFrame:
    """Return the actions of the winning version of each post, each (post, behaviour, object) once.

    Short links whose target is known stand for their target.
    """
    parts = list_parts(case)
    posts = _merged_posts(parts)
    return join_actions(_merged_actions(parts, posts), posts, parts)


def read_captures(case: Case) -> pl.LazyFrame:
    """Return the captures of the case: one row per post and file."""
    rows = scan_supplements(list_parts(case), "captures")
    rows = empty_supplements("captures") if rows is None else rows
    ordered = winner_first(rows, ("post", "sha256", "place"))
    return ordered.unique(["post", "sha256"], keep="first", maintain_order=True)


def capture_file(case: Case, load: str, sha256: str, name: str) -> Path:
    """Return where a captured file lies; `load`, `sha256` and `name` are those of its row."""
    stored = stored_name(sha256, name)
    places = [part / CAPTURES / stored for part in list_parts(case, load)]
    return next((place for place in places if place.exists()), case.tables / load / CAPTURES / stored)


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


def post_keys(case: Case, seed: int) -> KeySet:
    """Return the keys of all posts of the case, hashed under `seed`, to tell new records from duplicates."""
    keys = KeySet()
    for part in list_parts(case):
        with pq.ParquetFile(part / "posts.parquet") as posts:
            for batch in posts.iter_batches(columns=["key"]):
                keys.add(hash_keys(batch["key"], seed))
    return keys


def _scan(parts: Sequence[Path], name: str) -> pl.LazyFrame:
    if not parts:
        empty = pl.from_arrow(_SCHEMAS[name].empty_table())
        assert isinstance(empty, pl.DataFrame)
        return empty.lazy()
    return pl.scan_parquet([part / f"{name}.parquet" for part in parts])


def _repeated(rows: pl.LazyFrame, key: str) -> pl.LazyFrame:
    return rows.group_by(key).len().filter(pl.col("len") > 1).select(key)


def _table(name: str, rows: Sequence[Any]) -> pa.Table:
    schema = _SCHEMAS[name]
    return pa.table(
        {column: pa.array([getattr(row, column) for row in rows], schema.field(column).type)
         for column in _COLUMNS[name]}
    )  # fmt: skip
