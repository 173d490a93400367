from itertools import combinations
from typing import Any

import numpy as np
import pytest

from case.tables import read_actions, read_posts
from detection.corpus import Corpus, build_corpus
from detection.layer_counts import count_layers
from detection.units import collect_rows, count_near, read_contents, unit_weights


def corpus_of(case: Any) -> Corpus:
    return build_corpus(read_posts(case), read_actions(case))


def test_partners_are_counted_as_a_plain_double_loop_counts_them(make_case: Any) -> None:
    random = np.random.default_rng(1)
    shares = [(f"p{random.integers(0, 9)}", "url", f"u{random.integers(0, 4)}", int(random.integers(0, 200_000)))
              for _ in range(120)]  # fmt: skip
    corpus = corpus_of(make_case(shares))
    layer = corpus.layers[0]
    groups = np.arange(len(corpus.accounts)) % 2
    rows = collect_rows(layer, groups, read_contents(corpus))
    counted = np.bincount(rows.unit, weights=count_near(rows, [3_600_000_000])[3_600_000_000], minlength=rows.units)
    expected: dict[tuple[int, int], float] = {}
    for i, j in combinations(range(layer.size), 2):
        one, other = layer.account[i], layer.account[j]
        near = layer.object[i] == layer.object[j] and abs(layer.at[i] - layer.at[j]) <= 3_600_000_000
        if near and one != other and groups[one] == groups[other]:
            key = (int(groups[one]), int(layer.object[i]))
            expected[key] = expected.get(key, 0) + 2
    found = dict(zip(zip(rows.unit_group.tolist(), rows.unit_object.tolist(), strict=True), counted, strict=True))
    assert {key: value for key, value in found.items() if value > 0} == pytest.approx(expected)


def test_a_pair_of_posts_with_three_tags_counts_about_once(make_case: Any) -> None:
    corpus = corpus_of(make_case([(who, "hashtag", tag, at) for who, at in (("a", 0), ("b", 9)) for tag in "xyz"]))
    rows = collect_rows(corpus.layers[0], np.zeros(2, dtype=np.int64), read_contents(corpus))
    assert count_near(rows, [60_000_000])[60_000_000].sum() / 2 == pytest.approx(1.0)


def test_same_content_counts_in_the_copy_layers_only(make_case: Any) -> None:
    shares = [(who, kind, "same", at) for who, at in (("a", 0), ("b", 9)) for kind in ("text", "url")]
    corpus = corpus_of(make_case(shares))
    groups = np.zeros(2, dtype=np.int64)
    counted = {one.rows.behaviour: one.near[60_000_000].sum()
               for one in count_layers(corpus, groups, read_contents(corpus), np.array([60_000_000]))}  # fmt: skip
    assert counted == {"text": 2.0, "url": 0.0}


def test_a_viral_object_weighs_no_more_than_four() -> None:
    assert unit_weights(np.array([0.2, 1.0, 3.0, 10.0, 1e6])) == pytest.approx([0.5, 1.0, 2.0, 4.0, 4.0])


def test_stamps_are_read_as_coarsely_as_the_coarsest_of_the_layer(make_case: Any) -> None:
    """Minutes agree by rounding; seconds beside them must not look slow for it."""
    minutes = [(who, "url", "m", 60, {"precision": "minute"}) for who in "ab"]
    seconds = [("c", "url", "s", 65), ("d", "url", "s", 110), ("e", "url", "t", 65), ("f", "url", "t", 125)]
    corpus = corpus_of(make_case(minutes + seconds))
    groups = np.zeros(len(corpus.accounts), dtype=np.int64)
    counts = count_layers(corpus, groups, read_contents(corpus), np.array([0]))[0]
    assert counts.unit_pairs(0).tolist() == [1.0, 1.0, 0.0]
