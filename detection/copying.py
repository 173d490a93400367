"""Route B, copied originals: posts in their own words in; groups that write the same texts again and again out.

It finds near-copies whatever their timing within hours. Free paraphrase leaves no such trace, and reposts are no
originals: those are route A's.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from case.progress import Progress
from detection.blocks import cut_blocks, join_quiet_days
from detection.codes import places
from detection.copy_graph import (
    MIN_ACCOUNTS,
    Incidence,
    find_copy_groups,
    find_incidence,
    keep_groups,
    merge_groups,
    own_shares,
)
from detection.copy_test import ACCEPT_P, ACCEPT_RATIO, judge_among_writers, judge_copies
from detection.corpus import Corpus
from detection.families import Originals, find_families
from detection.grams import Grams, find_grams, has_grams
from detection.occasions import count_occasions
from detection.shared_texts import Texts, find_texts
from detection.significance import false_discovery_rates, poisson_tail
from detection.wording import clean_words
from detection.writer_test import WriterGroup, find_writer_groups

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

CORE_OCCASIONS = 2
WRITER_Q = 0.01
APART = 3_600_000_000
MIN_ORIGINALS = 100
#: A piece may be joined with others if it alone looks like this.
SUSPICIOUS_P = 0.05
#: A group is a small part of those who write its texts if it is less than this share of them, in half of the families
#: in which two of it meet: then it must hold among them as well.
OWN_SHARE = 0.25
#: At a stricter level: exchanging authors among these texts still takes some out of their topic.
AMONG_P = 0.001
#: This share of a group must be core: where few speak for themselves, it is part of an audience with one interest.
CORE_SHARE = 0.5
#: A family is the group's own if this share of its accounts are members.
OWN_TEXT = 0.5


@dataclass(frozen=True, slots=True)
class CopiedGroup:
    """Account codes of a group, its core and the outsiders who joined in; `number` is its place in `Copying.groups`."""

    number: int
    accounts: Integers
    core: Integers
    recruits: Integers
    accepted: bool
    observed: float
    expected: float
    p: float


@dataclass(frozen=True, slots=True)
class Figure:
    """What the test said of one group; p is multiplied with the number of tests."""

    accepted: bool
    observed: float
    expected: float
    p: float


@dataclass(frozen=True, slots=True)
class Copying:
    """All that route B saw: originals, their grams, families and texts, who took part, and the groups found."""

    originals: Originals
    grams: Grams
    texts: Texts
    incidence: Incidence
    groups: Integers
    found: list[CopiedGroup]
    words: pl.Series


def find_copied_groups(corpus: Corpus, posts: pl.DataFrame, *, seed: int, progress: Progress) -> Copying | None:
    """Find groups of copied originals; `posts` has key, kind, repost_of and text. None: too few originals."""
    progress("reading texts", 0, None)
    originals, words = read_originals(corpus, posts)
    if originals.size < MIN_ORIGINALS:
        return None
    progress("comparing texts", 0, None)
    grams = find_grams(words)
    family = find_families(originals, grams, seed=seed)
    accounts = len(corpus.accounts)
    texts = find_texts(originals, grams, family, accounts=accounts)
    incidence = find_incidence(originals, texts)
    groups = find_copy_groups(incidence, texts, accounts=accounts, seed=seed)
    progress("testing copied groups", 0, None)
    groups, figures = _judge(originals, texts, incidence, groups, seed)
    writers = find_writer_groups(originals, texts, incidence, accounts=accounts, level=ACCEPT_P, seed=seed)
    groups, figures = _add_writers(groups, figures, writers)
    found = [
        _group(number, originals, texts, incidence, groups, figure)
        for number, figure in enumerate(figures)
        if (groups == number).any()
    ]
    return Copying(originals, grams, texts, incidence, groups, found, words)


def _judge(
    originals: Originals, texts: Texts, incidence: Incidence, pieces: Integers, seed: int
) -> tuple[Integers, list[Figure]]:
    """Test the pieces, then what suspicious pieces make together; return the final groups and their figures.

    Pieces are joined only among those that meet more than chance on their own: crowds share stock phrases, and joining
    everything that shares texts drowns a campaign in its audience. Both rounds count as tests.
    """
    alone = judge_copies(originals, texts, incidence, pieces, seed=seed)
    suspicious = (alone.p <= SUSPICIOUS_P) & (alone.observed >= ACCEPT_RATIO * alone.expected)
    joined = (
        merge_groups(np.where((pieces >= 0) & suspicious[np.maximum(pieces, 0)], pieces, -1), incidence)
        if alone.p.size
        else pieces
    )
    joined = keep_groups(joined, incidence)
    together = judge_copies(originals, texts, incidence, joined, seed=seed)
    tests = alone.p.size + together.p.size
    labels = np.full(pieces.size, -1, dtype=np.int64)
    figures: list[Figure] = []
    for test, groups, listed in (
        (together, joined, np.flatnonzero(together.holds(tests))), (alone, pieces, np.arange(alone.p.size)),
    ):  # fmt: skip
        shares = own_shares(groups, incidence)
        for number in listed.tolist():
            members = (groups == number) & (labels < 0)
            if members.sum() < MIN_ACCOUNTS:
                continue
            final, accepted = test, bool(test.holds(tests)[number])
            if accepted and shares[number] < OWN_SHARE:
                final = judge_among_writers(originals, texts, incidence, groups, test, number, seed=seed)
                accepted = bool(final.holds(tests, AMONG_P)[number])
            if test is together and not accepted:
                continue
            labels[members] = len(figures)
            p = float(min(1.0, final.p[number] * tests))
            figures.append(Figure(accepted, float(final.observed[number]), float(final.expected[number]), p))
    return labels, figures


def _add_writers(groups: Integers, figures: list[Figure], found: list[WriterGroup]) -> tuple[Integers, list[Figure]]:
    """Add the groups that were found by their texts' writers: to an accepted group that half of one lies in, or new."""
    groups, figures = groups.copy(), list(figures)
    for one in found:
        held = np.array([*(figure.accepted for figure in figures), False])
        mine = groups[one.accounts]
        inside = np.bincount(mine[held[mine]], minlength=1)
        free = one.accounts[~held[mine]]
        if 2 * inside.max() >= one.accounts.size:
            groups[free] = int(inside.argmax())
        elif free.size >= MIN_ACCOUNTS:
            groups[free] = len(figures)
            figures.append(Figure(accepted=True, observed=one.observed, expected=one.expected, p=one.p))
    return groups, figures


