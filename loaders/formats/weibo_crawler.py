"""Posts of one Weibo account as weibo-crawler (dataabc) writes them: one CSV per account, originals of reposts beside.

The author is in no column: the file, or the folder around it, is named by the account's number.
"""

import re
from dataclasses import replace

from case.rows import Kind
from loaders.flat import Flat, shape_flat
from loaders.form import Format, read_table
from loaders.head import Head
from loaders.parents import Parents, name_parents
from loaders.records import Context, Raw, Reject, Shaped
from loaders.values.hashtags import normal_tags
from loaders.values.ids import clean_id

PLATFORM = "weibo"
_NUMBER = re.compile(r"(?<!\d)\d{5,12}(?!\d)")
_FIELDS = {"post_id": "id", "text": "正文", "time": "完整日期|日期", "likes": "点赞数", "replies": "评论数",
           "reposts": "转发数", "client": "工具", "region": "位置", "hashtags": "话题", "mentions": "@用户",
           "media": "原始图片url"}  # fmt: skip
OWN = Flat(PLATFORM, {**_FIELDS, "account_id": "~author"}, utc=False, html=True, by_handle=False)
ORIGINAL = Flat(
    PLATFORM,
    {**{role: "|".join(f"源微博{name}" for name in names.split("|")) for role, names in _FIELDS.items()},
     "account_id": "源用户id", "account_name": "源用户昵称"},
    utc=False, html=True, by_handle=False,
)  # fmt: skip


def recognise(head: Head) -> float:
    """Recognise the table by the heads that every version has."""
    return 0.95 if head.has("id", "bid", "正文", "日期", "点赞数", "转发数") and "user_id" not in head.columns else 0.0


def shape(raw: Raw, context: Context) -> Shaped | Reject:
    """Shape one post; the original of a repost comes along with its author."""
    author = _author(context)
    if author is None:
        return Reject("its author is not told: name the file or its folder by the account's number (1234567890.csv)")
    original = clean_id(raw.get("源微博id"))
    parents = name_parents(PLATFORM, repost_of=original) if original else Parents()
    kind: Kind | None = "article" if raw.get("头条文章url") and not original else None
    shaped = shape_flat({**raw, "~author": author}, context, OWN, parents=parents, kind=kind)
    if isinstance(shaped, Reject):
        return shaped
    shaped = _with_address(shaped, author, clean_id(raw.get("bid")))
    source = shape_flat(raw, context, ORIGINAL) if original else None
    if not isinstance(source, Shaped):
        return shaped
    source = _with_address(source, clean_id(raw.get("源用户id")), clean_id(raw.get("源微博bid")))
    return replace(shaped, context=source.posts, accounts=(*source.accounts, *shaped.accounts))


def _author(context: Context) -> str | None:
    """Take the account's number from the name of the file, else of its folder."""
    for name in (context.file, context.folder):
        if found := _NUMBER.findall(name):
            return str(found[0]) if len(found) == 1 else None
    return None


def _with_address(shaped: Shaped, author: str | None, bid: str | None) -> Shaped:
    (draft,) = shaped.posts
    url = f"https://weibo.com/{author}/{bid}" if author and bid else None
    tags = normal_tags(draft.hashtags) if draft.hashtags else None
    return replace(shaped, posts=(replace(draft, post=replace(draft.post, url=url), hashtags=tags),))


FORMAT = Format(
    name="weibo-crawler", platform=PLATFORM, title="Posts of one Weibo account (weibo-crawler CSV)",
    kinds=("post", "repost", "article"), example="weibo/1234567890/1234567890.csv",
    notes="The author is the number in the name of the file, else of its folder; without one the rows are rejects. "
    "Times are local, to the second in 完整日期, else days. Originals of reposts are kept with their authors.",
    recognise=recognise, read=read_table, shape=shape, usual_zone="Asia/Shanghai",
)  # fmt: skip
