"""Which platform an address is of: the host comes in, the name that keys of the platform begin with goes out."""

from urllib.parse import urlsplit

from loaders.values.urls import WRAPPERS, canonical_url, domain_of

#: Hosts, with all below them, of the platforms that formats of their own exist for. The names must be the same there.
PLATFORMS = {
    "x.com": "x", "twitter.com": "x", "weibo.com": "weibo", "weibo.cn": "weibo", "xiaohongshu.com": "xhs",
    "rednote.com": "xhs", "douyin.com": "douyin", "iesdouyin.com": "douyin", "bilibili.com": "bilibili",
    "b23.tv": "bilibili", "kuaishou.com": "kuaishou", "tieba.baidu.com": "tieba", "zhihu.com": "zhihu",
    "youtube.com": "youtube", "youtu.be": "youtube", "reddit.com": "reddit", "redd.it": "reddit", "t.me": "telegram",
    "telegram.me": "telegram", "facebook.com": "facebook", "fb.com": "facebook", "instagram.com": "instagram",
    "threads.net": "threads", "threads.com": "threads", "tiktok.com": "tiktok", "truthsocial.com": "truth",
    "bsky.app": "bluesky",
}  # fmt: skip


def platform_of(address: str) -> str | None:
    """Name the platform of an address: by its host, else by its registered domain; None for no address or a shortener.

    A server of Mastodon is a platform of its own name here: nothing in its address tells what it runs.
    """
    host = _host(address)
    if host is None or host in WRAPPERS:
        return None
    labels = host.split(".")
    for start in range(len(labels) - 1):
        if (platform := PLATFORMS.get(".".join(labels[start:]))) is not None:
            return platform
    url = canonical_url(f"https://{host}")
    return domain_of(url) if url else None


def _host(address: str) -> str | None:
    text = address.strip()
    try:
        host = urlsplit(text if "://" in text else f"https://{text}").hostname
    except ValueError:
        return None
    return host.casefold() if host and "." in host and " " not in text else None
