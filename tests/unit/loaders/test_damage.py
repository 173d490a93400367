"""Files cut off anywhere or with any byte changed: a load ends with every record counted, or with a clear refusal."""

import gzip
import io
import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import xlsxwriter
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from case.errors import ShoalError
from case.folder import new_case
from loaders.loading import load, sniff
from loaders.options import LoadOptions
from tests.unit.loaders.formats.test_crawlers import CRAWLER, MESSAGE, OWN, REPOST, TWARC, TWEETS
from tests.unit.loaders.formats.test_experimental import BRANDWATCH, CROWDTANGLE, MELTWATER, REDDIT
from tests.unit.loaders.formats.test_mediacrawler import BILIBILI_COMMENT, WEIBO, WEIBO_COMMENT
from tests.unit.loaders.formats.test_supplements import LINKS
from tests.unit.loaders.formats.test_zeeschuimer import AT, INSTAGRAM, TRUTH
from tests.unit.loaders.writing import COMMENTS, picture, write_csv, write_lines

HERE = LoadOptions(timezone="Asia/Shanghai")


def _csv(rows: object, encoding: str = "utf-8") -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return write_csv(Path(folder) / "x.csv", rows, encoding=encoding).read_bytes()  # type: ignore[arg-type]


def _lines(*records: object) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return write_lines(Path(folder) / "x.jsonl", records).read_bytes()


def _workbook() -> bytes:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(COMMENTS):
            sheet.write_row(number, 0, row)
    return held.getvalue()


def _database() -> bytes:
    with closing(sqlite3.connect(":memory:")) as base:
        names = ", ".join(WEIBO_COMMENT)
        base.execute(f"CREATE TABLE weibo_note_comment ({names})")
        marks = ", ".join("?" * len(WEIBO_COMMENT))
        rows = [{**WEIBO_COMMENT, "comment_id": str(number)} for number in range(40)]
        base.executemany(f"INSERT INTO weibo_note_comment VALUES ({marks})", [tuple(row.values()) for row in rows])
        base.commit()
        return base.serialize()


def _archive() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("in/table.csv"), _csv(COMMENTS))
    return held.getvalue()


def _captures() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        rows = [("post", "file", "kind"), ("x:1", "a.jpg", "picture"), ("x:2", "b.html", "page")]
        archive.writestr(zipfile.ZipInfo("captures.csv"), _csv(rows))
        archive.writestr(zipfile.ZipInfo("a.jpg"), picture(1))
        archive.writestr(zipfile.ZipInfo("b.html"), "<html>saved</html>")
    return held.getvalue()


def _envelope(source: str, data: object) -> dict[str, object]:
    return {"nav_index": "1", "source_platform": source, "data": data}


FILES: dict[str, Callable[[], bytes]] = {
    "table.csv": lambda: _csv(COMMENTS),
    "table_gbk.csv": lambda: _csv(COMMENTS, "gb18030"),
    "table_utf16.csv": lambda: _csv(COMMENTS, "utf-16"),
    "table.csv.gz": lambda: gzip.compress(_csv(COMMENTS * 20), 1, mtime=0),
    "table.csv.zst": lambda: zstandard.compress(_csv(COMMENTS * 20)),
    "table.zip": _archive,
    "table.xlsx": _workbook,
    "1700000001.csv": lambda: _csv([CRAWLER, OWN, REPOST], "utf-8-sig"),
    "twarc.csv": lambda: _csv([TWARC, *TWEETS]),
    "weibo.jsonl": lambda: _lines(WEIBO, WEIBO_COMMENT),
    "bilibili.json": lambda: json.dumps([BILIBILI_COMMENT] * 3).encode(),
    "messages.jsonl": lambda: _lines(MESSAGE, {**MESSAGE, "id": 18}),
    "instagram.ndjson": lambda: _lines(_envelope("instagram.com", INSTAGRAM), _envelope("instagram.com", {"code": AT})),
    "truth.ndjson": lambda: _lines(_envelope("truthsocial.com", TRUTH)),
    "sqlite_tables.db": _database,
    "links.csv": lambda: _csv(LINKS),
    "captures.zip": _captures,
}
EXPERIMENTAL: dict[str, Callable[[], bytes]] = {
    "crowdtangle": lambda: _csv(CROWDTANGLE),
    "brandwatch": lambda: _csv(BRANDWATCH),
    "meltwater": lambda: _csv(MELTWATER, "utf-16"),
    "reddit-dumps": lambda: _lines(*REDDIT),
}
_MANY = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
_BYTES = st.tuples(st.floats(0, 1), st.integers(1, 255))


def _survives(name: str, content: bytes, options: LoadOptions = HERE) -> None:
    """Load a file: what is refused is refused in a sentence, what is read is counted in full."""
    refusals = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        case = new_case(Path(folder) / "case", title="Test")
        try:
            (file,) = load(case, [path], options).files
        except ShoalError as refusal:
            refusals.append(str(refusal))
        else:
            assert file.records == file.used + file.duplicates + file.rejects
        try:
            sniff(path, options)
        except ShoalError as refusal:
            refusals.append(str(refusal))
    assert not [refusal for refusal in refusals if "\n" in refusal]


@pytest.mark.parametrize("name", FILES)
@given(share=st.floats(0, 1))
@_MANY
def test_a_file_cut_off_anywhere_is_counted_or_refused(name: str, share: float) -> None:
    content = FILES[name]()
    _survives(name, content[: int(len(content) * share)])


@pytest.mark.parametrize("name", FILES)
@given(changes=st.lists(_BYTES, min_size=1, max_size=3))
@_MANY
def test_a_file_with_changed_bytes_is_counted_or_refused(name: str, changes: list[tuple[float, int]]) -> None:
    _survives(name, _changed(FILES[name](), changes))


@pytest.mark.parametrize("format", EXPERIMENTAL)
@given(share=st.floats(0.3, 1), changes=st.lists(_BYTES, max_size=2))
@_MANY
def test_a_named_format_survives_them_too(format: str, share: float, changes: list[tuple[float, int]]) -> None:
    content = EXPERIMENTAL[format]()
    name = "export.ndjson" if format == "reddit-dumps" else "export.csv"
    options = LoadOptions(timezone="UTC", format=format)
    _survives(name, _changed(content[: int(len(content) * share)], changes), options)


def _changed(content: bytes, changes: list[tuple[float, int]]) -> bytes:
    damaged = bytearray(content)
    for where, difference in changes:
        if damaged:
            damaged[min(int(where * len(damaged)), len(damaged) - 1)] ^= difference
    return bytes(damaged)


def test_a_zip_of_an_unknown_version_is_refused() -> None:
    content = bytearray(_archive())
    content[content.index(b"PK\x01\x02") + 6] = 72
    _survives("table.zip", bytes(content))


def test_a_database_whose_columns_are_garbled_is_counted_or_refused() -> None:
    _survives("sqlite_tables.db", _database().replace(b"nickname", b"nick\xce\x20me"))
