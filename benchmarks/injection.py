"""A real crowd's posts in, an export of planted groups that act in its days out, for loading beside it.

Copies are made by replacing words, wherever they stand, so not in the way of the sample campaign. A group's members
write ordinary posts as well, at the times of the crowd.
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
"""

ORDINARY = ("life", "trip", "coffee", "photo", "question", "pets")


@dataclass(frozen=True, slots=True)
class Injection:
    """What to plant: groups of `size` accounts; one operation is joined by a quarter of its group.

    substitution: share of the words replaced; longest_delay: seconds within which members follow, evenly;
    ordinary: other posts per member.
    """

    groups: int = 1
    size: int = 60
    operations: int = 16
    participation: float = 0.25
    substitution: float = 0.2
    longest_delay: float = 10_800.0
    ordinary: int = 3
    kinds: tuple[str, ...] = ("text", "link", "text", "hashtag")


def write_injection(
    folder: Path, crowd: pl.DataFrame, platform: str, *, english: bool, plan: Injection, seed: int
) -> tuple[Path, Path, dict[str, int]]:
    """Write the export and its column mapping; return both and how many operations each account joined.

    crowd: posts with at (UTC). Half of the operations share a text, a quarter each a link and a hashtag.
    """
    rng = np.random.default_rng(seed)
    dice = Dice(rng.spawn(1)[0])
    times = crowd["at"].sort().to_list()
    grammar = read_grammar("en" if english else "zh")
    pool = _words(" ".join(grammar.write("complaint", dice) for _ in range(400)), english)
    rows: list[tuple[str, datetime, str]] = []
    joined: dict[str, int] = {}
    for group in range(plan.groups):
        members = [f"90{group:02d}{number:05d}" for number in range(plan.size)]
        joined.update(dict.fromkeys(members, 0))
        for operation in range(plan.operations):
            start = times[dice.below(len(times))]
            kind = plan.kinds[operation % len(plan.kinds)]
            script = " ".join(grammar.write("attack", dice) for _ in range(2)) if kind == "text" else ""
            mark = f"https://news{group}.example/{operation}" if kind == "link" else f"#claim{group}x{operation}# "
            for member in members:
                if not dice.happens(plan.participation):
                    continue
                text = (
                    _replaced(script, pool, plan.substitution, dice, english)
                    if script
                    else f"{grammar.write('complaint', dice)} {mark}"
                )
                rows.append((member, start + timedelta(seconds=dice.draw() * plan.longest_delay), text))
                joined[member] += 1
        for member in members:
            for _ in range(plan.ordinary):
                rows.append((member, times[dice.below(len(times))], grammar.write(dice.pick(ORDINARY), dice)))
    return *_write(folder, rows, platform, minutes=_minutes(crowd)), joined


def _minutes(crowd: pl.DataFrame) -> bool:
    """Tell whether the crowd's export has no seconds; then the planted one has none either."""
    return bool((crowd["precision"] == "minute").mean() or 0 > 0.5)


def _write(folder: Path, rows: list[tuple[str, datetime, str]], platform: str, *, minutes: bool) -> tuple[Path, Path]:
    folder.mkdir(parents=True, exist_ok=True)
    file, mapping = folder / "planted.csv", folder / "planted.columns.toml"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("id", "account", "time", "text"))
        for number, (account, at, text) in enumerate(sorted(rows)):
            writer.writerow(
                (9_000_000 + number, account, f"{at:{'%Y-%m-%d %H:%M' if minutes else '%Y-%m-%d %H:%M:%S'}}", text)
            )
    mapping.write_text(MAPPING.format(platform=platform), encoding="utf-8")
    return file, mapping


def _words(text: str, english: bool) -> list[str]:
    """Return words of English, pairs of characters of Chinese."""
    return text.split() if english else [text[place : place + 2] for place in range(0, len(text), 2)]


def _replaced(text: str, pool: list[str], share: float, dice: Dice, english: bool) -> str:
    words = [dice.pick(pool) if dice.happens(share) else word for word in _words(text, english)]
    return (" " if english else "").join(words)
