"""Forum posts in, one CSV with Chinese heads out, as an investigator's own crawler would write it.

Times are Chinese without zone, to the second; a forum has no reposts, only threads and answers; a third of the
registration dates are missing.
"""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TextIO

import numpy as np

from campaign.people import Cast
from campaign.schedule import REPLY
from campaign.story import SECOND
from campaign.wording import Written

HEADER = (
    "帖子ID", "主题ID", "类型", "板块", "标题", "用户ID", "用户名", "注册时间", "发帖时间", "内容", "回复帖子ID",
    "点赞数", "浏览量", "链接",
)  # fmt: skip
BOARDS = {
    "complaint": "投诉维权", "attack": "投诉维权", "statement": "投诉维权", "statement_comment": "投诉维权",
    "trip": "自驾游记", "camping": "自驾游记", "photo": "随手拍", "life": "车友闲聊", "pets": "车友闲聊",
    "coffee": "车友闲聊", "joke": "车友闲聊", "question": "用车问答", "launch": "新车资讯", "headline": "新车资讯",
    "compare": "选车对比", "para": "深度长文",
}  # fmt: skip


MAPPING = """\
# Which column of the forum's CSV plays which role; pass it with --columns.
platform = "forum"

[time]
timezone = "Asia/Shanghai"

[columns]
post_id = "帖子ID"
account_id = "用户ID"
account_name = "用户名"
created_at = "注册时间"
time = "发帖时间"
text = "内容"
title = "标题"
reply_to = "回复帖子ID"
likes = "点赞数"
views = "浏览量"
url = "链接"
"""
"""The column mapping that makes the platform of these accounts and posts `forum`."""


class ForumFile:
    """The open CSV of the forum; use as a context manager."""

    def __init__(self, folder: Path, cast: Cast, rng: np.random.Generator) -> None:
        """Write to `folder`/forum/车友论坛帖子.csv."""
        self._path, self._cast = folder / "forum" / "车友论坛帖子.csv", cast
        self._unknown = rng.random(len(cast)) < 0.35
        self._noise = rng.random(4096)
        self._file: TextIO
        self.rows = {self._path: 0}

    def __enter__(self) -> "ForumFile":
        """Create the file with its header."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self._path.open("w", encoding="utf-8", newline="")
        csv.writer(self._file).writerow(HEADER)
        self._path.with_suffix(".columns.toml").write_text(MAPPING, encoding="utf-8")
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self._file.close()

    def write_day(self, posts: list[Written], parents: dict[int, Written]) -> None:
        """Write the posts of one day in the order of time."""
        csv.writer(self._file).writerows(self._row(post, parents.get(post.parent)) for post in posts)
        self.rows[self._path] += len(posts)

    def _row(self, post: Written, parent: Written | None) -> list[str]:
        cast, account = self._cast, post.account
        answer = post.kind == REPLY and parent is not None
        number = forum_id(post.row)
        thread = forum_id(post.parent) if answer else number
        marks = "".join(f"#{tag}# " for tag in post.hashtags[:3])
        content = f"{marks}{post.text}{' ' + post.link if post.link else ''}".strip()
        noise = float(self._noise[post.row % 4096])
        source = parent if answer and parent is not None else post
        born = "" if self._unknown[account] else f"{_local(int(cast.born[account])):%Y-%m-%d}"
        return [
            number, thread, "回复" if answer else "主题", BOARDS.get(source.topic, "综合讨论"),
            ("回复：" if answer else "") + title(source.text), cast.ids[account], cast.names[account], born,
            f"{_local(post.at):%Y-%m-%d %H:%M:%S}", content, thread if answer else "", str(int(9 * noise**4)),
            "" if answer else str(int(30 + 3_000 * noise**3)), f"https://bbs.cheyou.example/t/{thread}#p{number}",
        ]  # fmt: skip


def forum_id(row: int) -> str:
    """Return the number of a forum post."""
    return str(61_000_000 + 3 * row)


def title(text: str) -> str:
    """Return the first words of a post, up to the first stop, as a thread's title."""
    first = text.split("\n")[0]
    for stop in "。！？!?":
        first = first.split(stop)[0]
    return first[:26] or "无题"


def _local(at: int) -> datetime:
    return datetime.fromtimestamp(at // SECOND, UTC) + timedelta(hours=8)
