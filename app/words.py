"""The wording of the pages: one catalogue, English and Chinese side by side, in the TOML files of `wording/`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("wording")
LANGUAGES = {"en": "English", "zh": "中文"}
DEFAULT = "en"


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Read every sentence: `{"triage.subtitle": {"en": …, "zh": …}}`; the part before the dot is the file's name."""
    entries: dict[str, dict[str, str]] = {}
    for file in sorted(FOLDER.glob("*.toml")):
        for name, versions in tomllib.loads(file.read_text(encoding="utf-8")).items():
            entries[f"{file.stem}.{name}"] = versions
    return entries


@dataclass(frozen=True, slots=True)
class Words:
    """The catalogue in one language: `words("triage.subtitle")`, with values for the braces as keywords."""

    language: str = DEFAULT

    def __call__(self, name: str, /, **values: object) -> str:
        """Say one sentence; a name that the catalogue lacks is a mistake of the program (KeyError)."""
        sentence = catalogue()[name][self.language]
        return sentence.format(**values) if values else sentence

    def of(self, family: str, value: object) -> str:
        """Say a word of data, such as a behaviour or a finding; one that the catalogue lacks stays as it is."""
        versions = catalogue().get(f"{family}.{value}")
        return versions[self.language] if versions else str(value)


def words_in(language: str | None) -> Words:
    """Choose a language by its short name; an unknown one gives English."""
    return Words(language if language in LANGUAGES else DEFAULT)
