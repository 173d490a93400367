"""X API v2 as twarc2 and others write it: pages or single objects with `includes`, flattened posts, and user
objects.
"""

from collections.abc import Iterator, Mapping

from case.rows import Account, AccountKey, Post, account_key, post_key
from loaders.form import Format, Placed, Stream, read_nested
from loaders.head import Head
from loaders.naming import Profile, handle_key, name_account
from loaders.parents import kind_of, name_parents
from loaders.records import Broken, Context, Draft, Raw, Reject, Shaped
from loaders.values.languages import language_code
from loaders.values.text import clean, decode_entities

PLATFORM = "x"
_PARENTS = {"replied_to": "reply_to", "retweeted": "repost_of", "quoted": "quote_of"}


def recognise(head: Head) -> float:
    """Recognise a page by its data with author ids or usernames, a flat post by author_id and edit or conversation
    ids.
    """
    record = head.first
    data = record.get("data")
    one = data[0] if isinstance(data, list) and data else data
    if isinstance(one, dict) and ("__twarc" in record or "includes" in record or "meta" in record):
        return 0.95 if {"author_id"} & set(one) or {"username", "name"} <= set(one) else 0.0
    if "author_id" in record and "text" in record and ("author" in record or "public_metrics" in record):
        return 0.95
    return 0.9 if "username" in record and "public_metrics" in record and "id" in record else 0.0


def read(stream: Stream) -> Iterator[Placed]:
    """Read the posts and users of every page; the place counts them. A page's error objects are no records."""
    return read_nested(stream, _records)


def _records(page: Raw) -> Iterator[Raw | Broken]:
    data = page.get("data", page if "id" in page else None)
    if data is None:
        if page.get("errors"):
            yield Broken("holds errors of the API only, no data", str(page["errors"])[:100_000])
        return
    includes = page.get("includes") or {}
    looked_up = {
        "users": {user["id"]: user for user in includes.get("users", [])},
        "tweets": {tweet["id"]: tweet for tweet in includes.get("tweets", [])},
    }
    for item in data if isinstance(data, list) else [data]:
        yield {"item": item, **looked_up}


def shape(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape a post (with the posts it refers to, as context) or a user."""
    item = raw["item"]
    if "username" in item and "author_id" not in item:
        account = _account(item, context)
        return Shaped(account.key, accounts=(account,))
    if not item.get("id") or not item.get("author_id"):
        return Reject("has no id or no author_id")
    referred = _referred(item, raw)
    known = {tweet["id"]: tweet for _, tweet in referred}
    draft, notes = _draft(item, known, raw, context)
    accounts = [_author(item, raw, context)]
    others = []
    for _, tweet in referred:
        if tweet.get("author_id") and "text" in tweet and tweet["id"] not in item.get("edit_history_tweet_ids", ()):
            further = {other["id"]: other for _, other in _referred(tweet, raw)}
            others.append(_draft(tweet, further, raw, context)[0])
            accounts.append(_author(tweet, raw, context))
    return Shaped(draft.post.key, (draft,), tuple(accounts), tuple(others), notes)


def _referred(item: Raw, raw: Raw) -> list[tuple[str, Raw]]:
    """Pair the kinds of reference with the posts, from the includes of a page or inlined by flattening."""
    found = []
    for reference in item.get("referenced_tweets") or ():
        tweet = raw["tweets"].get(reference["id"], reference)
        if "text" in tweet:
            found.append((reference["type"], tweet))
    return found


def _stable_id(item: Raw) -> str:
    """Name a post by its first version: an edited post is one post."""
    return str(min(item.get("edit_history_tweet_ids") or [item["id"]], key=int))


def _draft(item: Raw, known: Mapping[str, Raw], raw: Raw, context: Context) -> tuple[Draft, tuple[str, ...]]:
    moment = context.utc_time(item.get("created_at"))
    ids = {
        _PARENTS[reference["type"]]: _stable_id(known.get(reference["id"], reference))
        for reference in item.get("referenced_tweets") or ()
        if reference["type"] in _PARENTS
    }
    parents = name_parents(PLATFORM, **ids)
    reposted = _reposted(item, known)
    words = reposted if reposted is not None else item
    metrics = item.get("public_metrics") or {}
    author = str(item["author_id"])
    post = Post(
        key=post_key(PLATFORM, _stable_id(item)), platform=PLATFORM, account=account_key(PLATFORM, author),
        at=moment.at,
        precision=moment.precision, text=_text(words), place=0,
        kind=kind_of(parents),
        language=language_code(item.get("lang")), likes=metrics.get("like_count"), replies=metrics.get("reply_count"),
        reposts=metrics.get("retweet_count"), views=metrics.get("impression_count"), client=item.get("source"),
        url=f"https://x.com/i/status/{item['id']}", **parents,
    )  # fmt: skip
    entities = words.get("note_tweet", {}).get("entities") or words.get("entities") or {}
    draft = Draft(
        post,
        hashtags=tuple(tag["tag"] for tag in entities.get("hashtags") or ()),
        urls=_links(entities),
        mentions=tuple(_mention(mention) for mention in entities.get("mentions") or ()),
        media=tuple(f"{PLATFORM}:{key}" for key in (words.get("attachments") or {}).get("media_keys") or ()),
    )
    return draft, moment.notes


def _reposted(item: Raw, known: Mapping[str, Raw]) -> Raw | None:
    """Find the original of a repost: the repost's own text is cut at 140 characters."""
    for reference in item.get("referenced_tweets") or ():
        if reference["type"] == "retweeted":
            return known.get(reference["id"])
    return None


def _text(item: Raw) -> str:
    return clean(decode_entities((item.get("note_tweet") or {}).get("text") or item.get("text") or ""))


def _links(entities: Raw) -> tuple[str, ...]:
    """Take where links lead; a link to the platform's own copy of a picture is no link."""
    links = [link for link in entities.get("urls") or () if "media_key" not in link]
    return tuple(link.get("unwound_url") or link.get("expanded_url") or link["url"] for link in links)


def _mention(mention: Raw) -> AccountKey:
    if mention.get("id"):
        return account_key(PLATFORM, str(mention["id"]))
    return handle_key(PLATFORM, mention["username"])


def _author(item: Raw, raw: Raw, context: Context) -> Account:
    user = raw["users"].get(item["author_id"]) or item.get("author")
    return _account(user, context) if user else name_account(PLATFORM, id=str(item["author_id"]))


def _account(user: Raw, context: Context) -> Account:
    metrics = user.get("public_metrics") or {}
    profile = Profile(
        created_at=context.utc_time(user.get("created_at")).at,
        followers=metrics.get("followers_count"),
        following=metrics.get("following_count"),
        bio=user.get("description"),
        region=user.get("location"),
        verified=user.get("verified"),
    )
    return name_account(
        PLATFORM, id=str(user["id"]), handle=user.get("username"), name=user.get("name"), profile=profile
    )


FORMAT = Format(
    name="x-api-v2", platform=PLATFORM, title="X API v2: pages and flattened posts (twarc2)",
    kinds=("post", "reply", "repost", "quote", "profile"), example="tweets.jsonl",
    notes="Times are UTC. A repost keeps its original's full text where the page includes it; an edited post is one "
    "post under "
    "its first id; error objects of a page are not records.",
    recognise=recognise, read=read, shape=shape, zone="UTC",
)  # fmt: skip
