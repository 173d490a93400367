"""Result tables of the weibo-search crawler (dataabc): one row per post, heads in Chinese, one file per keyword."""

from case.rows import Post, named_account_key, post_key
from loaders.form import Format, read_table
from loaders.head import Head
from loaders.naming import Profile, name_account
from loaders.records import Context, Draft, Raw, Reject, Shaped
from loaders.values.hashtags import normal_tags
from loaders.values.ids import clean_id
from loaders.values.media import media_identity
from loaders.values.numbers import read_count
from loaders.values.text import clean, html_to_text

PLATFORM = "weibo"


def recognise(head: Head) -> float:
    """Recognise the table by the heads that every version has."""
    return 0.95 if head.has("id", "user_id", "用户昵称", "微博正文", "发布时间") else 0.0


def shape(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one post; `retweet_id` names the original, which is a row of its own when the crawler met it."""
    id, author = clean_id(raw["id"]), clean_id(raw["user_id"])
    if id is None:
        return Reject("has no id")
    key = post_key(PLATFORM, id)
    moment = context.time(raw["发布时间"].strip())
    original = clean_id(raw.get("retweet_id"))
    account = name_account(
        PLATFORM, id=author, post=key, name=raw["用户昵称"].strip() or None,
        profile=Profile(verified=_verified(raw.get("user_authentication"))),
    )  # fmt: skip
    bid = clean_id(raw.get("bid"))
    post = Post(
        key, PLATFORM, account.key, moment.at, moment.precision, clean(html_to_text(raw["微博正文"])), 0,
        kind="repost" if original else "article" if raw.get("头条文章url") else "post",
        repost_of=post_key(PLATFORM, original) if original else None,
        likes=read_count(raw.get("点赞数")), replies=read_count(raw.get("评论数")),
        reposts=read_count(raw.get("转发数")),
        client=(raw.get("发布工具") or "").strip() or None,
        region=(raw.get("ip") or raw.get("发布位置") or "").strip() or None,
        url=f"https://weibo.com/{author}/{bid}" if author and bid else None,
    )  # fmt: skip
    names = _list(raw.get("艾特用户"))
    media = [*_list(raw.get("微博图片url")), *_list(raw.get("微博视频url"))]
    draft = Draft(
        post,
        hashtags=normal_tags(_list(raw["话题"])) if raw.get("话题") else None,
        mentions=tuple(named_account_key(PLATFORM, name) for name in names) if names else None,
        media=tuple(identity for address in media if (identity := media_identity(address, PLATFORM))),
    )
    return Shaped(key, (draft,), (account,), notes=moment.notes)


def _list(cell: str | None) -> list[str]:
    return [part.strip() for part in (cell or "").split(",") if part.strip()]


def _verified(cell: str | None) -> bool | None:
    return None if not cell else cell.strip() not in ("普通用户", "无", "否")


FORMAT = Format(
    name="weibo-search", platform=PLATFORM, title="Weibo search results (weibo-search CSV)", kinds=("post", "repost",
    "article"),
    example="结果文件/keyword.csv",
    notes="Times are local, to the minute; give the time zone of the source (Weibo shows China time). Relative "
    "times were "
    "resolved by the crawler's own clock.",
    recognise=recognise, read=read_table, shape=shape, usual_zone="Asia/Shanghai",
)  # fmt: skip
