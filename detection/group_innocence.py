"""A group and what lies behind it in; everyday reasons that would make it act together out, each with its signs.

What was measured and does not fit is said too, so that nobody has to ask whether it was looked at. A strong fit makes
the finding `explained`: synchronised, but as the followers of one public account, the editions of one newsroom or an
application's users are. It is listed apart, never hidden: a campaign can look like this too.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from detection.copying import Copying
from detection.families import make_scorer
from detection.findings import Found
from detection.nearness import densest

Integers = NDArray[np.int64]
Row = dict[str, Any]

#: Share of fast posts that answer or pass on one account: so many and it alone explains the group.
ONE_SOURCE, SOME_SOURCE = 0.7, 0.4
#: A cluster may be several circles of at least so many accounts each, every one with its own source.
ACCOUNTS_PER_CIRCLE = 20
#: Share of names with a common part that few others have.
ONE_OWNER, SOME_OWNER = 0.8, 0.5
#: So many names suffice where their accounts wrote nearly all of the fast posts.
MOST_NAMES = 0.6
ONE_CLIENT, COMMON_CLIENT = 0.8, 0.05
ONE_EVENT, MIN_EVENT_POSTS = 0.8, 10
#: A regular hour: so large a share of posts within three hours of the day, on so many days.
ONE_HOUR, HOUR_DAYS, HOURS = 0.8, 5, 3 * 3_600_000_000
#: Copies: one account first in half of at least five texts, three in ten copies word for word.
FIRST_SHARE, FIRST_TEXTS, FIRST_VERBATIM = 0.5, 5, 0.3
#: A standing publisher: copies word for word, hardly a post that is no copy, on three days in ten for a fortnight.
VERBATIM, COPIES, ACTIVE_DAYS, MIN_SPAN = 0.8, 0.8, 0.3, 14
CONTAINED = 0.9
_DAY = 86_400_000_000


def explanation(text: str, fits: str, *signs: str) -> Row:
    """Return one explanation in the form that runs keep; `fits` is strong, weak or none."""
    return {"explanation": text, "fits": fits, "signs": list(signs)}


def _fit(share: float, strong: float, weak: float) -> str:
    return "strong" if share >= strong else "weak" if share >= weak else "none"


def weigh_source(sources: Sequence[str | None], owners: Sequence[int]) -> Row | None:
    """Weigh that the group follows one public account, or is several such circles that were cut as one.

    `sources` names per fast post whom it answers or passes on, `owners` who wrote it. In a circle each account keeps to
    its own source; accounts that pass on many sources alike are not explained by this.
    """
    per_owner: dict[int, Counter[str]] = {}
    for source, owner in zip(sources, owners, strict=True):
        if source:
            per_owner.setdefault(owner, Counter())[source] += 1
    followed: Counter[str] = Counter()
    for counted in per_owner.values():
        source, times = max(counted.items(), key=lambda item: (item[1], item[0]))
        followed[source] += times
    circles = max(1, len(set(owners)) // ACCOUNTS_PER_CIRCLE)
    top = sorted(followed.items(), key=lambda item: (-item[1], item[0]))[:circles]
    times = sum(count for _, count in top)
    if not sources:
        return None
    fits = _fit(times / len(sources), ONE_SOURCE, SOME_SOURCE)
    named = "one account" if fits == "none" else ", ".join(source for source, _ in top[:3])
    sign = f"{times} of {len(sources)} fast posts answer or pass on {named}"
    return explanation("follows one public source", fits, sign)


def weigh_owner(names: Sequence[str], posts: Sequence[int], everybody: pl.Series) -> Row | None:
    """Weigh that the accounts are openly one owner's: their shown names have a part that is rare elsewhere.

    `posts` are the fast posts of each: a few bystanders who wrote little must not hide whose editions these are.
    """
    given = [(name, count) for name, count in zip(names, posts, strict=True) if name]
    if len(given) < 3:
        return None
    parts = Counter(part for name, _ in given for part in _parts(name))
    part, times = max(parts.items(), key=lambda item: (item[1], len(item[0]), item[0]), default=("", 0))
    named, written = times / len(given), sum(count for name, count in given if part in name)
    total = sum(posts)
    fits = _fit(named, ONE_OWNER, SOME_OWNER)
    if named >= MOST_NAMES and written >= ONE_OWNER * total:
        fits = "strong"
    if fits == "none":
        return explanation("openly one owner", "none", f"{times} of {len(given)} names share a part")
    if int(everybody.str.contains(part, literal=True).sum()) > 3 * times:
        sign = f"{times} of {len(given)} names share a part that others have as well"
        return explanation("openly one owner", "none", sign)
    sign = f"{times} of {len(given)} names contain “{part}”"
    return explanation("openly one owner", fits, sign, f"these accounts wrote {written} of {total} fast posts")


def _parts(name: str) -> set[str]:
    """Return the pieces of a name that may name an owner: four letters or three Han characters, not only digits."""
    found = set()
    for size in range(3, 9):
        for begin in range(len(name) - size + 1):
            part = name[begin : begin + size]
            if not any(letter.isdigit() for letter in part) and (size > 3 or not part.isascii()):
                found.add(part)
    return found


def weigh_event(at: Integers) -> Row | None:
    """Weigh that the group answers one event: most of what it did together lies within one day."""
    if at.size < MIN_EVENT_POSTS:
        return None
    begin, end = densest(np.sort(at), _DAY)
    fits = "weak" if (end - begin) / at.size >= ONE_EVENT else "none"
    return explanation("answers one event", fits, f"{end - begin} of {at.size} posts lie within one day")


def weigh_hour(at: Integers) -> Row | None:
    """Weigh that a crowd is the audience of something regular: it meets at one hour of the day, on several days."""
    days = np.unique(at // _DAY).size
    if at.size < MIN_EVENT_POSTS or days < HOUR_DAYS:
        return None
    clock = np.sort(at % _DAY)
    begin, end = densest(np.concatenate([clock, clock + _DAY]), HOURS)
    fits = "strong" if (end - begin) / at.size >= ONE_HOUR else "none"
    sign = f"{end - begin} of {at.size} fast posts, on {days} days, lie within three hours of the day"
    return explanation("meets at one hour of the day", fits, sign)


def weigh_client(clients: Sequence[str | None], everybody: Counter[str]) -> Row | None:
    """Weigh that one application writes for all: the same rare client behind most fast posts."""
    named = Counter(client for client in clients if client)
    if not named:
        return None
    client, times = max(named.items(), key=lambda item: (item[1], item[0]))
    usual = everybody[client] / max(1, everybody.total())
    fits = "weak" if times >= ONE_CLIENT * len(clients) and usual <= COMMON_CLIENT else "none"
    sign = f"{times} of {len(clients)} fast posts come from {client}, as do {usual:.0%} of all"
    return explanation("one application writes for all", fits, sign)


def weigh_copies(found: Found, copying: Copying | None, names: pl.Series) -> list[Row]:
    """Weigh the two innocent ways of copying: one source that others quote, and a standing publisher."""
    if copying is None or found.texts.size == 0:
        return []
    originals, texts = copying.originals, copying.texts
    mine = np.isin(originals.account, found.accounts)
    inside = mine & np.isin(texts.text, found.texts)
    rows = np.flatnonzero(inside)
    rows = rows[np.lexsort((originals.at[rows], texts.family[rows]))]
    first = np.flatnonzero(np.diff(texts.family[rows], prepend=-1))
    leader = rows[first][np.cumsum(np.isin(np.arange(rows.size), first)) - 1]
    later = leader != rows
    if not later.any():
        return []
    verbatim = _contained(copying, leader[later], rows[later])
    return [
        _quoted(originals.account[rows[first]], texts.text_of[texts.family[rows[first]]], verbatim, names),
        _publisher(originals.at[mine], float(inside.sum() / max(1, int(mine.sum()))), verbatim),
    ]


def _contained(copying: Copying, leader: Integers, copy: Integers) -> float:
    """Return the share of copies that contain nine tenths of the first post, or are contained in it."""
    scorer = make_scorer(copying.grams)
    scores = scorer.shared(leader, copy)
    return float((scores >= CONTAINED * np.minimum(scorer.weight[leader], scorer.weight[copy])).mean())


def _quoted(firsts: Integers, texts: Integers, verbatim: float, names: pl.Series) -> Row:
    """One account is first in half of five and more texts, and many copies are word for word."""
    people, times = np.unique(firsts, return_counts=True)
    top, enough = int(times.max()), np.unique(texts).size >= FIRST_TEXTS
    fits = "strong" if enough and top >= FIRST_SHARE * firsts.size and verbatim >= FIRST_VERBATIM else "none"
    source = names[int(people[int(times.argmax())])] if fits == "strong" else "one account"
    return explanation(
        "quotes one source", fits, f"{source} wrote first in {top} of {firsts.size} families",
        f"{verbatim:.0%} of the copies are word for word",
    )  # fmt: skip


def _publisher(at: Integers, copies: float, verbatim: float) -> Row:
    """Nearly everything is copied word for word, on most days of a long time."""
    days = np.unique(at // _DAY)
    span = int(days[-1] - days[0]) + 1
    steady = span >= MIN_SPAN and days.size >= ACTIVE_DAYS * span
    return explanation(
        "a standing publisher's editions", "strong" if verbatim >= VERBATIM and copies >= COPIES and steady else "none",
        f"{verbatim:.0%} of the copies are word for word", f"{copies:.0%} of all its posts are copies",
        f"active on {days.size} of {span} days",
    )  # fmt: skip
