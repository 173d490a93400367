from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from case.folder import Case, new_case
from case.rows import Account, Action, Post, PostKey, Precision, account_key
from case.tables import PartWriter

#: 2025-01-06T00:00Z, a Monday.
START = int(datetime(2025, 1, 6, tzinfo=UTC).timestamp())

#: account, behaviour, object, seconds after START, and what else a post should have.
Share = tuple[Any, ...]
MakeCase = Callable[..., Case]
MakeShares = Callable[..., list[Share]]


def build(path: Path, shares: Sequence[Share], *, timezone: str | None = None, precision: Precision = "second") -> Case:
    """Make a case that holds one post per (account, second) with its actions."""
    case = new_case(path, title="Test", timezone=timezone)
    posts: dict[str, Post] = {}
    actions = []
    for place, (account, behaviour, thing, seconds, *more) in enumerate(shares, start=1):
        at = None if seconds is None else int((START + seconds) * 1_000_000)
        extra = dict(more[0]) if more else {}
        key = extra.pop("post", f"x:{account}-{seconds}")
        author = account_key("x", account)
        width = "none" if at is None else extra.pop("precision", precision)
        text = extra.pop("text", f"{behaviour} {thing}")
        if key not in posts:
            posts[key] = Post(PostKey(key), "x", author, at, width, text, place, **extra)
        if behaviour:
            actions.append(Action(PostKey(key), author, behaviour, thing, at, width))
    accounts = [Account(name, "x", name[2:]) for name in sorted({post.account for post in posts.values()})]
    with PartWriter(case, "L-1") as part:
        part.add(accounts, list(posts.values()), actions, source="0" * 64, file="test.csv")
    return case


@pytest.fixture
def make_case(tmp_path: Path) -> MakeCase:
    return lambda shares, name="case", **options: build(tmp_path / name, shares, **options)


@pytest.fixture
def crowd() -> MakeShares:
    return make_crowd


@pytest.fixture
def gang() -> MakeShares:
    return make_gang


def make_crowd(*, accounts: int = 300, days: int = 7, objects: int = 400, seed: int = 7) -> list[Share]:
    """People who share common tags by day, each on their own: nothing is planted."""
    random = np.random.default_rng(seed)
    popularity = 1 / np.arange(1, objects + 1)
    shares: list[Share] = []
    for person in range(accounts):
        count = random.poisson(12)
        hours = random.normal(14, 4, count) % 24
        times = random.integers(0, days, count) * 86_400 + (hours * 3600).astype(int)
        things = random.choice(objects, count, p=popularity / popularity.sum())
        pairs = zip(things.tolist(), times.tolist(), strict=True)
        shares += [(f"p{person:04d}", "hashtag", f"tag{thing}", time) for thing, time in pairs]
    return shares


def make_gang(
    *, members: int = 12, occasions: int = 8, seed: int = 3, jitter: int = 40, joins: float = 0.8
) -> list[Share]:
    """Accounts that share the same rare tags within seconds, on several days."""
    random = np.random.default_rng(seed)
    shares: list[Share] = []
    for occasion in range(occasions):
        start = int(random.integers(0, 7 * 86_400 - 3600))
        for member in range(members):
            if random.random() < joins:
                at = start + int(random.integers(0, jitter))
                shares.append((f"z{member:03d}", "hashtag", f"rare{occasion}", at))
    return shares


_WORDS = [
    "bumper", "hood", "charger", "battery", "seat", "queue", "dealer", "refund", "screen", "update",
    "winter", "range", "tyre", "wheel", "promise", "manager", "brochure", "noise", "water", "door",
    "mirror", "signal", "colour", "repair", "parts", "invoice", "garage", "weekend", "mountain", "coffee",
    "family", "neighbour", "road", "tunnel", "night", "camera", "pedal", "brake", "engine", "factory",
    "lawyer", "answer", "phone", "letter", "office", "market", "price", "deposit", "number",
]  # fmt: skip


def make_writers(*, accounts: int = 120, posts: int = 8, seed: int = 5, days: int = 20) -> list[Share]:
    """People who write in their own words, each on their own days."""
    random = np.random.default_rng(seed)
    shares: list[Share] = []
    for person in range(accounts):
        for number in range(posts):
            text = " ".join(random.choice(_WORDS, 14)) + f" {person} {number}"
            at = int(random.integers(0, days) * 86_400 + random.integers(25_000, 80_000))
            shares.append((f"w{person:03d}", "text", f"{person}-{number}", at, {"text": text}))
    return shares


def make_copiers(
    *, members: int = 15, texts: int = 12, joins: float = 0.6, swapped: float = 0.2, spread: int = 7200, seed: int = 6,
    days: int = 20, name: str = "c",
) -> list[Share]:  # fmt: skip
    """Accounts that write the same texts within hours, with some of the words replaced in each copy."""
    random = np.random.default_rng(seed)
    shares: list[Share] = []
    for number in range(texts):
        words = random.choice(_WORDS, 24)
        start = int(random.integers(0, days) * 86_400 + random.integers(25_000, 60_000))
        for member in np.flatnonzero(random.random(members) < joins).tolist():
            copy = np.where(random.random(words.size) < swapped, random.choice(_WORDS, words.size), words)
            at = start + int(random.integers(0, spread))
            shares.append((f"{name}{member:03d}", "text", f"{name}{number}-{member}", at, {"text": " ".join(copy)}))
    return shares


@pytest.fixture
def writers() -> MakeShares:
    return make_writers


@pytest.fixture
def copiers() -> MakeShares:
    return make_copiers
