"""The organic crowds that look like coordination: a cast in; bursts, answers and copies of innocent groups out."""

import numpy as np
import numpy.typing as npt

from campaign.dice import Dice
from campaign.grammar import Script, read_grammar
from campaign.links import OWNERS_CONTACT
from campaign.naming import WEIBO, X
from campaign.people import Cast
from campaign.planning import Plan
from campaign.schedule import NONE, POST, REPLY, REPOST, Schedule
from campaign.story import DAY, DAYS, EVENTS, HOUR, MINUTE, SECOND, START
from campaign.topics import TOPIC

Ints = npt.NDArray[np.int64]


class Library:
    """Scripts that several posts share word for word or nearly so, with the share that each copy replaces."""

    __slots__ = ("scripts", "shares")

    def __init__(self) -> None:
        """Start empty."""
        self.scripts: list[Script] = []
        self.shares: list[float] = []

    def add(self, script: Script, share: float) -> int:
        """Keep a script and return its number."""
        self.scripts.append(script)
        self.shares.append(share)
        return len(self.scripts) - 1


def write_crowds(cast: Cast, plan: Plan, schedule: Schedule, library: Library, rng: np.random.Generator) -> None:
    """Add what the innocent groups do together; crowds that are switched off have no accounts and do nothing."""
    dice = Dice(rng.spawn(1)[0])
    maker, _, rival = cast.of("official").tolist()
    if plan.crowds.complaint_wave:
        _complain(cast, schedule, library, rng, dice)
    if plan.crowds.fan_club:
        _gather(cast, schedule, rng, maker, cast.of("fan_club"), "slogan", 0.35, 3.0, 19)
    if plan.crowds.rival_fans:
        _gather(cast, schedule, rng, rival, cast.of("rival_fans"), "rival_slogan", 0.35, 4.0, 20)
    if plan.crowds.viral_circles:
        for star, circle in zip(cast.of("viral_account").tolist(), ("viral_circle_1", "viral_circle_2"), strict=True):
            _gather(cast, schedule, rng, star, cast.of(circle), "repost_word", 0.4, 4.0, NONE)
    if plan.crowds.official_chain:
        _chain(cast, schedule, rng, maker)
    if plan.crowds.newsroom:
        _publish(cast, schedule, library, rng, dice)


def _gather(
    cast: Cast, schedule: Schedule, rng: np.random.Generator, star: int, fans: Ints, topic: str, share: float,
    minutes: float, tags: int,
) -> None:  # fmt: skip
    """Fans repost (or answer) each post of one account within minutes, each on a fixed share of its posts."""
    posts = np.flatnonzero((schedule.column("account") == star) & (schedule.column("kind") == POST))
    at = schedule.column("at")[posts]
    loyalty = rng.beta(2, 2 / share - 2, len(fans))
    for post, moment in zip(posts.tolist(), at.tolist(), strict=True):
        there = fans[rng.random(len(fans)) < loyalty]
        delay = np.exp(rng.normal(np.log(minutes), 0.9, len(there))) * MINUTE
        kind = np.where(rng.random(len(there)) < 0.25, REPLY, REPOST) if cast.platform[star] == X else REPOST
        written = (
            TOPIC[topic]
            if topic == "repost_word"
            else np.where(rng.random(len(there)) < 0.6, TOPIC[topic], TOPIC["repost_word"])
        )
        marked = np.where(rng.random(len(there)) < 0.3, tags, NONE)
        schedule.add(
            there, moment + 2 * SECOND + delay.astype(np.int64), kind=kind, topic=written, parent=post, tags=marked
        )


def _chain(cast: Cast, schedule: Schedule, rng: np.random.Generator, maker: int) -> None:
    """Dealers repost the maker's posts, some at once, most during the office hours of that day or the next."""
    dealers = cast.of("dealers")
    posts = np.flatnonzero((schedule.column("account") == maker) & (schedule.column("kind") == POST))
    for post, moment in zip(posts.tolist(), schedule.column("at")[posts].tolist(), strict=True):
        there = dealers[rng.random(len(dealers)) < 0.45]
        quick = moment + rng.exponential(12, len(there)) * MINUTE
        day = (moment - START) // DAY + 1
        next_morning = START + day * DAY + 9 * HOUR + rng.exponential(70, len(there)) * MINUTE
        at = np.where(rng.random(len(there)) < 0.55, quick, next_morning).astype(np.int64) + 3 * SECOND
        late = at < START + DAYS * DAY
        schedule.add(there[late], at[late], kind=REPOST, topic=TOPIC["repost_word"], parent=post)


def _publish(cast: Cast, schedule: Schedule, library: Library, rng: np.random.Generator, dice: Dice) -> None:
    """City editions of one owner publish the same headline, with the same link, within the same minute."""
    editions = cast.of("newsroom")
    for day in range(DAYS):
        for number in range(int(rng.poisson(1.6))):
            script = library.add(read_grammar("zh").derive("headline", dice), 0.0)
            moment = START + day * DAY + int(rng.choice([7, 9, 12, 15, 18])) * HOUR + int(rng.integers(0, 20)) * MINUTE
            there = editions[rng.random(len(editions)) < 0.8]
            at = moment + rng.integers(0, 50, len(there)) * SECOND
            schedule.add(there, at, topic=TOPIC["headline"], script=script, link=day * 10 + number, tags=7)


def _complain(cast: Cast, schedule: Schedule, library: Library, rng: np.random.Generator, dice: Dice) -> None:
    """Real owners on one day: their own words, the maker's statement, and each other's jokes, all day long."""
    owners = cast.of("owners")
    event = next(event for event in EVENTS if event.kind == "complaints")
    statement = {
        language: library.add(read_grammar(language).derive("statement", dice), 0.0) for language in ("zh", "en")
    }
    jokes = [library.add(read_grammar("zh").derive(name, dice), 0.12) for name in ("joke", "statement_comment") * 7]
    maker = int(cast.of("official")[0])
    first = schedule.add(
        maker, event.starts_at + 90 * SECOND, topic=TOPIC["statement"], script=statement["zh"], tags=17
    )
    author = np.repeat(owners, rng.poisson(3.2, len(owners)))
    hours = np.minimum(rng.gamma(1.6, 3.2, len(author)), 30.0)
    at = event.starts_at + 20 * MINUTE + (hours * HOUR).astype(np.int64)
    what = rng.random(len(author))
    english = cast.english[author]
    joking = (what < 0.2) & ~english
    quoting = (what >= 0.2) & (what < 0.38)
    weights = 1 / np.arange(1, len(jokes) + 1)
    joke = np.array(jokes)[rng.choice(len(jokes), size=len(author), p=weights / weights.sum())]
    script = np.where(joking, joke, np.where(quoting, np.where(english, statement["en"], statement["zh"]), NONE))
    topic = np.where(joking, TOPIC["joke"], np.where(quoting, TOPIC["statement"], TOPIC["complaint"]))
    topic = np.where((what >= 0.38) & (what < 0.6), TOPIC["statement_comment"], topic)
    answering = (what > 0.88) & (cast.platform[author] == WEIBO)
    inviting = (topic == TOPIC["complaint"]) & ~answering & (rng.random(len(author)) < 0.2)
    schedule.add(
        author, at, kind=np.where(answering, REPOST, POST), topic=topic, script=np.where(answering, NONE, script),
        parent=np.where(answering, first[0], NONE), tags=np.where(rng.random(len(author)) < 0.5, 17, NONE),
        link=np.where(inviting, OWNERS_CONTACT, NONE),
    )  # fmt: skip
