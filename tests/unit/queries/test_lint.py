from dataclasses import replace

import pytest

from queries.header import parse_query
from queries.lint import lint

GOOD = parse_query(
    """// title: T
// question: Q?
// misleads: M.
// status: stable
// since: 0.1.0
// param account: account, key, the account
// returns post: post, the post

MATCH (:Account {key: $account})-[:POSTED]->(p:Post)
RETURN p.key AS post
ORDER BY post
LIMIT $limit
""",
    id="q",
    category="accounts",
)


def test_a_query_that_keeps_the_rules_has_no_problems():
    assert lint(GOOD) == []


def test_paging_before_the_last_projection_is_a_limit():
    text = "MATCH (p {key: $account}) WITH p ORDER BY p.at LIMIT $limit RETURN p.key AS post ORDER BY post"
    assert lint(replace(GOOD, text=text)) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("MATCH (p {key: $account}) RETURN p.key AS post LIMIT $limit", "no ORDER BY"),
        ("MATCH (p {key: $account}) WITH p ORDER BY p.at RETURN p.key AS post LIMIT $limit", "no ORDER BY"),
        ("MATCH (p {key: $account}) RETURN p.key AS post ORDER BY post", "no LIMIT"),
        ("MATCH (p {key: $account}) RETURN p.key AS post ORDER BY post LIMIT 10", "no LIMIT"),
        (
            "MATCH (p {key: $account}) CALL () { MATCH (q) RETURN q LIMIT $limit } RETURN p.key AS post ORDER BY post",
            "no LIMIT",
        ),
        ("MATCH (p) RETURN p.key AS post ORDER BY post LIMIT $limit", "parameter account and does not use it"),
        (
            "MATCH (p) RETURN '$account' AS post /* $account */ ORDER BY post LIMIT $limit",
            "account and does not use it",
        ),
        (
            "MATCH (p {key: $account, at: $at}) RETURN p.key AS post ORDER BY post LIMIT $limit",
            "parameter $at and does not",
        ),
    ],
)
def test_a_query_that_breaks_a_rule_is_told(text: str, problem: str):
    assert problem in " ".join(lint(replace(GOOD, text=text)))


def test_siblings_use_the_parameters_of_their_query():
    assert "total uses $day" in " ".join(lint(replace(GOOD, total="MATCH (p {day: $day}) RETURN count(p) AS total")))
    assert "picture uses $day" in " ".join(
        lint(replace(GOOD, picture="MATCH (p {day: $day}) RETURN p ORDER BY p LIMIT $limit"))
    )


def test_a_column_or_parameter_declared_twice_is_told():
    doubled = replace(GOOD, columns=GOOD.columns * 2, parameters=GOOD.parameters * 2)
    assert lint(doubled)[:2] == ["declares the parameter account twice", "declares the column post twice"]
