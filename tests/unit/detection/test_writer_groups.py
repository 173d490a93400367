"""Groups that are found by the common writers of their texts, and what looks like one."""

import numpy as np
import pytest
from numpy.typing import NDArray

from detection import text_clusters
from detection.blocks import join_quiet_days
from detection.copy_graph import Incidence, find_incidence
from detection.families import Originals
from detection.shared_texts import Texts
from detection.text_clusters import cut_texts, link_texts
from detection.writer_test import WriterGroup, find_writer_groups

DAY = 86_400_000_000
CROWD = 400
Rows = list[tuple[int, int, int]]


def crowd(random: np.random.Generator, days: int = 30) -> Rows:
    """Four hundred others, whose numbers begin at 100, write a hundred posts a day of their own."""
    return [(100 + int(one), day, -1) for day in range(days) for one in random.integers(0, CROWD, 100)]


def operations(random: np.random.Generator, members: int = 60, texts: int = 14, joins: float = 0.25) -> Rows:
    """Each text is written on one day by those who join; and everybody writes five posts of their own."""
    rows = [
        (member, 2 * text, text)
        for text in range(texts)
        for member in np.flatnonzero(random.random(members) < joins).tolist()
    ]
    return rows + [(member, int(random.integers(0, 30)), -1) for member in range(members) for _ in range(5)]


def search(rows: Rows, wording: NDArray[np.int64] | None = None) -> list[WriterGroup]:
    rows = sorted(rows, key=lambda row: row[1])
    account, day, family = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    originals = Originals(account, np.arange(account.size), day * DAY, day)
    families = int(family.max()) + 1
    text_of = np.arange(families) if wording is None else wording
    start = np.zeros(families, dtype=np.int64)
    start[family[family >= 0]] = day[family >= 0] * DAY
    texts = Texts(family, text_of, start, np.full(text_of.max() + 1, 15), np.full(text_of.max() + 1, 0.1))
    return find_writer_groups(
        originals, texts, find_incidence(originals, texts), accounts=100 + CROWD, level=0.01, seed=1
    )


def test_members_who_rarely_meet_are_found_by_their_texts() -> None:
    random = np.random.default_rng(1)
    found = search(crowd(random) + operations(random))
    assert len(found) == 1
    assert found[0].accounts.size >= 45
    assert found[0].accounts.max() < 60
    assert found[0].p < 1e-4
    assert found[0].observed > 2 * found[0].expected


def test_three_texts_are_a_near_miss() -> None:
    random = np.random.default_rng(2)
    assert search(crowd(random) + operations(random, texts=3, joins=0.5)) == []


def test_an_audience_that_meets_by_chance_is_no_group() -> None:
    """The same number of copies, but anybody may write any of them."""
    random = np.random.default_rng(3)
    copies = [(int(one), 2 * text, text) for text in range(14) for one in random.integers(0, 100 + CROWD, 15)]
    assert search(crowd(random) + copies) == []


def test_people_of_one_interest_are_an_innocent_lookalike() -> None:
    """A hundred people write five hundred texts of one interest, three of them each."""
    random = np.random.default_rng(4)
    copies = [
        (int(one), int(random.integers(0, 30)), text) for text in range(500) for one in random.integers(0, 100, 3)
    ]
    assert search(crowd(random) + copies) == []


def test_one_standing_slogan_is_an_innocent_lookalike() -> None:
    random = np.random.default_rng(5)
    rows = crowd(random) + operations(random)
    assert search(rows)
    assert search(rows, wording=np.arange(14) % 2) == []


def test_what_everybody_writes_too_is_left_out_of_a_cluster() -> None:
    """Texts 0 to 9 have the same 20 writers, twelve each; text 10 has ten of them and forty others."""
    random = np.random.default_rng(6)
    rows = [(text, int(one)) for text in range(10) for one in random.choice(20, 12, replace=False)]
    rows += [(10, one) for one in [*range(10), *range(100, 140)]]
    family, account = (np.array(column, dtype=np.int64) for column in zip(*sorted(rows), strict=True))
    incidence = Incidence(account, family, family)
    links = link_texts(incidence, texts=11, accounts=500, writers=500)
    clusters = cut_texts(links, incidence, texts=11, seed=1)
    assert (clusters[:10] == 0).all()
    assert clusters[10] == -1


def test_links_are_the_same_however_many_are_counted_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(7)
    rows = sorted({(int(random.integers(0, 60)), int(random.integers(0, 80))) for _ in range(900)})
    family, account = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    incidence = Incidence(account, family, family)
    whole = link_texts(incidence, texts=60, accounts=80, writers=80_000)
    monkeypatch.setattr(text_clusters, "WORK", 500)
    parts = link_texts(incidence, texts=60, accounts=80, writers=80_000)
    assert whole[0].size > 100
    for one, other in zip(whole, parts, strict=True):
        np.testing.assert_array_equal(one, other)


def test_quiet_days_are_joined_within_one_platform() -> None:
    stratum = np.repeat(np.arange(6), [60, 60, 60, 200, 30, 30])
    days = join_quiet_days(stratum, np.array([0, 0, 0, 0, 1, 1]))
    assert [np.unique(days[stratum == one]).tolist() for one in range(6)] == [[0], [0], [1], [1], [2], [2]]
