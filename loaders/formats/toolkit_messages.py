"""Input of the Coordination Network Toolkit: one message a row, with the post it repeats and the links it holds."""

import ast

from case.rows import Post, post_key
from loaders.form import Format, read_table
from loaders.head import Head
from loaders.naming import name_account
from loaders.parents import kind_of, name_parents
from loaders.records import Context, Draft, Raw, Reject, Shaped
from loaders.values.text import clean

PLATFORM = "other"


def recognise(head: Head) -> float:
    """Recognise the table by its eight heads."""
    wanted = ("message_id", "user_id", "username", "repost_id", "reply_id", "message", "timestamp", "urls")
    return 0.95 if head.has(*wanted) else 0.0


def shape(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one message; the platform is not told, and ids such as 0 are ids here."""
    id, author = raw["message_id"].strip(), raw["user_id"].strip()
    if not id or not author:
        return Reject("has no message_id or no user_id")
    key = post_key(PLATFORM, id)
    moment = context.utc_time(raw["timestamp"])
    account = name_account(PLATFORM, id=author, handle=raw["username"].strip() or None)
    parents = name_parents(
        PLATFORM, reply_to=raw["reply_id"].strip() or None, repost_of=raw["repost_id"].strip() or None
    )
    post = Post(
        key,
        PLATFORM,
        account.key,
        moment.at,
        moment.precision,
        clean(raw["message"]),
        0,
        kind=kind_of(parents),
        **parents,
    )
    return Shaped(key, (Draft(post, urls=_links(raw["urls"])),), (account,), notes=moment.notes)


def _links(cell: str) -> tuple[str, ...] | None:
    """Read links between blanks, or a Python list of texts; None (look in the text) where the cell is empty."""
    if not cell.startswith("["):
        return tuple(cell.split()) or None
    return tuple(str(link) for link in ast.literal_eval(cell) if link)


FORMAT = Format(
    name="toolkit-messages", platform=PLATFORM, title="Coordination Network Toolkit input (CSV)", kinds=("post",
    "reply", "repost"),
    example="sample_data.csv",
    notes="Times are UTC (epoch seconds). The platform is not told: keys begin with `other:`.",
    recognise=recognise, read=read_table, shape=shape, zone="UTC", unit="s",
)  # fmt: skip
