"""The planted campaign: groups and a difficulty in; operations, their members and their posts out.

An operation is one text family or one object (a post to repost, hashtags, a link, a picture, an article).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from campaign.crowds import Library
from campaign.dice import Dice
from campaign.grammar import read_grammar
from campaign.links import FIRST_CONTACT, FIRST_LINK, contact_name
from campaign.naming import FORUM, WEIBO
from campaign.people import AMPLIFIER, GROUP_PLATFORMS, SEEDER, WRITER, Cast
from campaign.planning import Difficulty, Plan
from campaign.schedule import ARTICLE, NONE, POST, REPLY, REPOST, Schedule
from campaign.story import DAY, DAYS, EVENTS, HOUR, SECOND, START
from campaign.topics import HASHTAGS_ZH, TOPIC

Ints = npt.NDArray[np.int64]

KIND_SHARES = {"text": 0.52, "repost": 0.22, "hashtags": 0.12, "link": 0.09, "contact": 0.05}
"""Shares of the operations that are not articles."""

PARAGRAPHS = 8
"""Paragraphs that the articles of one operation are cut from; each article takes three to five."""

HEADS_ZH = ("霁行", "霁行J7", "霁行J9", "这车", "新势力", "车主")
TAILS_ZH = ("翻车现场", "欠一个道歉", "别装了", "退订潮", "真相", "还能信吗", "到底安全吗", "寒了心", "敢不敢回应")
HEADS_EN = ("Jixen", "J7", "J9", "Clear", "EV")
TAILS_EN = ("Fails", "Truth", "Owners", "Answers", "Gate", "Refund", "Watch")

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


def plant(
    cast: Cast, plan: Plan, schedule: Schedule, library: Library, bundles: list[tuple[str, ...]],
    rng: np.random.Generator,
) -> list[Operation]:  # fmt: skip
    """Add the posts of all operations of all groups; `bundles` grows by the hashtag sets made for them."""
    operations: list[Operation] = []
    for group in range(len(plan.groups())):
        for start in _starts(plan.difficulty, rng):
            operation = _plant_one(cast, plan, schedule, library, bundles, rng, group, start, len(operations))
            if operation is not None:
                operations.append(operation)
    return operations


def _starts(difficulty: Difficulty, rng: np.random.Generator) -> list[int]:
    """Return start times: six in ten around events, the rest anywhere, in the waking hours of China."""
    near = rng.random(difficulty.operations) < 0.6
    events = np.array([event.day for event in EVENTS])
    around = rng.choice(events, difficulty.operations) + rng.integers(-1, 5, difficulty.operations)
    day = np.where(near, around, rng.integers(2, DAYS - 2, difficulty.operations)).clip(1, DAYS - 3)
    at = START + day * DAY + (rng.uniform(8.5, 22.0, difficulty.operations) * HOUR).astype(np.int64)
    return sorted(int(moment) for moment in at)


def _plant_one(
    cast: Cast, plan: Plan, schedule: Schedule, library: Library, bundles: list[tuple[str, ...]],
    rng: np.random.Generator, group: int, start: int, number: int,
) -> Operation | None:  # fmt: skip
    """Add one operation; None when nobody of the group was awake for it."""
    difficulty = plan.difficulty
    kind = _kind(difficulty, rng, group)
    jitter = float(np.exp(rng.uniform(*np.log(difficulty.jitter_seconds))))
    share = float(rng.uniform(*difficulty.substitution)) if kind in ("text", "article") else 0.0
    seeder, eligible = _eligible(cast, rng, group, kind, start)
    if seeder is None or not len(eligible):
        return None
    there = eligible[rng.random(len(eligible)) < cast.joins[eligible]]
    columns, described = _content(cast, library, bundles, rng, group, number, kind, share, bool(cast.english[seeder]))
    first = schedule.add(
        seeder, start, **({**columns, "topic": TOPIC["attack"]} if kind == "repost" else columns), operation=number
    )
    if kind == "repost":
        answer = REPLY if cast.platform[seeder] == FORUM else REPOST
        there = there[cast.platform[there] == cast.platform[seeder]]
        word = TOPIC["reply"] if answer == REPLY else TOPIC["repost_word"]
        columns = {"kind": answer, "parent": int(first[0]), "topic": word}
        described = f"row:{int(first[0])}"
    delay = np.minimum(rng.exponential(jitter, len(there)), LONGEST_DELAY * jitter)
    schedule.add(there, start + SECOND + (delay * SECOND).astype(np.int64), **columns, operation=number)
    return Operation(
        id=f"G{group + 1:02d}-O{number:04d}", number=number, group=group, kind=kind, object=described, start=start,
        jitter_seconds=round(jitter, 1), substitution=round(share, 3), members=(seeder, *there.tolist()),
        eligible=len(eligible),
    )  # fmt: skip


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


def _content(
    cast: Cast, library: Library, bundles: list[tuple[str, ...]], rng: np.random.Generator, group: int, number: int,
    kind: str, share: float, english: bool,
) -> tuple[dict[str, int], str]:  # fmt: skip
    """Return the columns that all posts of an operation have in common, and what its truth says of the object."""
    grammar = read_grammar("en" if english else "zh")
    dice = Dice(rng.spawn(1)[0])
    topic = "attack" if dice.happens(0.65) else "discord"
    picture = number if dice.happens(0.3) else NONE
    if kind == "text":
        script = max((grammar.derive(topic, dice) for _ in range(3)), key=lambda one: len(one.text))
        return {"topic": TOPIC[topic], "script": library.add(script, share), "picture": picture}, script.text
    if kind == "article":
        scripts = [grammar.derive("para", dice) for _ in range(PARAGRAPHS)]
        numbers = [library.add(script, share) for script in scripts]
        return {"kind": ARTICLE, "topic": TOPIC["para"], "script": numbers[0]}, " / ".join(one.text for one in scripts)
    if kind == "hashtags":
        bundles.append(_hashtags(dice, english))
        return {"topic": TOPIC[topic], "tags": len(bundles) - 1}, " ".join(f"#{tag}" for tag in bundles[-1])
    if kind == "link":
        return {"topic": TOPIC[topic], "link": FIRST_LINK + number}, f"link:{FIRST_LINK + number}"
    if kind == "contact":
        return {"topic": TOPIC[topic], "link": FIRST_CONTACT + number}, contact_name(FIRST_CONTACT + number)
    if kind == "picture":
        return {"topic": TOPIC[topic], "picture": number}, f"picture:{number}"
    return {"kind": POST, "topic": TOPIC[topic]}, ""


def _hashtags(dice: Dice, english: bool) -> tuple[str, ...]:
    """Return a new ordered set of hashtags, one usual tag among them."""
    if english:
        made = [f"{dice.pick(HEADS_EN)}{dice.pick(TAILS_EN)}{dice.pick(('', '2025', 'Now'))}" for _ in range(2)]
        return tuple(dict.fromkeys([*made, dice.pick(("Jixen", "EV", "JixenJ7"))]))
    made = [f"{dice.pick(HEADS_ZH)}{dice.pick(TAILS_ZH)}" for _ in range(2)]
    return tuple(dict.fromkeys([*made, dice.pick([bundle[0] for bundle in HASHTAGS_ZH[:8]])]))
