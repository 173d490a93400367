"""What holds for every file of the library; what needs a server is in tests/integration/test_queries_library.py."""

import pytest

from case.errors import ShoalError
from queries.catalogue import CATEGORIES, LIBRARY, catalogue, find_query, read_folder
from queries.header import StoredQuery, parse_query, write_query
from queries.lint import lint
from queries.parameters import ENTITIES, bind
from queries.tokens import tokenise

every_query = pytest.mark.parametrize("query", catalogue(), ids=lambda query: query.id)


def test_ids_are_unique_and_every_folder_is_a_category():
    ids = [query.id for query in catalogue()]
    assert len(ids) == len(set(ids))
    assert {folder.parent.name for folder in LIBRARY.glob("*/*.cypher")} <= set(CATEGORIES)


@every_query
def test_the_file_keeps_the_rules(query: StoredQuery):
    assert lint(query) == []


@every_query
def test_the_header_is_written_for_people(query: StoredQuery):
    assert query.question.endswith("?")
    assert len(query.misleads) > 40
    assert query.misleads.endswith(".")
    assert "\t" not in query.text


@every_query
def test_the_header_reads_back_equal(query: StoredQuery):
    again = parse_query(
        write_query(query), id=query.id, category=query.category, picture=query.picture, total=query.total
    )
    assert again == query


@every_query
def test_defaults_fit_their_types(query: StoredQuery):
    texts = {"time": "2024-12-01T00:00:00Z"}
    given = {parameter.name: texts.get(parameter.type, "1") for parameter in query.parameters if parameter.required}
    assert set(bind(query.id, query.parameters, given)) == {parameter.name for parameter in query.parameters}


@every_query
def test_parameters_of_one_name_have_one_type(query: StoredQuery):
    types = {p.name: p.type for other in catalogue() for p in other.parameters if p.type != "choice"}
    for parameter in query.parameters:
        assert parameter.type in ("choice", types.get(parameter.name))
        if parameter.name in ENTITIES:
            assert parameter.type == parameter.name


@every_query
def test_nothing_is_written_and_words_are_in_capitals(query: StoredQuery):
    for text in filter(None, (query.text, query.picture, query.total)):
        words = {token.upper: token.text for token in tokenise(text) if token.kind == "word"}
        assert not {"CREATE", "MERGE", "DELETE", "SET", "REMOVE", "FOREACH", "LOAD", "DROP"} & set(words)
        for keyword in ("MATCH", "WHERE", "RETURN", "WITH", "ORDER", "LIMIT", "UNION", "OPTIONAL"):
            assert words.get(keyword, keyword) == keyword


def test_an_unknown_query_is_refused_with_what_is_near():
    with pytest.raises(ShoalError, match=r"near: .*cluster_members"):
        find_query("members_of_cluster")


def test_a_sibling_without_its_query_is_an_error(tmp_path):
    (tmp_path / "lost.total.cypher").write_text("RETURN 1 AS total")
    with pytest.raises(ShoalError, match=r"no lost\.cypher"):
        read_folder(tmp_path, "quality")
