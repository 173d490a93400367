"""The guard of free Cypher against the real server: hostile statements, honest ones, and limits."""

import contextlib
import dataclasses
import random
import re
import socket
import threading
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from case.errors import LimitReached, ShoalError
from case.folder import Case
from case.journal import read_journal, verify_journal
from graph.connection import Graph
from graph.fingerprint import graph_fingerprint
from graph.server import Address
from queries.free import Limits, check_free, run_free
from queries.guard.plan import check_plan
from queries.guard.turns import take_turn
from tests.integration.queries_case import planted_graph
from tests.integration.queries_corpus import (
    ADMINISTRATION,
    ELSEWHERE,
    HEAVY,
    HOSTILE,
    LEGITIMATE,
    SERVER,
    WRITES,
)  # fmt: skip
from tests.integration.queries_grammar import Grammar

Allowed = tuple[Graph, Case]
#: What only reads, though by other words than a free statement may have: for the layer of words alone.
HARMLESS = ("USE neo4j MATCH (n) RETURN n", "EXPLAIN MATCH (n) RETURN n", "PROFILE MATCH (n) RETURN n")
PLANNED = [
    t for t in (*WRITES, *ADMINISTRATION, *SERVER, *ELSEWHERE) if t not in HARMLESS and not t.startswith("CYPHER")
]
SHORT = Limits(seconds=1.5, rows=1000, bytes=1_000_000)


@pytest.fixture(scope="module")
def allowed(tmp_path_factory: pytest.TempPathFactory, graph_server: Address) -> Iterator[Allowed]:
    """A planted case that allows free Cypher; at the end its graph is as it was and its server answers."""
    with planted_graph(tmp_path_factory.mktemp("free") / "case", graph_server) as (graph, case):
        before = graph_fingerprint(graph)
        yield graph, dataclasses.replace(case, free_cypher=True)
        assert graph_fingerprint(graph) == before


def alive(graph: Graph) -> bool:
    return graph.read("RETURN 1 AS one").rows == [(1,)]


def last_entry(case: Case) -> dict[str, object]:
    return read_journal(case)[-1]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_statement_is_refused_before_it_runs(allowed: Allowed, text: str) -> None:
    graph, case = allowed
    with pytest.raises(ShoalError) as caught:
        run_free(graph, case, text, limits=SHORT)
    assert caught.value.exit_code == 2
    assert last_entry(case)["act"] == "refusal"
    assert alive(graph)


@pytest.mark.parametrize("text", HEAVY, ids=range(len(HEAVY)))
def test_endless_work_is_ended_by_a_limit_and_the_server_lives_on(allowed: Allowed, text: str) -> None:
    graph, case = allowed
    with pytest.raises(LimitReached) as caught:
        run_free(graph, case, text, limits=SHORT)
    assert caught.value.exit_code == 4
    assert "ended" in last_entry(case)["details"]  # type: ignore[operator]
    assert alive(graph)


@pytest.mark.parametrize("text", LEGITIMATE, ids=range(len(LEGITIMATE)))
def test_an_honest_statement_runs(allowed: Allowed, text: str) -> None:
    graph, case = allowed
    result = run_free(graph, case, text)
    assert result.columns
    assert last_entry(case)["details"]["text"] == text  # type: ignore[index]


@pytest.mark.parametrize("text", [text for text in WRITES if text], ids=range(len(WRITES)))
def test_a_write_that_passed_every_other_layer_still_changes_nothing(allowed: Allowed, text: str) -> None:
    graph, _ = allowed
    with pytest.raises(ShoalError):
        graph.read_bounded(text, timeout_seconds=5, limit=10, byte_limit=10_000)


@pytest.mark.parametrize("text", PLANNED, ids=range(len(PLANNED)))
def test_the_plan_alone_tells_what_is_no_read_of_the_case(allowed: Allowed, text: str) -> None:
    graph, _ = allowed
    with pytest.raises(ShoalError):
        check_plan(*graph.plan(text))


def test_the_server_alone_ends_what_takes_too_long(allowed: Allowed) -> None:
    graph, _ = allowed
    with pytest.raises(LimitReached):
        graph.read_bounded(HEAVY[0], timeout_seconds=1, limit=10, byte_limit=10_000)
    assert alive(graph)


