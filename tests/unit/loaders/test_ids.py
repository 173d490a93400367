import pytest

from loaders.values.ids import clean_id, ids_are_damaged, is_mangled, is_masked, is_shared_name


@pytest.mark.parametrize(
    ("raw", "expected"),
    [("'123", "123"), ("\t123 ", "123"), ('="123"', "123"), (123, "123"), ("abc_1", "abc_1")],
)
def test_an_id_is_text_without_what_crawlers_put_before_it(raw: object, expected: str) -> None:
    assert clean_id(raw) == expected


@pytest.mark.parametrize("raw", [None, "", "0", 0, "null", "None", "absent", "-1"])
def test_zero_and_its_like_are_no_ids(raw: object) -> None:
    assert clean_id(raw) is None


def test_an_id_in_e_notation_is_mangled() -> None:
    assert is_mangled("9.06E+17")
    assert not is_mangled("906000000000000000")


def test_a_column_of_rounded_ids_is_damaged() -> None:
    assert ids_are_damaged(["570306133677760000", "570301130888122000", "570301031407624000"])
    assert ids_are_damaged(["570306133677760513", "5.70306E+17"])


def test_a_column_of_true_ids_is_not() -> None:
    assert not ids_are_damaged(["570306133677760513", "570301130888122368", "570301031407624196", "1000"])
    assert not ids_are_damaged(["1000", "2000", "3000", "4000"])


@pytest.mark.parametrize("name", ["", None, "#NAME?", "[deleted]", "测***户", "momo", "匿名用户"])
def test_a_name_that_many_share_says_nothing(name: str | None) -> None:
    assert is_shared_name(name)


@pytest.mark.parametrize("name", ["青石路口的猫", "quiet_harbour", "A*", "用户7930043735"])
def test_a_name_of_ones_own_says_who(name: str) -> None:
    assert not is_shared_name(name)


def test_a_mask_is_seen() -> None:
    assert is_masked("青***猫")
    assert not is_masked("a*b")
