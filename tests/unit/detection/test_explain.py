from typing import Any

import pytest

from case import runs
from case.errors import ShoalError
from detection.explain import explain
from detection.parameters import Parameters
from detection.run import detect


@pytest.fixture
def found(make_case: Any, crowd: Any, gang: Any) -> tuple[Any, runs.Run]:
    case = make_case(crowd(accounts=150) + gang())
    return case, detect(case, Parameters())


def test_every_counted_object_is_shown_with_the_posts_of_both_sides(found: Any) -> None:
    case, run = found
    link = runs.read_links(case, run.id).filter(behaviour="*").row(0, named=True)
    told = explain(case, link["a"], link["b"], run=run.id)
    inside = [row for row in told["shared"] if row["gap_seconds"] <= link["window_seconds"]]
    assert len({row["object"] for row in inside}) == link["objects"]
    assert len({tuple(post["post"] for post in row["posts"]) for row in inside}) == link["pairs"]
    for row in told["shared"]:
        assert [post["account"] for post in row["posts"]] == [link["a"], link["b"]]
        assert row["posts"][0]["source"] == {
            "file": "test.csv",
            "place": row["posts"][0]["source"]["place"],
            "sha256": "0" * 64,
        }
        assert row["posts"][0]["text"] == f"hashtag {row['object']}"
        assert row["rarity"] > 0


def test_the_links_of_the_run_and_a_sentence_about_chance_are_given(found: Any) -> None:
    case, run = found
    link = runs.read_links(case, run.id).filter(behaviour="*").row(0, named=True)
    told = explain(case, link["b"], link["a"], run=run.id)
    assert (told["a"], told["b"]) == (link["a"], link["b"])
    assert told["links"][0]["behaviour"] == "*"
    assert f"met on {link['occasions']} separate occasions" in told["chance"]


def test_two_accounts_without_a_link_are_explained_too(found: Any) -> None:
    case, run = found
    told = explain(case, "x:p0001", "x:z001", run=run.id)
    assert told["links"] == []
    assert "no link" in told["chance"]


def test_an_unknown_account_is_refused_by_name(found: Any) -> None:
    case, run = found
    with pytest.raises(ShoalError, match="x:nobody"):
        explain(case, "x:nobody", "x:z001", run=run.id)


def test_one_account_twice_is_refused(found: Any) -> None:
    case, run = found
    with pytest.raises(ShoalError, match="twice"):
        explain(case, "x:z001", "x:z001", run=run.id)


def test_an_account_that_always_comes_second_may_be_a_follower(make_case: Any, crowd: Any) -> None:
    pair = [
        (who, "url", f"u{day}", day * 86_400 + late) for day in range(6) for who, late in (("star", 0), ("fan", 50))
    ]
    case = make_case(crowd(accounts=150) + pair)
    run = detect(case, Parameters())
    told = explain(case, "x:star", "x:fan", run=run.id)
    assert {row["explanation"]: row["fits"] for row in told["innocent"]}["one account follows the other"] == "strong"
    assert [row["first"] for row in told["shared"]] == ["x:star"] * 6
