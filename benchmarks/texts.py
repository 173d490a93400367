"""Invented posts for the measurement of near-copies: Zipf words, stock phrases, tags, and planted families.

Half of the posts are Chinese. A planted copy has each word of its original replaced with a fixed chance, by words drawn
like all others; nothing else ties the copies of a family.
"""

from dataclasses import dataclass

import numpy as np
import opencc
import polars as pl
from numpy.typing import NDArray

Integers = NDArray[np.int64]

HOUR = 3_600_000_000
DAYS = 30
WORDS = 60_000
#: Share of the Chinese posts in traditional characters.
TRADITIONAL = 0.05
#: Stock phrases, as common as words are; this share of the posts holds one. They have two to four words.
PHRASES, WITH_PHRASE = 3_000, 0.3
PHRASE_WORDS = (2, 4)
FAMILY, PLANTED_SHARE = 40, 0.05
SUBSTITUTIONS = (0.2, 0.4)


@dataclass(frozen=True, slots=True)
class Posts:
    """Posts in order of time: text, language, account code, microseconds, planted family or -1, its substitution."""

    text: pl.Series
    chinese: NDArray[np.bool_]
    account: Integers
    at: Integers
    family: Integers
    substitution: NDArray[np.float64]


def write_posts(
    count: int, *, phrases: float = WITH_PHRASE, phrase_words: tuple[int, int] = PHRASE_WORDS, seed: int = 1
) -> Posts:
    """Write posts of about 30 to 140 characters, a twentieth of them in planted families of 40 copies in 3 hours."""
    random = np.random.default_rng(seed)
    halves = [_half(count // 2, chinese, (phrases, phrase_words), random) for chinese in (True, False)]
    words, at, family, substitution = (list(column) for column in zip(*halves, strict=True))
    planted = int(family[0].max(initial=-1)) + 1
    family[1] = np.where(family[1] >= 0, family[1] + planted, -1)
    stamps = np.concatenate(at)
    order = np.argsort(stamps, kind="stable")
    return Posts(
        text=pl.concat(words).gather(order),
        chinese=np.repeat([True, False], [len(part) for part in words])[order],
        account=random.integers(0, max(100, count // 20), order.size),
        at=stamps[order],
        family=np.concatenate(family)[order],
        substitution=np.concatenate(substitution)[order],
    )


def _half(
    count: int, chinese: bool, phrases: tuple[float, tuple[int, int]], random: np.random.Generator
) -> tuple[pl.Series, Integers, Integers, NDArray[np.float64]]:
    """Write the posts of one language: texts, times, planted families, substitutions."""
    vocabulary = _vocabulary(chinese, random)
    families = max(2, int(count * PLANTED_SHARE) // FAMILY)
    organic = count - families * FAMILY
    shortest, longest = (14, 63) if chinese else (5, 20)
    lengths = random.integers(shortest, longest, organic + families)
    words = _zipf(int(lengths.sum()), WORDS, random)
    _insert_phrases(words, lengths, *phrases, random)
    begins = np.cumsum(lengths) - lengths
    # Each family's original, copied word by word.
    source = np.concatenate([np.arange(organic), organic + np.repeat(np.arange(families), FAMILY)])
    size = lengths[source]
    place = np.arange(size.sum()) - np.repeat(np.cumsum(size) - size, size) + np.repeat(begins[source], size)
    copied = words[place]
    share = np.zeros(source.size)
    share[organic:] = np.repeat(np.resize(SUBSTITUTIONS, families), FAMILY)
    replaced = random.random(copied.size) < np.repeat(share, size)
    copied[replaced] = _zipf(int(replaced.sum()), WORDS, random)
    start = random.integers(0, DAYS * 24 * HOUR, organic + families)
    at = start[source] + np.where(source >= organic, random.integers(0, 3 * HOUR, source.size), 0)
    family = np.where(source >= organic, source - organic, -1)
    return _join(vocabulary, copied, size, chinese, random), at, family, share


def _vocabulary(chinese: bool, random: np.random.Generator) -> pl.Series:
    """Invent words: two or three of 3,000 Han characters, common ones more often; or two to four syllables."""
    if chinese:
        # The 3,755 common characters of GB 2312; a twentieth of the posts is turned into traditional ones.
        codes = [bytes([row, column]) for row in range(0xB0, 0xD8) for column in range(0xA1, 0xFF)][:3_755]
        letters = random.permutation(np.array([code.decode("gb2312") for code in codes]))[:3_000]
        sizes, glue = random.choice([1, 2, 2, 2, 2, 2, 3, 4], WORDS), ""
        pieces = letters[_zipf(int(sizes.sum()), letters.size, random, power=0.6)]
    else:
        letters = np.array(
            [one + vowel + end for one in "bcdfghjklmnprstvwz" for vowel in "aeiou" for end in ("", "n", "r", "s")]
        )
        sizes, glue = random.integers(1, 4, WORDS), ""
        pieces = letters[random.integers(0, letters.size, int(sizes.sum()))]
    owner = np.repeat(np.arange(WORDS), sizes)
    frame = pl.DataFrame({"word": owner, "piece": pieces})
    return frame.group_by("word", maintain_order=True).agg(pl.col("piece").str.join(glue))["piece"]


def _zipf(count: int, size: int, random: np.random.Generator, power: float = 1.0) -> Integers:
    """Draw numbers below `size` with the frequencies of Zipf and Mandelbrot: 1 / (rank + 2.7) to a power."""
    weight = np.cumsum(1.0 / (np.arange(1, size + 1) + 2.7) ** power)
    return np.searchsorted(weight, random.random(count) * weight[-1]).astype(np.int64)


def _insert_phrases(
    words: Integers, lengths: Integers, share: float, sizes: tuple[int, int], random: np.random.Generator
) -> None:
    """Write a stock phrase of so many words over the words of a share of the posts."""
    phrases = _zipf(PHRASES * sizes[1], WORDS, random).reshape(PHRASES, sizes[1])
    size_of = random.integers(sizes[0], sizes[1] + 1, PHRASES)
    begins = np.cumsum(lengths) - lengths
    posts = np.flatnonzero(random.random(lengths.size) < share)
    chosen = _zipf(posts.size, PHRASES, random)
    size = np.minimum(size_of[chosen], lengths[posts])
    offset = (random.random(posts.size) * (lengths[posts] - size + 1)).astype(np.int64)
    step = np.arange(size.sum()) - np.repeat(np.cumsum(size) - size, size)
    words[np.repeat(begins[posts] + offset, size) + step] = phrases[np.repeat(chosen, size), step]


def _join(
    vocabulary: pl.Series, words: Integers, sizes: Integers, chinese: bool, random: np.random.Generator
) -> pl.Series:
    """Put words together to posts, with punctuation, and in a third of them a tag, an address or a mention."""
    owner = np.repeat(np.arange(sizes.size), sizes)
    marks = np.array(
        ["，", "。", "！", "", "", "", "", "", "", ""] if chinese else [" ", " ", " ", " ", " ", ", ", ". ", " "]
    )
    frame = pl.DataFrame(
        {"post": owner, "word": vocabulary.gather(words), "mark": marks[random.integers(0, marks.size, words.size)]}
    )
    text = (
        frame.lazy().select("post", word=pl.col("word") + pl.col("mark"))
        .group_by("post").agg(pl.col("word").str.join("")).sort("post").collect()["word"]
    )  # fmt: skip
    tag = pl.Series(
        [
            f"#{vocabulary[int(number)]}#" if chinese else f"#{vocabulary[int(number)]}"
            for number in _zipf(500, WORDS, random)
        ]
    )
    tails = pl.concat(
        [
            tag,
            pl.Series([f"https://example.org/{number}" for number in range(500)]),
            pl.Series([f"@name{number} " for number in range(500)]),
        ]
    )
    tails = pl.concat([tails, pl.Series([""] * 3000)])
    text = text + tails.gather(random.integers(0, len(tails), sizes.size))
    return _traditional(text, random) if chinese else text


def _traditional(text: pl.Series, random: np.random.Generator) -> pl.Series:
    """Turn a twentieth of the posts into traditional characters."""
    chosen = np.flatnonzero(random.random(len(text)) < TRADITIONAL)
    turned = opencc.OpenCC("s2t").convert("\n".join(text.gather(chosen).to_list())).split("\n")
    return text.scatter(chosen, pl.Series(turned))
