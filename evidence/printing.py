"""report.pdf and report.zh.pdf: the findings, and the list of electronic data with integrity values, set by typst.

Texts reach typst as values of a JSON file, never as markup, so no text of an account can become part of the layout; the
PDF holds no script and no date, so equal content set in equal fonts gives equal bytes.
"""

import json
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

import typst

from evidence.fonts import find_fonts
from evidence.markup import visible
from evidence.pictures import PRINTED_STYLE
from evidence.printed_list import ListContent
from evidence.report_content import ReportContent
from evidence.wording import CAUTION

Format = Literal["pdf", "png"]
TEMPLATES = Path(__file__).with_name("printed")


def print_report(content: ReportContent, *, format: Format = "pdf") -> list[bytes]:
    """Set the English report: one PDF, or its pages as pictures (`png`)."""
    values = asdict(content)
    for exhibit in values["exhibits"]:
        for picture in exhibit["pictures"]:
            picture["svg"] = picture["svg"].replace(">", f"><style>{PRINTED_STYLE}</style>", 1)
    return _set("report.typ", {**values, "caution": CAUTION}, format=format)


def print_list(content: ListContent, *, format: Format = "pdf") -> list[bytes]:
    """Set the Chinese list; needs a Chinese font."""
    return _set("list.zh.typ", asdict(content), format=format)


def _set(template: str, data: dict[str, Any], *, format: Format) -> list[bytes]:
    """Set a template with its data; nothing outside a folder of its own can be read."""
    fonts = find_fonts()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for file in TEMPLATES.glob("*.typ"):
            (root / file.name).write_bytes(file.read_bytes())
        told = json.dumps({**_visible(data), "font": fonts.family}, ensure_ascii=False)
        (root / "data.json").write_text(told, encoding="utf-8")
        pages: Any = typst.compile(root / template, root=root, font_paths=fonts.book, format=format)
    return pages if isinstance(pages, list) else [pages]


def _visible(value: Any) -> Any:
    """Make characters that deceive the eye visible in every text; pictures have theirs made so already."""
    if isinstance(value, dict):
        return {name: part if name == "svg" else _visible(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_visible(part) for part in value]
    return visible(value) if isinstance(value, str) else value
