import re
from pathlib import Path

import pytest

from app.words import FOLDER, LANGUAGES, Words, catalogue, words_in

APP = FOLDER.parent
CALL = re.compile(r"""words\(\s*f?"([a-z_]+\.[A-Za-z_*]+)"(?! *f)""")


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_every_sentence_exists_in_both_languages_with_the_same_values(name: str) -> None:
    versions = catalogue()[name]
    assert set(versions) == set(LANGUAGES)
    assert all(versions.values())
    values = {language: sorted(re.findall(r"\{(\w+)\}", text)) for language, text in versions.items()}
    assert values["en"] == values["zh"]


@pytest.mark.parametrize("script", sorted(APP.glob("**/*.py"), key=str), ids=lambda path: path.stem)
def test_every_sentence_a_page_asks_for_is_in_the_catalogue(script: Path) -> None:
    if "component" in script.parts or "commands" in script.parts:
        return
    asked = set(CALL.findall(script.read_text(encoding="utf-8")))
    assert asked <= set(catalogue())


def test_a_word_of_the_data_that_the_catalogue_lacks_stays_as_it_is() -> None:
    assert Words("zh").of("behaviour", "dance") == "dance"


def test_an_unknown_language_gives_english() -> None:
    assert words_in("xx").language == "en"
    assert words_in(None).language == "en"


def test_the_pages_accuse_nobody() -> None:
    everything = "\n".join(text for versions in catalogue().values() for text in versions.values())
    assert not re.search(r"\b(fake|bots?|paid|troll|criminal|guilty)\b", everything, re.IGNORECASE)
    assert not re.search("水军|假账号|机器人|有罪", everything)
