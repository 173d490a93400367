"""Running stored and saved queries: parameters, runs, limits, journal, own queries."""

import dataclasses
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from case.desk import history
from case.errors import LimitReached, ShoalError, Unreachable
from case.folder import Case
from case.journal import read_journal, verify_journal
from graph.connection import Graph
from graph.server import Address
from queries.bridges import to_networkx, to_pandas
from queries.catalogue import find_query
from queries.free import Limits
from queries.header import write_query
from queries.naming import resolve_account
from queries.runner import run_picture, run_query, run_stored
from queries.saved import find_saved, remove_saved, run_saved, save_query, saved_history, saved_queries
from queries.sharing import export_saved, import_saved
from tests.integration.queries_case import OTHER_RUN, RING, RING_ACCOUNTS, RUN, planted_graph

Planted = tuple[Graph, Case]
OWN = """// title: Big accounts
// question: Which accounts have many followers?
// misleads: Followers can be bought, and the big are not the guilty.
// status: experimental
// since: 0.1.0
// param least: int = 100, followers, the fewest followers
// returns account: account, the account
// returns followers: int, its followers

MATCH (a:Account)
WHERE a.followers >= $least
RETURN a.key AS account, a.followers AS followers
ORDER BY followers DESC, account
LIMIT $limit
"""


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory, graph_server: Address) -> Iterator[Planted]:
    with planted_graph(tmp_path_factory.mktemp("runner") / "case", graph_server) as (graph, case):
        yield graph, dataclasses.replace(case, free_cypher=True)


def test_each_run_is_in_the_journal_with_its_parameters_and_counts(planted: Planted) -> None:
    graph, case = planted
    result = run_query(graph, case, "cluster_members", {"cluster": RING}, limit=2)
    entry = read_journal(case)[-1]
    assert entry["act"] == "query"
    assert entry["details"] == {
        "query": "cluster_members", "parameters": {"cluster": RING, "run": RUN, "grade": "any", "skip": 0},
        "limit": 2, "rows": 2, "more": True, "total": 5,
    }  # fmt: skip
    assert result.parameters["run"] == RUN
    run_picture(graph, case, "cluster_picture", {"cluster": RING})
    assert read_journal(case)[-1]["details"]["picture"] is True
    assert verify_journal(read_journal(case)) == []


def test_a_handle_stands_for_the_account_that_carries_it(planted: Planted) -> None:
    graph, case = planted
    assert run_query(graph, case, "account_profile", {"account": "ring1"}).rows[0][0] == RING_ACCOUNTS[0]
    assert resolve_account(graph, "@fan1") == "x:f1"
    assert run_query(graph, case, "links_among", {"accounts": "ring1, weibo:r2"}).parameters["accounts"] == [
        "weibo:r1",
        "weibo:r2",
    ]


def test_a_handle_that_nobody_or_several_carry_is_refused_with_the_parameter(planted: Planted) -> None:
    graph, case = planted
    with pytest.raises(ShoalError, match=r"account_profile, parameter account: Account 'nobody' is not in the graph"):
        run_query(graph, case, "account_profile", {"account": "nobody"})
    graph.write("MATCH (a:Account {key: 'x:f1'}) SET a.name = 'ring1'")
    try:
        with pytest.raises(ShoalError, match=r"may be weibo:r1, x:f1; give the key"):
            resolve_account(graph, "ring1")
    finally:
        graph.write("MATCH (a:Account {key: 'x:f1'}) SET a.name = 'Fan 1'")


def test_a_run_that_is_not_in_the_graph_is_refused_with_where_to_read_it(planted: Planted) -> None:
    graph, case = planted
    for wanted in ("current", RUN, None):
        assert run_query(graph, case, "ranked_clusters", {"run": wanted}).rows
    with pytest.raises(ShoalError, match=f"shoal links CASE --run {OTHER_RUN}"):
        run_query(graph, case, "ranked_clusters", {"run": OTHER_RUN})