def test_the_server_alone_ends_what_takes_too_much_memory(allowed: Allowed) -> None:
    graph, _ = allowed
    with pytest.raises(LimitReached, match="memory"):
        graph.read_bounded(
            "UNWIND range(1, 1000000000) AS x RETURN collect(toString(x))",
            timeout_seconds=300,
            limit=10,
            byte_limit=10_000,
        )
    assert alive(graph)


def test_rows_beyond_the_limit_are_told(allowed: Allowed) -> None:
    graph, case = allowed
    text = "MATCH (a:Account) RETURN a.key ORDER BY a.key"
    whole = run_free(graph, case, text)
    assert (whole.more, whole.total) == (False, len(whole.rows))
    cut = run_free(graph, case, text, limit=3)
    assert (cut.rows, cut.more, cut.total) == (whole.rows[:3], True, len(whole.rows))
    beyond = run_free(graph, case, text, limit=3, limits=Limits(rows=20))
    assert (beyond.rows, beyond.more, beyond.total) == (whole.rows[:3], True, None)


def test_rows_that_were_read_stand_when_counting_the_rest_comes_to_a_limit(allowed: Allowed) -> None:
    graph, case = allowed
    text = "UNWIND range(1, 100000000000) AS x WITH x WHERE x <= 200 OR x > 99999999999 RETURN x"
    cut = run_free(graph, case, text, limit=10, limits=SHORT)
    assert (len(cut.rows), cut.more, cut.total) == (10, True, None)


def test_rows_beyond_the_bytes_are_told(allowed: Allowed) -> None:
    graph, case = allowed
    result = run_free(
        graph, case, "UNWIND range(1, 1000) AS x RETURN 'a text of some length' AS t", limits=Limits(bytes=2000)
    )
    assert result.more
    assert 10 < len(result.rows) < 200


def test_one_row_larger_than_all_bytes_is_not_read(allowed: Allowed) -> None:
    graph, case = allowed
    result = run_free(graph, case, "MATCH (p:Post) RETURN collect(p.text) AS texts", limits=Limits(bytes=100))
    assert (result.rows, result.more) == ((), True)


def test_a_person_has_few_statements_at_once_and_others_are_not_kept_waiting(allowed: Allowed) -> None:
    graph, case = allowed
    entered, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with take_turn(case, "ana"), take_turn(case, "ana"):
            entered.set()
            leave.wait(30)

    holder = threading.Thread(target=hold)
    holder.start()
    try:
        assert entered.wait(30)
        with pytest.raises(ShoalError, match="2 statements of ana are running"):
            run_free(graph, case, "RETURN 1", actor="ana")
        assert run_free(graph, case, "RETURN 1", actor="ben").rows == ((1,),)
    finally:
        leave.set()
        holder.join()
    assert run_free(graph, case, "RETURN 1", actor="ana").rows == ((1,),)


def test_free_cypher_is_off_unless_the_case_allows_it(allowed: Allowed) -> None:
    graph, case = allowed
    with pytest.raises(ShoalError, match="free_cypher = true") as caught:
        run_free(graph, dataclasses.replace(case, free_cypher=False), "RETURN 1")
    assert caught.value.exit_code == 2


def test_free_cypher_is_off_on_a_server_that_is_not_set_up_to_hold_it(allowed: Allowed) -> None:
    graph, case = allowed
    graph.unsafe = ("dbms.security.auth_enabled is false",)
    try:
        with pytest.raises(ShoalError, match="auth_enabled is false"):
            run_free(graph, case, "RETURN 1")
    finally:
        graph.unsafe = ()


def test_the_journal_holds_what_was_run_refused_and_ended_and_its_chain_is_whole(allowed: Allowed) -> None:
    _, case = allowed
    assert verify_journal(read_journal(case)) == []


