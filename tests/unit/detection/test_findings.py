from typing import Any

from case import runs
from detection.parameters import Parameters
from detection.run import detect


def clusters_of(case: Any) -> list[runs.Cluster]:
    return runs.read_clusters(case, detect(case, Parameters()).id)


def test_copiers_are_found_with_the_texts_they_share(make_case: Any, writers: Any, copiers: Any) -> None:
    clusters = clusters_of(make_case(writers() + copiers()))
    assert [cluster.finding for cluster in clusters] == ["synchronised"]
    assert clusters[0].behaviours == ("template",)
    assert len(clusters[0].templates) == 12
    assert all(account.startswith("x:c") for account in clusters[0].accounts)


def test_a_fast_group_that_also_copies_is_one_cluster(
    make_case: Any, crowd: Any, writers: Any, copiers: Any, gang: Any
) -> None:
    fast = [(who.replace("z", "c"), kind, thing, at) for who, kind, thing, at in gang(members=15)]
    clusters = clusters_of(make_case(crowd() + writers() + copiers() + fast))
    found = [cluster for cluster in clusters if cluster.finding == "synchronised"]
    assert len(found) == 1
    assert {"hashtag", "template"} <= set(found[0].behaviours)


def test_fans_who_answer_one_account_within_minutes_are_explained(make_case: Any, crowd: Any) -> None:
    star = [("star", "text", f"s{n}", 40_000 * n, {"post": f"x:star{n}"}) for n in range(14)]
    fans = [(f"fan{m:02d}", "repost", f"x:star{n}", 40_000 * n + 20 + 7 * ((m * 5 + n) % 9),
             {"kind": "repost", "repost_of": f"x:star{n}"})
            for n in range(14) for m in range(20) if (m + n) % 3]  # fmt: skip
    others = [(who, "repost", f"x:{tag}", at) for who, _, tag, at in crowd(seed=5)]
    clusters = clusters_of(make_case(crowd() + star + fans + others))
    explained = [cluster for cluster in clusters if cluster.finding == "explained"]
    assert len(explained) == 1
    assert explained[0].innocent[0]["explanation"] == "follows one public source"
    assert not [cluster for cluster in clusters if cluster.finding == "synchronised"]
