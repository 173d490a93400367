"""The layers of the guard that need no server."""

import pytest

from case.errors import ShoalError
from queries.guard.growth import check_growth
from queries.guard.patterns import is_tame
from queries.guard.plan import check_plan
from queries.guard.statement import check_statement
from queries.tokens import word_set
from tests.integration.queries_corpus import (
    ADMINISTRATION,
    BOMBS,
    ELSEWHERE,
    HEAVY,
    LEGITIMATE,
    PLANS,
    SERVER,
    TRICKS,
    WRITES,
)

#: What only the server's plan or its parser can tell from a read.
FOR_THE_PLAN = (
    "CALL { MATCH (n) RETURN n } IN TRANSACTIONS RETURN n",
    "MATCH (a:Account) WITH * SET a.x = 1",
    "`LOAD` CSV FROM 'file:///etc/passwd' AS row RETURN row",
    "MATCH (a), LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row",
    "MATCH (n) CALL { WITH n RETURN n AS m } IN TRANSACTIONS ON ERROR CONTINUE RETURN 1",
    "START DATABASE neo4j",
    "STOP DATABASE neo4j",
    "hello",
    "RETURN",
)


BY_WORDS = [text for text in (*WRITES, *ADMINISTRATION, *SERVER, *ELSEWHERE, *TRICKS) if text not in FOR_THE_PLAN]


def check(text: str) -> None:
    check_growth(check_statement(text))


@pytest.mark.parametrize("text", BY_WORDS)
def test_what_is_no_single_reading_statement_is_refused_by_its_words(text: str):
    with pytest.raises(ShoalError, match=r"was not run|does not end"):
        check(text)


@pytest.mark.parametrize("text", [*BOMBS, *PLANS])
def test_what_would_grow_past_all_bounds_is_refused_by_its_form(text: str):
    with pytest.raises(ShoalError, match="was not run"):
        check(text)


@pytest.mark.parametrize("text", [*LEGITIMATE, *HEAVY, *FOR_THE_PLAN])
def test_what_may_be_a_read_is_left_to_the_server(text: str):
    check(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("CREATE (n)", "it holds CREATE, which writes"),
        ("SHOW SETTINGS", "it holds SHOW, which is about the server"),
        ("CALL dbms.listConfig()", "calls the procedure 'dbms.listConfig'; it may call db.index"),
        ("RETURN $x", "parameter $x; write the value"),
        ("RETURN 1; RETURN 2", "several statements; run them one by one"),
        ("RETURN range(1, 99999999)", "use UNWIND range"),
        ("MATCH (a) RETURN a.text =~ '(x+)+'", "or use CONTAINS"),
        ("WITH [1] AS l RETURN reduce(s = 0, x IN l | s + x)", "list[0..10000]"),
    ],
)
def test_a_refusal_says_what_was_found_and_what_to_do(text: str, message: str):
    with pytest.raises(ShoalError) as caught:
        check(text)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    "pattern",
    [
        "ring[0-9]+",
        "(?i).*fan.*",
        ".*(a|b).*",
        "[*+]{1,3}x",
        r"\d{4}-\d{2}",
        "(abc){2}",
        r"\(a+\)",
        "车.*刹车",
        "[^\\]]*",
    ],
)
def test_a_pattern_of_few_steps_is_tame(pattern: str):
    assert is_tame(pattern)


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+", "(a*)*", "(a|b)*", "(a|aa)+", "((a{2}){2}){2,}", "(?:a+){5}", "(?i)(x+)*", r"(a)\1+", "(?=a+)b", "a*b*c*",
     "(a?){30}", "x" * 600],
)  # fmt: skip
def test_a_pattern_that_can_explode_is_not_tame(pattern: str):
    assert not is_tame(pattern)


def plan(*steps: str, details: str = "") -> dict[str, object]:
    tree: dict[str, object] = {}
    for step in reversed(steps):
        tree = {"operatorType": f"{step}@neo4j", "args": {"Details": details}, "children": [tree] if tree else []}
    return tree


def test_a_plan_of_known_steps_is_a_read():
    check_plan("r", plan("ProduceResults", "VarLengthExpand(Pruning,BFS,All)", "NodeByLabelScan"))
    check_plan("r", plan("ProduceResults", "ProcedureCall", details="db.labels() :: (label :: STRING)"))


@pytest.mark.parametrize(
    "step",
    sorted(
        word_set(
            """LoadCSV ShowSettings ShowTransactions TerminateTransactions AdministrationCommand Create Merge Delete
            SetProperty Foreach TransactionApply TransactionForeach RunQueryAt CreateIndex SomethingNew @"""
        )
    ),
)
def test_a_plan_with_any_other_step_is_refused_wherever_it_stands(step: str):
    with pytest.raises(ShoalError, match="its plan holds"):
        check_plan("r", plan("ProduceResults", "Apply", step, "Argument"))


@pytest.mark.parametrize("details", ["dbms.listConfig() :: ()", "db.labelsx() :: ()", "", "`db.labels`()"])
def test_a_plan_that_calls_another_procedure_is_refused(details: str):
    with pytest.raises(ShoalError, match="calls the procedure"):
        check_plan("r", plan("ProduceResults", "ProcedureCall", details=details))


@pytest.mark.parametrize("kind", ["w", "rw", "s", ""])
def test_a_plan_of_another_type_or_none_is_refused(kind: str):
    with pytest.raises(ShoalError):
        check_plan(kind, plan("ProduceResults"))
    with pytest.raises(ShoalError):
        check_plan("r", {})
