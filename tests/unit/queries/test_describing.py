import re

from queries.catalogue import catalogue
from queries.describing import PAGE, renew
from queries.header import parse_query
from queries.lint import lint
from queries.parameters import TYPES


def test_the_page_lists_the_library_as_it_is():
    page = PAGE.read_text(encoding="utf-8")
    assert page == renew(page), "run: python -m queries.describing"


def test_every_query_is_on_the_page():
    page = PAGE.read_text(encoding="utf-8")
    assert [query.id for query in catalogue() if f"\n`{query.id}` (" not in page] == []


def test_the_example_of_the_page_keeps_the_rules():
    example = re.search(r"```\n(// title:.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert example is not None
    assert lint(parse_query(example[1], id="big_accounts", category="own")) == []


def test_the_page_names_every_type():
    page = PAGE.read_text(encoding="utf-8")
    assert [name for name in TYPES if f"`{name}" not in page] == []
