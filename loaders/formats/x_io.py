"""X's transparency archive of information operations: users CSV and tweets CSV in the official schema."""

from case.rows import AccountKey, Post, account_key, post_key
from loaders.form import Format, read_table
from loaders.head import Head
from loaders.naming import Profile, name_account
from loaders.parents import Parents, kind_of, name_parents
from loaders.records import Context, Draft, Raw, Reject, Shaped
from loaders.values.ids import clean_id
from loaders.values.languages import language_code
from loaders.values.numbers import read_count, read_flag
from loaders.values.text import clean, decode_entities

PLATFORM = "x"
_USER = ("userid", "user_display_name", "user_screen_name", "follower_count", "account_creation_date")


def recognise_users(head: Head) -> float:
    """Recognise the users file: user columns without tweets."""
    return 0.95 if head.has(*_USER) and "tweetid" not in head.columns else 0.0


def recognise_tweets(head: Head) -> float:
    """Recognise the tweets file."""
    return 0.95 if head.has("tweetid", "userid", "tweet_text", "tweet_time") else 0.0


def shape_user(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one profile. Small accounts are hashed: the hash is the id, and stands for the names too."""
    id = clean_id(raw["userid"])
    if id is None:
        return Reject("has no userid")
    handle, name = raw.get("user_screen_name") or None, clean(raw.get("user_display_name") or "") or None
    created = context.utc_time(raw.get("account_creation_date"))
    profile = Profile(
        created_at=created.at, followers=read_count(raw.get("follower_count")),
        following=read_count(raw.get("following_count")),
        bio=clean(raw.get("user_profile_description") or ""), region=clean(raw.get("user_reported_location") or ""),
    )  # fmt: skip
    account = name_account(
        PLATFORM, id=id, handle=None if handle == id else handle, name=None if name == id else name, profile=profile
    )
    return Shaped(account.key, accounts=(account,), notes=created.notes)


def shape_tweet(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one tweet with its author's profile; times are UTC and keep minutes."""
    id = clean_id(raw["tweetid"])
    user = shape_user(raw, context)
    if id is None or isinstance(user, Reject):
        return Reject("has no tweetid or no userid")
    moment = context.utc_time(raw["tweet_time"])
    parents = _parents(raw)
    post = Post(
        post_key(PLATFORM, id), PLATFORM, AccountKey(user.key), moment.at, moment.precision,
        clean(decode_entities(raw["tweet_text"])), 0,
        kind=kind_of(parents),
        language=language_code(raw.get("tweet_language")), likes=read_count(raw.get("like_count")),
        replies=read_count(raw.get("reply_count")), reposts=read_count(raw.get("retweet_count")),
        client=raw.get("tweet_client_name") or None, url=f"https://x.com/i/status/{id}", **parents,
    )  # fmt: skip
    draft = Draft(
        post, hashtags=_list(raw.get("hashtags")), urls=_list(raw.get("urls")),
        mentions=tuple(account_key(PLATFORM, mention) for mention in _list(raw.get("user_mentions"))),
    )  # fmt: skip
    return Shaped(post.key, (draft,), user.accounts, notes=moment.notes)


def _parents(raw: Raw) -> Parents:
    original = clean_id(raw.get("retweet_tweetid")) if read_flag(raw.get("is_retweet")) is not False else None
    if original:
        return name_parents(PLATFORM, repost_of=original)
    reply, quote = clean_id(raw.get("in_reply_to_tweetid")), clean_id(raw.get("quoted_tweet_tweetid"))
    return name_parents(PLATFORM, reply_to=reply, quote_of=quote)


def _list(cell: str | None) -> tuple[str, ...]:
    """Read "[a, b]", where values bear no quotes; "absent" stands for none."""
    parts = (part.strip().strip("'\"") for part in (cell or "").strip().strip("[]").split(","))
    return tuple(part for part in parts if part and part != "absent")


USERS = Format(
    name="x-io-users", platform=PLATFORM, title="X information operations: users (CSV)", kinds=("profile",),
    example="china_082019_1_users_csv_hashed.csv",
    notes="Creation dates are days in UTC. Accounts with few followers are hashed by X: the hash is their id, "
    "without names.",
    recognise=recognise_users, read=read_table, shape=shape_user, zone="UTC",
)  # fmt: skip
TWEETS = Format(
    name="x-io-tweets", platform=PLATFORM, title="X information operations: tweets (CSV)", kinds=("post", "reply",
    "repost", "quote"),
    example="china_082019_1_tweets_csv_hashed.csv", notes="Times are UTC and keep minutes.",
    recognise=recognise_tweets, read=read_table, shape=shape_tweet, zone="UTC", minute=True,
)  # fmt: skip
