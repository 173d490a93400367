"""A real crowd's posts in; an export of a planted group that acts in its days out, to be loaded beside it.

Copies are made by replacing words wherever they stand, so not in the way of the sample campaign. Members write ordinary
posts as well, at times of the crowd, and their stamps are as coarse as the crowd's.
"""

import csv
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from campaign.dice import Dice
from campaign.grammar import read_grammar

MAPPING = """\
platform = "{platform}"

[time]
timezone = "UTC"

[columns]
post_id = "id"
account_id = "account"
time = "time"
text = "text"
repost_of = "repost_of"
"""
#: What members write about when they do not act together.
ORDINARY = ("life", "trip", "coffee", "photo", "question", "pets")
#: What posts of one operation share, if it is no text.
MARKS = {"link": " https://news.example/{}", "hashtag": " #claim{}x#", "repost": ""}
FIRST_ACCOUNT, FIRST_POST = 9_000_000, 9_100_000
#: Reposts are of posts that are not in the export, as most are.
FIRST_REPOSTED = 8_000_000


@dataclass(frozen=True, slots=True)
class Injection:
    """What to plant: each operation shares one thing of its kind, and is joined by a part of the members.

    substitution: share of the words replaced in a copied text; delay_seconds: members follow within it, evenly;
    ordinary: other posts per member.
    """

    kind: str = "text"
    size: int = 60
    operations: int = 16
    participation: float = 0.25
    substitution: float = 0.2
    delay_seconds: float = 10_800.0
    ordinary: int = 3


@dataclass(frozen=True, slots=True)
class Planted:
    """The export, its column mapping, and how many operations each account joined."""

    file: Path
    mapping: Path
    operations: dict[str, int]


def write_injection(folder: Path, crowd: pl.DataFrame, *, english: bool, plan: Injection, seed: int) -> Planted:
    """Write the export into a new folder; crowd: posts with account, at (UTC) and precision."""
    dice = Dice(np.random.default_rng(seed))
    platform = str(crowd["account"][0]).split(":", maxsplit=1)[0]
    times = crowd["at"].sort().to_list()
    grammar = read_grammar("en" if english else "zh")
    members = [str(FIRST_ACCOUNT + number) for number in range(plan.size)]
    rows = [
        (member, dice.pick(times), grammar.write(dice.pick(ORDINARY), dice), "")
        for member in members
        for _ in range(plan.ordinary)
    ]
    joined = dict.fromkeys((f"{platform}:{member}" for member in members), 0)
    pool = _words(" ".join(grammar.write("complaint", dice) for _ in range(400)), english=english)
    for operation in range(plan.operations):
        start = dice.pick(times)
        script = " ".join(grammar.write("attack", dice) for _ in range(2))
        for member in members:
            if dice.happens(plan.participation):
                at = start + timedelta(seconds=dice.draw() * plan.delay_seconds)
                text = _replaced(script, pool, plan.substitution, dice, english=english)
                if plan.kind != "text":
                    text = grammar.write("complaint", dice) + MARKS[plan.kind].format(operation)
                rows.append((member, at, text, str(FIRST_REPOSTED + operation) if plan.kind == "repost" else ""))
                joined[f"{platform}:{member}"] += 1
    minutes = bool((crowd["precision"] == "minute").mean() > 0.5)
    return Planted(*_write(folder, rows, platform, "%Y-%m-%d %H:%M" if minutes else "%Y-%m-%d %H:%M:%S"), joined)


def _words(text: str, *, english: bool) -> list[str]:
    """Return words, of Chinese pairs of characters."""
    return text.split() if english else [text[place : place + 2] for place in range(0, len(text), 2)]


def _replaced(text: str, pool: list[str], share: float, dice: Dice, *, english: bool) -> str:
    words = [dice.pick(pool) if dice.happens(share) else word for word in _words(text, english=english)]
    return (" " if english else "").join(words)


def _write(folder: Path, rows: list[tuple[str, datetime, str, str]], platform: str, stamp: str) -> tuple[Path, Path]:
    folder.mkdir(parents=True)
    file, mapping = folder / "planted.csv", folder / "planted.columns.toml"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("id", "account", "time", "text", "repost_of"))
        for number, (account, at, text, repost_of) in enumerate(sorted(rows)):
            writer.writerow((FIRST_POST + number, account, at.strftime(stamp), text, repost_of))
    mapping.write_text(MAPPING.format(platform=platform), encoding="utf-8")
    return file, mapping
