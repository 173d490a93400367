"""A given group and all texts in; whether it writes the same originals beyond chance out."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from case.progress import Progress
from detection.copy_graph import find_incidence
from detection.copy_test import ACCEPT_RATIO, judge_copies
from detection.copying import (
    MIN_ORIGINALS,
    Copying,
    count_meetings,
    read_originals,
    weigh_writers,
)
from detection.corpus import Corpus
from detection.families import find_families
from detection.findings import TEMPLATE
from detection.grams import find_grams
from detection.shared_texts import find_texts

Integers = NDArray[np.int64]
MIN_FAMILIES = 4


@dataclass(frozen=True, slots=True)
class FixedCopies:
    """Route B's statistic for the list, not split; `texts` counts per listed account the texts shared with others.

    `joined` are the outsiders who write the list's own texts, with p and q.
    """

    testable: bool
    p: float
    observed: float
    expected: float
    behaviours: tuple[str, ...]
    texts: Integers
    joined: pl.DataFrame
    copying: Copying


def judge_fixed_copies(
    corpus: Corpus, listed: Integers, posts: pl.DataFrame, *, seed: int, progress: Progress
) -> FixedCopies | None:
    """Test whether the listed accounts share texts more than accounts exchanged within blocks of a day would."""
    originals, words = read_originals(corpus, posts)
    if originals.size < MIN_ORIGINALS:
        return None
    progress("comparing texts", 0, None)
    grams = find_grams(words)
    texts = find_texts(originals, grams, find_families(originals, grams, seed=seed), accounts=len(corpus.accounts))
    groups = np.full(len(corpus.accounts), -1, dtype=np.int64)
    groups[listed] = 0
    incidence = find_incidence(originals, texts)
    return _judge(Copying(originals, grams, texts, incidence, groups, [], words), listed, seed)


def _judge(copying: Copying, listed: Integers, seed: int) -> FixedCopies:
    originals, texts, incidence, groups = copying.originals, copying.texts, copying.incidence, copying.groups
    inside = groups[incidence.account] == 0
    shared = np.bincount(incidence.family[inside], minlength=texts.text_of.size) >= 2
    test = judge_copies(originals, texts, incidence, groups, seed=seed, fixed=True)
    observed, expected = float(test.observed[0]), float(test.expected[0])
    testable = int(shared.sum()) >= MIN_FAMILIES
    holds = testable and observed >= ACCEPT_RATIO * expected
    return FixedCopies(
        testable=testable,
        p=float(test.p[0]) if holds else 1.0,
        observed=observed,
        expected=expected,
        behaviours=(TEMPLATE,),
        texts=count_meetings(texts, incidence, listed, groups.size)[listed],
        joined=weigh_writers(originals, texts, incidence, listed).filter(~pl.col("member")),
        copying=copying,
    )
