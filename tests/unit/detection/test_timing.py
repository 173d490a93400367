from typing import Any

import numpy as np
import pytest

from case.progress import silent
from case.tables import read_actions, read_posts
from detection.corpus import Corpus, build_corpus
from detection.group_test import Units, Verdicts
from detection.timing import Cut, Pass, Timing, find_timed_groups, join_coarse, judge_cuts

WINDOWS = np.array([0, 10, 60, 600, 3600, 86_400]) * 1_000_000
DAY = 86_400


def find(case: Any) -> tuple[Corpus, Timing]:
    corpus = build_corpus(read_posts(case), read_actions(case))
    return corpus, find_timed_groups(corpus, WINDOWS, seed=1, method="leiden", progress=silent)


def names(corpus: Corpus, codes: Any) -> set[str]:
    return set(corpus.accounts.gather(codes).to_list())


def test_a_fast_group_is_found_whole_with_its_core(make_case: Any, crowd: Any, gang: Any) -> None:
    corpus, timing = find(make_case(crowd() + gang()))
    assert [group.accepted for group in timing.found] == [True]
    planted = {f"x:z{n:03d}" for n in range(12)}
    assert names(corpus, timing.found[0].accounts) == planted
    assert names(corpus, timing.found[0].core) <= planted
    assert timing.found[0].core.size >= 10
    assert timing.found[0].p < 1e-6


def test_a_group_as_slow_as_everybody_is_a_near_miss(make_case: Any, crowd: Any, gang: Any) -> None:
    _, timing = find(make_case(crowd() + gang(jitter=40_000)))
    assert not any(group.accepted for group in timing.found)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_an_organic_crowd_has_no_fast_group(make_case: Any, crowd: Any, seed: int) -> None:
    _, timing = find(make_case(crowd(accounts=400, seed=seed)))
    assert not any(group.accepted for group in timing.found)


def test_an_interest_community_is_an_innocent_lookalike(make_case: Any, crowd: Any) -> None:
    """Forty people share rare things all the time, each in their own time."""
    random = np.random.default_rng(8)
    friends = [(f"f{random.integers(0, 40):02d}", "hashtag", f"knitting{random.integers(0, 30)}",
                int(random.integers(0, 7) * DAY + 50_000 + random.normal(0, 14_000))) for _ in range(600)]  # fmt: skip
    _, timing = find(make_case(crowd() + friends))
    assert not any(group.accepted for group in timing.found)


def test_fans_of_one_viral_evening_are_an_innocent_lookalike(make_case: Any, crowd: Any) -> None:
    """One post spreads among sixty accounts within minutes: one object, however many pairs."""
    viral = [(f"fan{n:02d}", "repost", "x:viral", 3 * DAY + 72_000 + 5 * n) for n in range(60)]
    others = [(who, "repost", f"x:{tag}", at) for who, _, tag, at in crowd(seed=5)]
    _, timing = find(make_case(crowd() + others + viral))
    assert not any(group.accepted for group in timing.found)


def test_a_behaviour_that_nobody_else_shows_has_no_baseline(make_case: Any, crowd: Any) -> None:
    alone = [(f"z{n}", "media", f"m{k}", k * DAY + n) for k in range(6) for n in range(5)]
    _, timing = find(make_case(crowd() + alone))
    assert timing.untestable == ("media",)


def make_cut(pieces: int, *, people: int = 120) -> Cut:
    """Thirty groups of everybody, and a campaign of as many accounts in so many pieces, which are ten times as fast."""
    random = np.random.default_rng(pieces)
    groups = np.concatenate([np.arange(people) % 30, 30 + np.arange(people) % pieces])
    unit = np.repeat(groups, 20)
    fast = (random.random(unit.size) < np.where(unit < 30, 0.05, 0.5)).astype(float)
    units = Units("url", 60_000_000, unit, np.full(unit.size, 2), np.ones(unit.size), fast)
    return Cut(groups, np.bincount(groups), np.ones(groups.size), [units])


def test_what_is_suspected_at_two_resolutions_is_no_baseline_at_a_finer_one() -> None:
    fine = judge_cuts([make_cut(30)])[0]
    assert not fine.accepted.any()
    both = judge_cuts([make_cut(1), make_cut(2), make_cut(30)])
    assert [int(one.accepted.sum()) for one in both] == [1, 2, 30]
    assert not any(one.accepted[:30].any() for one in both)


def make_pass(groups: list[int], accepted: list[int]) -> Pass:
    labels = np.array(groups)
    flags = np.isin(np.arange(labels.max() + 1), accepted)
    verdicts = Verdicts((), 1, flags, flags, flags, 1)
    return Pass(labels, np.ones(labels.size), verdicts, np.zeros(labels.size, dtype=bool))


def test_pieces_of_one_coarse_group_are_one_cluster_if_most_of_it_is_held() -> None:
    fine = [0, 0, 0, 0, 1, 1, 1, 1, 2, 2]
    parts, members = np.array([0, 0, 0, 0, 1, 1, 1, 1]), np.arange(8)
    whole = make_pass([0] * 8 + [1, 1], [0])
    assert len(set(join_coarse(parts, whole, members))) == 1
    apart = make_pass(fine, [0, 1])
    assert join_coarse(parts, apart, members).tolist() == parts.tolist()
    crowd = make_pass([0] * 30, [0])
    assert join_coarse(parts, crowd, members).tolist() == parts.tolist()
