"""Weibo posts in, the CSV files of weibo-search (dataabc) out: one per keyword, minute stamps, no birth dates.

Layout as in that tool's pipelines.py of 2026 (21 columns, UTF-8 with BOM, CRLF): times are Chinese without zone, a
reposted post comes as a row of its own before the repost unless it was written already, and such rows have neither
region nor authentication. Within a day the newest post comes first; no post comes twice.
"""

import csv
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

import numpy as np
import numpy.typing as npt

from campaign.people import Cast
from campaign.schedule import REPOST
from campaign.weibo_rows import WeiboRows
from campaign.wording import Written

HEADER = (
    "id", "bid", "user_id", "用户昵称", "微博正文", "头条文章url", "发布位置", "艾特用户", "话题", "转发数", "评论数",
    "点赞数", "发布时间", "发布工具", "微博图片url", "微博视频url", "retweet_id", "ip", "user_authentication",
    "会员类型", "会员等级",
)  # fmt: skip
KEYWORDS = ("霁行汽车", "砺舟汽车", "新能源汽车", "日常")
"""What the invented collector searched for; the last keyword gives the everyday posts to compare with."""


class WeiboFiles:
    """Open CSV files of one weibo-search run; use as a context manager."""

    def __init__(self, folder: Path, cast: Cast, reposts: npt.NDArray[np.int64], rng: np.random.Generator) -> None:
        """Write below `folder`/weibo/结果文件; `reposts` are the counts per row of the schedule."""
        self._folder = folder / "weibo" / "结果文件"
        self._rows = WeiboRows(cast, reposts, rng)
        self._done = np.zeros(len(reposts), dtype=np.bool_)
        self._stack = ExitStack()
        self.rows: dict[Path, int] = {}
        self._sinks: dict[str, TextIO] = {}

    def __enter__(self) -> "WeiboFiles":
        """Create the files with their headers."""
        for keyword in KEYWORDS:
            path = self._folder / keyword / f"{keyword}.csv"
            path.parent.mkdir(parents=True, exist_ok=True)
            self._sinks[keyword] = self._stack.enter_context(path.open("w", encoding="utf-8-sig", newline=""))
            csv.writer(self._sinks[keyword]).writerow(HEADER)
            self.rows[path] = 0
        return self

    def __exit__(self, *_: object) -> None:
        """Close the files."""
        self._stack.close()

    def write_day(self, posts: list[Written], parents: dict[int, Written]) -> None:
        """Write the posts of one day, newest first; `parents` holds every post that these repost."""
        chains = self._rows.chains(posts)
        rows: dict[str, list[list[str]]] = {keyword: [] for keyword in KEYWORDS}
        for post in reversed(posts):
            original = parents.get(post.parent) if post.kind == REPOST else None
            keyword = _keyword(post if original is None else original)
            if original is not None and not self._done[original.row]:
                self._done[original.row] = True
                rows[keyword].append(self._rows.row(original, seen_only=True))
            if not self._done[post.row]:
                self._done[post.row] = True
                rows[keyword].append(self._rows.row(post, chains.get(post.row, "")))
        for keyword, lines in rows.items():
            csv.writer(self._sinks[keyword]).writerows(lines)
            self.rows[self._folder / keyword / f"{keyword}.csv"] += len(lines)


def _keyword(post: Written) -> str:
    """Return the search that found a post."""
    said = post.text + "".join(post.hashtags)
    if "砺舟" in said and "霁行" not in said:
        return KEYWORDS[1]
    if any(word in said for word in ("霁行", "J5", "J7", "J9")) or post.topic in (
        "slogan",
        "statement_comment",
        "joke",
    ):
        return KEYWORDS[0]
    return KEYWORDS[2] if post.topic not in ("life", "photo", "camping", "cycling", "coffee", "pets") else KEYWORDS[3]