def read_originals(corpus: Corpus, posts: pl.DataFrame) -> tuple[Originals, pl.Series]:
    """Take the posts that are no reposts and long enough, by time, with their clean words."""
    own = posts.filter((pl.col("kind") != "repost") & pl.col("repost_of").is_null())
    own = own.join(pl.DataFrame({"key": corpus.posts}), on="key", how="semi").sort("key")
    words = clean_words(own["text"])
    code = places(corpus.posts, own["key"])
    kept = has_grams(words) & (corpus.post_width[code] <= APART)
    code, words = code[kept], words.filter(pl.Series(kept))
    order = np.lexsort((code, corpus.post_at[code]))
    code = code[order]
    days = join_quiet_days(corpus.post_stratum[code], corpus.platforms)
    originals = Originals(corpus.post_account[code], code, corpus.post_at[code], days)
    return originals, words.gather(order)


def _group(
    number: int, originals: Originals, texts: Texts, incidence: Incidence, groups: Integers, figure: Figure,
) -> CopiedGroup:  # fmt: skip
    members = np.flatnonzero(groups == number)
    writers = weigh_writers(originals, texts, incidence, members)
    core = _beyond_chance(writers.filter("member"))
    accepted = figure.accepted and core.size >= CORE_SHARE * members.size
    return CopiedGroup(
        number=number,
        accounts=members,
        core=core,
        recruits=_beyond_chance(writers.filter(~pl.col("member"))) if accepted else members[:0],
        accepted=accepted,
        observed=figure.observed,
        expected=figure.expected,
        p=figure.p,
    )


def count_meetings(texts: Texts, incidence: Incidence, members: Integers, accounts: int) -> Integers:
    """Count for every account its occasions: families apart in time in which it wrote together with a member."""
    inside = np.zeros(accounts, dtype=bool)
    inside[members] = True
    per_family = np.bincount(incidence.family, weights=inside[incidence.account], minlength=texts.text_of.size)
    others = per_family[incidence.family] - inside[incidence.account]
    met = np.flatnonzero(others >= 1)
    account, start = incidence.account[met], texts.start_of[incidence.family[met]]
    order = np.lexsort((start, account))
    return count_occasions(account[order], start[order], start[order], size=accounts, apart=APART - 1)


def _beyond_chance(writers: pl.DataFrame) -> Integers:
    """Return those who wrote the group's texts on two occasions and more, beyond their hours' rate."""
    chosen = writers.filter((pl.col("q") <= WRITER_Q) & (pl.col("texts") >= CORE_OCCASIONS))
    return chosen["account"].to_numpy().astype(np.int64)


def weigh_writers(originals: Originals, texts: Texts, incidence: Incidence, members: Integers) -> pl.DataFrame:
    """Return all writers (account, member, texts, p, q) by how far they write the group's own texts beyond chance.

    Chance is the rate of outsiders in the same blocks of the day: on a launch day everybody writes something that the
    group writes too. q counts members and outsiders each for themselves.
    """
    blocks = cut_blocks(originals)
    size = int(max(originals.account.max(initial=0), members.max(initial=0))) + 1
    inside = np.zeros(size, dtype=bool)
    inside[members] = True
    mine = np.bincount(incidence.family, weights=inside[incidence.account], minlength=texts.text_of.size)
    people = np.bincount(incidence.family, minlength=texts.text_of.size)
    # What others write as well is not the group's text: a vote, a share button, the launch itself.
    theirs = (mine >= 2) & (mine >= OWN_TEXT * people)
    kept = theirs[incidence.family]
    own = Incidence(incidence.account[kept], incidence.family[kept], incidence.text[kept])
    occasions = count_meetings(texts, own, members, size)
    outside = ~inside[originals.account]
    written = outside & (texts.family >= 0)
    written[written] = theirs[texts.family[written]]
    count = int(blocks.max(initial=0)) + 1
    rate = np.bincount(blocks[written], minlength=count) / np.maximum(np.bincount(blocks[outside], minlength=count), 1)
    expected = np.bincount(originals.account, weights=rate[blocks], minlength=size)
    asked = np.flatnonzero(np.bincount(originals.account, minlength=size) > 0)
    p = poisson_tail(occasions[asked], expected[asked].astype(np.float64))
    q = np.empty_like(p)
    for kind in (inside[asked], ~inside[asked]):
        q[kind] = false_discovery_rates(p[kind], tests=max(1, int(kind.sum())))
    return pl.DataFrame({"account": asked, "member": inside[asked], "texts": occasions[asked], "p": p, "q": q})
