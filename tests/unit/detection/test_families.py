import itertools
import math
import os
from collections import Counter

import numpy as np
import polars as pl
import pytest

from detection import families as module
from detection import phrase_kernel
from detection.families import GAP, Originals, find_families
from detection.grams import find_grams

HOUR = 3_600_000_000
NAMES = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳"


def sentences(count: int, *, seed: int, length: int = 40) -> list[str]:
    random = np.random.default_rng(seed)
    return ["".join(random.choice(list(NAMES), length)) for _ in range(count)]


def families(texts: list[str], hours: list[float], accounts: list[int]) -> list[int]:
    at = (np.array(hours) * HOUR).astype(np.int64)
    order = np.argsort(at, kind="stable")
    number = np.arange(at.size)
    originals = Originals(np.array(accounts)[order], number, at[order], np.zeros_like(number))
    found = find_families(originals, find_grams(pl.Series(texts).gather(order)), seed=1)
    back = np.empty_like(found)
    back[order] = found
    return back.tolist()


def test_copies_by_several_accounts_within_hours_are_a_family() -> None:
    others = sentences(60, seed=1)
    original = sentences(1, seed=2)[0]
    copies = [original[:10] + one[:5] + original[15:] for one in others[:6]]
    found = families(others + copies, [*np.arange(60) / 10, *(2.0 + np.arange(6) / 2)], list(range(66)))
    assert found[:60] == [-1] * 60
    assert found[60:] == [0] * 6


def test_copies_a_day_apart_or_by_one_account_are_none() -> None:
    others, (original,) = sentences(60, seed=1), sentences(1, seed=2)
    apart = families([*others, original, original], [*np.arange(60) / 10, 0.0, GAP / HOUR + 0.01], list(range(62)))
    alone = families([*others, original, original], [*np.arange(60) / 10, 0.0, 1.0], [*range(60), 7, 7])
    assert apart == alone == [-1] * 62


def test_a_shared_stock_phrase_is_no_family() -> None:
    others = sentences(400, seed=3)
    others = [text[:18] + "祝大家新年" + text[23:] if place % 4 == 0 else text for place, text in enumerate(others)]
    assert families(others, list(np.arange(400) / 100), list(range(400))) == [-1] * 400


def test_one_phrase_of_any_length_up_to_a_slogan_is_no_copy_but_three_are() -> None:
    others, tails, phrases = sentences(400, seed=3), sentences(4, seed=11), sentences(3, seed=8, length=12)
    at, accounts = list(np.arange(402) / 100), list(range(402))
    one = ["".join([tail[:20], phrases[0], tail[20:]]) for tail in tails[:2]]
    three = ["".join([tail[:9], phrases[0], tail[9:18], phrases[1], tail[18:27], phrases[2]]) for tail in tails[2:]]
    assert families([*others, *one], at, accounts) == [-1] * 402
    assert families([*others, *three], at, accounts)[400:] == [0, 0]


def test_a_short_copy_is_known_by_what_the_family_has_in_common() -> None:
    words = ["deliver", "seven", "copper", "kettles", "before", "monday"]
    others = [f"w{n} x{n % 50} y{n % 7} z{n % 11} v{n % 13} u{n % 17}" for n in range(600)]
    swapped = [
        " ".join(f"other{n}" if place in (n % 6, 5) else word for place, word in enumerate(words)) for n in range(6)
    ]
    found = families([*others, *[" ".join(words)] * 4, *swapped], list(np.arange(610) / 100), list(range(610)))
    assert set(found[:600]) == {-1}
    assert set(found[600:604]) == {0}
    assert 0 in found[604:]


def test_a_chain_of_chance_meetings_is_no_family_of_all() -> None:
    others, links = sentences(300, seed=6), sentences(24, seed=7, length=12)
    chain = ["".join(links[3 * n : 3 * n + 6]) for n in range(7)]
    found = families([*others, *chain], list(np.arange(307) / 100), list(range(307)))[300:]
    assert max(found.count(label) for label in found if label >= 0) <= 3


def runs_of(text: str) -> set[str]:
    return {text[place : place + 4] for place in range(len(text) - 3)}


def told_by_phrases(one: str, other: str, idf: dict[str, float]) -> tuple[float, float]:
    """The definition for Chinese texts, word for word: what phrases of up to 12 characters tell, and their share."""
    shared = {one.index(run): idf[run] for run in runs_of(one) & runs_of(other)}
    covered = sorted({place + step for place in shared for step in range(4)})
    told, phrase = 0.0, list[int]()
    for place in [*covered, -1]:
        if phrase and (place != phrase[-1] + 1 or len(phrase) == 12):
            told += max(shared.get(at, 0.0) for at in phrase)
            phrase = []
        phrase.append(place)
    return told, len(covered) / len(one)


def test_what_two_posts_share_is_weighed_as_defined() -> None:
    random = np.random.default_rng(9)
    sources = sentences(8, seed=10, length=60)
    texts = []
    for _ in range(60):
        places = [(number, random.integers(0, 54)) for number in random.permutation(8)[:5].repeat(2).tolist()]
        texts.append("".join(sources[number][place : place + 6] for number, place in places))
    texts += [source[:40] for source in sources] + [source[10:50] for source in sources]
    grams = find_grams(pl.Series(texts))
    frequency = Counter(run for text in texts for run in runs_of(text))
    idf = {run: math.log(len(texts) / count) for run, count in frequency.items()}
    rows, near = module._rows(grams), phrase_kernel.Near(1e-9, 0.0, 4.0)
    marks = np.zeros((2, phrase_kernel.ROOM)), np.zeros((2, phrase_kernel.ROOM), dtype=np.bool_)
    for one, other in itertools.islice(itertools.combinations(range(len(texts)), 2), 0, None, 5):
        sides = [told_by_phrases(texts[a], texts[b], idf) for a, b in ((one, other), (other, one))]
        told, part = np.min(sides, axis=0)
        plain = sum(idf[run] for run in runs_of(texts[one]) & runs_of(texts[other]))
        found = phrase_kernel.weigh_pair(one, other, rows, near, *marks)
        assert found == pytest.approx(told + (plain - told) * part**4)
        assert not marks[0].any()
        assert not marks[1].any()


def test_threads_and_room_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    originals = sentences(12, seed=4)
    random = np.random.default_rng(5)
    texts = [
        "".join(letter if random.random() > 0.1 else random.choice(list(NAMES)) for letter in originals[number % 12])
        for number in range(240)
    ]
    hours, accounts = list(random.random(240) * 20), random.integers(0, 100, 240).tolist()
    whole = families(texts, hours, accounts)
    monkeypatch.setattr(module, "_ROOM", 1)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2})
    assert families(texts, hours, accounts) == whole
    assert max(whole) >= 11
