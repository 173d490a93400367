"""Everyday writing: a cast in, ordinary posts and answers of all crowds (and the campaign's cover) out."""

import numpy as np
import numpy.typing as npt

from campaign.naming import FORUM, WEIBO, X
from campaign.people import Cast
from campaign.planning import ORGANIC_POSTS, Crowds, Plan
from campaign.schedule import NONE, POST, QUOTE, REPLY, REPOST, Schedule
from campaign.story import DAY, EVENTS, MINUTE, START, day_weights, draw_times
from campaign.topics import TOPIC, draw_hashtags, draw_topics

Ints = npt.NDArray[np.int64]

ANSWERS = {WEIBO: 0.38, X: 0.52, FORUM: 0.72}
"""Share of everyday posts that answer another post: reposts, replies, quotes."""

KEENNESS = {"launch_goers": 60.0, "audience": 0.5, "owners": 0.6, "rival_fans": 0.8, "fan_club": 0.8}
"""How strongly a crowd answers events, relative to an ordinary day's writing."""

ACTIVITY = {"launch_goers": 0.35, "official": 6.0, "viral_account": 5.0, "newsroom": 4.0, "dealers": 1.2}
"""Everyday posts relative to the average account."""

POPULAR = 0.06
"""Share of ordinary posts that get around far enough to be answered by strangers."""


def write_everyday(cast: Cast, plan: Plan, schedule: Schedule, rng: np.random.Generator) -> None:
    """Add the ordinary posts of every account; answers are left for `answer_others`, which needs all posts."""
    for crowd in sorted(set(cast.crowd.tolist())):
        accounts = cast.of(crowd)
        mean = plan.difficulty.cover_posts if crowd == "campaign" else 0.86 * ORGANIC_POSTS * ACTIVITY.get(crowd, 1.0)
        author = np.repeat(accounts, _counts(rng, len(accounts), mean))
        keen = KEENNESS.get(crowd, 0.25)
        weights = day_weights(events=plan.crowds.launch_bursts, keen=keen)
        at = draw_times(rng, weights, cast.rhythm[author], cast.zone[author])
        keep = _awake(cast, author, at)
        author, at = author[keep], at[keep]
        answers = rng.random(len(author)) < np.array([ANSWERS[place] for place in range(3)])[cast.platform[author]]
        if crowd in ("official", "newsroom", "viral_account"):
            answers[:] = False
        topics = _on_topic(rng, plan.crowds, crowd, draw_topics(rng, crowd, len(author)), at)
        tags = draw_hashtags(rng, topics, at, 0.4 if plan.crowds.hashtag_bundles else 0.0)
        kind = np.where(answers, REPLY, POST)
        topics = np.where(answers, TOPIC["reply"], topics)
        schedule.add(author, at, kind=kind, topic=topics, tags=np.where(answers, NONE, tags))


def _counts(rng: np.random.Generator, accounts: int, mean: float) -> Ints:
    """Return heavy-tailed numbers of posts per account (lognormal, sigma 1.1) with about the given mean."""
    sigma = 1.1
    drawn = np.exp(rng.normal(np.log(max(mean, 0.1)) - sigma**2 / 2, sigma, accounts))
    return np.asarray(rng.poisson(drawn.clip(0, 40 * mean + 1)), dtype=np.int64)


def _awake(cast: Cast, author: Ints, at: Ints) -> npt.NDArray[np.bool_]:
    """Return which posts their accounts can write: dormant ones wrote in the first days and then fell silent."""
    farewell = cast.bought[author] & (at < START + 9 * DAY)
    return np.asarray(farewell | (at >= cast.active_from[author]))


def _on_topic(rng: np.random.Generator, crowds: Crowds, crowd: str, topics: Ints, at: Ints) -> Ints:
    """Turn part of the posts around an event to that event, and some of the rest into what an app wrote."""
    shows = [event for event in EVENTS if event.kind == "launch"]
    timely = np.any([(at >= show.starts_at - DAY) & (at < show.ends_at + 2 * DAY) for show in shows], axis=0)
    topics = np.where((topics == TOPIC["launch"]) & ~timely, TOPIC["compare"], topics)
    if crowds.launch_bursts and crowd not in ("official", "newsroom", "viral_account", "campaign", "dealers"):
        for event in EVENTS:
            near = (at >= event.starts_at - 30 * MINUTE) & (at < event.ends_at)
            about = near & (rng.random(len(at)) < (0.6 if event.kind == "launch" else 0.35))
            subjects = ("launch",) if event.kind == "launch" else ("complaint", "joke", "question")
            subject = np.array([TOPIC[name] for name in subjects])
            topics = np.where(about, subject[rng.integers(0, len(subject), len(at))], topics)
    if crowds.share_buttons and crowd not in ("official", "newsroom", "dealers", "viral_account"):
        topics = np.where(rng.random(len(at)) < 0.045, TOPIC["share_button"], topics)
    return topics


def answer_others(cast: Cast, schedule: Schedule, rng: np.random.Generator) -> dict[str, Ints]:
    """Give every everyday answer a popular earlier post of its platform; return the columns to overwrite.

    Delays come from a heavy-tailed step back through the popular posts, so they follow how busy the platform is.
    """
    account, at, kind = schedule.column("account"), schedule.column("at"), schedule.column("kind").copy()
    topic, parent = schedule.column("topic").copy(), schedule.column("parent").copy()
    open_answer = (kind == REPLY) & (parent == NONE)
    platform = cast.platform[account]
    loud = np.isin(cast.crowd, ("official", "viral_account", "newsroom"))[account]
    popular = (kind == POST) & (loud | (rng.random(len(at)) < POPULAR))
    for place in (WEIBO, X, FORUM):
        rows = np.flatnonzero(open_answer & (platform == place))
        pool = np.flatnonzero(popular & (platform == place))
        pool = pool[np.argsort(at[pool], kind="stable")]
        step = np.floor(3 * rng.pareto(1.1, len(rows))).clip(0, 4_000).astype(np.int64)
        spot = np.searchsorted(at[pool], at[rows] - MINUTE // 2) - 1 - step
        target = pool[spot.clip(0)] if len(pool) else np.full(len(rows), NONE)
        valid = (spot >= 0) & (target >= 0)
        valid &= account[target] != account[rows]
        parent[rows] = np.where(valid, target, NONE)
        kind[rows] = np.where(valid, _answer_kinds(rng, place, len(rows)), POST)
        topic[rows] = np.where(
            valid, np.where(kind[rows] == REPOST, TOPIC["repost_word"], TOPIC["reply"]), TOPIC["life"]
        )
    return {"kind": kind, "topic": topic, "parent": parent}


def _answer_kinds(rng: np.random.Generator, place: int, count: int) -> Ints:
    """Return how people answer on a platform; the Weibo search lists reposts, never comments."""
    shares = {WEIBO: (1.0, 0.0, 0.0), X: (0.6, 0.32, 0.08), FORUM: (0.0, 1.0, 0.0)}[place]
    return np.asarray(rng.choice([REPOST, REPLY, QUOTE], size=count, p=shares), dtype=np.int64)
