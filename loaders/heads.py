"""Column heads seen in exports, per role, surest first; compared without case, blanks, dots, dashes and underscores,
and in simplified characters. Heads that are none of them are read by their parts: 发帖时间 is a time of posts.
"""

import re
from collections.abc import Iterable
from functools import cache

import opencc

_FOLD = re.compile(r"[\s_\-.:()\[\]（）/]+")

HEADS: dict[str, tuple[str, ...]] = {
    "post_id": ("tweetid", "postid", "statusid", "messageid", "commentid", "noteid", "awemeid", "weiboid",
        "mid", "微博id", "帖子id", "评论id", "笔记id", "id", "编号"),
    "account_id": ("userid", "authorid", "accountid", "uid", "user_id", "externalauthorid", "fromid",
        "authorchannelid", "channelid", "用户id", "作者id", "账号id", "creatorhash", "secuid"),
    "handle": ("screenname", "userscreenname", "handle", "authorusername", "authorhandle", "用户名",
        "twitterhandle", "accounthandle"),
    "account_name": ("name", "username", "author", "authorname", "nickname", "usernickname", "displayname",
        "authordisplayname", "userdisplayname", "user", "account", "昵称", "用户昵称", "用户", "作者", "作者昵称",
        "博主", "发布者", "评论者", "账号", "使用者", "网友", "网民", "作者名", "fullname", "poster", "commenter",
        "postedby", "发帖人", "发布人", "发文人", "评论人", "留言者"),
    "time": ("createdat", "createtime", "time", "timestamp", "datetime", "date", "publishdate", "publishedat",
        "publishtime", "posttime", "tweetcreated", "tweettime", "createdutc", "timestamputc", "unixtimestamp",
        "postedat", "发布时间", "发表时间", "评论时间", "时间", "日期", "创建时间", "发帖时间", "完整日期",
        "dateposted", "timeposted", "postedon", "posted", "postdate", "dateofpost", "publicationdate",
        "published", "created", "when"),
    "text": ("text", "content", "body", "message", "tweettext", "fulltext", "comment", "commenttext",
        "description", "posttext", "caption", "tweet", "内容", "正文", "微博正文", "微博内容", "评论内容",
        "评论", "文本", "帖子内容", "博文", "post", "postcontent", "留言", "言论", "全文", "摘要"),
    "title": ("title", "headline", "标题"),
    "url": ("url", "link", "permalink", "posturl", "tweeturl", "noteurl", "detailurl", "链接", "网址",
        "微博链接", "地址", "postlink", "linktopost", "原文"),
    "reply_to": ("inreplytostatusid", "inreplytotweetid", "replytoid", "replyid", "parentid",
        "parentcommentid", "回复帖子id", "回复id", "被回复id", "父评论id", "articleid"),
    "repost_of": ("retweetid", "retweettweetid", "retweetedid", "repostid", "retweetedstatusid", "源微博id",
        "转发id"),
    "quote_of": ("quotedtweettweetid", "quotedid", "quoteid", "quotedstatusid"),
    "is_repost": ("isretweet", "retweet", "isrepost", "是否转发"),
    "hashtags": ("hashtags", "tags", "taglist", "话题", "标签"),
    "mentions": ("mentions", "usermentions", "mentionednames", "艾特用户", "@用户"),
    "links": ("urls", "links", "externallinks", "linkinpost", "sharedlink", "sharedurl", "外链", "分享链接"),
    "media": ("mediaurls", "images", "imagelist", "pictures", "微博图片url", "图片", "原始图片url"),
    "likes": ("likecount", "likes", "likescounts", "likedcount", "favoritecount", "favorites", "digg",
        "diggcount", "score", "likenum", "点赞数", "点赞", "赞", "favs", "favourites", "favorite", "hearts",
        "按赞数", "获赞数", "喜欢数", "点赞量", "赞数", "👍"),
    "replies": ("replycount", "replies", "commentcount", "commentscount", "comments", "commentslen",
        "numcomments", "评论数", "回复数", "回应数", "留言数", "评论量", "回复量", "评"),
    "reposts": ("retweetcount", "repostscount", "reposts", "sharecount", "sharedcount", "shares", "转发数",
        "转发", "分享数", "rts", "rtcount", "retweets", "转帖数", "转发量", "分享量", "转"),
    "views": ("viewcount", "views", "impressioncount", "playcount", "阅读数", "播放数", "浏览量", "阅读量",
        "播放量", "观看数", "观看次数", "点击量"),
    "client": ("source", "client", "tweetclientname", "device", "发布工具", "工具", "来源", "客户端"),
    "region": ("region", "iplocation", "location", "tweetlocation", "userlocation", "province", "ip", "地区",
        "ip属地", "属地", "发布位置", "位置", "归属地", "ip归属地", "ip地区"),
    "deleted": ("deleted", "isdeleted", "是否删除", "已删除"),
    "language": ("lang", "language", "tweetlanguage", "语言"),
    "followers": ("followers", "followerscount", "followercount", "followernum", "followersnum", "粉丝数",
        "粉丝", "粉丝量"),
    "following": ("following", "followingcount", "followeenum", "followingnum", "friendscount", "关注数",
        "关注"),
    "bio": ("bio", "userprofiledescription", "userdescription", "简介", "个人简介", "个性签名"),
    "verified": ("verified", "isverified", "userverified", "是否认证"),
    "created_at": ("accountcreationdate", "usercreatedat", "accountcreatedat", "registeredat", "注册时间",
        "注册日期"),
}  # fmt: skip


