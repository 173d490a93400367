from collections import Counter

import polars as pl

from detection.group_innocence import weigh_client, weigh_owner, weigh_source

PEOPLE = pl.Series(["晚风", "Ada Reed", "橙子在杭州", "user 1234567", "Reading club", "Bob"] * 20)


def test_followers_of_one_public_account_are_explained() -> None:
    row = weigh_source(["star"] * 9 + [None], list(range(10)))
    assert row is not None
    assert (row["fits"], row["signs"]) == ("strong", ["9 of 10 fast posts answer or pass on star"])


def test_half_on_one_account_is_a_weak_reason() -> None:
    row = weigh_source(["star"] * 5 + ["other", "third", None, None, None], [1, 2, 3, 4, 5, 1, 2, 3, 4, 5])
    assert row is not None
    assert row["fits"] == "weak"


def test_two_circles_in_one_cluster_are_explained() -> None:
    sources = ["star" if n % 2 else "rival" for n in range(200)]
    row = weigh_source(sources, [n % 60 for n in range(200)])
    assert row is not None
    assert row["fits"] == "strong"


def test_accounts_that_pass_on_many_sources_alike_are_not_explained() -> None:
    row = weigh_source([f"account{n % 7}" for n in range(210)], [n % 60 for n in range(210)])
    assert row is not None
    assert row["fits"] == "none"
    assert "account" not in row["signs"][0].replace("one account", "")
    nobody = weigh_source([None] * 10, list(range(10)))
    assert nobody is not None
    assert (nobody["fits"], nobody["signs"]) == ("none", ["0 of 10 fast posts answer or pass on one account"])
    assert weigh_source([], []) is None


def test_editions_under_one_name_are_openly_one_owner() -> None:
    row = weigh_owner(["栎桥车讯苏州", "栎桥车讯银川", "栎桥车讯兰州"], [5, 5, 5], PEOPLE)
    assert row is not None
    assert row["fits"] == "strong"
    assert "栎桥车讯" in row["signs"][0]


def test_bystanders_who_wrote_little_do_not_hide_an_owner() -> None:
    names = ["栎桥车讯苏州", "栎桥车讯银川", "栎桥车讯兰州", "晚风", "Bob"]
    quiet = weigh_owner(names, [40, 40, 40, 2, 1], PEOPLE)
    assert quiet is not None
    assert (quiet["fits"], quiet["signs"][1]) == ("strong", "these accounts wrote 120 of 123 fast posts")
    busy = weigh_owner(names, [40, 40, 40, 40, 40], PEOPLE)
    assert busy is not None
    assert busy["fits"] == "weak"


def test_a_part_that_many_others_have_is_no_owner() -> None:
    row = weigh_owner(["user 7777777", "user 8888888", "user 9999999"], [5, 5, 5], PEOPLE)
    assert row is not None
    assert (row["fits"], row["signs"]) == ("none", ["3 of 3 names share a part that others have as well"])


def test_different_names_are_no_owner() -> None:
    row = weigh_owner(["晚风", "Ada Reed", "橙子在杭州"], [5, 5, 5], PEOPLE)
    assert row is not None
    assert row["fits"] == "none"


def test_one_rare_application_is_a_weak_reason() -> None:
    everybody = Counter({"phone": 1000, "VoteApp": 12})
    row = weigh_client(["VoteApp"] * 10, everybody)
    assert row is not None
    assert row["fits"] == "weak"
    common = weigh_client(["phone"] * 10, everybody)
    assert common is not None
    assert (common["fits"], common["signs"]) == ("none", ["10 of 10 fast posts come from phone, as do 99% of all"])
