from pathlib import Path

from loaders.catalogue import BY_NAME, FORMATS, list_formats
from loaders.documenting import render_formats

DOCS = Path(__file__).parents[3] / "docs" / "formats.md"


def test_the_page_of_formats_is_up_to_date() -> None:
    expected = render_formats()
    assert DOCS.read_text(encoding="utf-8") == expected, "run: python -m loaders.documenting > docs/formats.md"


def test_every_format_has_a_name_of_its_own_and_says_what_it_is() -> None:
    assert len(BY_NAME) == len(FORMATS)
    for row in list_formats():
        assert set(row) == {"name", "platform", "title", "kinds", "example", "notes"}
        assert all(row.values())


def test_a_format_with_local_times_names_no_zone_as_its_own() -> None:
    assert all(format.zone in (None, "UTC") for format in FORMATS)
    assert all(format.zone is None for format in FORMATS if format.usual_zone)
