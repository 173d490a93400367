"""SQLite databases: the names of their tables and then their rows come out; the file is opened for reading only."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import quote

from case.errors import ShoalError
from loaders.head import Head
from loaders.opening import RawFile, open_bytes
from loaders.records import FROM_HERE_ON, Broken, Raw

#: A packed database is unpacked in memory; beyond this many bytes it must be unpacked by hand.
_LARGEST_PACKED = 1 << 30


def database_head(file: RawFile) -> Head:
    """Name the tables of a database as the columns of its head."""
    try:
        with closing(_connect(file)) as base:
            found = base.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise ShoalError(f"{file.label} cannot be read as a database ({error}). Fetch it again.") from error
    return Head(file, "utf-8", "database", columns=tuple(str(name) for (name,) in found))


def read_tables(file: RawFile, tables: list[str]) -> Iterator[tuple[int, Raw | Broken]]:
    """Read the rows of tables as {"table": name, "row": column -> value}; the place counts rows over all tables."""
    place = 0
    with closing(_connect(file)) as base:
        base.row_factory = sqlite3.Row
        for table in tables:
            try:
                for row in base.execute(_ALL_ROWS.replace("?", table.replace('"', '""'))):
                    place += 1
                    yield place, {"table": table, "row": dict(row)}
            except (sqlite3.Error, UnicodeDecodeError) as error:
                place += 1
                yield place, Broken(f"the table {table} {FROM_HERE_ON}: {error}", "")


#: A table's name cannot be a parameter; it comes from the database's own list and stands in quotes.
_ALL_ROWS = 'SELECT * FROM "?" ORDER BY rowid'


def _connect(file: RawFile) -> sqlite3.Connection:
    with open_bytes(file) as stream:
        packed = file.member is not None or file.path.suffix.lower() in (".gz", ".zst", ".zstd")
        if not packed:
            address = f"file:{quote(str(file.path.resolve()))}?mode=ro&immutable=1"
            return _careful(sqlite3.connect(address, uri=True))
        content = stream.read(_LARGEST_PACKED)
    base = sqlite3.connect(":memory:")
    base.deserialize(content)
    return _careful(base)


def _careful(base: sqlite3.Connection) -> sqlite3.Connection:
    """Take texts that are no UTF-8 as they are: shaping makes them storable."""
    base.text_factory = lambda content: content.decode("utf-8", "surrogateescape")
    return base
