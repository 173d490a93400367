"""Research tables of shares: one row per post and object (link, tag, domain, picture hash), ids anonymous, no text."""

from case.rows import Post, PostKey, post_key
from loaders.form import Format, read_table
from loaders.head import Head
from loaders.naming import name_account
from loaders.records import Context, Draft, Raw, Reject, Shaped

_PLATFORMS = {"fb": "facebook", "tw": "x", "ig": "instagram", "yt": "youtube", "tt": "tiktok"}
_OBJECTS = (("url", "url_id"), ("hashtag", "hashtag_id"), ("domain", "domain_id"), ("media", "phash_id"))


def recognise_shares(head: Head) -> float:
    """Recognise the input of CooRTweet by its four heads."""
    return 0.95 if head.has("object_id", "account_id", "content_id", "timestamp_share") else 0.0


def recognise_layers(head: Head) -> float:
    """Recognise a table with several kinds of objects per post."""
    return (
        0.95 if head.has("account_id", "post_id", "timestamp") and any(head.has(name) for _, name in _OBJECTS) else 0.0
    )


def shape_share(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one share. What kind of object it is is not told: it is kept as a link."""
    object = raw["object_id"].strip()
    if not object:
        return Reject("has no object_id")
    given = (("url", object if "://" in object else f"id:{object}"),)
    return _shape(raw["account_id"].strip(), raw["content_id"].strip(), raw["timestamp_share"], given, context)


def shape_layers(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one row: its ids become objects of their kind, named `id:…` since they are numbers of this set only."""
    cells = ((behaviour, (raw.get(column) or "").strip()) for behaviour, column in _OBJECTS)
    given = tuple((behaviour, f"id:{cell}") for behaviour, cell in cells if cell)
    return _shape(raw["account_id"].strip(), raw["post_id"].strip(), raw["timestamp"], given, context)


def _shape(
    author: str, content: str, time: str, given: tuple[tuple[str, str], ...], context: Context
) -> Shaped | Reject:
    if not author or not content:
        return Reject("has no account or no post")
    platform = _PLATFORMS.get(author.partition("_")[0], "other")
    moment = context.utc_time(time)
    account = name_account(platform, id=author)
    key = post_key(platform, content)
    post = Post(key, platform, account.key, moment.at, moment.precision, "", 0)
    row = PostKey("\x1f".join([key, author, *(f"{behaviour}={object}" for behaviour, object in given)]))
    return Shaped(row, (Draft(post, given=given),), (account,), notes=moment.notes)


SHARES = Format(
    name="coortweet-shares", platform="other", title="CooRTweet input: shares of objects (CSV)", kinds=("post",),
    example="shares.csv",
    notes="Times are UTC (epoch seconds). A post with several objects fills several rows; equal rows are duplicates.",
    recognise=recognise_shares, read=read_table, shape=shape_share, zone="UTC", unit="s", many_rows=True,
)  # fmt: skip
LAYERS = Format(
    name="shared-objects", platform="facebook, x",
    title="Posts with anonymous links, tags, domains and picture hashes (CSV)",
    kinds=("post",), example="posts_aug.csv.gz",
    notes="Times are UTC (epoch seconds). fb_ and tw_ name the platform. A post with several objects fills several "
    "rows; equal rows "
    "are duplicates. No texts.",
    recognise=recognise_layers, read=read_table, shape=shape_layers, zone="UTC", unit="s", many_rows=True,
)  # fmt: skip
