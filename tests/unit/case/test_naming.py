from pathlib import Path

import pytest

from case.errors import ShoalError
from case.folder import Case, new_case
from case.naming import find_account, find_accounts
from case.rows import Account, AccountKey, Post, PostKey
from case.tables import PartWriter


@pytest.fixture
def case(tmp_path: Path) -> Case:
    case = new_case(tmp_path / "case", title="Naming")
    accounts = [
        Account(AccountKey("x:1"), "x", "1", handle="Alpha", name="阿尔法"),
        Account(AccountKey("x:2"), "x", "2", handle="beta", name="Same"),
        Account(AccountKey("x:3"), "x", "3", handle="gamma", name="same"),
    ]
    post = Post(PostKey("x:10"), "x", AccountKey("x:4"), None, "none", "", 1)
    with PartWriter(case, "L-1") as part:
        part.add(accounts, [post], [], source="s", file="f")
    return case


@pytest.mark.parametrize("name", ["x:1", "alpha", "@Alpha", " ALPHA ", "阿尔法"])
def test_an_account_is_found_by_key_handle_or_name(case: Case, name: str) -> None:
    assert find_account(case, name) == "x:1"


def test_an_author_without_profile_is_found_by_its_key(case: Case) -> None:
    assert find_account(case, "x:4") == "x:4"


def test_a_name_of_two_accounts_is_refused_with_both_keys(case: Case) -> None:
    with pytest.raises(ShoalError, match="x:2, x:3"):
        find_account(case, "same")


def test_a_handle_goes_before_the_name_that_a_stranger_took(tmp_path: Path) -> None:
    case = new_case(tmp_path / "case", title="Naming")
    accounts = [
        Account(AccountKey("x:1"), "x", "1", handle="alpha"),
        Account(AccountKey("x:2"), "x", "2", handle="beta", name="Alpha"),
    ]
    with PartWriter(case, "L-1") as part:
        part.add(accounts, [], [], source="s", file="f")
    assert find_account(case, "alpha") == "x:1"


def test_a_handle_of_two_accounts_is_refused(tmp_path: Path) -> None:
    case = new_case(tmp_path / "case", title="Naming")
    accounts = [
        Account(AccountKey("x:1"), "x", "1", handle="same"),
        Account(AccountKey("weibo:2"), "weibo", "2", handle="Same"),
    ]
    with PartWriter(case, "L-1") as part:
        part.add(accounts, [], [], source="s", file="f")
    with pytest.raises(ShoalError, match="fits 2 accounts"):
        find_account(case, "same")


def test_names_that_fit_nobody_are_told_apart(case: Case) -> None:
    assert find_accounts(case, ["beta", "nobody", "x:9", "beta"]) == ({"beta": "x:2"}, ["nobody", "x:9"])
    with pytest.raises(ShoalError, match="no account 'nobody'"):
        find_account(case, "nobody")


def test_an_account_is_found_by_a_former_handle_unless_another_has_it_now(tmp_path: Path) -> None:
    case = new_case(tmp_path / "case", title="Naming")
    versions = [("1" * 64, 1, "x:1", "before"), ("2" * 64, 2, "x:1", "after"), ("2" * 64, 2, "x:2", "other")]
    for number, (source, at, key, handle) in enumerate(versions):
        with PartWriter(case, f"L-{number}") as part:
            part.add([Account(AccountKey(key), "x", handle=handle)], [], [], source=source, file="f", collected_at=at)
    assert find_accounts(case, ["before", "after"])[0] == {"before": "x:1", "after": "x:1"}
    with PartWriter(case, "L-9") as part:
        part.add([Account(AccountKey("x:3"), "x", handle="Before")], [], [], source="9" * 64, file="f", collected_at=3)
    assert find_account(case, "before") == "x:3"
