import json
from pathlib import Path

import polars as pl
import pytest

from case import desk, journal, runs
from case.errors import ShoalError
from case.folder import Case, new_case
from case.removal import purge_account, purge_load, unload
from case.rows import Account, Action, Post, account_key, post_key
from case.sources import Source, known_source, read_sources, write_source
from case.tables import PartWriter, list_loads, read_accounts, read_actions, read_posts
from case.templates import SAYS_SCHEMA, TEMPLATE_SCHEMA, Templates


def load(case: Case, name: str, accounts: list[str]) -> None:
    with PartWriter(case, name) as part:
        for place, id in enumerate(accounts, start=1):
            author = account_key("x", id)
            post = Post(post_key("x", f"{name}{id}"), "x", author, 1, "second", "t", place)
            others = [Action(post.key, author, "mention", account_key("x", "2"), 1, "second")]
            part.add([Account(author, "x", id)], [post], others, source=name, file=name)
    write_source(case, Source(name, f"{name}.csv", "", 1, "table", name, "2026-01-01T00:00:00.5Z", "a"))


@pytest.fixture
def case(tmp_path: Path) -> Case:
    case = new_case(tmp_path / "case", title="Removal")
    load(case, "L-1", ["1", "2"])
    load(case, "L-2", ["2", "3"])
    link = ("x:1", "x:2", "url", 60.0, 3, 2, 4, 0.1, 1e-6, 1e-4, "validated", None, None)
    cluster = runs.Cluster(
        "C-1", "C-1", "candidate", ("x:1", "x:2", "x:3"), ("x:1",), ("url",), (60.0,), 1.0, 0.1, 0.1, 1, 1, 1,
        templates=("all say […]", "two say"),
    )  # fmt: skip
    run = runs.Run("R-1", {}, "f", "found", "", 1, 1, "2026-01-02T00:00:00+00:00", 0.1)
    runs.write_run(case, run, pl.DataFrame([link], schema=runs.LINK_SCHEMA, orient="row"), [cluster], said())
    desk.add(case, "verdicts", {"about": "x:1", "is": "unclear"})
    desk.add(case, "verdicts", {"about": "x:3", "is": "unclear"})
    journal.record(case, "verdict", {"about": "x:1"})
    return case


def said() -> Templates:
    found = [
        ("T-1", "all say […]", ["all say ", None], 1.0, 3, 3, 3, 3),
        ("T-2", "two say", ["two say"], 1.0, 2, 2, 1, 2),
    ]
    says = [("T-1", f"x:{n}", f"x:post{n}", n, [None, f"filler{n}"]) for n in (1, 2, 3)]
    says += [("T-2", f"x:{n}", f"x:other{n}", 0, [None]) for n in (1, 2)]
    return Templates(
        pl.DataFrame(found, schema=TEMPLATE_SCHEMA, orient="row"), pl.DataFrame(says, schema=SAYS_SCHEMA, orient="row")
    )


def everything(case: Case) -> str:
    texts = [path.read_text(encoding="utf-8") for path in case.path.rglob("*.json*")]
    frames = [read(case).collect().write_json() for read in (read_accounts, read_posts, read_actions)]
    templates = runs.read_templates(case, "R-1")
    told = [frame.write_json() for frame in (runs.read_links(case, "R-1"), templates.found, templates.says)]
    return "".join([*texts, *frames, *told])


def test_a_withdrawn_load_leaves_what_other_loads_brought(case: Case) -> None:
    removal = unload(case, "L-1")
    assert list_loads(case) == ["L-2"]
    assert set(read_accounts(case).collect()["key"]) == {"x:2", "x:3"}
    assert (removal.accounts, removal.posts, removal.runs) == (2, 2, ["R-1"])
    assert runs.read_run(case, "R-1").outdated


def test_the_files_of_a_withdrawn_load_may_be_loaded_again(case: Case) -> None:
    unload(case, "L-1")
    assert known_source(case, "L-1") is None
    assert [source.name for source in read_sources(case)] == ["L-2.csv"]


def test_a_run_from_before_a_load_is_not_outdated_by_its_withdrawal(case: Case) -> None:
    late = Source("L-2", "L-2.csv", "", 1, "table", "L-2", "2026-01-03T00:00:00Z", "a")
    write_source(case, late)
    assert unload(case, "L-2").runs == []
    assert not runs.read_run(case, "R-1").outdated


def test_a_purged_account_is_nowhere_in_the_case(case: Case) -> None:
    assert '"x:1"' in everything(case)
    removal = purge_account(case, "x:1")
    assert (removal.accounts, removal.posts, removal.actions) == (1, 1, 1)
    assert '"x:1"' not in everything(case)
    assert "filler1" not in everything(case)
    assert [item["about"] for item in desk.items(case, "verdicts")] == ["x:3"]
    assert runs.read_clusters(case, "R-1")[0].accounts == ("x:2", "x:3")
    assert runs.read_links(case, "R-1").is_empty()


def test_a_template_that_one_account_is_left_of_goes_with_its_words(case: Case) -> None:
    purge_account(case, "x:1")
    assert runs.read_clusters(case, "R-1")[0].templates == ("all say […]",)
    assert runs.read_templates(case, "R-1").found["accounts"].to_list() == [2]
    assert "two say" not in everything(case)


def test_a_purged_account_leaves_mentions_of_it_too(case: Case) -> None:
    purge_account(case, "x:2")
    assert "x:2" not in read_actions(case).collect()["object"].to_list()


def test_the_journal_holds_after_a_purge_and_keeps_a_commitment(case: Case) -> None:
    removal = purge_account(case, "x:1")
    lines = journal.read_journal(case)
    assert journal.verify_journal(lines) == []
    assert lines[-1]["details"]["commitment"] == removal.commitment
    assert "x:1" not in json.dumps(lines)


def test_a_purged_load_forgets_only_accounts_that_no_other_load_has(case: Case) -> None:
    purge_load(case, "L-1")
    assert runs.read_clusters(case, "R-1")[0].accounts == ("x:2", "x:3")


@pytest.mark.parametrize(
    "remove",
    [
        lambda case: unload(case, "L-9"),
        lambda case: purge_load(case, "../L-1"),
        lambda case: purge_account(case, "x:9"),
    ],
)
def test_what_is_not_there_cannot_be_removed(case: Case, remove: object) -> None:
    with pytest.raises(ShoalError, match="There is no"):
        remove(case)  # type: ignore[operator]