#: What stands before the noun in a compound head: whose it is.
_OF_AUTHORS = re.compile(
    r"(?:发布者|发布人|发帖人|发文者|评论者|评论人|留言者|作者|用户|账号|帐号|博主|网友|网民|up主|达人|使用者|会员"
    r"|author|user|account|profile|poster|commenter|creator|channel)s?(.+)"
)
_OF_POSTS = re.compile(
    r"(?:帖子|帖文|微博|博文|笔记|视频|作品|评论|留言|文章|消息|推文|动态|内容|发布|发表|发帖|发文|原文"
    r"|post|tweet|comment|status|message|note|video|item)s?(.+)"
)
#: What is in Latin letters, and what is not: `Time 时间` says one thing twice.
_SCRIPTS = re.compile(r"[\x00-\x7f]+|[^\x00-\x7f]+")
_COUNTED = re.compile(r"(?:(?:no|nr|num|number|count|total)of)?(.+?)(?:count|number|num|utc|gmt|数量|次数)?")
_AUTHOR_ROLES = ("account_id", "handle", "account_name", "followers", "following", "bio", "verified", "created_at")
_AUTHOR_NOUNS = {
    "id": "account_id", "编号": "account_id", "名": "account_name", "名称": "account_name", "名字": "account_name",
    "地区": "region", "地址": "region", "location": "region", "country": "region",
}  # fmt: skip
_POST_NOUNS = {"id": "post_id", "编号": "post_id", "连结": "url", "网址": "url", "address": "url", "全文": "text",
               "date": "time", "day": "time"}  # fmt: skip


def fold_head(column: str) -> str:
    """Level a head for comparison."""
    folded = _FOLD.sub("", column.casefold())
    return folded if folded.isascii() else _simplified().convert(folded)


@cache
def _simplified() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def role_by_parts(column: str) -> str | None:
    """Guess the role of a head that is in no list: by whose it is (an author's, a post's) and the noun behind that, or
    by the same word in two scripts.
    """
    folded = fold_head(column)
    words = {_listed(word, HEADS) for word in _SCRIPTS.findall(folded)}
    if len(words) == 1 and None not in words:
        return words.pop()
    if (match := _OF_AUTHORS.fullmatch(folded)) is not None:
        return _AUTHOR_NOUNS.get(match[1]) or _listed(match[1], _AUTHOR_ROLES)
    of_posts = [role for role in HEADS if role not in _AUTHOR_ROLES]
    counted = _COUNTED.fullmatch(folded)
    candidates = [counted[1]] if counted else []
    if (match := _OF_POSTS.fullmatch(folded)) is not None:
        candidates = [match[1], *candidates]
        if match[1] in _POST_NOUNS:
            return _POST_NOUNS[match[1]]
    return next((role for noun in candidates if (role := _listed(noun, of_posts)) is not None), None)


def _listed(noun: str, roles: Iterable[str]) -> str | None:
    return next((role for role in roles if noun in HEADS[role]), None)


def are_heads(row: Iterable[str]) -> bool:
    """Whether the cells of a row are themselves heads: most of them, and more than one."""
    filled = [cell for cell in row if cell.strip()]
    known = sum(any(fold_head(cell) in heads for heads in HEADS.values()) for cell in filled)
    return known > 1 and known * 5 >= len(filled) * 3


def names_posts(columns: Iterable[str]) -> bool:
    """Whether a table is one of posts by its heads: some column is a text or an author."""
    roles = ("text", "account_id", "handle", "account_name")
    return any(fold_head(column) in HEADS[role] for column in columns for role in roles)
