"""Reddit comments and submissions of Pushshift or Arctic Shift dumps (NDJSON, often .zst): the API's objects, flat."""

from dataclasses import replace

from case.supplements import Deletion
from loaders.flat import Flat, shape_flat
from loaders.form import Format, read_json
from loaders.formats.reddit_praw import GONE
from loaders.head import Head
from loaders.parents import name_parents
from loaders.records import Context, Raw, Reject, Shaped
from loaders.values.ids import is_shared_name

PLATFORM = "reddit"
#: An author is named by name, as in other exports of Reddit: ids (t2_…) are not in all of them.
FIELDS = Flat(
    PLATFORM,
    {"post_id": "~id", "time": "created_utc", "handle": "~author", "text": "body|selftext", "title": "title",
     "likes": "score", "replies": "num_comments", "url": "~url", "links": "~links"},
)  # fmt: skip


def recognise(head: Head) -> float:
    """Recognise a comment or a submission."""
    names = set(head.first)
    return 0.9 if names >= {"author", "created_utc", "subreddit", "id"} and names & {"body", "selftext"} else 0.0


def shape(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one record: ids get the prefix that parents have (t1_ comments, t3_ submissions); what is gone is empty."""
    id = str(raw.get("id") or "").strip()
    if not id:
        return Reject("has no id")
    comment = "body" in raw
    prefix = "" if id.startswith(("t1_", "t3_")) else "t1_" if comment else "t3_"
    author, address = raw.get("author"), raw.get("url")
    facts = {
        "~id": prefix + id, "~author": None if is_shared_name(author) else author,
        "~url": f"https://www.reddit.com{raw['permalink']}" if raw.get("permalink") else None,
        "~links": [address] if address and not comment and not raw.get("is_self") else None,
        **{name: "" for name in ("body", "selftext", "title") if raw.get(name) in GONE},
    }  # fmt: skip
    parent = raw.get("parent_id") or raw.get("link_id")
    parents = name_parents(PLATFORM, reply_to=str(parent) if comment and parent else None)
    crossed = raw.get("crosspost_parent")
    if crossed:
        parents["repost_of"] = name_parents(PLATFORM, repost_of=str(crossed))["repost_of"]
    shaped = shape_flat(raw | facts, context, FIELDS, parents=parents, kind="comment" if comment else None)
    if isinstance(shaped, Shaped) and any(raw.get(name) in GONE for name in ("body", "selftext")):
        return replace(shaped, supplements=(Deletion(shaped.posts[0].post.key),))
    return shaped


FORMAT = Format(
    name="reddit-dumps", platform=PLATFORM, title="Reddit dumps: Pushshift, Arctic Shift (NDJSON)",
    kinds=("comment", "post", "repost"), example="RC_2024-06.zst",
    notes="Times are UTC (epoch seconds). Deleted authors have an account per post; removed texts are empty and mark a "
    "deleted post. A numeric parent of some comments of early dumps is not resolved.",
    recognise=recognise, read=read_json, shape=shape, zone="UTC", experimental=True, 
    roles={**FIELDS.roles, "post_id": "id", "handle": "author", "url": "permalink", "links": "url",
           "reply_to": "parent_id"},
)  # fmt: skip
