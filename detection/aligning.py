"""Texts of one family in; their templates out: the fixed parts that most of them hold, and the slots between these.

Texts are grouped around those with the most near ones; each group is aligned with its medoid, the text nearest to all
(edit operations, Levenshtein 1966): Chinese by character, other writing by word. What a position holds is voted on.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from detection.wording import level

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Marks = NDArray[np.bool_]
#: A part of a template: is it fixed, and its range of the medoid's tokens.
Cut = tuple[bool, int, int]

#: Texts of which this share is the same are of one template. Comparing grows with their square, so that is bounded.
NEAR = 0.4
MOST_TEXTS, MOST_TOKENS = 100, 20_000
#: A position is fixed if this share of the texts hold it: the strictest share that leaves half of the words fixed.
HELD, MOSTLY_FIXED = (0.9, 0.8, 2 / 3), 0.5
#: Fixed words between slots that weigh less (a character 1, a word 2) are met by chance, and belong to the slots.
MIN_RUN, MIN_END = 3, 2
#: A text that holds less of the fixed words does not fit.
FITS = 0.5
#: A template of which less is fixed is none.
LEAST_FIXED = 0.3
#: What is longer than an article is compared up to here.
LONGEST = 5_000

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
#: An address, a tag, a name, an emoticon, a character, a word or number, or one other sign; with the room after it.
_TOKEN = re.compile(
    r"(?:(?:https?://|www\.)[^\s\u3000-\u9fff\uff00-\uffef]+|#[^#\s]{1,60}#|[#@][\w·\-]+|\[[^\[\]\s]{1,12}\]"
    rf"|[{_HAN}]|[^\W{_HAN}]+(?:[.,]\d+)*|.)\s*",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A template of some texts. `parts` are its parts in order: the words of a fixed one, None for a slot.

    `pieces` says by a text's place what it has instead of each part, None where it holds the fixed part itself: joined,
    they are the text again. Texts that are near but were not aligned, or do not fit, are None. `medoid` is the place of
    the text that the fixed parts come from. Where nothing is fixed in common, the medoid is the only part.
    """

    parts: tuple[str | None, ...]
    fixed_share: float
    medoid: int
    pieces: dict[int, tuple[str | None, ...] | None]


def rebuild(parts: Sequence[str | None], pieces: Sequence[str | None]) -> str:
    """Return the text that has these pieces instead of the parts."""
    return "".join(piece if piece is not None else part or "" for part, piece in zip(parts, pieces, strict=True))


def find_patterns(texts: Sequence[str], *, repeated: Collection[int] = ()) -> list[Pattern]:
    """Return the templates of different texts, the commonest first; what has none comes last, as one of its medoid.

    `repeated` are the places of texts that are a template by themselves: copied word for word. Of equal merit earlier
    texts win: their order is part of the input. Of many texts an even sample is aligned, and the others are told by
    their nearness to a medoid.
    """
    words = [_TOKEN.findall(text[:LONGEST]) for text in texts]
    spelled = _spell(words)
    chosen = _sample(spelled)
    alike = _alike([spelled[place] for place in chosen])
    patterns = []
    for group in _group(alike, [place in repeated for place in chosen]):
        places = [chosen[one] for one in group]
        pattern = _align(places, [spelled[place] for place in places], [words[place] for place in places], texts)
        if pattern is not None:
            patterns.append(pattern)
    told = {place for pattern in patterns for place in pattern.pieces}
    _tell_others(patterns, spelled, [place for place in range(len(texts)) if place not in told])
    told.update(place for pattern in patterns for place in pattern.pieces)
    rest = [place for place in range(len(texts)) if place not in told]
    return [*patterns, _unaligned(rest, spelled, texts)] if rest else patterns


