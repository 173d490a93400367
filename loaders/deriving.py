"""What an account did with a post: a draft comes in, its actions (tag, link, domain, mention, text, …) go out.

The one place where objects get their spelling, so that the same tag or link is one object on every platform and format.
"""

import re
from collections.abc import Collection
from functools import lru_cache

from case.rows import AccountKey, named_account_key
from loaders.naming import handle_key
from loaders.records import Draft
from loaders.values.contacts import find_contacts
from loaders.values.hashtags import find_hashtags, normal_tags
from loaders.values.text import own_words, text_object
from loaders.values.urls import canonical_url, domain_of, find_urls

#: What may not stand before the mark is looked at behind it: a search then jumps from mark to mark.
_HANDLE = re.compile(r"@(?<![\w@/.].)(\w[\w.\-]{0,63})")
_CHINESE_NAME = re.compile(r"[@＠](?<![\w./].)([\w\-·]{2,30})")
#: Platforms that are named by @handle in a text; elsewhere @ is followed by the shown name.
_BY_HANDLE = {"x", "bluesky", "mastodon", "telegram", "instagram", "threads", "tiktok", "facebook", "youtube"}


def derive_objects(draft: Draft) -> Collection[tuple[str, str]]:
    """Return the (behaviour, object) pairs of one post, each once: with the post they make its actions.

    `text` is given unless the post is a repost whose original is known: then `repost` says it already. The chain after
    "//@name:" was written by others: tags, links, mentions and contacts are looked for in the post's own words only.
    """
    post = draft.post
    words = own_words(post.text)
    found = _tags(draft, words)
    found += _links(draft, words)
    if mentions := _mentions(draft, words):
        found += [("mention", account) for account in mentions if account != post.account]
    if post.reply_to or post.repost_of or post.quote_of:
        parents = (("reply", post.reply_to), ("repost", post.repost_of), ("quote", post.quote_of))
        found += [(behaviour, parent) for behaviour, parent in parents if parent and parent != post.key]
    if draft.media:
        found += [("media", identity) for identity in draft.media]
    found += draft.given
    if post.repost_of is None and words:
        if (text := text_object(words)) is not None:
            found.append(("text", text))
        found += [("contact", contact) for contact in find_contacts(words)]
    return dict.fromkeys(found)


def _tags(draft: Draft, words: str) -> list[tuple[str, str]]:
    tags = find_hashtags(words, draft.post.platform) if draft.hashtags is None else normal_tags(draft.hashtags)
    found = [("hashtag", tag) for tag in tags]
    if len(tags) > 1:
        found.append(("hashtags", " ".join(f"#{tag}" for tag in tags)))
    return found


def _links(draft: Draft, words: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for link in find_urls(words) if draft.urls is None else draft.urls:
        found += _link_objects(link)
    return found


@lru_cache(maxsize=100_000)
def _link_objects(link: str) -> tuple[tuple[str, str], ...]:
    url = canonical_url(link)
    if url is None:
        return ()
    domain = domain_of(url)
    return (("url", url),) if domain is None else (("url", url), ("domain", domain))


def _mentions(draft: Draft, words: str) -> tuple[AccountKey, ...]:
    if draft.mentions is not None:
        return draft.mentions
    if "@" not in words and "＠" not in words:
        return ()
    platform = draft.post.platform
    if platform in _BY_HANDLE:
        return tuple(handle_key(platform, name) for name in _HANDLE.findall(words))
    return tuple(named_account_key(platform, name) for name in _CHINESE_NAME.findall(words))