@pytest.mark.parametrize("limit", [0, -1])
def test_a_limit_that_is_no_number_of_rows_is_refused(planted: Planted, limit: int) -> None:
    graph, case = planted
    with pytest.raises(ShoalError, match="expected 1 or more rows"):
        run_query(graph, case, "case_overview", limit=limit)


@pytest.mark.parametrize("value", ["'; MATCH (n) DETACH DELETE n //", "x' OR true", "${run}", "\\u0027", "{key: 1}"])
def test_a_value_is_never_read_as_cypher(planted: Planted, value: str) -> None:
    graph, case = planted
    assert run_query(graph, case, "cluster_members", {"cluster": value}).rows == ()
    assert len(run_query(graph, case, "cluster_members", {"cluster": RING}).rows) == 5


def test_a_picture_says_what_it_leaves_out(planted: Planted) -> None:
    graph, case = planted
    picture = run_picture(graph, case, "cluster_picture", {"cluster": RING}, limit=3)
    assert (len(picture.edges), picture.more, picture.total) == (3, True, 7)
    network = to_networkx(run_picture(graph, case, "cluster_picture", {"cluster": RING}))
    assert (network.number_of_nodes(), network.number_of_edges()) == (5, 7)


def test_a_result_becomes_a_data_frame(planted: Planted) -> None:
    graph, case = planted
    frame = to_pandas(run_query(graph, case, "cluster_posts", {"cluster": RING}))
    assert str(frame["at"].dtype).startswith("datetime64")
    assert frame["core"].sum() == 20


def test_an_own_query_is_saved_run_edited_exported_imported_and_removed(planted: Planted, tmp_path: Path) -> None:
    graph, case = planted
    save_query(graph, case, "big_accounts", OWN, actor="ana")
    result = run_saved(graph, case, "big_accounts", {"least": "1000"})
    assert (result.rows, result.total) == ((("x:official", 900_000),), 1)
    assert read_journal(case)[-1]["details"]["text"].startswith("MATCH (a:Account)")
    save_query(graph, case, "big_accounts", OWN.replace("= 100,", "= 200,"), actor="ana")
    assert [query.parameters[0].default for query in saved_queries(case)] == [200]
    assert [change["do"] for change in history(case, "queries")] == ["add", "edit"]

    assert [(change["do"], "= 200," in change["text"]) for change in saved_history(case, "big_accounts")] == [
        ("add", False), ("edit", True),
    ]  # fmt: skip

    assert export_saved(case, tmp_path / "out") == ["big_accounts"]
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["big_accounts.cypher"]
    remove_saved(case, "big_accounts", reason="moved", actor="ana")
    assert saved_queries(case) == ()
    with pytest.raises(ShoalError, match="no saved query 'big_accounts'"):
        find_saved(case, "big_accounts")
    import_saved(graph, case, tmp_path / "out")
    cut = run_saved(graph, case, "big_accounts", {"least": "0"}, limit=2)
    assert (len(cut.rows), cut.more, cut.total) == (2, True, 15)
    remove_saved(case, "big_accounts")


@pytest.mark.parametrize(
    ("id", "found", "instead", "message"),
    [
        ("big_accounts", "ORDER BY followers DESC, account\n", "", "no ORDER BY"),
        ("big_accounts", "$least", "100", "declares the parameter least and does not use it"),
        (
            "big_accounts",
            "misleads: Followers can be bought, and the big are not the guilty.",
            "misleads:",
            "lacks misleads",
        ),
        ("big_accounts", "a.followers AS followers", "a.followers AS fans", "Query big_accounts"),
        ("big_accounts", "returns followers: int", "returns fans: int", "but declares account, fans"),
        ("big_accounts", "MATCH (a:Account)\n", "MATCH (a:Account)\nSET a.x = 1 WITH a\n", "it holds SET"),
        (
            "big_accounts",
            "MATCH (a:Account)\n",
            "MATCH (a:Account) CALL dbms.listConfig() YIELD name\n",
            "calls the procedure",
        ),
        (
            "big_accounts",
            "MATCH (a:Account)\n",
            "MATCH (a:Account) WHERE a.name =~ '(x+)+' WITH a\n",
            "pattern after =~",
        ),
        ("Big Accounts", "", "", "not made of"),
        ("cluster_members", "", "", "the library has a query cluster_members"),
    ],
)
def test_an_own_query_that_breaks_a_rule_is_not_saved(
    planted: Planted, id: str, found: str, instead: str, message: str
) -> None:
    graph, case = planted
    assert found in OWN
    with pytest.raises(ShoalError) as caught:
        save_query(graph, case, id, OWN.replace(found, instead) if found else OWN)
    assert message in str(caught.value)
    assert saved_queries(case) == ()


