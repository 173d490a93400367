"""The declaration is whole, and everything that follows from it agrees with it."""

import re

import pytest

from graph.describing import PAGE, render_page
from graph.rows import TYPES
from graph.schema import NODES, RELATIONSHIPS
from graph.statements import counting_statement, schema_statements
from graph.texts import _FOLDER, statement

LABELS = {node.label for node in NODES}
TEXTS = sorted(file.stem for file in _FOLDER.glob("*.cypher"))


def test_the_page_of_the_graph_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == render_page()


def test_every_label_has_a_named_constraint_on_its_key() -> None:
    made = "\n".join(schema_statements())
    for node in NODES:
        assert f"CREATE CONSTRAINT {node.label.lower()}_{node.key} " in made
        assert node.key in {each.name for each in node.properties}


def test_all_properties_have_a_known_type_and_a_meaning() -> None:
    for declared in (*NODES, *RELATIONSHIPS):
        for each in declared.properties:
            assert each.type in TYPES
            assert each.meaning


def test_relationships_are_between_declared_labels() -> None:
    for tie in RELATIONSHIPS:
        assert set(tie.start + tie.end) <= LABELS


def test_everything_is_counted() -> None:
    counted = counting_statement()
    assert all(f"'{name}' AS name" in counted for name in [*LABELS, *(tie.type for tie in RELATIONSHIPS)])


@pytest.mark.parametrize("name", TEXTS)
def test_statements_name_only_what_is_declared(name: str) -> None:
    text = re.sub(r"//.*|'[^']*'", "", statement(name))
    labels = {label for group in re.findall(r"\(\w*:([\w|]+)", text) for label in group.split("|")}
    types = {type for group in re.findall(r"\[\w*:([\w|]+)", text) for type in group.split("|")}
    assert labels <= LABELS
    assert types <= {tie.type for tie in RELATIONSHIPS}


@pytest.mark.parametrize("name", TEXTS)
def test_statements_say_what_they_do(name: str) -> None:
    assert statement(name).startswith("// ")
