from typing import Any

import numpy as np
import pytest

from case.progress import silent
from case.runs import read_clusters
from case.tables import read_actions, read_posts
from detection.corpus import Corpus, build_corpus
from detection.crowded import find_crowded_groups
from detection.parameters import Parameters
from detection.run import detect
from detection.timing import TimedGroup, find_timed_groups

WINDOWS = np.array([0, 10, 60, 600, 3600, 86_400]) * 1_000_000
DAY, HOUR = 86_400, 3600
PEOPLE = 120


def find(case: Any) -> tuple[Corpus, list[TimedGroup]]:
    corpus = build_corpus(read_posts(case), read_actions(case))
    timing = find_timed_groups(corpus, WINDOWS, seed=1, method="leiden", progress=silent)
    return corpus, find_crowded_groups(corpus, timing, WINDOWS)


def make_waves(spread: int, *, hours: Any, seed: int = 4, behaviour: str = "hashtag") -> list[Any]:
    """Most of 120 accounts write under one tag on ten days, within so many seconds from an hour of that day on."""
    random = np.random.default_rng(seed)
    return [
        (f"w{person:03d}", behaviour, "launch", day * DAY + int(hour * HOUR) + int(random.integers(0, spread)))
        for day, hour in zip(range(10), hours, strict=True)
        for person in range(PEOPLE)
        if random.random() < 0.7
    ]


def at_any_hour() -> list[float]:
    return np.random.default_rng(2).uniform(0, 22, 10).tolist()


def test_a_campaign_on_one_common_tag_is_found_with_its_core(make_case: Any, crowd: Any) -> None:
    corpus, found = find(make_case(crowd(days=10) + make_waves(40, hours=at_any_hour())))
    assert [(group.accepted, group.layers) for group in found] == [(True, ("hashtag",))]
    names = set(corpus.accounts.gather(found[0].core).to_list())
    assert len(names) >= 0.9 * PEOPLE
    assert all(name.startswith("x:w") for name in names)
    assert found[0].p < 1e-6


def test_an_audience_that_gathers_within_the_hour_is_a_near_miss(make_case: Any, crowd: Any) -> None:
    _, found = find(make_case(crowd(days=10) + make_waves(2 * HOUR, hours=at_any_hour())))
    assert found == []


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_common_tags_of_everybody_are_no_group(make_case: Any, crowd: Any, seed: int) -> None:
    _, found = find(make_case(crowd(accounts=400, seed=seed)))
    assert found == []


def test_the_audience_of_a_nightly_quiz_is_explained(make_case: Any, crowd: Any) -> None:
    """Everybody answers within a minute, every evening at eight."""
    case = make_case(crowd(days=10) + make_waves(40, hours=[20.0] * 10))
    run = detect(case, Parameters())
    assert run.finding == "nothing_found"
    (cluster,) = [one for one in read_clusters(case, run.id) if one.finding == "explained"]
    assert {"meets at one hour of the day"} <= {row["explanation"] for row in cluster.innocent}


def test_one_dense_burst_is_a_candidate_however_many_share_it(make_case: Any, crowd: Any) -> None:
    random = np.random.default_rng(6)
    burst = [(f"b{n:04d}", "url", "https://one.example/", 3 * DAY + int(random.integers(0, 50))) for n in range(400)]
    case = make_case(crowd() + burst)
    _, found = find(case)
    assert [(group.accepted, group.accounts.size, group.core.size) for group in found] == [(False, 400, 0)]
    assert found[0].observed == 400
    assert found[0].p < 0.1
    assert detect(case, Parameters()).finding == "nothing_found"


def test_a_common_object_with_dates_alone_is_no_burst(make_case: Any, crowd: Any) -> None:
    dated = [(f"b{n:04d}", "url", "https://one.example/", 3 * DAY, {"precision": "day"}) for n in range(400)]
    _, found = find(make_case(crowd() + dated))
    assert found == []
