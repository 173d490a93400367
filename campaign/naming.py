"""Accounts without names in; ids, display names and handles shaped like those of each platform out."""

from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt

from campaign.dice import Dice
from campaign.grammar import read_grammar
from campaign.story import SECOND

Ints = npt.NDArray[np.int64]

WEIBO, X, FORUM = range(3)
PLATFORMS = ("weibo", "x", "forum")

FIXED = {"official": ("霁行汽车", "Jixen", "砺舟汽车"), "viral_account": ("半糖测车室", "Wren on Wheels")}
"""Names of the accounts that the story needs."""


def account_ids(platform: Ints, born: Ints) -> list[str]:
    """Return ids that grow with the day of registration, shaped like those of each platform.

    They lie above what the platforms have given out, so that no invented account bears a real one's id.
    """
    ids = np.zeros(len(platform), dtype=np.int64)
    for place in range(3):
        chosen = np.flatnonzero(platform == place)
        order = chosen[np.argsort(born[chosen], kind="stable")]
        age = (born[order] - start_of_year(2009)) / (start_of_year(2026) - start_of_year(2009))
        step = np.arange(len(order))
        if place == WEIBO:
            ids[order] = (9_000_000_000 + age * 990_000_000).astype(np.int64) + 3 * step
        elif place == FORUM:
            ids[order] = (20_000 + age * 3_800_000).astype(np.int64) + step
        else:
            numbered = (6_000_000_000 + age * 3_900_000_000).astype(np.int64) + 3 * step
            flake = ((born[order] // 1000 - 1_288_834_974_657) << 22) + 7_000_000_000_000_000_000 + step
            ids[order] = np.where(born[order] < start_of_year(2016), numbered, flake)
    return [str(number) for number in ids]


def account_names(
    dice: Dice, platform: Ints, crowd: npt.NDArray[np.str_], english: npt.NDArray[np.bool_]
) -> tuple[list[str], list[str]]:
    """Return display names, unique per platform, and handles (empty where the platform has none)."""
    zh, en = read_grammar("zh"), read_grammar("en")
    taken: set[tuple[int, str]] = set()
    fixed = {kind: list(names) for kind, names in FIXED.items()}
    names: list[str] = []
    handles: list[str] = []
    for place, kind, speaks in zip(platform.tolist(), crowd.tolist(), english.tolist(), strict=True):
        if fixed.get(kind):
            name = fixed[kind].pop(0)
        elif kind == "newsroom":
            name = f"栎桥车讯{zh.write('city', dice)}"
        elif kind == "dealers":
            name = f"霁行汽车{zh.write('city', dice)}{dice.pick(('中心', '城东店', '城西店', '交付中心', '体验店'))}"
        else:
            name = (en if speaks else zh).write("name", dice)
        handle = name.title().replace(" ", "") if kind in fixed else en.write("handle", dice)[:14]
        handles.append(_free(taken, 9, handle, dice) if place == X else "")
        names.append(name if place == X else _free(taken, place, name, dice))
    return names, handles


def _free(taken: set[tuple[int, str]], place: int, name: str, dice: Dice) -> str:
    """Return the name, with digits behind it when somebody has it already."""
    while (place, name) in taken:
        name = f"{name}{dice.between(0, 9)}"
    taken.add((place, name))
    return name


def start_of_year(year: int) -> int:
    """Return the first moment of a year in microseconds since 1970 UTC."""
    return int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) * SECOND
