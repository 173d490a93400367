"""Posts of named operations by author, as re-published tables: tweets.csv with author ids, authors.csv with their
handles.
"""

from case.rows import Post, account_key, hashed_post_key
from loaders.form import Format, read_table
from loaders.head import Head
from loaders.naming import Profile, name_account
from loaders.records import Context, Draft, Raw, Reject, Shaped
from loaders.values.languages import language_code
from loaders.values.numbers import read_count
from loaders.values.text import clean, decode_entities

PLATFORM = "x"
_TWEETS = ("author_id", "content", "publish_date", "post_type", "retweet")
_AUTHORS = ("author_id", "author", "external_author_id", "account_category")


def recognise_tweets(head: Head) -> float:
    """Recognise the table of posts by its columns."""
    return 0.95 if head.has(*_TWEETS) else 0.0


def recognise_authors(head: Head) -> float:
    """Recognise the table of authors by its columns."""
    return 0.95 if head.has(*_AUTHORS) else 0.0


def shape_tweet(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one post: no ids are given, so author, time and text name it; a repost's original is not known."""
    author = raw["author_id"].strip()
    if not author:
        return Reject("has no author_id")
    moment = context.time(raw["publish_date"])
    text = _unwrap(clean(decode_entities(raw["content"])))
    key = hashed_post_key(PLATFORM, author, moment.at, text)
    repost = raw["retweet"] == "1" or text.startswith("RT @")
    quote = raw["post_type"] == "Q"
    post = Post(
        key, PLATFORM, account_key(PLATFORM, author), moment.at, moment.precision, text, 0,
        kind="repost" if repost else "quote" if quote else "post", language=language_code(raw.get("language")),
        region=raw.get("region") or None,
    )  # fmt: skip
    profile = Profile(followers=read_count(raw.get("followers")), following=read_count(raw.get("following")))
    account = name_account(PLATFORM, id=author, profile=profile)
    return Shaped(key, (Draft(post),), (account,), notes=moment.notes)


def shape_author(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one author: the handle under the id that the posts use."""
    author = raw["author_id"].strip()
    if not author:
        return Reject("has no author_id")
    account = name_account(PLATFORM, id=author, handle=raw["author"] or None)
    return Shaped(account.key, accounts=(account,))


def _unwrap(text: str) -> str:
    """Take off the single quotes that some accounts' texts came wrapped in, lest equal texts differ."""
    return text[1:-1].strip() if len(text) > 2 and text[0] == text[-1] == "'" else text


TWEETS = Format(
    name="x-trolls-by-author", platform=PLATFORM, title="Troll posts by author (CSV derived from the 2018 release)",
    kinds=("post", "repost", "quote"), example="tweets.csv.gz",
    notes="Times are UTC by the release's description and keep minutes. No post ids: equal rows (author, time, "
    "text) are "
    "duplicates. A repost's original is not named; its text joins reposts of one original.",
    recognise=recognise_tweets, read=read_table, shape=shape_tweet, zone="UTC", minute=True,
)  # fmt: skip
AUTHORS = Format(
    name="x-trolls-authors", platform=PLATFORM, title="Authors of the troll posts (handles)", kinds=("profile",),
    example="authors.csv", notes="Gives the handles of the authors in tweets.csv; labels in it are not read.",
    recognise=recognise_authors, read=read_table, shape=shape_author, zone="UTC",
)  # fmt: skip
