"""Everyday answers without a target in; whom each of them reposts, replies to or quotes, out."""

import numpy as np
import numpy.typing as npt

from campaign.naming import FORUM, WEIBO, X
from campaign.people import Cast
from campaign.schedule import NONE, POST, QUOTE, REPLY, REPOST, Schedule
from campaign.story import MINUTE
from campaign.topics import TOPIC

Ints = npt.NDArray[np.int64]

POPULAR = 0.06
"""Share of ordinary posts that get around far enough to be answered by strangers."""

AMONG_FRIENDS = 0.6
"""Share of the answers of a community's members that go to other members."""

LOUD = ("official", "viral_account")


def answer_others(cast: Cast, schedule: Schedule, rng: np.random.Generator) -> dict[str, Ints]:
    """Give every everyday answer an earlier post of its platform and language; return the columns to overwrite.

    Strangers answer popular posts, members of a community mostly each other. Delays come from a heavy-tailed step back
    through the posts, so they follow how busy the place is. An answer that finds nothing becomes a post of its own.
    """
    account, at, kind = schedule.column("account"), schedule.column("at"), schedule.column("kind").copy()
    topic, parent = schedule.column("topic").copy(), schedule.column("parent").copy()
    asking = (kind == REPLY) & (parent == NONE)
    posts = kind == POST
    room = (2 * cast.platform + cast.english)[account]
    popular = posts & (np.isin(cast.crowd, LOUD)[account] | (rng.random(len(at)) < POPULAR))
    for number in np.unique(room):
        rows, pool = np.flatnonzero(asking & (room == number)), np.flatnonzero(popular & (room == number))
        parent[rows] = _targets(rng, account, at, rows, pool)
    friends = asking & (rng.random(len(at)) < AMONG_FRIENDS)
    for crowd in sorted({name for name in cast.crowd.tolist() if name.startswith("community_")}):
        inside = (cast.crowd == crowd)[account]
        for number in np.unique(room):
            rows = np.flatnonzero(friends & inside & (room == number))
            found = _targets(rng, account, at, rows, np.flatnonzero(posts & inside & (room == number)))
            parent[rows] = np.where(found == NONE, parent[rows], found)
    rows = np.flatnonzero(asking)
    answered = parent[rows] != NONE
    kind[rows] = np.where(answered, _answer_kinds(rng, cast.platform[account[rows]]), POST)
    words = np.where(kind[rows] == REPOST, TOPIC["repost_word"], TOPIC["reply"])
    topic[rows] = np.where(answered, words, TOPIC["life"])
    return {"kind": kind, "topic": topic, "parent": parent}


def _targets(rng: np.random.Generator, account: Ints, at: Ints, rows: Ints, pool: Ints) -> Ints:
    """Return for each row an earlier post of the pool by somebody else, or NONE."""
    if not len(pool):
        return np.full(len(rows), NONE)
    pool = pool[np.argsort(at[pool], kind="stable")]
    reach = min(3.0, len(pool) / 100)  # in a small room people go back fewer posts, not further in time
    step = np.floor(reach * rng.pareto(1.1, len(rows))).clip(0, 4_000).astype(np.int64)
    spot = np.searchsorted(at[pool], at[rows] - MINUTE // 2) - 1 - step
    target = pool[spot.clip(0)]
    return np.asarray(np.where((spot >= 0) & (account[target] != account[rows]), target, NONE), dtype=np.int64)


def _answer_kinds(rng: np.random.Generator, platform: Ints) -> Ints:
    """Return how people answer on their platform; the Weibo search lists reposts, never comments."""
    drawn = rng.random(len(platform))
    on_x = np.where(drawn < 0.6, REPOST, np.where(drawn < 0.92, REPLY, QUOTE))
    return np.asarray(np.select([platform == WEIBO, platform == X, platform == FORUM], [REPOST, on_x, REPLY]))
