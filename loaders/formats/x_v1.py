"""X API v1.1 statuses, one JSON object each (stream, search, user timeline): the layout that many tools still write."""

from case.rows import Account, AccountKey, Post, account_key, post_key
from case.supplements import Deletion
from loaders.form import Format, read_json
from loaders.formats.x_terms import PLATFORM, client_name, media_key, mention_key
from loaders.formats.x_v1_regular import REGULAR
from loaders.head import Head
from loaders.naming import Profile, name_account
from loaders.parents import Parents, kind_of, name_parents
from loaders.records import Context, Draft, Raw, Reject, Shaped
from loaders.values.languages import language_code
from loaders.values.text import clean, decode_entities


def recognise(head: Head) -> float:
    """Recognise a status by its id as text, its user object and the English form of its time."""
    record = next((one for one in (head.first, *head.records) if isinstance(one, dict) and "user" in one), {})
    if "created_at" not in record:
        return 0.0
    named = isinstance(record["user"], dict) and "screen_name" in record["user"]
    return 0.95 if named and "id_str" in record and "entities" in record else 0.0


def shape(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one status; the status that it passes on or quotes comes along whole. A delete notice marks its post."""
    if gone := (raw.get("delete") or {}).get("status"):
        at = context.utc_time(raw["delete"].get("timestamp_ms")).at
        deletion = Deletion(post_key(PLATFORM, _id(gone)), at)
        return Shaped(f"deletion:{deletion.post}", supplements=(deletion,))
    if "user" not in raw:
        return Reject("is no status: has no user (a notice of the stream?)")
    draft, notes = _draft(raw, context)
    accounts, others = [_account(raw["user"], context)], []
    for status in _carried(raw):
        others.append(_draft(status, context)[0])
        accounts.append(_account(status["user"], context))
    return Shaped(draft.post.key, (draft,), tuple(accounts), tuple(others), notes)


def _carried(raw: Raw) -> list[Raw]:
    """Return the statuses inside a status: what it reposts, what it quotes, and what the reposted one quotes."""
    found = []
    for name in ("retweeted_status", "quoted_status"):
        inner = raw.get(name)
        if inner and "user" in inner:
            found += [inner, *_carried(inner)]
    return found


def _draft(raw: Raw, context: Context) -> tuple[Draft, tuple[str, ...]]:
    moment = context.utc_time(raw["created_at"])
    original = raw.get("retweeted_status")
    words = original or raw
    parents = _parents(raw)
    author = _id(raw["user"])
    views = (raw.get("views") or {}).get("count")
    post = Post(
        key=post_key(PLATFORM, _id(raw)), platform=PLATFORM, account=account_key(PLATFORM, author), at=moment.at,
        precision=moment.precision, text=_text(words), place=0, kind=kind_of(parents),
        language=language_code(raw.get("lang")),
        likes=raw.get("favorite_count"), replies=raw.get("reply_count"), reposts=raw.get("retweet_count"),
        views=int(views) if views else None, client=client_name(raw.get("source") or ""),
        url=f"https://x.com/i/status/{_id(raw)}", **parents,
    )  # fmt: skip
    return _with_entities(post, words), moment.notes


def _with_entities(post: Post, words: Raw) -> Draft:
    longer = words.get("extended_tweet") or {}
    entities = longer.get("entities") or words.get("entities") or {}
    media = (longer.get("extended_entities") or words.get("extended_entities") or entities).get("media") or ()
    return Draft(
        post,
        hashtags=tuple(tag["text"] for tag in entities.get("hashtags") or ()),
        urls=tuple(link.get("expanded_url") or link["url"] for link in entities.get("urls") or ()),
        mentions=tuple(_mention(mention) for mention in entities.get("user_mentions") or ()),
        media=tuple(_media_key(medium) for medium in media),
    )


def _media_key(medium: Raw) -> str:
    key = medium.get("media_key")
    return media_key(key, medium.get("type", ""), "" if key else medium["id_str"])


def _mention(mention: Raw) -> AccountKey:
    id = mention.get("id_str") or mention.get("id")
    return mention_key(id, "" if id else mention["screen_name"])


def _parents(raw: Raw) -> Parents:
    original = raw.get("retweeted_status")
    if original:
        return name_parents(PLATFORM, repost_of=_id(original))
    return name_parents(
        PLATFORM, reply_to=raw.get("in_reply_to_status_id_str"), quote_of=raw.get("quoted_status_id_str")
    )


def _text(raw: Raw) -> str:
    longer = (raw.get("extended_tweet") or {}).get("full_text")
    return clean(decode_entities(longer or raw.get("full_text") or raw.get("text") or ""))


def _id(raw: Raw) -> str:
    """Take the id written as text: the number loses digits in many tools."""
    return str(raw.get("id_str") or raw["id"])


def _account(user: Raw, context: Context) -> Account:
    profile = Profile(
        created_at=context.utc_time(user.get("created_at")).at,
        followers=user.get("followers_count"),
        following=user.get("friends_count"),
        bio=user.get("description"),
        region=user.get("location"),
        verified=user.get("verified"),
    )
    return name_account(PLATFORM, id=_id(user), handle=user.get("screen_name"), name=user.get("name"), profile=profile)


FORMAT = Format(
    name="x-api-v1", platform=PLATFORM, title="X API v1.1 statuses (JSON lines or array)",
    kinds=("post", "reply", "repost", "quote"), example="statuses.jsonl",
    notes="Times are UTC. The reposted and quoted statuses inside a status are kept as posts too. The delete notices "
    "of a stream mark their posts, whichever comes first.",
    recognise=recognise, read=read_json, shape=shape, regular=REGULAR, zone="UTC",
)  # fmt: skip
