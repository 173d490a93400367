"""Truth Social posts as Zeeschuimer captures them: statuses in the layout of Mastodon's API."""

from dataclasses import replace

from case.rows import account_key
from loaders.fields import reach
from loaders.flat import Flat, shape_flat
from loaders.formats.zeeschuimer import make_format
from loaders.parents import name_parents
from loaders.records import Context, Raw, Reject, Shaped
from loaders.values.ids import clean_id

PLATFORM = "truth"
FIELDS = Flat(
    PLATFORM,
    {"post_id": "id", "time": "created_at", "text": "content|reblog>content", "account_id": "account>id",
     "handle": "account>username", "account_name": "account>display_name", "created_at": "account>created_at",
     "followers": "account>followers_count", "following": "account>following_count", "verified": "account>verified",
     "language": "language", "likes": "favourites_count", "replies": "replies_count", "reposts": "reblogs_count",
     "url": "url", "hashtags": "~tags"},
    html=True,
)  # fmt: skip


def shape(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one post; mentions have ids."""
    parents = name_parents(
        PLATFORM, repost_of=clean_id(reach(raw, "reblog>id")), reply_to=clean_id(raw.get("in_reply_to_id")),
        quote_of=clean_id(raw.get("quote_id")),
    )  # fmt: skip
    facts = {"~tags": [tag["name"] for tag in raw.get("tags") or []]}
    shaped = shape_flat(raw | facts, context, FIELDS, parents=parents)
    if isinstance(shaped, Shaped) and raw.get("mentions"):
        ids = tuple(account_key(PLATFORM, str(mention["id"])) for mention in raw["mentions"])
        return replace(shaped, posts=(replace(shaped.posts[0], mentions=ids),))
    return shaped


FORMAT = make_format(
    "truth-zeeschuimer", "Truth Social captured by Zeeschuimer (NDJSON)", shape,
    kinds=("post", "reply", "repost", "quote"), sources=("truthsocial.com",), field="account",
    notes="Times are UTC.",
)  # fmt: skip
