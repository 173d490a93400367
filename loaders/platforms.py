"""Of which platform a table is: its columns and cells come in, a name for the keys and what is doubtful go out.

A wrong platform would join the ids of strangers, so only an address or a platform's own word in a head decides.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from loaders.heads import fold_head
from loaders.hosts import PLATFORMS, platform_of

UNKNOWN = "other"
#: Platforms as people write them in a column of their own.
NAMES = {
    "微博": "weibo", "新浪微博": "weibo", "小红书": "xhs", "抖音": "douyin", "哔哩哔哩": "bilibili", "b站": "bilibili",
    "快手": "kuaishou", "知乎": "zhihu", "贴吧": "tieba", "百度贴吧": "tieba", "推特": "x", "twitter": "x", "x": "x",
    "x/twitter": "x", "x (twitter)": "x", "脸书": "facebook", "油管": "youtube", "rednote": "xhs", "xiaohongshu": "xhs",
    **{name: name for name in PLATFORMS.values() if name != "x"},
}  # fmt: skip
_COLUMNS = {"平台", "来源平台", "发布平台", "媒体", "媒体类型", "网站", "站点", "渠道", "来源", "platform", "site",
            "network", "socialnetwork", "source", "channel"}  # fmt: skip
#: What texts of a platform often hold. Everybody can write it anywhere: it is suggested and never taken.
_IN_TEXTS = (
    ("weibo", re.compile(r"weibo\.c|sinaimg\.|\[(?:允悲|二哈|doge|吃瓜|笑cry|哈哈|good|并不简单|赞|心|泪)\]|回复@")),
    ("xhs", re.compile(r"xiaohongshu\.|xhscdn\.|\[话题\]|\[笑哭R\]|\[[^\]]{1,4}R\]|小红书")),
    ("douyin", re.compile(r"douyin\.|抖音")),
    ("bilibili", re.compile(r"bilibili\.|b23\.tv")),
    ("x", re.compile(r"\bRT @|//t\.co/|twitter\.com|//x\.com/")),
    ("youtube", re.compile(r"youtube\.com|youtu\.be")),
    ("reddit", re.compile(r"reddit\.com|\bt[1345]_\w+")),
    ("telegram", re.compile(r"//t\.me/")),
)
#: Words that only one platform has for what is posted on it.
_IN_HEADS = (("x", "tweet"), ("weibo", "weibo"), ("weibo", "微博"), ("douyin", "aweme"))
_AUTHOR_PAGES = {
    "authorurl", "userurl", "profileurl", "accounturl", "authorlink", "userlink", "profilelink", "accountlink",
    "authorprofileurl", "userprofileurl",
    "主页", "用户主页", "作者主页", "博主主页", "个人主页", "主页链接", "用户链接", "作者链接",
}  # fmt: skip
_MOST, _ENOUGH = 0.9, 3


def guess_platform(columns: Sequence[str], cells: Mapping[str, list[str]], posts: str | None) -> tuple[str, list[str]]:
    """Name the platform of a table, with notes on what it rests on. `posts`: the column of the posts' addresses.

    An unknown host of those addresses is the platform itself, by its registered domain. Addresses that repeat are
    links that were shared, not those of posts.
    """
    notes: list[str] = []
    platform = _of_posts(posts, cells.get(posts, []), notes) if posts else None
    if platform is None:
        platform = _of_authors(columns, cells)
    if platform is None:
        platform = _of_heads(columns, notes)
    if platform is not None:
        return platform, notes
    hint = _hint(cells)
    more = f'; the texts look like {hint}: if it is, write platform = "{hint}"' if hint else ""
    notes.append(f"the platform is not known: set `platform` in the mapping, keys then begin with it{more}")
    return UNKNOWN, notes


def platform_column(columns: Sequence[str], cells: Mapping[str, list[str]]) -> str | None:
    """Find the column that names the platform of each row; only one whose cells are all known names is believed."""
    for column in columns:
        if fold_head(column) in _COLUMNS and cells[column] and all(platform_named(cell) for cell in cells[column]):
            return column
    return None


def platform_named(cell: str) -> str | None:
    """Name the platform that a cell names; None for what is no known name."""
    return NAMES.get(cell.strip().casefold())


def _of_posts(column: str, addresses: Sequence[str], notes: list[str]) -> str | None:
    found = Counter(platform for address in addresses if (platform := platform_of(address)))
    if not found or found.total() * 2 < len(addresses):
        return None
    if len(addresses) > _ENOUGH and len(set(addresses)) * 5 < len(addresses) * 4:
        notes.append(f"the addresses in '{column}' repeat, as shared links do: they do not tell the platform")
        return None
    ((platform, count),) = found.most_common(1)
    if count < found.total() * _MOST:
        told = ", ".join(f"{name} {number}" for name, number in found.most_common(4))
        notes.append(f"the addresses in '{column}' are of several platforms ({told}): load each with its own mapping")
        return UNKNOWN
    if platform not in PLATFORMS.values():
        notes.append(f"the platform is named {platform} after the addresses in '{column}': set `platform` if wrong")
    return platform


def _of_authors(columns: Sequence[str], cells: Mapping[str, list[str]]) -> str | None:
    """Take the known platform that all pages of authors are on."""
    for column in columns:
        if fold_head(column) in _AUTHOR_PAGES and cells[column]:
            found = {platform_of(address) for address in cells[column]}
            if len(found) == 1 and (platform := found.pop()) in PLATFORMS.values():
                return platform
    return None


def _of_heads(columns: Sequence[str], notes: list[str]) -> str | None:
    for platform, word in _IN_HEADS:
        head = next((column for column in columns if word in column.casefold()), None)
        if head is not None:
            notes.append(f"the platform is taken to be {platform} by the head '{head}': set `platform` if wrong")
            return platform
    return None


def _hint(cells: Mapping[str, list[str]]) -> str | None:
    some = ["\n".join(values[:500]) for values in cells.values()]
    counts = [(sum(len(hint.findall(text)) for text in some), platform) for platform, hint in _IN_TEXTS]
    best, platform = max(counts, key=lambda count: count[0])
    return platform if best >= _ENOUGH else None