def test_nothing_is_imported_when_one_file_breaks_a_rule(planted: Planted, tmp_path: Path) -> None:
    graph, case = planted
    (tmp_path / "a_good.cypher").write_text(OWN)
    (tmp_path / "b_bad.cypher").write_text(OWN.replace("LIMIT $limit", ""))
    with pytest.raises(ShoalError, match="nothing was imported; Query b_bad was not saved: has no LIMIT"):
        import_saved(graph, case, tmp_path)
    assert saved_queries(case) == ()


def test_a_bundle_carries_all_own_queries_to_another_case(planted: Planted, tmp_path: Path) -> None:
    graph, case = planted
    for id in ("big_accounts", "huge_accounts"):
        save_query(graph, case, id, OWN)
    bundles = [tmp_path / "one.zip", tmp_path / "two.zip"]
    assert [export_saved(case, bundle) for bundle in bundles] == [["big_accounts", "huge_accounts"]] * 2
    assert bundles[0].read_bytes() == bundles[1].read_bytes()
    before = saved_queries(case)
    for id in ("big_accounts", "huge_accounts"):
        remove_saved(case, id)
    assert import_saved(graph, case, bundles[0]) == list(before) == list(saved_queries(case))
    assert [change["do"] for change in saved_history(case, "huge_accounts")] == ["add", "remove", "add"]
    for id in ("big_accounts", "huge_accounts"):
        remove_saved(case, id)


def test_a_bundle_that_is_none_or_too_large_is_refused(planted: Planted, tmp_path: Path) -> None:
    graph, case = planted
    broken, large, empty = (tmp_path / name for name in ("broken.zip", "large.zip", "empty.zip"))
    broken.write_bytes(b"no zip")
    with zipfile.ZipFile(large, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("big_accounts.cypher", "// " + "x" * 1_000_000)
    with zipfile.ZipFile(empty, "w") as bundle:
        bundle.writestr("readme.txt", "nothing")
    with pytest.raises(Unreachable, match="cannot be read"):
        import_saved(graph, case, broken)
    with pytest.raises(ShoalError, match="the longest of 1,000,003 bytes"):
        import_saved(graph, case, large)
    with pytest.raises(ShoalError, match="holds no query"):
        import_saved(graph, case, empty)
    assert saved_queries(case) == ()


def test_queries_are_saved_only_where_free_cypher_is_allowed(planted: Planted) -> None:
    graph, case = planted
    with pytest.raises(ShoalError, match="Free Cypher is off"):
        save_query(graph, dataclasses.replace(case, free_cypher=False), "big_accounts", OWN)


def test_an_own_query_is_ended_by_the_limits_of_free_statements(planted: Planted) -> None:
    graph, case = planted
    slow = OWN.replace("MATCH (a:Account)\n", "UNWIND range(1, 1000000000) AS n MATCH (a:Account)\n")
    save_query(graph, case, "slow_query", slow)
    try:
        with pytest.raises(LimitReached):
            run_saved(graph, case, "slow_query", limits=Limits(seconds=1))
    finally:
        remove_saved(case, "slow_query")


def test_a_query_of_the_library_is_a_fine_start_for_an_own_one(planted: Planted) -> None:
    graph, case = planted
    save_query(graph, case, "my_members", write_query(find_query("cluster_members")))
    try:
        own = run_saved(graph, case, "my_members", {"cluster": RING})
        assert own.rows == run_stored(graph, case, find_query("cluster_members"), {"cluster": RING}).rows
    finally:
        remove_saved(case, "my_members")
