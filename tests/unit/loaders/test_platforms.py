from collections.abc import Sequence

import pytest

from loaders.catalogue import FORMATS
from loaders.guessing import guess_mapping
from loaders.hosts import PLATFORMS, platform_of


@pytest.mark.parametrize(
    ("address", "platform"),
    [
        ("https://m.weibo.cn/detail/5106906590157419", "weibo"),
        ("weibo.com/1700000001/P2TFF0EX1", "weibo"),
        ("https://mobile.twitter.com/ann_q/status/1", "x"),
        ("https://tieba.baidu.com/p/9200000001", "tieba"),
        ("https://pan.baidu.com/s/1", "baidu.com"),
        ("https://notweibo.com/a", "notweibo.com"),
        ("https://weibo.com.phish.example/a", "phish.example"),
        ("https://bbs.cars.example/t/9", "cars.example"),
        ("https://t.co/abc", None),
        ("看图", None),
        ("3.5", None),
        ("", None),
        ("https://[broken", None),
    ],
)
def test_the_host_names_the_platform(address: str, platform: str | None) -> None:
    assert platform_of(address) == platform


def test_hosts_name_platforms_as_the_formats_do() -> None:
    of_formats = {name for one in FORMATS for name in one.platform.split(", ")}
    assert set(PLATFORMS.values()) <= of_formats


def _guess(columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> tuple[str, str]:
    mapping = guess_mapping(columns, rows)
    assert mapping is not None
    return mapping.platform, " | ".join(mapping.notes)


TEXT = ("用户", "内容", "时间")


def test_texts_that_look_like_a_platform_only_suggest_it() -> None:
    rows = [("甲", "回复@乙: 转自 weibo.com/1/2 [允悲]", "2024-12-03 10:22")] * 4
    platform, notes = _guess(TEXT, rows)
    assert platform == "other"
    assert 'write platform = "weibo"' in notes


def test_addresses_of_posts_decide_before_texts_and_heads() -> None:
    rows = [("甲", "RT @ann //t.co/a twitter.com", "2024-12-03 10:22", f"https://weibo.com/1/P{n}") for n in range(9)]
    assert _guess((*TEXT, "tweet_url"), rows)[0] == "weibo"


def test_an_unknown_host_is_a_platform_of_its_own_and_that_is_said() -> None:
    rows = [("甲", "铁皮", "2024-12-03 10:22", f"http://bbs.cars.example/t/{n}") for n in range(9)]
    platform, notes = _guess((*TEXT, "链接"), rows)
    assert platform == "cars.example"
    assert "named cars.example" in notes


def test_links_that_repeat_were_shared_and_tell_nothing() -> None:
    rows = [("甲", "看这个", "2024-12-03 10:22", f"https://www.youtube.com/watch?v={n % 2}") for n in range(9)]
    platform, notes = _guess((*TEXT, "链接"), rows)
    assert platform == "other"
    assert "repeat" in notes


def test_addresses_of_several_platforms_decide_nothing() -> None:
    hosts = ("weibo.com", "x.com", "www.douyin.com")
    rows = [("甲", "铁皮", "2024-12-03 10:22", f"https://{hosts[n % 3]}/a/{n}") for n in range(9)]
    platform, notes = _guess((*TEXT, "链接"), rows)
    assert platform == "other"
    assert "several platforms (weibo 3" in notes


def test_pages_of_authors_decide_where_posts_have_no_address() -> None:
    rows = [("甲", "铁皮", "2024-12-03 10:22", f"https://space.bilibili.com/{n}") for n in range(3)]
    assert _guess((*TEXT, "用户主页"), rows)[0] == "bilibili"


def test_a_head_that_only_one_platform_has_decides_with_a_note() -> None:
    platform, notes = _guess(("微博id", *TEXT), [("5106906590157419", "甲", "铁皮", "2024-12-03 10:22")])
    assert platform == "weibo"
    assert "by the head '微博id'" in notes
