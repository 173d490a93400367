"""TikTok as the Zeeschuimer browser extension captures it: NDJSON envelopes around the site's own video objects."""

from case.rows import AccountKey, Post, account_key, post_key
from loaders.form import Format, read_json
from loaders.head import Head
from loaders.naming import Profile, handle_key, name_account
from loaders.records import Context, Draft, Raw, Reject, Shaped
from loaders.values.ids import clean_id
from loaders.values.languages import language_code
from loaders.values.numbers import read_count
from loaders.values.text import clean

PLATFORM = "tiktok"


def recognise(head: Head) -> float:
    """Recognise the envelope and its platform; comments have a format of their own."""
    record = head.first
    return 0.97 if record.get("source_platform") == "tiktok.com" and "desc" in (record.get("data") or {}) else 0.0


def shape(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one video. Its sound is kept as media: many accounts on one rare sound is a trace of its own."""
    data = raw["data"]
    id = clean_id(data.get("id"))
    if id is None:
        return Reject("has no id")
    moment = context.utc_time(data.get("createTime"))
    author = data.get("author") or {}
    if isinstance(author, str):
        author = {"uniqueId": author, "nickname": data.get("nickname"), "id": data.get("authorId")}
    numbers = data.get("authorStats") or {}
    profile = Profile(
        followers=read_count(numbers.get("followerCount")), following=read_count(numbers.get("followingCount")),
        bio=clean(author.get("signature") or ""), verified=author.get("verified"),
    )  # fmt: skip
    key = post_key(PLATFORM, id)
    handle = author.get("uniqueId")
    account = name_account(
        PLATFORM, id=clean_id(author.get("id")), post=key, handle=handle, name=author.get("nickname"), profile=profile
    )
    stats = data.get("stats") or {}
    duet = clean_id((data.get("duetInfo") or {}).get("duetFromId"))
    post = Post(
        key, PLATFORM, account.key, moment.at, moment.precision, clean(data.get("desc") or ""), 0,
        kind="quote" if duet else "post", quote_of=post_key(PLATFORM, duet) if duet else None,
        likes=read_count(stats.get("diggCount")), replies=read_count(stats.get("commentCount")),
        reposts=read_count(stats.get("shareCount")), views=read_count(stats.get("playCount")),
        language=language_code(data.get("textLanguage")),
        url=f"https://www.tiktok.com/@{handle}/video/{id}" if handle else None,
    )  # fmt: skip
    sound = clean_id((data.get("music") or {}).get("id"))
    extras = data.get("textExtra") or []
    tags = [challenge["title"] for challenge in data.get("challenges") or []]
    draft = Draft(
        post, hashtags=tuple(extra["hashtagName"] for extra in extras if extra.get("hashtagName")) or tuple(tags),
        mentions=tuple(_mention(extra) for extra in extras if extra.get("userUniqueId") or extra.get("userId")),
        media=(f"{PLATFORM}:sound:{sound}",) if sound else (),
    )  # fmt: skip
    return Shaped(key, (draft,), (account,), notes=moment.notes)


def _mention(extra: Raw) -> AccountKey:
    return (
        account_key(PLATFORM, extra["userId"]) if extra.get("userId") else handle_key(PLATFORM, extra["userUniqueId"])
    )


FORMAT = Format(
    name="tiktok-zeeschuimer", platform=PLATFORM, title="TikTok captured by Zeeschuimer (NDJSON)", kinds=("post",
    "quote"),
    example="zeeschuimer-export-tiktok.ndjson",
    notes="Times are UTC. The sound of a video is kept as media; a duet quotes its source.",
    recognise=recognise, read=read_json, shape=shape, zone="UTC",
)  # fmt: skip
