from typing import Any

import numpy as np

from case.progress import silent
from case.tables import read_actions, read_posts
from detection.blocks import cut_blocks
from detection.copy_graph import Incidence, find_incidence, own_shares
from detection.copy_test import judge_among_writers, judge_copies
from detection.copying import Copying, find_copied_groups
from detection.corpus import Corpus, build_corpus
from detection.families import Originals
from detection.shared_texts import Texts


def find(case: Any) -> tuple[Corpus, Copying]:
    corpus = build_corpus(read_posts(case), read_actions(case))
    copying = find_copied_groups(corpus, read_posts(case).collect(), seed=1, progress=silent)
    assert copying is not None
    return corpus, copying


def accepted(corpus: Corpus, copying: Copying) -> list[set[str]]:
    return [set(corpus.accounts.gather(group.accounts).to_list()) for group in copying.found if group.accepted]


def test_near_copies_with_a_fifth_of_the_words_replaced_are_found(make_case: Any, writers: Any, copiers: Any) -> None:
    corpus, copying = find(make_case(writers() + copiers()))
    groups = accepted(corpus, copying)
    assert len(groups) == 1
    assert len(groups[0]) >= 13
    assert all(name.startswith("x:c") for name in groups[0])


def test_each_text_is_one_family_whatever_its_timing_within_hours(make_case: Any, writers: Any, copiers: Any) -> None:
    corpus, copying = find(make_case(writers() + copiers(spread=15_000)))
    names = corpus.accounts.gather(copying.originals.account)
    theirs = copying.texts.family[names.str.starts_with("x:c").to_numpy()]
    assert np.unique(theirs[theirs >= 0]).size <= 16
    assert (theirs >= 0).mean() > 0.9


def test_people_with_their_own_words_are_no_group(make_case: Any, writers: Any) -> None:
    corpus, copying = find(make_case(writers(accounts=200)))
    assert accepted(corpus, copying) == []


def test_three_shared_texts_are_a_near_miss(make_case: Any, writers: Any, copiers: Any) -> None:
    corpus, copying = find(make_case(writers() + copiers(texts=3, joins=1.0)))
    assert accepted(corpus, copying) == []


def test_people_who_quote_one_launch_are_an_innocent_lookalike(make_case: Any, writers: Any, copiers: Any) -> None:
    """Everybody quotes the maker's statements of one evening: one day, many texts, no group that comes back."""
    quotes = copiers(members=60, texts=6, joins=0.15, swapped=0.1, days=1, name="w")
    corpus, copying = find(make_case(writers() + quotes))
    assert accepted(corpus, copying) == []


def test_reposts_are_no_originals(make_case: Any, writers: Any, copiers: Any) -> None:
    passed_on = [(who, kind, thing, at, {**more, "kind": "repost"}) for who, kind, thing, at, more in copiers()]
    corpus, copying = find(make_case(writers() + passed_on))
    assert accepted(corpus, copying) == []
    assert not corpus.accounts.gather(copying.originals.account).str.starts_with("x:c").any()


def test_too_few_originals_are_not_compared(make_case: Any, copiers: Any) -> None:
    case = make_case(copiers(texts=4))
    corpus = build_corpus(read_posts(case), read_actions(case))
    assert find_copied_groups(corpus, read_posts(case).collect(), seed=1, progress=silent) is None


def test_chinese_copies_are_found(make_case: Any, writers: Any) -> None:
    random = np.random.default_rng(9)
    letters = [chr(code) for code in range(0x4E00, 0x4E00 + 600)]
    rows = []
    for number in range(12):
        text, start = random.choice(letters, 40), int(random.integers(0, 20) * 86_400 + 40_000)
        for member in np.flatnonzero(random.random(15) < 0.6).tolist():
            copy = np.where(random.random(40) < 0.1, random.choice(letters, 40), text)
            rows.append((f"c{member:03d}", "text", f"{number}-{member}", start + int(random.integers(0, 9000)),
                         {"text": "".join(copy)}))  # fmt: skip
    others = [
        (who, kind, thing, at, {"text": "".join(random.choice(letters, 40))}) for who, kind, thing, at, _ in writers()
    ]
    corpus, copying = find(make_case(others + rows))
    assert len(accepted(corpus, copying)) == 1


def test_blocks_are_parts_of_one_day_and_platform() -> None:
    at = np.arange(3000) * 40_000_000
    stratum = at // 86_400_000_000
    blocks = cut_blocks(Originals(np.zeros(3000, dtype=np.int64), np.arange(3000), at, stratum))
    pairs = np.unique(np.stack([blocks, stratum]), axis=1)
    assert pairs.shape[1] == np.unique(blocks).size
    assert np.bincount(blocks).min() >= 400


def test_texts_that_come_back_count_each_time_they_are_written() -> None:
    """Twelve of seventy accounts write six texts again and again, six of them within hours each time."""
    random = np.random.default_rng(3)
    day = 86_400_000_000
    rows = [(int(account), number, -1) for number in range(48) for account in random.integers(12, 70, 20)]
    rows += [(int(account), number, number) for number in range(48) for account in random.choice(12, 6, replace=False)]
    account, days, family = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    order = np.argsort(days, kind="stable")
    originals = Originals(account[order], np.arange(order.size), days[order] * day, days[order])
    text_of, start_of = np.arange(48) % 6, np.arange(48) * day
    texts = Texts(family[order], text_of, start_of, np.full(6, 12), np.full(6, 0.1))
    groups = np.where(np.arange(70) < 12, 0, -1)
    found = judge_copies(originals, texts, find_incidence(originals, texts), groups, seed=1)
    assert found.observed[0] > 5 * found.expected[0]
    assert found.holds(1).all()


def test_a_group_that_meets_among_many_others_is_told_from_one_among_itself() -> None:
    """Accounts 0 to 9 write with each other alone, 10 to 19 among forty others each time."""
    rows = [(account, family) for family in range(6) for account in range(family, family + 4)]
    rows += [(account, family) for family in range(6, 12) for account in (10 + family % 5, 15 + family % 5)]
    rows += [(account, family) for family in range(6, 12) for account in range(20, 60)]
    family, account = (np.array(column) for column in zip(*sorted((two, one) for one, two in rows), strict=True))
    groups = np.where(np.arange(60) < 10, 0, np.where(np.arange(60) < 20, 1, -1))
    shares = own_shares(groups, Incidence(account, family, family))
    assert shares[0] == 1
    assert shares[1] == 2 / 42


def test_people_of_one_interest_are_an_innocent_lookalike(make_case: Any, writers: Any, copiers: Any) -> None:
    """A tenth of a community meets in its texts no more than the rest of it does."""
    community = copiers(members=150, texts=30, joins=0.1)
    corpus, copying = find(make_case(writers(accounts=200) + community))
    part = np.full(len(corpus.accounts), -1, dtype=np.int64)
    inside = np.flatnonzero(corpus.accounts.str.starts_with("x:c").to_numpy())
    part[inside[::10]] = 0
    originals, texts, incidence = copying.originals, copying.texts, copying.incidence
    test = judge_copies(originals, texts, incidence, part, seed=1, fixed=True)
    assert test.holds(1).all()
    among = judge_among_writers(originals, texts, incidence, part, test, 0, seed=1)
    assert not among.holds(1).any()
