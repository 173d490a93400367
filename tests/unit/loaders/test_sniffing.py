import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from case.errors import ShoalError
from loaders.loading import sniff
from loaders.options import LoadOptions
from tests.unit.loaders.writing import COMMENTS, load_one, write_csv


def test_sniff_shows_mapping_and_first_rows_without_a_zone(tmp_path: Path) -> None:
    found = sniff(write_csv(tmp_path / "c.csv", COMMENTS))
    assert found.format == "table"
    assert found.mapping is not None
    assert found.mapping["columns"]["time"] == "发布时间"
    assert found.rows[0]["text"] == "刹车片换了三次还是响，谁来管管这事"
    assert any("--timezone" in warning for warning in found.warnings)


def test_sniff_reads_times_by_the_zone_that_it_is_given(tmp_path: Path) -> None:
    found = sniff(write_csv(tmp_path / "c.csv", COMMENTS), LoadOptions(timezone="Asia/Shanghai"))
    assert found.rows[0]["at"] == "2024-12-03T02:22:00Z"
    assert not any("--timezone" in warning for warning in found.warnings)


def test_sniff_wants_one_file(tmp_path: Path) -> None:
    with pytest.raises(ShoalError, match="name one file"):
        sniff(tmp_path)


def test_a_workbook_is_read_like_a_table(tmp_path: Path) -> None:
    path = tmp_path / "c.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(COMMENTS):
            sheet.write_row(number, 0, row)
    case, result = load_one(tmp_path, path, timezone="Asia/Shanghai")
    assert (result.format, result.records, result.used) == ("table", 7, 6)
    assert case.path.is_dir()


def test_sniff_shows_the_export_of_an_archive_and_names_what_lies_beside_it(tmp_path: Path) -> None:
    table = write_csv(tmp_path / "comments.csv", COMMENTS)
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("a_readme.txt", "made by hand")
        archive.write(table, "in/comments.csv")
    found = sniff(tmp_path / "all.zip")
    assert (found.format, len(found.rows)) == ("table", 7)
    assert f"shown is {tmp_path}/all.zip/in/comments.csv; the archive also holds a_readme.txt" in found.warnings


def test_json_that_is_broken_is_told_from_an_unknown_format(tmp_path: Path) -> None:
    path = tmp_path / "threads.json"
    path.write_text('{"items": [\n{"id": "1"},\n{"id" "2"}]}')
    with pytest.raises(ShoalError, match="broken or cut off at line 3"):
        sniff(path)
