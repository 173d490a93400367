import os

import numpy as np
import polars as pl
import pytest

from detection import found_pairs, shared_texts
from detection.families import Originals, find_families, least_score
from detection.grams import find_grams
from detection.shared_texts import find_texts

HOUR = 3_600_000_000


def campaign(posts: int) -> tuple[Originals, pl.Series]:
    """Posts of forty accounts over ten days: a third are copies of twelve texts with some characters changed."""
    random = np.random.default_rng(8)
    letters = [chr(0x4E00 + number) for number in range(400)]
    models = random.integers(0, 400, (12, 40))
    texts = []
    for number in range(posts):
        words = models[random.integers(12)].copy() if number % 3 == 0 else random.integers(0, 400, 40)
        changed = random.random(40) < 0.1
        words[changed] = random.integers(0, 400, int(changed.sum()))
        texts.append("".join(letters[word] for word in words))
    at = np.sort(random.integers(0, 240, posts)) * HOUR
    number = np.arange(posts)
    return Originals(random.integers(0, 40, posts), number, at, at // (24 * HOUR)), pl.Series(texts)


def test_carriers_are_those_of_the_whole_product(monkeypatch: pytest.MonkeyPatch) -> None:
    originals, texts = campaign(900)
    grams = find_grams(texts)
    family = find_families(originals, grams, seed=1)
    profiles = shared_texts._profiles(originals, grams, family, int(family.max()) + 1)
    scores = (profiles * grams.idf) @ grams.matrix.T
    dense = scores.toarray()
    enough = (dense >= least_score(len(texts))) & (dense >= shared_texts.CARRIED_SHARE * grams.weight)
    expected = {(int(text), int(profile)): dense[profile, text] for profile, text in np.argwhere(enough)}
    assert len(expected) > 300
    for processors in ({0}, {0, 1, 2}):
        monkeypatch.setattr(os, "sched_getaffinity", lambda _, given=processors: given)
        monkeypatch.setattr(found_pairs, "_ROOM", 1)
        found = shared_texts._carriers(grams, profiles)
        assert dict(
            zip(zip(*(one.tolist() for one in found[:2]), strict=True), found[2], strict=True)
        ) == pytest.approx(expected)


def test_what_is_written_again_on_another_day_is_one_text() -> None:
    originals, texts = campaign(900)
    grams = find_grams(texts)
    family = find_families(originals, grams, seed=1)
    found = find_texts(originals, grams, family, accounts=40)
    assert found.weight.size == 12 < found.text_of.size
    assert (found.carriers >= 14).all()
