"""TwiBot-20: X accounts with the texts of their tweets, without ids or times of these."""

from collections.abc import Iterator

from case.rows import Post, hashed_post_key
from loaders.form import Format, Placed, Stream, read_nested
from loaders.head import Head
from loaders.naming import Profile, name_account
from loaders.records import Context, Draft, Raw, Reject, Shaped
from loaders.values.numbers import read_count, read_flag
from loaders.values.text import clean, decode_entities

PLATFORM = "x"


def recognise(head: Head) -> float:
    """Recognise an account by its ID, profile and list of texts."""
    return 0.95 if {"ID", "profile", "tweet", "neighbor"} <= set(head.first) else 0.0


def read(stream: Stream) -> Iterator[Placed]:
    """Read every text of every account; the place counts texts. An account without any is kept, but is no record."""
    return read_nested(stream, _texts)


def _texts(account: Raw) -> Iterator[Raw]:
    for text in account.get("tweet") or [None]:
        yield {"id": account["ID"], "profile": account.get("profile") or {}, "text": text, "beside": text is None}


def shape(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one text. Profile values are strings with a trailing blank."""
    told = {
        name: str(value).strip() for name, value in raw["profile"].items() if str(value).strip() not in ("", "None")
    }
    profile = Profile(
        created_at=context.utc_time(told.get("created_at")).at, followers=read_count(told.get("followers_count")),
        following=read_count(told.get("friends_count")), bio=told.get("description"), region=told.get("location"),
        verified=read_flag(told["verified"]) if "verified" in told else None,
    )  # fmt: skip
    account = name_account(
        PLATFORM, id=str(raw["id"]).strip(), handle=told.get("screen_name"), name=told.get("name"), profile=profile
    )
    if raw["text"] is None:
        return Shaped(account.key, accounts=(account,), record=False)
    text = clean(decode_entities(raw["text"]))
    key = hashed_post_key(PLATFORM, account.key, None, text)
    post = Post(key, PLATFORM, account.key, None, "none", text, 0, kind="repost" if text.startswith("RT @") else "post")
    return Shaped(key, (Draft(post),), (account,))


FORMAT = Format(
    name="x-twibot-20", platform=PLATFORM, title="TwiBot-20 accounts with texts (JSON)", kinds=("post", "repost",
    "profile"),
    example="TwiBot-20_sample.json",
    notes="The texts have neither ids nor times: no timing signal. Equal texts of one account are duplicates.",
    recognise=recognise, read=read, shape=shape, zone="UTC",
)  # fmt: skip
