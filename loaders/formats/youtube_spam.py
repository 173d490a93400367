"""The UCI collection of YouTube comment spam: CSV of comments with ids, names and partly empty dates."""

from case.rows import Post, post_key
from loaders.form import Format, read_table
from loaders.head import Head
from loaders.naming import name_account
from loaders.records import Context, Draft, Raw, Reject, Shaped
from loaders.values.text import clean, html_to_text

PLATFORM = "youtube"


def recognise(head: Head) -> float:
    """Recognise the table by its five heads."""
    return 0.95 if head.has("COMMENT_ID", "AUTHOR", "DATE", "CONTENT", "CLASS") else 0.0


def shape(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one comment; its class is a label and not read."""
    id = raw["COMMENT_ID"].strip()
    if not id:
        return Reject("has no COMMENT_ID")
    key = post_key(PLATFORM, id)
    moment = context.utc_time(raw["DATE"])
    account = name_account(PLATFORM, id=None, post=key, name=clean(raw["AUTHOR"]) or None)
    post = Post(
        key, PLATFORM, account.key, moment.at, moment.precision, clean(html_to_text(raw["CONTENT"])), 0, kind="comment"
    )
    return Shaped(key, (Draft(post),), (account,), notes=moment.notes)


FORMAT = Format(
    name="youtube-spam", platform=PLATFORM, title="YouTube comment spam (UCI)", kinds=("comment",),
    example="Youtube01-Psy.csv",
    notes="Times are UTC, as the API that they came from gives them; some are empty. Accounts are known by name only.",
    recognise=recognise, read=read_table, shape=shape, zone="UTC",
)  # fmt: skip