def _spell(words: Sequence[Sequence[str]]) -> list[str]:
    """Write each text with one character per token: those that are equal once levelled have the same."""
    distinct = sorted({token for text in words for token in text})
    plain = level(pl.Series([token.rstrip() for token in distinct], dtype=pl.String)).to_list()
    number = {word: place for place, word in enumerate(sorted(set(plain)))}
    sign = {token: _sign(number[word]) for token, word in zip(distinct, plain, strict=True)}
    return ["".join(map(sign.__getitem__, text)) for text in words]


def _sign(number: int) -> str:
    """Return a character for a number, passing over the surrogates, which stand in no text."""
    return chr(number if number < 0xD800 else number + 0x800)


def _sample(spelled: Sequence[str]) -> list[int]:
    """Return evenly spread places of as many texts as may be compared."""
    mean = max(1.0, sum(map(len, spelled)) / max(1, len(spelled)))
    most = max(2, min(MOST_TEXTS, len(spelled), int(MOST_TOKENS / mean)))
    return sorted(set(np.linspace(0, len(spelled) - 1, most).astype(int).tolist()))


def _alike(one: Sequence[str], other: Sequence[str] | None = None) -> Floats:
    """Return the share of tokens that are the same for each pair of texts, 0 where they are not near."""
    given = one, one if other is None else other  # the same twice takes half the time
    return np.asarray(cdist(*given, scorer=Levenshtein.normalized_similarity, score_cutoff=NEAR, dtype=np.float64))


def _group(alike: Floats, alone: Sequence[bool]) -> list[list[int]]:
    """Group texts around the one with the most near ones, again and again; each group begins with it.

    Only those marked may be a group alone.
    """
    near, free = alike >= NEAR, np.ones(alike.shape[0], dtype=np.bool_)
    groups: list[list[int]] = []
    while free.any():
        # Of texts with as many near ones, the nearest to them is in the middle.
        merit = (near & free) @ free + alike @ free / (alike.shape[0] + 1)
        centre = int(np.argmax(np.where(free, merit, -1.0)))
        members = free & near[centre]
        if members.sum() > 1 or alone[centre]:
            groups.append([centre, *(place for place in np.flatnonzero(members).tolist() if place != centre)])
        free &= ~members
    return groups


def _align(
    places: Sequence[int], spelled: Sequence[str], words: Sequence[Sequence[str]], texts: Sequence[str]
) -> Pattern | None:
    """Align texts with the first of them; None where too little is fixed."""
    weight = np.array([_weight(token) for token in words[0]])
    steps = [_Steps(spelled[0], text) for text in spelled]
    held = np.array([one.held for one in steps])
    cuts, fixed = _fix(held.mean(axis=0), np.array([one.inserted for one in steps]).mean(axis=0), weight)
    share = float(fixed.sum() / max(1.0, weight.sum()))
    if share < LEAST_FIXED:
        return None
    parts = tuple("".join(words[0][begin:end]) if is_fixed else None for is_fixed, begin, end in cuts)
    fits = held @ fixed >= FITS * fixed.sum()
    pieces = {
        place: _pieces(own, one, cuts, parts, texts[place][LONGEST:])
        for place, own, one, fit in zip(places, words, steps, fits.tolist(), strict=True)
        if fit
    }
    return Pattern(parts, round(share, 6), places[0], dict(pieces)) if len(pieces) > 1 or len(places) == 1 else None


def _weight(token: str) -> float:
    if not any(map(str.isalnum, token)):
        return 0.0
    return 1.0 if re.match(f"[{_HAN}]", token) else 2.0


class _Steps:
    """How a text follows the medoid: which positions it holds, and where in it each boundary of the medoid lies.

    What it inserts at a boundary lies between `left` and `right` of it.
    """

    def __init__(self, medoid: str, text: str) -> None:
        steps = [step for step in Levenshtein.opcodes(medoid, text) if step.tag != "insert"]
        begin = np.array([step.src_start for step in steps], dtype=np.int64)
        lengths = np.array([step.src_end for step in steps], dtype=np.int64) - begin
        first = np.array([step.dest_start for step in steps], dtype=np.int64)
        kept = np.repeat([step.tag != "delete" for step in steps], lengths).astype(np.int64)
        place = np.repeat(first, lengths) + (np.arange(len(medoid)) - np.repeat(begin, lengths)) * kept
        self.held: Marks = np.repeat([step.tag == "equal" for step in steps], lengths).astype(np.bool_)
        self.left: Integers = np.concatenate([[0], place + kept])
        self.right: Integers = np.concatenate([place, [len(text)]])

    @property
    def inserted(self) -> Marks:
        """Boundaries at which the text has something more."""
        return self.right > self.left


