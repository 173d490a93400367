"""Reports on paper: both are set, texts stay texts, a repeat gives the same bytes, a missing font is told."""

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
import typst

from case.folder import Case
from evidence import fonts
from evidence.exporting import export, preview
from evidence.markup import show, visible
from evidence.printing import print_report
from evidence.report_content import ROWS_SHOWN, report_content
from evidence.selection import Selection


@pytest.fixture
def without_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    book = typst.Fonts(include_system_fonts=False)
    monkeypatch.setattr("evidence.reports.find_fonts", lambda: fonts.Fonts(book, None))
    monkeypatch.setattr("evidence.printing.find_fonts", lambda: fonts.Fonts(book, None))


def test_both_reports_are_set_and_a_repeat_gives_the_same_bytes(case: Case, tmp_path: Path) -> None:
    assert fonts.find_fonts().chinese, fonts.NEXT_STEP
    packages = [export(case, None, Selection(), out=tmp_path / name, printed=True) for name in ("one", "two")]
    for name in ("data/report.pdf", "data/report.zh.pdf"):
        first, second = ((package.package / name).read_bytes() for package in packages)
        assert first.startswith(b"%PDF-")
        assert first == second
        assert not re.search(rb"/JavaScript|/JS\b|/Launch|/URI\b|/EmbeddedFile|/CreationDate", first)


@pytest.mark.usefixtures("without_chinese")
def test_without_a_chinese_font_the_package_says_what_to_do(case: Case, tmp_path: Path) -> None:
    package = export(case, None, Selection(), out=tmp_path / "package", printed=True).package
    assert not (package / "data/report.zh.pdf").exists()
    assert (package / "data/report.pdf").exists()
    told = csv.DictReader(io.StringIO((package / "data/omissions.csv").read_text(), newline=""))
    assert any("fonts-noto-cjk" in row["reason"] for row in told)


def test_texts_that_look_like_markup_are_set_as_texts(case: Case) -> None:
    material, _ = preview(case, Selection())
    content = report_content(material, [], omissions=[], with_rows=True)
    title = '#panic("no") $x$ *b* = h // #image("/etc/passwd") \u202e\u0000'
    assert print_report(replace(content, title=title))[0].startswith(b"%PDF-")


def test_pictures_do_not_reach_for_anything(case: Case, tmp_path: Path) -> None:
    package = export(case, None, Selection(), out=tmp_path / "package").package
    page = (package / "data/report.html").read_text()
    pictures = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert len(pictures) == 3
    assert not [picture for picture in pictures if re.search(r"<image|<use|href|<foreignObject", picture)]


def test_characters_that_deceive_are_made_visible() -> None:
    assert visible("a\u202eb\r\nc\rd\u0000") == "a[U+202E]b\nc[U+000D]d[U+0000]"
    assert show("\u200b<b>") == '<span class="code">U+200B</span>&lt;b&gt;'
    assert show("👨\u200d👩") == "👨\u200d👩"


def test_what_a_report_shows_in_part_is_counted(case: Case, tmp_path: Path) -> None:
    package = export(case, None, Selection(), out=tmp_path / "package").package
    told = list(csv.DictReader(io.StringIO((package / "data/omissions.csv").read_text(), newline="")))
    shared = list(csv.DictReader(io.StringIO((package / "data/exhibits/E-0001/shared.csv").read_text(), newline="")))
    cut = {row["what"]: row["count"] for row in told if row["stage"] == "report" and row["item"] == "E-0001"}
    assert cut == {"rows of shared": str(len(shared) - ROWS_SHOWN)}
