import os

import numpy as np
import polars as pl
import pytest

from detection import found_pairs
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


def test_threads_and_room_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    originals = sentences(12, seed=4)
    random = np.random.default_rng(5)
    texts = [
        "".join(letter if random.random() > 0.1 else random.choice(list(NAMES)) for letter in originals[number % 12])
        for number in range(240)
    ]
    hours, accounts = list(random.random(240) * 20), random.integers(0, 100, 240).tolist()
    whole = families(texts, hours, accounts)
    monkeypatch.setattr(found_pairs, "_ROOM", 1)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2})
    assert families(texts, hours, accounts) == whole
    assert max(whole) >= 11
