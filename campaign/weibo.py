"""Weibo posts in, the CSV files of weibo-search (dataabc) out: one per keyword, minute stamps, no birth dates.

Layout as in that tool's pipelines.py of 2026 (21 columns, UTF-8 with BOM, CRLF): spaces are gone from the text, times are
Chinese without zone, a reposted post comes as a row of its own before the repost unless the search found it already, and
such rows have neither region nor authentication. Within a day the newest post comes first.
"""

import csv
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TextIO

import numpy as np

from campaign.links import code
from campaign.people import Cast
from campaign.schedule import REPOST
from campaign.story import SECOND
from campaign.wording import Written

HEADER = (
    "id", "bid", "user_id", "用户昵称", "微博正文", "头条文章url", "发布位置", "艾特用户", "话题", "转发数", "评论数", "点赞数",
    "发布时间", "发布工具", "微博图片url", "微博视频url", "retweet_id", "ip", "user_authentication", "会员类型", "会员等级",
)  # fmt: skip
KEYWORDS = ("霁行汽车", "砺舟汽车", "新能源汽车", "日常")
"""What the invented collector searched for; the last keyword gives the everyday posts to compare with."""

BASE62 = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
FIRST_SECOND = 515_483_463
"""Weibo message ids count seconds from here (a fact of the platform's public ids)."""

PROVINCES = (
    "浙江", "江苏", "广东", "山东", "河南", "四川", "湖北", "湖南", "安徽", "福建", "上海", "北京", "河北", "陕西", "重庆", "辽宁",
    "江西", "云南", "广西", "山西", "贵州", "天津", "吉林", "黑龙江", "内蒙古", "甘肃", "海南", "宁夏", "新疆", "青海", "海外",
)  # fmt: skip
CLIENTS = ("手机客户端", "手机客户端", "手机客户端", "网页版", "平板客户端", "")


class WeiboFiles:
    """Open CSV files of one weibo-search run; use as a context manager."""

    def __init__(
        self, folder: Path, cast: Cast, reposts: np.ndarray[tuple[int], np.dtype[np.int64]], rng: np.random.Generator
    ) -> None:
        """Write below `folder`/weibo/结果文件; `reposts` are the counts per row of the schedule."""
        self._folder, self._cast, self._reposts = folder / "weibo" / "结果文件", cast, reposts
        self._done = np.zeros(len(reposts), dtype=np.bool_)
        count = len(cast)
        self._province = rng.choice(len(PROVINCES), size=count, p=_falling(len(PROVINCES)))
        self._client = rng.integers(0, len(CLIENTS), count)
        self._level = rng.choice(8, size=count, p=[0.72, 0.06, 0.05, 0.05, 0.04, 0.03, 0.03, 0.02])
        self._noise = rng.random(4096)
        self._stack = ExitStack()
        self.rows: dict[str, int] = {}
        self._sinks: dict[str, TextIO] = {}

    def __enter__(self) -> "WeiboFiles":
        """Create the files with their headers."""
        for keyword in KEYWORDS:
            path = self._folder / keyword / f"{keyword}.csv"
            path.parent.mkdir(parents=True, exist_ok=True)
            self._sinks[keyword] = self._stack.enter_context(path.open("w", encoding="utf-8-sig", newline=""))
            csv.writer(self._sinks[keyword]).writerow(HEADER)
            self.rows[str(path)] = 0
        return self

    def __exit__(self, *_: object) -> None:
        """Close the files."""
        self._stack.close()

    def write_day(self, posts: list[Written], parents: dict[int, Written]) -> None:
        """Write the posts of one day, newest first; `parents` holds every post that these repost."""
        heard: dict[int, str] = {}
        rows: dict[str, list[list[str]]] = {keyword: [] for keyword in KEYWORDS}
        for post in sorted(posts, key=lambda one: one.row, reverse=True):
            original = parents.get(post.parent) if post.kind == REPOST else None
            keyword = _keyword(post if original is None else original)
            if original is not None and not self._done[original.row]:
                self._done[original.row] = True
                rows[keyword].append(self._row(original, "", seen_only=True))
            if not self._done[post.row]:
                self._done[post.row] = True
                rows[keyword].append(self._row(post, heard.get(post.parent, "")))
            if original is not None and len(post.text) < 20:
                heard[post.parent] = f"//@{self._cast.names[post.account]}:{post.text}"
        for keyword, lines in rows.items():
            csv.writer(self._sinks[keyword]).writerows(lines)
            self.rows[str(self._folder / keyword / f"{keyword}.csv")] += len(lines)

    def _row(self, post: Written, heard: str, *, seen_only: bool = False) -> list[str]:
        cast, account, noise = self._cast, post.account, self._noise
        chained = post.kind == REPOST and heard and noise[post.row % 4096] < 0.12
        text = _text(post, cast) + (heard if chained else "")
        counted = int(self._reposts[post.row])
        likes = int((1 + counted) * (3 ** (4 * noise[(post.row * 31) % 4096]) - 1))
        level = int(self._level[account])
        return [
            weibo_id(post.row, post.at), bid(int(weibo_id(post.row, post.at))), cast.ids[account], cast.names[account], text,
            f"https://t.example/{code(post.row, 7)}" if text.startswith("发布了头条文章") else "", "",
            ",".join(cast.names[name] for name in post.mentions), ",".join(post.hashtags),
            str(counted), str(likes // 5), str(likes), stamp(post.at), CLIENTS[self._client[account]],
            ",".join(f"https://img.example/large/{name}.jpg" for name in post.pictures), "",
            weibo_id(post.parent, post.parent_at) if post.kind == REPOST and post.parent >= 0 else "",
            "" if seen_only else PROVINCES[self._province[account]],
            "" if seen_only else _authentication(cast, account), "会员" if 0 < level < 6 else "超级会员" if level else "非会员",
            str(level),
        ]  # fmt: skip


def weibo_id(row: int, at: int) -> str:
    """Return the message id of a post: seconds in the upper bits, like real ones, and a number that differs per row."""
    return str(((at // SECOND - FIRST_SECOND) << 22) | (row * 2_654_435_761) % (1 << 22))


def bid(number: int) -> str:
    """Return the short id of a message id: base 62 of each seven digits from the right."""
    out = ""
    while number:
        number, low = divmod(number, 10_000_000)
        part = ""
        while low:
            low, digit = divmod(low, 62)
            part = BASE62[digit] + part
        out = (part.rjust(4, "0") if number else part) + out
    return out


def stamp(at: int) -> str:
    """Return a Chinese time to the minute."""
    return (datetime.fromtimestamp(at // SECOND, UTC) + timedelta(hours=8)).strftime("%Y-%m-%d %H:%M")


def _text(post: Written, cast: Cast) -> str:
    """Return the text as the tool leaves it: hashtags in pairs of #, links as two words, no spaces."""
    marks = "".join(f"#{tag}#" for tag in post.hashtags)
    calls = "".join(f"@{cast.names[account]}" for account in post.mentions)
    link = "O网页链接" if post.link else ""
    front = post.row % 3 == 0
    return (f"{marks}{post.text}{calls}{link}" if front else f"{post.text}{calls}{marks}{link}").replace(" ", "")


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


def _authentication(cast: Cast, account: int) -> str:
    crowd = str(cast.crowd[account])
    if crowd in ("official", "dealers", "newsroom"):
        return "蓝V"
    if crowd == "viral_account":
        return "红V"
    return "黄V" if account % 41 == 0 else "普通用户"


def _falling(count: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    weights = 1 / np.arange(2, count + 2) ** 0.7
    return np.asarray(weights / weights.sum())