# What hypothesis puts together: pieces of Cypher, honest and hostile, in any order and case, with comments between.
_PIECES = st.sampled_from(
    [
        "MATCH (a:Account)", "OPTIONAL MATCH (a)-->(b)", "WHERE a.key = 'x'", "WITH a", "WITH *", "RETURN a",
        "RETURN 1 AS x", "RETURN count(*)", "UNWIND [1, 2] AS x", "CREATE (n:Hostile)", "MERGE (n:Hostile {key: 'h'})",
        "SET a.hostile = 1", "SET a:Hostile", "REMOVE a.key", "DELETE a", "DETACH DELETE a",
        "FOREACH (x IN [1] | SET a.hostile = x)", "CALL {", "CALL (a) {", "}", "} IN TRANSACTIONS", "UNION",
        "UNION ALL", "LOAD CSV FROM 'file:///etc/passwd' AS l", "SHOW SETTINGS", "SHOW TRANSACTIONS",
        "TERMINATE TRANSACTION 'x'", "CALL db.labels()", "CALL dbms.listConfig()", "CALL db.clearQueryCaches()",
        "YIELD *", "YIELD name", "USE system", "EXPLAIN", "PROFILE", "CYPHER 5", "DROP INDEX post_at", ";",
        "ORDER BY 1", "LIMIT 1", "SKIP 0", "/* c */", "// c", "'", '"', "`", "(", ")", "[", "]", ",", ".", "AS set",
        "AS create", "EXISTS {", "COUNT {", "FINISH", "INSERT (:H)", "ON CREATE SET n.hostile = 1",
        "USING PERIODIC COMMIT", "CREATE INDEX hostile FOR (n:H) ON (n.x)",
    ]
)  # fmt: skip
_GAPS = st.sampled_from([" ", "\n", "\t", "/**/", " /* x */ ", "\u00a0", "//\n", ""])
_CASES = st.sampled_from([str, str.lower, str.upper])


@st.composite
def statements(draw: st.DrawFn) -> str:
    parts = draw(st.lists(st.tuples(_PIECES, _CASES, _GAPS), min_size=1, max_size=7))
    return "".join(change(piece) + gap for piece, change, gap in parts)


#: What a statement may say without doing it: comments, texts and quoted names.
_QUIET = re.compile(r"""//[^\n]*|/\*.*?\*/|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`[^`]*`""", re.DOTALL)


@given(text=st.one_of(statements(), st.text(max_size=60)))
@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_no_statement_that_is_put_together_by_chance_gets_through_and_changes_the_graph(
    allowed: Allowed, text: str
) -> None:
    graph, case = allowed
    try:
        check_free(graph, text)
    except ShoalError:
        return
    words = _QUIET.sub(" ", text).upper()
    assert not any(
        word in words for word in ("SHOW SET", "SHOW TRANS", "TERMINATE TRANS", "LISTCONFIG()", "CLEARQUERYCACHES()")
    )
    try:
        run_free(graph, case, text, limits=SHORT)
    except LimitReached:
        pass
    except ShoalError:  # the server finds at run time what its plan did not show: a division by zero, a null
        assert last_entry(case)["act"] == "refusal"
    counted = graph.read("MATCH (n) WHERE n:Hostile OR n.hostile IS NOT NULL RETURN count(n) AS n").rows
    assert counted == [(0,)]


@pytest.fixture(scope="module")
def outside() -> Iterator[socket.socket]:
    """A place on this machine that nobody may contact."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        yield listener


def nothing_happened(graph: Graph, outside: socket.socket) -> bool:
    with contextlib.suppress(BlockingIOError):
        outside.accept()
        return False
    return graph.read("MATCH (n) WHERE n:Hostile OR n.hostile IS NOT NULL RETURN count(n) AS n").rows == [(0,)]


@given(chance=st.randoms(use_true_random=False))
@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_statement_of_the_grammar_writes_contacts_the_outside_or_ends_the_server(
    allowed: Allowed, outside: socket.socket, chance: random.Random
) -> None:
    graph, case = allowed
    text = Grammar(chance, f"http://127.0.0.1:{outside.getsockname()[1]}/").statement()
    with contextlib.suppress(ShoalError):
        run_free(graph, case, text, limits=SHORT)
    assert nothing_happened(graph, outside), "through all layers"
    with contextlib.suppress(ShoalError):
        check_plan(*graph.plan(text))
        graph.read_bounded(text, timeout_seconds=1.5, limit=100, byte_limit=100_000)
    assert nothing_happened(graph, outside), "through the plan's layer alone"
    with contextlib.suppress(ShoalError):
        graph.read_bounded(text, timeout_seconds=1.5, limit=100, byte_limit=100_000)
    assert nothing_happened(graph, outside), "through the session and the server's settings alone"


def test_the_grammar_makes_statements_that_run_and_statements_that_are_refused(allowed: Allowed) -> None:
    graph, case = allowed
    ran = refused = 0
    for seed in range(60):
        try:
            run_free(graph, case, Grammar(random.Random(seed), "http://127.0.0.1:9/").statement(), limits=SHORT)
            ran += 1
        except ShoalError:
            refused += 1
    assert min(ran, refused) >= 10
