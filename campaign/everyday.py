"""Everyday writing: a cast in, ordinary posts and answers of all crowds (and the campaign's cover) out."""

import numpy as np
import numpy.typing as npt

from campaign.naming import FORUM, WEIBO, X
from campaign.people import Cast
from campaign.planning import ORGANIC_POSTS, Crowds, Plan
from campaign.schedule import NONE, POST, REPLY, Schedule
from campaign.story import DAY, EVENTS, MINUTE, START, day_weights, draw_times
from campaign.topics import TOPIC, draw_hashtags, draw_topics

Ints = npt.NDArray[np.int64]

ANSWERS = {WEIBO: 0.38, X: 0.52, FORUM: 0.72}
"""Share of everyday posts that answer another post: reposts, replies, quotes."""

KEENNESS = {"launch_goers": 60.0, "audience": 0.5, "owners": 0.6, "rival_fans": 0.8, "fan_club": 0.8}
"""How strongly a crowd answers events, relative to an ordinary day's writing."""

ACTIVITY = {"launch_goers": 0.35, "official": 6.0, "viral_account": 5.0, "newsroom": 4.0, "dealers": 1.2}
"""Everyday posts relative to the average account."""

STEADY = ("official", "viral_account", "newsroom", "dealers")
"""Accounts with a plan of their own for how often they post."""


def write_everyday(cast: Cast, plan: Plan, schedule: Schedule, rng: np.random.Generator) -> None:
    """Add the ordinary posts of every account; answers are left for `answer_others`, which needs all posts."""
    for crowd in sorted(set(cast.crowd.tolist())):
        accounts = cast.of(crowd)
        mean = plan.difficulty.cover_posts if crowd == "campaign" else 0.86 * ORGANIC_POSTS * ACTIVITY.get(crowd, 1.0)
        author = np.repeat(accounts, _counts(rng, len(accounts), mean, 0.15 if crowd in STEADY else 1.1))
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


def _counts(rng: np.random.Generator, accounts: int, mean: float, sigma: float) -> Ints:
    """Return heavy-tailed numbers of posts per account (lognormal) with about the given mean."""
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
