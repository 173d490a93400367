"""CSV tables of 4CAT for X, Instagram, Douyin, RedNote and Telegram: flat rows with body and unix_timestamp.

The column `timestamp` is in the zone of the 4CAT server and is not used.
"""

from case.rows import Kind
from loaders.fields import has_fields
from loaders.flat import Flat, shape_flat
from loaders.form import Format, read_table
from loaders.head import Head
from loaders.hosts import platform_of
from loaders.parents import Parents, name_parents
from loaders.records import Context, Raw, Reject, Shaped
from loaders.values.ids import clean_id
from loaders.values.numbers import read_flag

_ROW = {"post_id": "id", "time": "unix_timestamp", "text": "body", "hashtags": "hashtags"}
X = Flat("x", {**_ROW, "account_id": "author_id", "handle": "author", "account_name": "author_fullname",
               "url": "link", "verified": "verified", "client": "source", "language": "language_guess",
               "likes": "like_count", "replies": "reply_count", "reposts": "retweet_count",
               "views": "impression_count", "links": "urls", "mentions": "mentions",
               "media": "images"})  # fmt: skip
INSTAGRAM = Flat("instagram", {**_ROW, "account_id": "author_id", "handle": "author",
                               "account_name": "author_fullname", "url": "url", "verified": "verified|is_verified",
                               "likes": "num_likes", "replies": "num_comments", "views": "play_count",
                               "mentions": "usertags", "media": "image_urls", "region": "location_name"})  # fmt: skip
DOUYIN = Flat("douyin", {**_ROW, "account_id": "author_user_id", "account_name": "author_nickname", "url": "post_url",
                         "region": "region", "likes": "digg_count", "replies": "comment_count",
                         "reposts": "share_count", "views": "play_count"}, by_handle=False)  # fmt: skip
REDNOTE = Flat("xhs", {**_ROW, "title": "title", "account_name": "author", "url": "url", "likes": "likes",
                       "media": "image_urls|image_url"}, by_handle=False)  # fmt: skip
TELEGRAM = Flat("telegram", {**_ROW, "post_id": "~id", "account_id": "author", "handle": "author_username",
                             "account_name": "author_name", "views": "views",
                             "mentions": "entities_mentioned"})  # fmt: skip


_note = has_fields("id", "title", "body", "author", "author_avatar_url", "likes", "url", "unix_timestamp")


def recognise_rednote(head: Head) -> float:
    """Recognise RedNote's table by an address in it: other sites' tables have the same heads."""
    sure = _note(head)
    cells = [dict(zip(head.columns, row, strict=False)).get("url", "") for row in head.rows[:5]]
    return sure if any(platform_of(cell) == "xhs" for cell in cells) else 0.0


def shape_x(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one post of X. The id of what was reposted or answered is not in the table; the text joins copies."""
    if read_flag(raw.get("is_retweet")):
        return shape_flat(raw, context, X, parents=Parents(), kind="repost")
    quoted = clean_id(raw.get("quote_tweet_id"))
    answers = read_flag(raw.get("is_reply"))
    kind: Kind | None = "reply" if answers else "quote" if read_flag(raw.get("is_quote_tweet")) else None
    return shape_flat(raw, context, X, parents=name_parents("x", quote_of=quoted), kind=kind)


def shape_instagram(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one post, or one comment of older versions, whose parent is another post."""
    if raw.get("num_comments") == "-1":  # the tool's word for "not told"
        raw = {**raw, "num_comments": None}
    id, parent = clean_id(raw["id"]), clean_id(raw.get("parent_id"))
    if parent is None or parent == id:
        return shape_flat(raw, context, INSTAGRAM)
    return shape_flat(raw, context, INSTAGRAM, parents=name_parents("instagram", reply_to=parent), kind="comment")


def shape_douyin(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one video; of a live stream the time may be that of its capture."""
    if raw.get("subject") == "Stream":
        return Reject("is a live stream, no post")
    return shape_flat(raw, context, DOUYIN)


def shape_rednote(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one note; those from search pages have neither text nor time."""
    return shape_flat(raw, context, REDNOTE)


def shape_telegram(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one message: `chat-number` is its id; `reply_to` is a number in the same chat."""
    chat, _, number = raw["id"].strip().rpartition("-")
    if not chat or not number:
        return Reject("has no id of the form chat-number")
    answered = clean_id(raw.get("reply_to"))
    forwarded = any(raw.get(f"author_forwarded_from_{part}") for part in ("id", "username", "name"))
    parents = name_parents("telegram", reply_to=f"{chat}/{answered}" if answered else None)
    author = clean_id(raw.get("author"))
    row = {**raw, "~id": f"{chat}/{number}", "author": f"user{author}" if author and author.isdigit() else author}
    return shape_flat(row, context, TELEGRAM, parents=parents, kind="repost" if forwarded else None)


_SERVER = "Times are UTC, from unix_timestamp; `timestamp` is in the zone of the 4CAT server."
FORMATS = (
    Format(
        name="x-4cat", platform="x", title="X posts (4CAT CSV)", kinds=("post", "reply", "repost", "quote"),
        example="search-twitter.csv",
        notes=f"{_SERVER} The id of the reposted or answered post is not given: copies join by their text.",
        recognise=has_fields("id", "thread_id", "body", "is_retweet", "retweeted_user", "unix_timestamp"),
        read=read_table, shape=shape_x, zone="UTC",
    ),
    Format(
        name="instagram-4cat", platform="instagram", title="Instagram posts (4CAT CSV)", kinds=("post", "comment"),
        example="search-instagram.csv",
        notes=f"{_SERVER} Posts are named by the short code of their address. Tagged users are mentions.",
        recognise=has_fields("id", "body", "num_likes", "usertags", "unix_timestamp"),
        read=read_table, shape=shape_instagram, zone="UTC",
    ),
    Format(
        name="douyin-4cat", platform="douyin", title="Douyin videos (4CAT CSV)", kinds=("post",),
        example="search-douyin.csv", notes=f"{_SERVER} Live streams are rejects.",
        recognise=has_fields("id", "body", "author_user_id", "author_nickname", "digg_count", "unix_timestamp"),
        read=read_table, shape=shape_douyin, zone="UTC",
    ),
    Format(
        name="xhs-4cat", platform="xhs", title="RedNote notes (4CAT CSV)", kinds=("post",),
        example="search-rednote.csv",
        notes=f"{_SERVER} Authors are known by nickname alone, which several people may share. Notes from search "
        "pages have neither text nor time.",
        recognise=recognise_rednote,
        read=read_table, shape=shape_rednote, zone="UTC",
    ),
    Format(
        name="telegram-4cat", platform="telegram", title="Telegram messages (4CAT CSV)",
        kinds=("post", "reply", "repost"), example="search-telegram.csv",
        notes=f"{_SERVER} Chats are named by username where they have one, so messages do not join with exports of "
        "Telegram Desktop, which name chats by number; authors do. An author who is a channel reads like a user.",
        recognise=has_fields("id", "chat", "author", "author_username", "body", "author_forwarded_from_id"),
        read=read_table, shape=shape_telegram, zone="UTC",
    ),
)  # fmt: skip