def _fix(held: Floats, inserted: Floats, weight: Floats) -> tuple[list[Cut], Floats]:
    """Return the parts, and the weight of the medoid's tokens that are fixed (0 for the others)."""
    for least in HELD:
        cuts = _cut(held >= least, inserted > 1 - least, weight)
        fixed = np.zeros(weight.size)
        for is_fixed, begin, end in cuts:
            fixed[begin:end] = weight[begin:end] * is_fixed
        if fixed.sum() >= MOSTLY_FIXED * weight.sum():
            break
    return cuts, fixed


def _cut(fixed: Marks, breaks: Marks, weight: Floats) -> list[Cut]:
    """Cut the medoid into parts; where most texts insert something there is a slot, though the medoid has nothing."""
    cuts: list[Cut] = []
    place = 0
    for begin, end in _runs(fixed, breaks):
        ends = (begin == 0 and not breaks[0]) or (end == fixed.size and not breaks[-1])
        if weight[begin:end].sum() < (MIN_END if ends else MIN_RUN):
            continue
        if begin > place or cuts or breaks[0]:
            cuts.append((False, place, begin))
        cuts.append((True, begin, end))
        place = end
    if place < fixed.size or breaks[-1]:
        cuts.append((False, place, fixed.size))
    return cuts


def _runs(fixed: Marks, breaks: Marks) -> list[tuple[int, int]]:
    """Return the runs of fixed positions, ended by other positions and by breaks."""
    number = (np.cumsum(~fixed) + np.cumsum(breaks[:-1])).tolist()
    runs = groupby(np.flatnonzero(fixed).tolist(), key=number.__getitem__)
    return [(places[0], places[-1] + 1) for places in (list(group) for _, group in runs)]


def _pieces(
    words: Sequence[str], steps: _Steps, cuts: Sequence[Cut], parts: Sequence[str | None], rest: str
) -> tuple[str | None, ...]:
    """Cut a text where the template is cut; what it inserts beside a slot belongs to the slot."""
    inner = [int(steps.right[begin] if is_fixed else steps.left[begin]) for is_fixed, begin, _ in cuts[1:]]
    bounds = [0, *inner, len(words)]
    said = ["".join(words[begin:end]) for begin, end in pairwise(bounds)]
    said[-1] += rest
    return tuple(None if piece == part else piece for piece, part in zip(said, parts, strict=True))


def _tell_others(patterns: Sequence[Pattern], spelled: Sequence[str], others: Sequence[int]) -> None:
    """Count texts that were not aligned to the template whose medoid is nearest, if it is near."""
    if not patterns or not others:
        return
    alike = _alike([spelled[place] for place in others], [spelled[pattern.medoid] for pattern in patterns])
    nearest = alike.argmax(axis=1)
    for row in np.flatnonzero(alike.max(axis=1) >= NEAR).tolist():
        patterns[int(nearest[row])].pieces[others[row]] = None


def _unaligned(rest: Sequence[int], spelled: Sequence[str], texts: Sequence[str]) -> Pattern:
    """Return texts that share no pattern as one of the text nearest to the others."""
    some = [rest[place] for place in _sample([spelled[place] for place in rest])]
    medoid = some[int(_alike([spelled[place] for place in some]).sum(axis=1).argmax())]
    return Pattern((texts[medoid],), 0.0, medoid, {place: (None,) if place == medoid else None for place in rest})
