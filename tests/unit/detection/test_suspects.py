from typing import Any

import numpy as np
import pytest

from case.folder import Case
from case.rows import Account, AccountKey, Post, PostKey
from case.tables import PartWriter
from detection import suspects

FIELDS = {
    "run", "listed", "in_data", "finding", "observed", "expected", "p", "behaviours", "by_account", "companions",
    "controls", "warnings",
}  # fmt: skip


@pytest.fixture
def case(make_case: Any, crowd: Any, gang: Any) -> Case:
    found: Case = make_case(crowd() + gang())
    return found


def test_half_of_a_planted_group_is_coordinated_and_the_other_half_its_companions(case: Case) -> None:
    answer = suspects.test_list(case, [f"x:z{n:03d}" for n in range(6)])
    assert set(answer) >= FIELDS
    assert (answer["finding"], answer["listed"], answer["in_data"]) == ("coordinated_list", 6, 6)
    assert answer["behaviours"] == ["hashtag"]
    assert answer["observed"] > 10 * answer["expected"]
    assert {row["account"] for row in answer["companions"]} == {f"x:z{n:03d}" for n in range(6, 12)}
    assert all(row["links"] == 5 and row["p"] < 0.01 for row in answer["by_account"])


def test_a_planted_group_among_honest_accounts_is_still_seen(case: Case) -> None:
    mixed = [f"x:z{n:03d}" for n in range(12)] + [f"x:p{n:04d}" for n in range(18)]
    answer = suspects.test_list(case, mixed)
    assert answer["finding"] == "coordinated_list"
    assert {row["account"] for row in answer["by_account"] if row["p"] < 1e-4} <= set(mixed[:12])


@pytest.mark.parametrize("seed", range(4))
def test_an_honest_list_is_not_coordinated(case: Case, seed: int) -> None:
    chosen = np.random.default_rng(seed).choice(300, 40, replace=False)
    answer = suspects.test_list(case, [f"x:p{n:04d}" for n in chosen])
    assert answer["finding"] in ("nothing_found", "not_enough_data")
    assert answer["p"] > 0.01


def test_a_list_of_copiers_is_coordinated_by_its_texts(make_case: Any, writers: Any, copiers: Any) -> None:
    case = make_case(writers(accounts=240) + copiers())
    answer = suspects.test_list(case, [f"x:c{n:03d}" for n in range(8)])
    assert (answer["finding"], answer["behaviours"]) == ("coordinated_list", ["template"])
    assert {row["account"] for row in answer["companions"]} >= {f"x:c{n:03d}" for n in range(9, 14)}
    assert min(row["texts"] for row in answer["by_account"]) >= 2


def test_a_list_of_strangers_to_the_data_cannot_be_tested(case: Case) -> None:
    answer = suspects.test_list(case, ["x:nobody", "x:noone"])
    assert (answer["finding"], answer["in_data"]) == ("not_enough_data", 0)
    assert any("2 of the list are not in this case" in warning for warning in answer["warnings"])


def test_too_few_others_are_no_comparison(make_case: Any, gang: Any, crowd: Any) -> None:
    answer = suspects.test_list(make_case(crowd(accounts=60) + gang()), [f"x:z{n:03d}" for n in range(12)])
    assert answer["finding"] == "not_enough_data"
    assert any("about 200 are needed" in warning for warning in answer["warnings"])


def test_nothing_is_written_and_a_repeat_has_the_same_name(case: Case) -> None:
    first = suspects.test_list(case, ["x:z001", "x:z002", "x:z003"])
    assert suspects.test_list(case, ["x:z003", "x:z002", "x:z001", "x:z001"])["run"] == first["run"]
    assert list(case.runs.iterdir()) == []


def test_a_list_may_name_accounts_by_handle(case: Case) -> None:
    accounts = [Account(AccountKey(f"x:z{n:03d}"), "x", f"z{n:03d}", handle=f"Handle{n}") for n in range(6)]
    with PartWriter(case, "L-2") as part:
        part.add(accounts, [Post(PostKey("x:extra"), "x", accounts[0].key, 0, "second", "", 1)], [],
                 source="1" * 64, file="names.csv")  # fmt: skip
    answer = suspects.test_list(case, [f"@handle{n}" for n in range(6)])
    assert (answer["in_data"], answer["finding"]) == (6, "coordinated_list")
