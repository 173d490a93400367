"""The 2018 troll tweets as first released (21 columns): ids are rounded, but the article's address holds the true
ones.
"""

import re

from case.rows import Post, hashed_post_key, post_key
from loaders.form import Format, read_table
from loaders.head import Head
from loaders.naming import Profile, name_account
from loaders.records import Context, Draft, Raw, Reject, Shaped
from loaders.values.ids import clean_id, is_mangled
from loaders.values.languages import language_code
from loaders.values.numbers import read_count
from loaders.values.text import clean, decode_entities
from loaders.values.urls import find_urls

PLATFORM = "x"
_ARTICLE = re.compile(r"twitter\.com/(\d+)/status(?:es)?/(\d+)")
_KINDS = {"RETWEET": "repost", "QUOTE_TWEET": "quote"}


def recognise(head: Head) -> float:
    """Recognise the table by its three columns of first redirects and the article's address."""
    return (
        0.97
        if head.has("external_author_id", "author", "content", "publish_date", "article_url", "tco1_step1")
        else 0.0
    )


def shape(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one post; a first redirect takes the place of the t.co link that hides it."""
    article = _ARTICLE.search(raw.get("article_url") or "")
    author = article[1] if article else _whole(raw["external_author_id"])
    moment = context.utc_time(raw["publish_date"])
    text = clean(decode_entities(raw["content"]))
    name = (raw["author"] or "").strip()
    id = article[2] if article else _whole(raw.get("tweet_id"))
    key = post_key(PLATFORM, id) if id else hashed_post_key(PLATFORM, author or name, moment.at, text)
    profile = Profile(followers=read_count(raw.get("followers")), following=read_count(raw.get("following")))
    account = name_account(PLATFORM, id=author, post=key, handle=name or None, profile=profile)
    repost = raw.get("retweet") == "1"
    post = Post(
        key, PLATFORM, account.key, moment.at, moment.precision, text, 0,
        kind="repost" if repost else _KINDS.get(raw.get("post_type") or "", "post"),  # type: ignore[arg-type]
        language=language_code(raw.get("language")), region=raw.get("region") or None,
        url=raw.get("article_url") or None,
    )  # fmt: skip
    targets = [raw.get(f"tco{number}_step1") or "" for number in (1, 2, 3)]
    links = tuple(target for target in targets if target and f"/{id}/" not in target)
    return Shaped(key, (Draft(post, urls=links or find_urls(text)),), (account,), notes=moment.notes)


def _whole(cell: str | None) -> str | None:
    id = clean_id(cell)
    return None if id is None or is_mangled(id) else id


FORMAT = Format(
    name="x-trolls-538", platform=PLATFORM, title="Troll tweets of the 2018 release (21 columns)", kinds=("post",
    "repost", "quote"),
    example="IRAhandle_tweets_1.csv",
    notes="Times are month/day/year in UTC, to the minute. Account and post ids come from article_url, since the id "
    "columns "
    "are rounded. A repost's original is not named.",
    recognise=recognise, read=read_table, shape=shape, zone="UTC", order="mdy",
)  # fmt: skip
