"""Weibo hot posts and the comments under them, as a hand-made crawler writes them: article.csv and comments.csv."""

import re

from case.rows import Post, hashed_post_key, post_key
from loaders.form import Format, read_table
from loaders.head import Head
from loaders.naming import Profile, name_account
from loaders.parents import name_parents
from loaders.records import Context, Draft, Raw, Reject, Shaped
from loaders.values.ids import clean_id
from loaders.values.numbers import read_count, read_flag
from loaders.values.text import clean, html_to_text

PLATFORM = "weibo"
_AUTHOR = re.compile(r"/u/(\d+)")


def recognise_articles(head: Head) -> float:
    """Recognise the table of posts."""
    return 0.95 if head.has("id", "content", "created_at", "authorName", "authorDetail", "likeNum") else 0.0


def recognise_comments(head: Head) -> float:
    """Recognise the table of comments."""
    return 0.95 if head.has("articleId", "created_at", "content", "authorName", "likes_counts") else 0.0


def shape_article(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one post; the author's id sits in the address of the profile."""
    id = clean_id(raw["id"])
    if id is None:
        return Reject("has no id")
    key = post_key(PLATFORM, id)
    moment = context.time(raw["created_at"])
    author = _AUTHOR.search(raw["authorDetail"] or "")
    account = name_account(
        PLATFORM, id=author[1] if author else None, post=key, name=clean(raw["authorName"]) or None,
        profile=Profile(verified=read_flag(raw.get("isVip"))),
    )  # fmt: skip
    post = Post(
        key, PLATFORM, account.key, moment.at, moment.precision, clean(html_to_text(raw["content"])), 0,
        likes=read_count(raw["likeNum"]), replies=read_count(raw.get("commentsLen")),
        reposts=read_count(raw.get("reposts_count")),
        region=raw.get("region") or None, url=raw.get("detailUrl") or None,
    )  # fmt: skip
    return Shaped(key, (Draft(post),), (account,), notes=moment.notes)


def shape_comment(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one comment: it has no id and its author only a name."""
    article = clean_id(raw["articleId"])
    if article is None:
        return Reject("has no articleId")
    moment = context.time(raw["created_at"])
    text, name = clean(html_to_text(raw["content"])), clean(raw["authorName"])
    key = hashed_post_key(PLATFORM, name, moment.at, f"{article}\x1f{text}")
    profile = Profile(region=raw.get("authorAddress") or None)
    account = name_account(PLATFORM, id=None, post=key, name=name or None, profile=profile)
    post = Post(
        key, PLATFORM, account.key, moment.at, moment.precision, text, 0, kind="comment",
        likes=read_count(raw["likes_counts"]),
        region=raw.get("region") or None, **name_parents(PLATFORM, reply_to=article),
    )  # fmt: skip
    return Shaped(key, (Draft(post),), (account,), notes=moment.notes)


ARTICLES = Format(
    name="weibo-articles", platform=PLATFORM, title="Weibo hot posts (article CSV)", kinds=("post",),
    example="article.csv",
    notes="Times are days only, in the time zone of the source: no timing signal.",
    recognise=recognise_articles, read=read_table, shape=shape_article, usual_zone="Asia/Shanghai",
)  # fmt: skip
COMMENTS = Format(
    name="weibo-article-comments", platform=PLATFORM, title="Comments under Weibo hot posts (comments CSV)",
    kinds=("comment",),
    example="comments.csv",
    notes="Times are days only. Authors are known by name alone. No ids: equal rows (author, day, post, text) are "
    "duplicates.",
    recognise=recognise_comments, read=read_table, shape=shape_comment, usual_zone="Asia/Shanghai",
)  # fmt: skip
