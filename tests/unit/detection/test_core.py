from typing import Any

import numpy as np

from case.tables import read_actions, read_posts
from detection.core import find_core
from detection.corpus import build_corpus
from detection.layer_counts import count_layers
from detection.units import read_contents

DAY = 86_400
WINDOWS = np.array([0, 60, 600, 3600, DAY]) * 1_000_000


def core_of(case: Any, members: str) -> set[str]:
    """Return the core of the accounts that start with one of the letters, the rest being one group of strangers."""
    corpus = build_corpus(read_posts(case), read_actions(case))
    keys = corpus.accounts.to_list()
    groups = np.array([0 if key[2] in members else 1 for key in keys])
    counts = count_layers(corpus, groups, read_contents(corpus), WINDOWS)
    found, _ = find_core(
        counts, groups, 0, layers=frozenset({"hashtag"}), unsuspected=np.array([False, True]), fast=60_000_000
    )
    return {keys[code] for code in found}


def make_friends(count: int = 40) -> list[tuple[str, str, str, int]]:
    """People of one part of the day who share the same things, each in their own time within it."""
    random = np.random.default_rng(5)
    return [
        (f"f{who:02d}", "hashtag", f"supper{day}", day * DAY + 60_000 + int(random.normal(0, 12_000)))
        for who in range(count)
        for day in range(7)
    ]


def test_friends_of_one_time_of_day_are_no_core_of_a_group_that_holds_a_fast_one(
    make_case: Any, crowd: Any, gang: Any
) -> None:
    found = core_of(make_case(crowd() + gang() + make_friends()), "zf")
    assert len([key for key in found if key.startswith("x:z")]) >= 10
    assert not [key for key in found if key.startswith("x:f")]


def test_one_fast_post_is_no_core(make_case: Any, crowd: Any, gang: Any) -> None:
    late = [("zlate", "hashtag", gang()[0][2], gang()[0][3] + 1)]
    found = core_of(make_case(crowd() + gang() + late), "z")
    assert "x:zlate" not in found
    assert len(found) >= 10
