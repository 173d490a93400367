"""Column heads seen in exports, per role, surest first; compared without case, blanks, dots, dashes and underscores."""

import re
from collections.abc import Iterable

_FOLD = re.compile(r"[\s_\-.:()\[\]（）/]+")

HEADS: dict[str, tuple[str, ...]] = {
    "post_id": ("tweetid", "postid", "statusid", "messageid", "commentid", "noteid", "awemeid", "weiboid", "mid",
    "微博id", "帖子id",
                "评论id", "笔记id", "id", "编号"),
    "account_id": ("userid", "authorid", "accountid", "uid", "user_id", "externalauthorid", "fromid",
    "authorchannelid", "channelid",
                   "用户id", "作者id", "账号id", "creatorhash", "secuid"),
    "handle": ("screenname", "userscreenname", "handle", "authorusername", "authorhandle", "用户名"),
    "account_name": ("name", "username", "author", "authorname", "nickname", "usernickname", "displayname",
    "authordisplayname",
                     "userdisplayname", "user", "昵称", "用户昵称", "用户", "作者", "作者昵称", "博主", "发布者",
                     "评论者", "账号"),
    "time": ("createdat", "createtime", "time", "timestamp", "datetime", "date", "publishdate", "publishedat",
    "publishtime", "posttime",
             "tweetcreated", "tweettime", "createdutc", "timestamputc", "unixtimestamp", "postedat", "发布时间",
             "发表时间", "评论时间",
             "时间", "日期", "创建时间", "发帖时间", "完整日期"),
    "text": ("text", "content", "body", "message", "tweettext", "fulltext", "comment", "commenttext", "description",
    "posttext", "caption",
             "tweet", "内容", "正文", "微博正文", "微博内容", "评论内容", "评论", "文本", "帖子内容", "博文"),
    "title": ("title", "headline", "标题"),
    "url": ("url", "link", "permalink", "posturl", "tweeturl", "noteurl", "detailurl", "链接", "网址", "微博链接",
    "地址"),
    "reply_to": ("inreplytostatusid", "inreplytotweetid", "replytoid", "replyid", "parentid", "parentcommentid",
    "回复帖子id", "回复id", "被回复id",
    "父评论id", "articleid"),
    "repost_of": ("retweetid", "retweettweetid", "retweetedid", "repostid", "retweetedstatusid", "源微博id", "转发id"),
    "quote_of": ("quotedtweettweetid", "quotedid", "quoteid", "quotedstatusid"),
    "is_repost": ("isretweet", "retweet", "isrepost", "是否转发"),
    "hashtags": ("hashtags", "tags", "taglist", "话题", "标签"),
    "mentions": ("mentions", "usermentions", "mentionednames", "艾特用户", "@用户"),
    "links": ("urls", "links", "externallinks"),
    "media": ("mediaurls", "images", "imagelist", "pictures", "微博图片url", "图片", "原始图片url"),
    "likes": ("likecount", "likes", "likescounts", "likedcount", "favoritecount", "favorites", "digg", "diggcount",
    "score", "likenum",
              "点赞数", "点赞", "赞"),
    "replies": ("replycount", "replies", "commentcount", "commentscount", "comments", "commentslen", "numcomments",
    "评论数"),
    "reposts": ("retweetcount", "repostscount", "reposts", "sharecount", "sharedcount", "shares", "转发数", "转发",
    "分享数"),
    "views": ("viewcount", "views", "impressioncount", "playcount", "阅读数", "播放数", "浏览量"),
    "client": ("source", "client", "tweetclientname", "device", "发布工具", "工具", "来源", "客户端"),
    "region": ("region", "iplocation", "location", "tweetlocation", "userlocation", "province", "ip", "地区",
    "ip属地", "属地", "发布位置",
               "位置", "归属地"),
    "deleted": ("deleted", "isdeleted", "是否删除", "已删除"),
    "language": ("lang", "language", "tweetlanguage", "语言"),
    "followers": ("followers", "followerscount", "followercount", "followernum", "followersnum", "粉丝数", "粉丝"),
    "following": ("following", "followingcount", "followeenum", "followingnum", "friendscount", "关注数", "关注"),
    "bio": ("bio", "userprofiledescription", "userdescription", "简介", "个人简介", "个性签名"),
    "verified": ("verified", "isverified", "userverified", "是否认证"),
    "created_at": ("accountcreationdate", "usercreatedat", "accountcreatedat", "registeredat", "注册时间", "注册日期"),
}  # fmt: skip


def fold_head(column: str) -> str:
    """Level a head for comparison."""
    return _FOLD.sub("", column.casefold())


def names_posts(columns: Iterable[str]) -> bool:
    """Whether a table is one of posts by its heads: some column is a text or an author."""
    roles = ("text", "account_id", "handle", "account_name")
    return any(fold_head(column) in HEADS[role] for column in columns for role in roles)
