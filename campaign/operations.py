"""The planted campaign: groups and a difficulty in; operations, their members and their posts out.

An operation is one text family or one object (a post to repost, hashtags, a link, a picture, an article).
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from campaign.naming import FORUM, WEIBO
from campaign.objects import Stock, share_content
from campaign.people import AMPLIFIER, GROUP_PLATFORMS, SEEDER, WRITER, Cast
from campaign.planning import Difficulty, Plan
from campaign.schedule import REPLY, REPOST, Schedule
from campaign.story import DAY, DAYS, EVENTS, HOUR, SECOND, START
from campaign.topics import TOPIC

Ints = npt.NDArray[np.int64]

KIND_SHARES = {"text": 0.52, "repost": 0.22, "hashtags": 0.12, "link": 0.09, "contact": 0.05}
"""Shares of the operations that are not articles."""

LONGEST_DELAY = 4.0
"""No member comes later than this many times the jitter."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One planted operation; times are microseconds since 1970 UTC, `object` is the shared object or template."""

    id: str
    number: int
    group: int
    kind: str
    object: str
    start: int
    jitter_seconds: float
    substitution: float
    members: tuple[int, ...]
    eligible: int


def plant(cast: Cast, plan: Plan, *, schedule: Schedule, stock: Stock) -> list[Operation]:
    """Add the posts of all operations of all groups; the stock grows by their scripts and hashtags."""
    operations: list[Operation] = []
    for group in range(len(plan.groups())):
        for start in _starts(plan.difficulty, stock.rng):
            draft = _draft(cast, plan.difficulty, stock.rng, group=group, start=start)
            if draft is not None:
                operations.append(_carry_out(cast, draft, len(operations), schedule=schedule, stock=stock))
    return operations


def _starts(difficulty: Difficulty, rng: np.random.Generator) -> list[int]:
    """Return start times: six in ten around events, the rest anywhere, in the waking hours of China."""
    near = rng.random(difficulty.operations) < 0.6
    events = np.array([event.day for event in EVENTS])
    around = rng.choice(events, difficulty.operations) + rng.integers(-1, 5, difficulty.operations)
    day = np.where(near, around, rng.integers(2, DAYS - 2, difficulty.operations)).clip(1, DAYS - 3)
    at = START + day * DAY + (rng.uniform(8.5, 22.0, difficulty.operations) * HOUR).astype(np.int64)
    return sorted(int(moment) for moment in at)


def _draft(cast: Cast, difficulty: Difficulty, rng: np.random.Generator, *, group: int, start: int) -> Operation | None:
    """Decide kind, delays and members of one operation; None when nobody of the group was awake for it."""
    kind = _kind(difficulty, rng, group)
    jitter = float(np.exp(rng.uniform(*np.log(difficulty.jitter_seconds))))
    share = float(rng.uniform(*difficulty.substitution)) if kind in ("text", "article") else 0.0
    seeder, eligible = _eligible(cast, rng, group, kind, start)
    if seeder is None or not len(eligible):
        return None
    there = eligible[rng.random(len(eligible)) < cast.joins[eligible]]
    if kind == "repost":
        there = there[cast.platform[there] == cast.platform[seeder]]
    return Operation(
        id="", number=-1, group=group, kind=kind, object="", start=start, jitter_seconds=round(jitter, 1),
        substitution=round(share, 3), members=(seeder, *there.tolist()), eligible=len(eligible),
    )  # fmt: skip


def _carry_out(cast: Cast, draft: Operation, number: int, *, schedule: Schedule, stock: Stock) -> Operation:
    """Add the posts of one operation: the seeder's first, then everybody's after a delay of their own."""
    seeder, there = draft.members[0], np.array(draft.members[1:], dtype=np.int64)
    english, share = bool(cast.english[seeder]), draft.substitution
    columns, described = share_content(stock, number, kind=draft.kind, substitution=share, english=english)
    first = schedule.add(seeder, draft.start, **columns, operation=number)
    if draft.kind == "repost":
        answer = REPLY if cast.platform[seeder] == FORUM else REPOST
        word = TOPIC["reply"] if answer == REPLY else TOPIC["repost_word"]
        columns = {"kind": answer, "parent": int(first[0]), "topic": word}
    jitter = draft.jitter_seconds
    delay = np.minimum(stock.rng.exponential(jitter, len(there)), LONGEST_DELAY * jitter)
    schedule.add(there, draft.start + SECOND + (delay * SECOND).astype(np.int64), **columns, operation=number)
    return replace(draft, id=f"G{draft.group + 1:02d}-O{number:04d}", number=number, object=described)


def _kind(difficulty: Difficulty, rng: np.random.Generator, group: int) -> str:
    """Return a kind of operation.

    The Weibo search shows no link targets, so groups there share pictures instead; contacts are given in Chinese only.
    """
    if rng.random() < difficulty.articles:
        return "article"
    kind = str(rng.choice(list(KIND_SHARES), p=list(KIND_SHARES.values())))
    home = GROUP_PLATFORMS[group % len(GROUP_PLATFORMS)]
    if kind == "link" and home[WEIBO] > 0:
        return "picture"
    return "link" if kind == "contact" and home[WEIBO] + home[FORUM] == 0 else kind


def _eligible(cast: Cast, rng: np.random.Generator, group: int, kind: str, start: int) -> tuple[int | None, Ints]:
    """Return the seeder who begins and the members to whom this kind is open: writers write, amplifiers repost."""
    awake = np.flatnonzero((cast.group == group) & (cast.active_from <= start))
    seeders = awake[cast.layer[awake] == SEEDER]
    if not len(seeders):
        return None, awake[:0]
    seeder = int(rng.choice(seeders))
    layers = {"text": (WRITER,), "article": (WRITER,), "repost": (AMPLIFIER,)}.get(kind, (WRITER, AMPLIFIER))
    return seeder, awake[np.isin(cast.layer[awake], layers)]
