"""Which fonts printed reports are set in: of the system, of SHOAL_FONTS, or fetched into the user's cache."""

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import typst
from platformdirs import user_cache_path

FOLDER_VARIABLE = "SHOAL_FONTS"
#: Families that hold simplified Chinese, the best first.
CHINESE = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "Source Han Sans",
    "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "PingFang SC", "Microsoft YaHei", "SimHei", "SimSun",
)  # fmt: skip
WITHOUT_CHINESE = "Libertinus Serif"  # part of typst
NEXT_STEP = "install the Debian package fonts-noto-cjk, or run: python -m evidence.fontfile"


@dataclass(frozen=True, slots=True)
class Fonts:
    """The fonts at hand; `chinese` names the family that holds simplified Chinese, None where there is none."""

    book: typst.Fonts
    chinese: str | None

    @property
    def family(self) -> str:
        """The family to set a report in."""
        return self.chinese or WITHOUT_CHINESE


def fetched_fonts() -> Path:
    """Return the folder of fonts that Shoal fetched."""
    return user_cache_path("shoal", appauthor=False) / "fonts"


@cache
def find_fonts() -> Fonts:
    """Look the fonts up once; reading them takes half a second."""
    folders = [Path(folder) for folder in (os.environ.get(FOLDER_VARIABLE),) if folder]
    book = typst.Fonts(font_paths=[folder for folder in (*folders, fetched_fonts()) if folder.is_dir()])
    there = set(book.families())
    return Fonts(book, next((family for family in CHINESE if family in there), None))
