"""Addresses of posts: a link comes in, the platform's own id of the post goes out, spelled as in its exports."""

import re
from collections.abc import Callable
from urllib.parse import unquote

from loaders.values.weibo_ids import mid_from_bid

#: Only platforms whose addresses hold the very id that their exports hold; Instagram's and Bilibili's are codes.
_PATTERNS: dict[str, tuple[re.Pattern[str], Callable[[re.Match[str]], str]]] = {
    "x": (re.compile(r"/status(?:es)?/(\d{5,20})"), lambda match: match[1]),
    "weibo": (re.compile(r"(?:/\d{5,11}|/detail|/status)/(\d{16}|[A-Za-z0-9]{9})(?![\w-])"),
              lambda match: mid_from_bid(match[1])),
    "xhs": (re.compile(r"/(?:explore|discovery/item)/([0-9a-f]{24})"), lambda match: match[1]),
    "douyin": (re.compile(r"/(?:video|note)/(\d{15,20})"), lambda match: match[1]),
    "tiktok": (re.compile(r"/video/(\d{15,20})"), lambda match: match[1]),
    "kuaishou": (re.compile(r"/short-video/(\w{10,})"), lambda match: match[1]),
    "youtube": (re.compile(r"(?:[?&]v=|youtu\.be/|/shorts/)([\w-]{11})(?![\w-])"), lambda match: match[1]),
    "reddit": (re.compile(r"/comments/(\w{4,10})(?:/[^/?]*/(\w{4,10}))?"),
               lambda match: f"t1_{match[2]}" if match[2] else f"t3_{match[1]}"),
}  # fmt: skip


def post_id_in(address: str, platform: str) -> str | None:
    """Return the id of the post that an address of a platform leads to; None where it holds none that exports use."""
    if platform not in _PATTERNS:
        return None
    pattern, spell = _PATTERNS[platform]
    match = pattern.search(unquote(address))
    return spell(match) if match else None
