"""Meta Content Library exports (CSV): posts with ids that are those of the library, not of the public sites."""

from collections.abc import Iterator

from loaders.fields import has_fields, reach
from loaders.flat import Flat, shape_flat
from loaders.form import Format, Placed, Stream, read_json, read_table
from loaders.parents import name_parents
from loaders.records import Context, Raw, Reject, Shaped
from loaders.values.ids import clean_id

#: The ids of the library differ from public ones: a platform of its own keeps them from joining strangers.
PLATFORM = "meta-library"
FIELDS = Flat(
    PLATFORM,
    {"post_id": "id", "time": "creation_time", "text": "text", "account_id": "post_owner.id|post_owner>id",
     "handle": "post_owner.username|post_owner>username", "account_name": "post_owner.name|post_owner>name",
     "language": "lang", "hashtags": "hashtags", "links": "link_attachment.link|link_attachment>link",
     "likes": "statistics.like_count|statistics.reaction_count|statistics>like_count|statistics>reaction_count",
     "replies": "statistics.comment_count|statistics>comment_count",
     "reposts": "statistics.share_count|statistics>share_count",
     "views": "statistics.views|statistics.view_count|statistics>views", "reply_to": "parent_id"},
)  # fmt: skip


def read(stream: Stream) -> Iterator[Placed]:
    """Read the rows of a table, or the objects that the library's own clients return."""
    return read_table(stream) if stream.head.columns else read_json(stream)


def shape(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one post; `shared_post_id` names what it passes on."""
    shared = clean_id(reach(raw, "shared_post_id|shared_post>id"))
    parents = name_parents(PLATFORM, repost_of=shared, reply_to=clean_id(raw.get("parent_id")))
    return shape_flat(raw, context, FIELDS, parents=parents)


FORMAT = Format(
    name="meta-content-library", platform=PLATFORM, title="Meta Content Library posts (CSV)",
    kinds=("post", "repost", "reply"), example="posts.csv",
    notes="Times are UTC. Ids are those of the library and differ from public ones, so keys begin with "
    "`meta-library:` and join with no other export. Views are given in steps.",
    recognise=has_fields("id", "post_owner.id", "creation_time"), read=read, shape=shape, zone="UTC",
    experimental=True, roles=FIELDS.roles,
)  # fmt: skip
