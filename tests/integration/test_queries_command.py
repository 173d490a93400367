"""Own queries on the command line: brought in from files, asked, looked up, given away, taken off."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.commands.entry import MODULES
from app.commands.verbs import shoal
from case.folder import Case, open_case
from case.journal import read_journal
from graph.server import Address
from queries.saved import saved_queries
from tests.integration.queries_case import planted_graph
from tests.integration.test_queries_runner import OWN


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory, graph_server: Address) -> Iterator[Case]:
    with planted_graph(tmp_path_factory.mktemp("command") / "one", graph_server) as (_, made):
        settings = made.path / "case.toml"
        settings.write_text(settings.read_text(encoding="utf-8").replace("free_cypher = false", "free_cypher = true"))
        yield open_case(made.path)


def run(case: Case, *words: str) -> str:
    for module in MODULES:
        __import__(f"app.commands.{module}")
    done = CliRunner().invoke(shoal, [words[0], str(case.path), *words[1:]], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_own_queries_come_from_files_are_asked_and_go_out_as_a_bundle(case: Case, tmp_path: Path) -> None:
    file, bundle = tmp_path / "big_accounts.cypher", tmp_path / "all.zip"
    file.write_text(OWN, encoding="utf-8")
    listed = json.loads(run(case, "queries", "import", str(file), "--json"))
    assert [(query["id"], query["category"], query["needs"]) for query in listed] == [("big_accounts", "own", "")]
    answer = json.loads(run(case, "query", "big_accounts", "--param", "least=0", "--limit", "2", "--json"))
    assert (len(answer["rows"]), answer["more"], answer["total"]) == (2, True, 15)
    assert "big_accounts" in run(case, "queries")
    run(case, "queries", "export", str(bundle))
    run(case, "queries", "remove", "big_accounts")
    assert saved_queries(case) == ()
    run(case, "queries", "import", str(bundle))
    changes = json.loads(run(case, "queries", "history", "big_accounts", "--json"))
    assert [change["do"] for change in changes] == ["add", "remove", "add"]
    assert [entry["act"] for entry in read_journal(case) if entry["act"].startswith("queries")] == [
        "queries import", "queries export", "queries remove", "queries import",
    ]  # fmt: skip
