"""The invented people: sizes of crowds and groups in, one table of accounts with ids, names, births and habits out."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from campaign.dice import Dice
from campaign.naming import FORUM, PLATFORMS, WEIBO, X, account_ids, account_names, start_of_year
from campaign.planning import Crowds, Plan
from campaign.story import DAY, EVENTS, SECOND, START

Ints = npt.NDArray[np.int64]

EVERYWHERE = (0.58, 0.17, 0.25)
"""Share of the accounts on each platform where a crowd is on all of them."""

WRITER, SEEDER, AMPLIFIER = range(3)
LAYERS = ("writer", "seeder", "amplifier")
LAYER_SHARES = (0.6, 0.08, 0.32)

HOBBIES = ("camping", "photo", "cycling", "coffee", "pets")

GROUP_PLATFORMS = ((1.0, 0, 0), (0.6, 0, 0.4), (0, 1.0, 0), (0, 0, 1.0), (1.0, 0, 0), (0.5, 0.5, 0))
"""Where the first, second ... group lives; repeated when there are more groups."""


@dataclass(frozen=True, slots=True)
class Cast:
    """One entry per account. `crowd` names the organic crowd or "campaign"; times are microseconds since 1970 UTC."""

    platform: Ints
    crowd: npt.NDArray[np.str_]
    group: Ints
    layer: Ints
    joins: npt.NDArray[np.float64]
    """Share of the operations open to a member that it joins; 0 for everybody else."""
    born: Ints
    active_from: Ints
    bought: npt.NDArray[np.bool_]
    english: npt.NDArray[np.bool_]
    zone: Ints
    rhythm: Ints
    followers: Ints
    following: Ints
    ids: list[str]
    names: list[str]
    handles: list[str]

    def __len__(self) -> int:
        """Return the number of accounts."""
        return len(self.ids)

    def of(self, *crowds: str) -> Ints:
        """Return the numbers of the accounts of some crowds."""
        return np.flatnonzero(np.isin(self.crowd, crowds))

    def key(self, account: int) -> str:
        """Return the account key `platform:id`."""
        return f"{PLATFORMS[self.platform[account]]}:{self.ids[account]}"


def crowd_sizes(organic: int, crowds: Crowds) -> dict[str, tuple[int, tuple[float, ...]]]:
    """Return size and platform shares per organic crowd; what is switched off goes to the general audience."""
    weibo, x = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0)
    sizes: dict[str, tuple[int, tuple[float, ...]]] = {}
    if crowds.launch_bursts:
        sizes["launch_goers"] = (round(organic * 0.1), EVERYWHERE)
    if crowds.complaint_wave:
        sizes["owners"] = (round(organic * 0.07), (0.6, 0.05, 0.35))
    if crowds.fan_club:
        sizes["fan_club"] = (max(12, round(organic * 0.025)), weibo)
    if crowds.rival_fans:
        sizes["rival_fans"] = (max(12, round(organic * 0.025)), weibo)
    if crowds.viral_circles:
        sizes["viral_circle_1"] = (max(12, round(organic * 0.02)), weibo)
        sizes["viral_circle_2"] = (max(12, round(organic * 0.015)), x)
        sizes["viral_account"] = (2, weibo)
    if crowds.newsroom:
        sizes["newsroom"] = (max(6, min(60, round(organic * 0.005))), weibo)
    if crowds.official_chain:
        sizes["dealers"] = (max(8, min(400, round(organic * 0.01))), weibo)
    for hobby in HOBBIES if crowds.communities else ():
        sizes[f"community_{hobby}"] = (max(10, round(organic * 0.03)), EVERYWHERE)
    sizes["official"] = (3, weibo)
    sizes["audience"] = (max(20, organic - sum(size for size, _ in sizes.values())), EVERYWHERE)
    return sizes


def invite(plan: Plan, rng: np.random.Generator) -> Cast:
    """Return the accounts of all crowds and all planted groups."""
    platform, crowd, group = _places(plan, rng)
    members = group >= 0
    count = len(platform)
    layer = np.where(members, rng.choice(3, size=count, p=LAYER_SHARES), -1)
    for number in range(int(group.max()) + 1):
        layer[np.flatnonzero(group == number)[:2]] = (SEEDER, WRITER)  # at least one of each in every group
    low, high = plan.difficulty.participation
    joins = np.where(members, rng.uniform(low, high, count), 0.0)
    bought = members & (rng.random(count) < plan.difficulty.bought)
    born, active_from = _births(plan, rng, platform, members, bought)
    abroad = np.array([GROUP_PLATFORMS[number % len(GROUP_PLATFORMS)][X] == 1.0 for number in group.tolist()])
    english = (platform == X) & np.where(members, abroad, rng.random(count) < 0.8)
    english |= (platform == X) & np.isin(crowd, ("official", "viral_account"))
    zones = rng.choice([-8, -5, 0, 1, 2, 8], size=count, p=[0.18, 0.24, 0.22, 0.16, 0.08, 0.12])
    zone = np.where(platform == X, np.where(members | ~english, 8, zones), 8)
    rhythm = rng.choice(4, size=count, p=[0.3, 0.45, 0.15, 0.1])
    rhythm = np.where(np.isin(crowd, ("newsroom", "dealers", "official")), 0, rhythm)
    known = np.isin(crowd, ("official", "viral_account"))
    followers = np.exp(rng.normal(np.where(known, 12.5, np.where(members, 3.2, 4.6)), np.where(known, 0.4, 1.5)))
    following = np.exp(rng.normal(5.0, 0.9, count))
    names, handles = account_names(Dice(rng.spawn(1)[0]), platform, crowd, english)
    return Cast(
        platform=platform, crowd=crowd, group=group, layer=layer, joins=joins, born=born, active_from=active_from,
        bought=bought, english=english, zone=zone, rhythm=rhythm, followers=followers.astype(np.int64),
        following=following.astype(np.int64), ids=account_ids(platform, born), names=names, handles=handles,
    )  # fmt: skip


def _places(plan: Plan, rng: np.random.Generator) -> tuple[Ints, npt.NDArray[np.str_], Ints]:
    """Return platform, crowd and group of every account."""
    platform: list[Ints] = []
    crowd: list[str] = []
    group: list[int] = []
    for name, (size, shares) in crowd_sizes(plan.organic(), plan.crowds).items():
        platform.append(rng.choice(3, size=size, p=shares))
        crowd += [name] * size
        group += [-1] * size
        if name in ("official", "viral_account"):  # the maker on two platforms and a rival; one viral account each
            platform[-1] = np.array([WEIBO, X, WEIBO][:size])
    for number, size in enumerate(plan.groups()):
        platform.append(rng.choice(3, size=size, p=GROUP_PLATFORMS[number % len(GROUP_PLATFORMS)]))
        crowd += ["campaign"] * size
        group += [number] * size
    return np.concatenate(platform).astype(np.int64), np.array(crowd), np.array(group, dtype=np.int64)


def _births(
    plan: Plan, rng: np.random.Generator, platform: Ints, members: npt.NDArray[np.bool_], bought: npt.NDArray[np.bool_]
) -> tuple[Ints, Ints]:
    """Return when each account was registered and from when it is active."""
    count = len(platform)
    oldest = np.where(platform == FORUM, start_of_year(2014), start_of_year(2010))
    newest = START - 30 * DAY
    born = oldest + ((newest - oldest) * rng.beta(1.4, 1.1, count)).astype(np.int64)
    old = start_of_year(2012) + ((start_of_year(2018) - start_of_year(2012)) * rng.random(count)).astype(np.int64)
    born = np.where(bought & (platform != FORUM), old, born)
    burst_days = np.sort(rng.choice(np.arange(-70, 6), size=6, replace=False))
    burst = START + rng.choice(burst_days, size=count) * DAY + rng.integers(9 * 3600, 18 * 3600, count) * SECOND
    young = members & ~bought & (rng.random(count) < plan.difficulty.born_in_bursts)
    born = np.where(young, burst, born)
    switched_on = START + (rng.choice([event.day for event in EVENTS], size=count) - rng.integers(2, 9, count)) * DAY
    active_from = np.where(bought, switched_on, np.maximum(START, born + 2 * DAY))
    return born, np.asarray(active_from, dtype=np.int64)
