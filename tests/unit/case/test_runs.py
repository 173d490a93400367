from pathlib import Path

import polars as pl
import pytest

from case import runs
from case.errors import ShoalError
from case.folder import Case, new_case
from case.templates import SAYS_SCHEMA, TEMPLATE_SCHEMA, Templates, read_slots


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return new_case(tmp_path / "case", title="Runs")


def make_run(identifier: str) -> runs.Run:
    return runs.Run(identifier, {"seed": 1}, "f", "found", "", 1, 1, "2026-01-01T00:00:00Z", 0.5)


def make_cluster() -> runs.Cluster:
    accounts = ("x:1", "x:2")
    return runs.Cluster(
        runs.cluster_id(accounts), "C-0", "candidate", accounts, core=("x:1",), behaviours=("url",), windows=(60.0,),
        observed=5.0, expected=0.1, p=1e-9, days=2, first_at=1, last_at=2,
        innocent=({"explanation": "fan club", "fits": "weak", "signs": []},),
    )  # fmt: skip


def make_links() -> pl.DataFrame:
    row = ("x:1", "x:2", "url", 60.0, 3, 2, 4, 0.1, 1e-6, 1e-4, "validated", None, None)
    return pl.DataFrame([row], schema=runs.LINK_SCHEMA, orient="row")


def test_a_run_reads_back_as_it_was_written(case: Case) -> None:
    runs.write_run(case, make_run("R-1"), make_links(), [make_cluster()])
    runs.set_current_run(case, "R-1")
    assert runs.read_run(case) == make_run("R-1")
    assert runs.read_links(case).equals(make_links())
    assert runs.read_clusters(case) == [make_cluster()]


def test_templates_read_back_as_they_were_written(case: Case) -> None:
    found = pl.DataFrame([("T-1", "a […]", ["a ", None], 1.0, 2, 2, 2, 1)], schema=TEMPLATE_SCHEMA, orient="row")
    rows = [("T-1", "x:1", "x:p1", 0, [None, "b"]), ("T-1", "x:2", "x:p2", 1, None)]
    says = pl.DataFrame(rows, schema=SAYS_SCHEMA, orient="row")
    runs.write_run(case, make_run("R-1"), make_links(), [make_cluster()], Templates(found, says))
    read = runs.read_templates(case, "R-1")
    assert (read.found.rows(), read.says.rows()) == (found.rows(), says.rows())


def test_a_run_of_an_earlier_version_has_no_templates(case: Case) -> None:
    runs.write_run(case, make_run("R-1"), make_links(), [])
    (case.runs / "R-1" / "templates.parquet").unlink()
    (case.runs / "R-1" / "says.parquet").unlink()
    assert runs.read_templates(case, "R-1").found.is_empty()


def test_of_many_fillers_of_a_slot_the_commonest_are_named_and_the_others_counted() -> None:
    said = [[None, f"word{n:02d}"] for n in range(13)] + [[None, "word07"], [None, " word07 "]]
    (slot,) = read_slots(["fixed ", None], said)
    assert slot.fillers[0] == ("word07", 3)
    assert (len(slot.fillers), slot.others, slot.other_posts) == (10, 3, 3)


@pytest.mark.parametrize("run", [None, "R-nothing", "../R-1", "R-1/../R-1"])
def test_a_run_that_is_not_there_is_refused_in_a_sentence(case: Case, run: str | None) -> None:
    if run is not None:
        runs.write_run(case, make_run("R-1"), make_links(), [])
    with pytest.raises(ShoalError, match="run"):
        runs.read_run(case, run)


def test_equal_parameters_on_equal_data_name_the_same_run() -> None:
    assert runs.run_id({"a": 1, "b": 2}, "f") == runs.run_id({"b": 2, "a": 1}, "f")
    assert runs.run_id({"a": 1}, "f") != runs.run_id({"a": 1}, "g")


def test_a_cluster_is_named_by_its_members_in_any_order() -> None:
    assert runs.cluster_id(["b", "a"]) == runs.cluster_id(["a", "b"]) != runs.cluster_id(["a"])
