"""A plan and a seed in, a folder of export files with the truth beside them out; the same two give the same bytes."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from campaign.answering import answer_others
from campaign.crowds import Library, write_crowds
from campaign.dice import Dice
from campaign.everyday import write_everyday
from campaign.forum import ForumFile
from campaign.lists import write_lists
from campaign.objects import Stock
from campaign.operations import Operation, plant
from campaign.people import Cast, invite
from campaign.planning import Plan
from campaign.schedule import Schedule, Table
from campaign.story import DAY, DAYS, START
from campaign.topics import HASHTAGS_ZH
from campaign.truth import write_truth
from campaign.weibo import WeiboFiles
from campaign.wording import Wording, Written
from campaign.x_pages import XPages

__all__ = ["Plan", "Summary", "generate", "make"]

Ints = npt.NDArray[np.int64]
Progress = Callable[[str, int, int | None], None]


def silent(step: str, done: int, total: int | None) -> None:
    """Report nothing."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What was written: `files` maps each path to its number of posts; the forum's file is read by `columns`."""

    folder: Path
    files: dict[Path, int]
    columns: dict[Path, Path]
    accounts: int
    campaign_accounts: int
    posts: int
    campaign_posts: int
    operations: int
    groups: int


class Writer(Protocol):
    """What writes the files of one platform."""

    rows: dict[Path, int]

    def write_day(self, posts: list[Written], parents: dict[int, Written]) -> None:
        """Write the posts of one day; `parents` holds every post that they answer."""


@dataclass(frozen=True, slots=True)
class Made:
    """Everything that is decided before a text is written."""

    cast: Cast
    table: Table
    library: Library
    bundles: list[tuple[str, ...]]
    operations: list[Operation]


def generate(folder: Path | str, *, plan: Plan | None = None, seed: int = 1, progress: Progress = silent) -> Summary:
    """Write one sample campaign below `folder` and return what was written.

    weibo/, x/ and forum/ hold the exports, lists/ what people bring to a case, truth/ what was planted. Memory is about
    150 bytes per post plus one day of texts; files of the same names are replaced.
    """
    plan = Plan() if plan is None else plan
    home = Path(folder)
    planning, writing, files_rng, lists_rng = np.random.default_rng(seed).spawn(4)
    progress("plan", 0, None)
    made = make(plan, planning)
    files = _write_posts(home, made, Dice(writing), files_rng, progress)
    write_lists(home, cast=made.cast, rng=lists_rng)
    write_truth(
        home / "truth",
        plan=plan,
        seed=seed,
        cast=made.cast,
        table=made.table,
        operations=made.operations,
        files={str(path.relative_to(home)): posts for path, posts in files.items()},
    )
    return Summary(
        folder=home,
        files=files,
        columns={path: path.with_suffix(".columns.toml") for path in files if path.parent.name == "forum"},
        accounts=len(made.cast),
        campaign_accounts=int((made.cast.group >= 0).sum()),
        posts=len(made.table),
        campaign_posts=int((made.table.operation >= 0).sum()),
        operations=len(made.operations),
        groups=len(plan.groups()),
    )


def make(plan: Plan, rng: np.random.Generator) -> Made:
    """Return people, schedule and operations of a plan; every part draws from a Generator of its own."""
    people, everyday, crowds, campaign, answers = rng.spawn(5)
    cast = invite(plan, people)
    schedule, library = Schedule(), Library()
    bundles: list[tuple[str, ...]] = list(HASHTAGS_ZH)
    write_everyday(cast, plan, schedule, everyday)
    write_crowds(cast, plan, schedule, library, crowds)
    operations = plant(cast, plan, schedule=schedule, stock=Stock(library, bundles, campaign))
    changed = answer_others(cast, schedule, answers)
    return Made(cast, schedule.finish(changed), library, bundles, operations)


def _write_posts(home: Path, made: Made, dice: Dice, rng: np.random.Generator, progress: Progress) -> dict[Path, int]:
    """Write all posts day by day; return posts per file."""
    table, cast = made.table, made.cast
    wording = Wording(cast, table, made.library, made.bundles, dice)
    child = np.flatnonzero(table.parent >= 0)
    reposts = np.bincount(table.parent[child], minlength=len(table)).astype(np.int64)
    last_child = np.full(len(table), -1, dtype=np.int64)
    np.maximum.at(last_child, table.parent[child], child)
    ends = np.searchsorted(table.at, START + DAY * np.arange(1, DAYS + 8))
    weibo_rng, x_rng, forum_rng = rng.spawn(3)
    kept: dict[int, Written] = {}
    with ExitStack() as stack:
        writers: tuple[Writer, ...] = (
            stack.enter_context(WeiboFiles(home, cast, reposts, weibo_rng)),
            stack.enter_context(XPages(home, cast, reposts, x_rng)),
            stack.enter_context(ForumFile(home, cast, forum_rng)),
        )
        start = 0
        for end in ends.tolist():
            today: tuple[list[Written], list[Written], list[Written]] = ([], [], [])
            for row in range(start, end):
                post = wording.write(row)
                today[cast.platform[post.account]].append(post)
                if last_child[row] >= 0:
                    kept[row] = post
            for writer, posts in zip(writers, today, strict=True):
                writer.write_day(posts, kept)
            kept = {row: post for row, post in kept.items() if last_child[row] >= end}
            start = end
            progress("write", end, len(table))
        return {path: rows for writer in writers for path, rows in writer.rows.items()}
