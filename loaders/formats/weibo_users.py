"""Weibo user tables of the microblogPCU family: one profile a row, often in GBK and with a trailing comma."""

from loaders.form import Format, read_table
from loaders.head import Head
from loaders.naming import Profile, name_account
from loaders.records import Context, Raw, Reject, Shaped
from loaders.values.ids import clean_id
from loaders.values.numbers import read_count
from loaders.values.text import clean

PLATFORM = "weibo"


def recognise(head: Head) -> float:
    """Recognise the table by its counts of followers and followees and by its long self-description."""
    return 0.95 if head.has("user_id", "user_name", "message", "post_num", "follower_num", "followee_num") else 0.0


def shape(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one profile; labels and computed features in the table are not read."""
    id = clean_id(raw["user_id"])
    if id is None:
        return Reject("has no user_id")
    profile = Profile(
        followers=read_count(raw["follower_num"]),
        following=read_count(raw["followee_num"]),
        bio=" ".join(clean(raw["message"]).split()) or None,
    )
    account = name_account(PLATFORM, id=id, name=clean(raw["user_name"]) or None, profile=profile)
    return Shaped(account.key, accounts=(account,))


FORMAT = Format(
    name="weibo-users", platform=PLATFORM, title="Weibo user tables (microblogPCU family)", kinds=("profile",),
    example="weibo_user.csv",
    notes="Profiles only. Labels such as is_spammer and computed features are not read.",
    recognise=recognise, read=read_table, shape=shape,
)  # fmt: skip
