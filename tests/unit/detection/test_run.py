from typing import Any

import polars as pl
import pytest

from case import runs
from case.errors import ShoalError
from detection import controls
from detection.parameters import Parameters
from detection.run import detect


def members(case: Any, run: runs.Run) -> set[str]:
    return {account for cluster in runs.read_clusters(case, run.id) for account in cluster.accounts}


def test_a_planted_group_is_found_and_nobody_else(make_case: Any, crowd: Any, gang: Any) -> None:
    case = make_case(crowd() + gang())
    run = detect(case, Parameters())
    assert run.finding == "found"
    assert members(case, run) == {f"x:z{number:03d}" for number in range(12)}
    assert runs.read_links(case, run.id).height == run.links > 0


def test_a_crowd_in_which_nothing_is_planted_gives_nothing(make_case: Any, crowd: Any) -> None:
    run = detect(make_case(crowd()), Parameters())
    assert (run.finding, run.links, run.clusters) == ("nothing_found", 0, 0)


def test_order_of_rows_changes_nothing(make_case: Any, crowd: Any, gang: Any) -> None:
    rows = crowd(accounts=120) + gang()
    one, other = make_case(rows, "one"), make_case(rows[::-1], "other")
    first, second = detect(one, Parameters()), detect(other, Parameters())
    assert first.id == second.id
    assert runs.read_links(one, first.id).equals(runs.read_links(other, second.id))
    assert runs.read_clusters(one, first.id) == runs.read_clusters(other, second.id)


def test_a_repeat_is_the_same_run_with_the_same_lineages(make_case: Any, crowd: Any, gang: Any) -> None:
    case = make_case(crowd(accounts=120) + gang())
    first = detect(case, Parameters())
    clusters = runs.read_clusters(case, first.id)
    assert detect(case, Parameters()).id == first.id
    assert runs.read_clusters(case, first.id) == clusters
    assert len(runs.list_runs(case)) == 1


def test_a_later_run_carries_the_lineage_on(make_case: Any, crowd: Any, gang: Any) -> None:
    case = make_case(crowd(accounts=120) + gang())
    first = detect(case, Parameters(behaviours=("hashtag",)))
    second = detect(case, Parameters(min_occasions=4))
    assert first.id != second.id
    assert runs.read_clusters(case, second.id)[0].lineage == runs.read_clusters(case, first.id)[0].lineage


def test_the_time_range_ends_before_its_end(make_case: Any, crowd: Any, gang: Any) -> None:
    case = make_case(crowd(accounts=120) + gang())
    last = runs.read_clusters(case, detect(case, Parameters()).id)[0].last_at
    inside = detect(case, Parameters(to_at=last))
    assert runs.read_clusters(case, inside.id)[0].last_at < last  # type: ignore[operator]


def test_a_window_that_minute_stamps_cannot_tell_is_refused(make_case: Any, crowd: Any) -> None:
    rows = [(who, kind, thing, at // 60 * 60) for who, kind, thing, at in crowd(accounts=40)]
    case = make_case(rows, precision="minute")
    with pytest.raises(ShoalError, match="10 s"):
        detect(case, Parameters(windows=(10.0,)))
    run = detect(case, Parameters())
    assert any("10 s" in warning for warning in run.warnings)
    assert detect(case, Parameters(windows=(0.0, 60.0))).clusters == 0


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([], "No post"),
        ([("a", "url", "u", None), ("b", "url", "u", None)], "No post"),
        ([("a", "url", f"u{n}", n) for n in range(50)], "1 accounts"),
        ([("a", "url", "u", 0), ("b", "url", "u", 1), ("c", "url", "u", 2)], "3 accounts"),
        ([(f"p{n}", "url", "u", 0) for n in range(250)], "1 objects"),
        ([(f"p{n}", "text", "", n) for n in range(250)], "No action"),
        ([(f"p{n}", "", "", n) for n in range(250)], "No action"),
        ([(f"p{n}", "hashtag", f"t{n % 9}", n) for n in range(60)], "60 accounts outside"),
    ],
    ids=["nothing", "no time", "one account", "three posts", "all equal", "empty texts", "no actions", "few accounts"],
)
def test_data_that_cannot_answer_are_named(make_case: Any, rows: Any, reason: str) -> None:
    case = make_case(rows)
    run = detect(case, Parameters())
    assert run.finding == "not_enough_data"
    assert run.reason.startswith(reason)
    assert runs.read_links(case, run.id).height == 0


def test_everybody_at_the_same_second_on_the_same_objects_is_no_finding(make_case: Any) -> None:
    run = detect(make_case([(f"p{n}", "url", f"u{k}", 0) for n in range(40) for k in range(8)]), Parameters())
    assert (run.finding, run.links, run.clusters) == ("not_enough_data", 0, 0)
    assert "about 200 are needed" in run.reason


def test_a_hot_object_is_listed_as_left_out(make_case: Any, crowd: Any) -> None:
    rows = crowd(accounts=60) + [(f"p{n:04d}", "url", "hot", n) for n in range(60)]
    run = detect(make_case(rows), Parameters(max_events=2000))
    hot = next(row for row in run.left_out if row["object"] == "hot")
    assert hot["rows"] == 60
    assert hot["events"] > 1000


def test_actions_without_time_are_counted_in_a_warning(make_case: Any, crowd: Any) -> None:
    run = detect(make_case([*crowd(accounts=40), ("a", "url", "u", None)]), Parameters())
    assert any(warning.startswith("1 actions carry no time") for warning in run.warnings)


def test_a_behaviour_that_the_data_lack_is_named(make_case: Any, crowd: Any) -> None:
    run = detect(make_case(crowd(accounts=40)), Parameters(behaviours=("hashtag", "url")))
    assert any("url" in warning for warning in run.warnings)


def test_controls_are_part_of_every_run(make_case: Any, crowd: Any, gang: Any) -> None:
    run = detect(make_case(crowd() + gang()), Parameters())
    assert {name for name, row in run.controls.items() if row.get("expected") == 0 and row["found"] == 0} == {
        "permuted_labels", "exchanged_profiles", "half_samples"
    }  # fmt: skip
    matched = run.controls["matched_accounts"]["rows"][0]
    assert matched["finding"] > 0.9
    assert matched["matched"] is None or matched["matched"] < 0.1


def test_a_control_warns_only_beyond_what_its_own_level_lets_pass(
    make_case: Any, crowd: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for found, warned in ((2, False), (3, True)):
        row = {"found": found, "expected": 0, "allowed": controls._allowed(20)}
        monkeypatch.setattr(controls, "exchanged_profiles", lambda *_, row=row: row)
        run = detect(make_case(crowd(), f"case{found}"), Parameters())
        assert any("exchanged profiles found 3, where chance allows 2" in text for text in run.warnings) is warned


def test_candidate_links_are_kept_only_inside_clusters(make_case: Any, crowd: Any, gang: Any) -> None:
    case = make_case(crowd() + gang())
    run = detect(case, Parameters())
    candidates = runs.read_links(case, run.id).filter(pl.col("status") == "candidate")
    assert set(candidates["a"]) | set(candidates["b"]) <= members(case, run)
