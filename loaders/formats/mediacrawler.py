"""What the files of MediaCrawler share on every platform: how they are read, who wrote a record, what it answers."""

from collections.abc import Callable, Iterator

from loaders.fields import reach
from loaders.flat import Flat, shape_flat
from loaders.form import Placed, Stream, read_json, read_table
from loaders.head import Head
from loaders.parents import Parents, name_parents
from loaders.records import Context, Raw, Reject, Shaped
from loaders.values.ids import clean_id
from loaders.workbook import read_sheets

#: Who wrote it: the id until 2025; since then 16 hex digits of its SHA-256, and a name of which the middle is stars.
AUTHOR = {"account_id": "user_id", "account_hash": "creator_hash", "account_name": "nickname|user_nickname",
          "region": "ip_location"}  # fmt: skip
NOTES = (
    "Contents and comments, as JSON, JSON lines, CSV or XLSX (all sheets). Files since 2026 have a hash of the user id "
    "and a masked nickname: the hash is the key, it does not join with ids of older files, and the nickname never "
    "names an account."
)


def read(stream: Stream) -> Iterator[Placed]:
    """Read the records of any of the tool's files; a workbook keeps contents and comments on sheets of their own."""
    if stream.head.shape == "workbook":
        return read_sheets(stream.head.file)
    return read_table(stream) if stream.head.columns else read_json(stream)


def recognise_either(contents: Callable[[Head], float], comments: Callable[[Head], float]) -> Callable[[Head], float]:
    """Make the recognition of a platform's files, which hold contents or comments."""
    return lambda head: max(contents(head), comments(head))


def shape_either(contents: Flat, comments: Flat) -> Callable[[Raw, Context], Shaped | Reject]:
    """Make the shaping of a platform's records: what has a `comment_id` is a comment."""

    def shape(raw: Raw, context: Context) -> Shaped | Reject:
        if "comment_id" not in raw:
            return shape_flat(raw, context, contents)
        return shape_flat(raw, context, comments, parents=answered(raw, contents, comments))

    return shape


def answered(raw: Raw, contents: Flat, comments: Flat) -> Parents:
    """Name what a comment answers: a comment, or the content where its parent is 0, missing or the comment itself."""
    parent = clean_id(raw.get("parent_comment_id"))
    if parent and parent != clean_id(raw["comment_id"]):
        return name_parents(comments.platform, reply_to=comments.id_prefix + parent)
    content = clean_id(reach(raw, contents.roles["post_id"]))
    prefix = contents.id_prefix
    return name_parents(comments.platform, reply_to=prefix + content if content else None)
