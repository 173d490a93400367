"""Views of accounts in the order of their file come in, one row per profile goes out, and one per name it had before.

Each field is the latest that was told. Held in memory up to a million views, beyond that on the disk.
"""

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

_HELD = 1_000_000
_NAMES = ("handle", "name")
#: What a later view need not tell.
_TOLD = (*_NAMES, "id", "created_at", "followers", "following", "bio", "region", "verified")
_STATED = ("platform", "identity")


class Views:
    """The views of one file; `folder` is where they lie when they are too many."""

    def __init__(self, folder: Path, *, held: int = _HELD) -> None:
        """Begin with none; at most `held` are kept in memory."""
        self._file, self._limit = folder / "views.part", held
        self._writer: pq.ParquetWriter | None = None
        self._tables: list[pa.Table] = []
        self._rows = self._spilled = 0

    def __enter__(self) -> "Views":
        """Begin with nothing on the disk."""
        return self

    def add(self, views: pa.Table) -> None:
        """Take the next views in the order of the file."""
        if views.num_rows:
            self._tables.append(views)
            self._rows += views.num_rows
        if self._rows > self._limit:
            self._spill()

    def _spill(self) -> None:
        if not self._tables:
            return
        table = pa.concat_tables(self._tables)
        if self._writer is None:
            self._writer = pq.ParquetWriter(self._file, table.schema, compression="zstd")
        self._writer.write_table(table)
        self._spilled += table.num_rows
        self._tables, self._rows = [], 0

    def joined(self) -> Iterator[pl.DataFrame]:
        """Return the profiles in parts, an account in one of them; `latest` is False where the name is a former one."""
        if self._writer is None:
            if self._tables:
                yield join_views(pl.DataFrame(pa.concat_tables(self._tables)))
            return
        self._spill()
        self._writer.close()
        parts = -(-self._spilled // self._limit)
        for part in range(parts):
            mine = pl.col("key").hash(0) % parts == part
            yield join_views(pl.scan_parquet(self._file).filter(mine).collect())

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Remove what lies on the disk."""
        if self._writer is not None:
            self._writer.close()
        self._file.unlink(missing_ok=True)


def join_views(views: pl.DataFrame) -> pl.DataFrame:
    """Join the views of each account, given in their order.

    A row is kept where the next view goes by another handle or name, with what was known until then; a name that was
    not told before is no change. `place` is that of the view which changed the row last.
    """
    views = views.with_row_index("_at")
    view = pl.struct(*_TOLD, *_STATED).hash()
    changing = views.group_by("key").agg(same=view.min() == view.max()).filter(~pl.col("same")).select("key")
    alike = views.join(changing, on="key", how="anti", maintain_order="left").unique("key", keep="first")
    found = [alike.with_columns(latest=pl.lit(True))]
    if changing.height:
        found.append(_histories(views.join(changing, on="key", how="semi")))
    return pl.concat(found, how="diagonal").sort("_at").drop("_at")


def _histories(views: pl.DataFrame) -> pl.DataFrame:
    rows = views.sort("key", "_at").with_columns(pl.col(_TOLD).forward_fill().over("key"))
    begins = pl.col("key").ne_missing(pl.col("key").shift(1))
    differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(name).shift(1)) for name in (*_TOLD, *_STATED))
    rows = rows.with_columns(place=pl.when(begins | differs).then("place").forward_fill())
    ends = pl.col("key").ne_missing(pl.col("key").shift(-1))
    renamed = pl.any_horizontal(_renamed(name) for name in _NAMES)
    return rows.filter(ends | renamed).with_columns(latest=pl.col("key").ne_missing(pl.col("key").shift(-1)))


def _renamed(name: str) -> pl.Expr:
    return pl.col(name).ne(pl.col(name).shift(-1)).fill_null(False)
