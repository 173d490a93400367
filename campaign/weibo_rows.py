"""Posts in, rows of a weibo-search CSV out, in the shape that the tool's cleaning leaves: no spaces, minute stamps."""

from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt

from campaign.links import code
from campaign.people import Cast
from campaign.schedule import REPOST
from campaign.story import SECOND
from campaign.wording import Written

BASE62 = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
FIRST_SECOND = 515_483_463
"""Weibo message ids count seconds from here (a fact of the platform's public ids)."""

PROVINCES = (
    "浙江", "江苏", "广东", "山东", "河南", "四川", "湖北", "湖南", "安徽", "福建", "上海",
    "北京", "河北", "陕西", "重庆", "辽宁", "江西", "云南", "广西", "山西", "贵州", "天津",
    "吉林", "黑龙江", "内蒙古", "甘肃", "海南", "宁夏", "新疆", "青海", "海外",
)  # fmt: skip
CLIENTS = ("手机客户端", "手机客户端", "手机客户端", "网页版", "平板客户端", "")


class WeiboRows:
    """Makes the rows of one run: regions, clients and membership of every account are drawn once."""

    def __init__(self, cast: Cast, reposts: npt.NDArray[np.int64], rng: np.random.Generator) -> None:
        """Draw what a row shows of its account; `reposts` are the counts per row of the schedule."""
        count = len(cast)
        self._cast, self._reposts = cast, reposts
        self._province = rng.choice(len(PROVINCES), size=count, p=_falling(len(PROVINCES)))
        self._client = rng.integers(0, len(CLIENTS), count)
        self._level = rng.choice(8, size=count, p=[0.72, 0.06, 0.05, 0.05, 0.04, 0.03, 0.03, 0.02])
        self._noise = rng.random(4096)

    def chains(self, posts: list[Written]) -> dict[int, str]:
        """Return, for the reposts of a day in the order of time that quote an earlier repost, the words they quote."""
        heard: dict[int, str] = {}
        chains: dict[int, str] = {}
        for post in posts:
            if post.kind == REPOST and len(post.text) < 20:
                if post.parent in heard and self._noise[post.row % 4096] < 0.12:
                    chains[post.row] = heard[post.parent]
                heard[post.parent] = f"//@{self._cast.names[post.account]}:{post.text}"
        return chains

    def row(self, post: Written, chain: str = "", *, seen_only: bool = False) -> list[str]:
        """Return the row of a post; `seen_only` is a reposted post that the search did not find by itself."""
        cast, account, noise = self._cast, post.account, self._noise
        text = _text(post, cast) + chain
        number = weibo_id(post.row, post.at)
        counted = int(self._reposts[post.row])
        likes = int((1 + counted) * (3 ** (4 * noise[(post.row * 31) % 4096]) - 1))
        level = int(self._level[account])
        return [
            number, bid(int(number)), cast.ids[account], cast.names[account], text,
            f"https://t.example/{code(post.row, 7)}" if text.startswith("发布了头条文章") else "", "",
            ",".join(cast.names[name] for name in post.mentions), ",".join(post.hashtags),
            str(counted), str(likes // 5), str(likes), stamp(post.at), CLIENTS[self._client[account]],
            ",".join(f"https://img.example/large/{name}.jpg" for name in post.pictures), "",
            weibo_id(post.parent, post.parent_at) if post.kind == REPOST and post.parent >= 0 else "",
            "" if seen_only else PROVINCES[self._province[account]],
            "" if seen_only else _authentication(cast, account),
            "会员" if 0 < level < 6 else "超级会员" if level else "非会员", str(level),
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


def _authentication(cast: Cast, account: int) -> str:
    crowd = str(cast.crowd[account])
    if crowd in ("official", "dealers", "newsroom"):
        return "蓝V"
    if crowd == "viral_account":
        return "红V"
    return "黄V" if account % 41 == 0 else "普通用户"


def _falling(count: int) -> npt.NDArray[np.float64]:
    weights = 1 / np.arange(2, count + 2) ** 0.7
    return np.asarray(weights / weights.sum())
