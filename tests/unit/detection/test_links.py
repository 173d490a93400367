from typing import Any

import numpy as np
import polars as pl
import pytest
from scipy import sparse

from case.runs import LINK_SCHEMA
from case.tables import read_actions, read_posts
from detection.chance import Activity, expected_coactions
from detection.coactions import find_coactions
from detection.corpus import Corpus, build_corpus
from detection.links import find_chances, find_links

WINDOWS = np.array([0, 10, 60, 600, 3600, 86_400]) * 1_000_000
DAY = 86_400


def corpus_of(case: Any, **options: Any) -> Corpus:
    return build_corpus(read_posts(case), read_actions(case), **options)


def links_of(case: Any, *, budget: int = 10_000_000, **options: Any) -> pl.DataFrame:
    corpus = corpus_of(case, **options)
    coactions = [find_coactions(layer, WINDOWS, budget=budget)[0] for layer in corpus.layers]
    return find_links(corpus, coactions, WINDOWS)


def validated(links: pl.DataFrame) -> set[tuple[str, str]]:
    chosen = links.filter((pl.col("behaviour") == "*") & (pl.col("status") == "validated"))
    return set(chosen.select("a", "b").rows())


def test_two_accounts_that_meet_on_many_days_are_validated(make_case: Any, crowd: Any) -> None:
    pair = [(who, "url", f"u{day}", day * DAY + 5000 * day + late)
            for day in range(6) for who, late in (("one", 0), ("two", 8))]  # fmt: skip
    links = links_of(make_case(crowd() + pair))
    assert validated(links) == {("x:one", "x:two")}
    row = links.filter(behaviour="url", window_seconds=10.0).row(0, named=True)
    assert (row["occasions"], row["objects"], row["pairs"]) == (6, 6, 6)
    assert links.schema == LINK_SCHEMA


def test_expected_meetings_are_the_sum_of_products_over_days() -> None:
    random = np.random.default_rng(1)
    posts, rates = random.integers(0, 3, (20, 9)).astype(float), random.random(9)
    a, b = random.integers(0, 20, (2, 50))
    expected = expected_coactions(Activity(sparse.csr_array(posts)), rates, a, b)
    assert expected == pytest.approx((posts[a] * posts[b]) @ rates)


def test_two_meetings_are_a_near_miss(make_case: Any, crowd: Any) -> None:
    pair = [(who, "url", f"u{day}", day * DAY + late) for day in range(2) for who, late in (("one", 0), ("two", 8))]
    links = links_of(make_case(crowd() + pair)).filter(a="x:one", b="x:two", behaviour="*")
    assert links["status"].to_list() == ["candidate"]


def test_one_pair_of_posts_with_many_tags_and_links_is_no_link(make_case: Any, crowd: Any) -> None:
    pair = [(who, kind, f"thing{n}", 5000 + late)
            for n in range(9) for kind in ("url", "hashtag") for who, late in (("one", 0), ("two", 8))]  # fmt: skip
    assert validated(links_of(make_case(crowd() + pair))) == set()


def test_independent_accounts_with_standing_tags_are_no_links(make_case: Any, crowd: Any) -> None:
    rows = [(who, "hashtag", tag, at) for who, _, _, at in crowd(accounts=200) for tag in ("car", "hood", "launch")]
    assert validated(links_of(make_case(rows))) == set()


def test_a_crowd_in_which_nothing_is_planted_has_no_link(make_case: Any, crowd: Any) -> None:
    assert validated(links_of(make_case(crowd(accounts=400, seed=11)))) == set()


def test_angry_people_on_one_evening_are_no_links(make_case: Any, crowd: Any) -> None:
    random = np.random.default_rng(4)
    at = (3 * DAY + 68_000 + random.normal(0, 2400, 1000)).astype(int).tolist()
    evening = [(f"owner{n % 250:03d}", "hashtag", f"hood{random.integers(0, 25)}", at[n]) for n in range(1000)]
    assert validated(links_of(make_case(crowd() + evening))) == set()


def test_repeating_an_object_on_one_day_counts_once(make_case: Any) -> None:
    case = make_case([("a", "url", "u", 10 * n) for n in range(5)] + [("b", "url", "u", 10 * n + 3) for n in range(5)])
    layer = corpus_of(case).layers[0]
    assert layer.size == 2


def test_a_tag_is_another_object_on_the_next_day(make_case: Any) -> None:
    case = make_case([("a", "hashtag", "t", DAY - 5), ("b", "hashtag", "t", DAY + 5), ("a", "url", "u", DAY - 5)])
    corpus = corpus_of(case)
    assert [len(layer.names) for layer in corpus.layers] == [2, 1]
    assert len(corpus_of(case, timezone="Asia/Shanghai").layers[0].names) == 1


def test_coactions_of_two_platforms_are_dropped(make_case: Any) -> None:
    corpus = build_corpus(
        pl.LazyFrame({"key": ["x:1", "y:1"], "account": ["x:a", "y:b"], "at": [0, 1], "precision": ["second"] * 2},
                     schema_overrides={"at": pl.Datetime("us", "UTC")}),
        pl.LazyFrame({"post": ["x:1", "y:1"], "account": ["x:a", "y:b"], "behaviour": ["url"] * 2, "object": ["u"] * 2,
                      "at": [0, 1], "precision": ["second"] * 2}, schema_overrides={"at": pl.Datetime("us", "UTC")}),
    )  # fmt: skip
    assert find_coactions(corpus.layers[0], WINDOWS, budget=100)[0].a.size == 0


def test_a_hot_object_keeps_its_narrow_windows_and_is_listed(make_case: Any) -> None:
    case = make_case(
        [(f"p{n:02d}", "url", "hot", 30 * n) for n in range(60)] + [("p00", "url", "u", 1), ("p01", "url", "u", 2)]
    )
    found, left_out = find_coactions(corpus_of(case).layers[0], WINDOWS, budget=200)
    assert [(row["object"], row["rows"], row["events"], row["from_window_seconds"]) for row in left_out] == [
        ("hot", 60, 990, 600.0)
    ]
    assert found.within(60_000_000).sum() == 59 + 58 + 1
    assert found.within(600_000_000).sum() == 1


@pytest.mark.parametrize("precision", ["minute", "day"])
def test_a_window_narrower_than_the_stamps_counts_nothing(make_case: Any, precision: str) -> None:
    case = make_case([("a", "url", "u", 0), ("b", "url", "u", 0)], precision=precision)
    found, _ = find_coactions(corpus_of(case).layers[0], WINDOWS, budget=100)
    counted = [int(found.within(int(window)).sum()) for window in WINDOWS]
    assert counted == ([1, 0, 1, 1, 1, 1] if precision == "minute" else [0, 0, 0, 0, 0, 1])


def test_all_pairs_together_expect_what_was_seen(make_case: Any, crowd: Any) -> None:
    corpus = corpus_of(make_case(crowd(accounts=60, days=2, objects=40)))
    found, _ = find_coactions(corpus.layers[0], WINDOWS, budget=10_000_000)
    part = found.take(found.within(600_000_000))

    chance = find_chances(corpus, [found], WINDOWS)["hashtag", 600_000_000]
    a, b = np.triu_indices(len(corpus.accounts), 1)
    total = expected_coactions(chance.activity, chance.rates, a, b).sum()
    assert total == pytest.approx(np.unique(np.stack([part.post_a, part.post_b]), axis=1).shape[1])
