"""What a post answers, passes on or quotes: ids come in, keys and the kind of post that follows from them go out."""

from typing import TypedDict

from case.rows import Kind, PostKey, post_key


class Parents(TypedDict, total=False):
    """The parents that a post has; spread into a Post."""

    reply_to: PostKey
    repost_of: PostKey
    quote_of: PostKey


def name_parents(
    platform: str, *, reply_to: str | None = None, repost_of: str | None = None, quote_of: str | None = None
) -> Parents:
    """Name the parents that the source gives ids for."""
    parents = Parents()
    if reply_to:
        parents["reply_to"] = post_key(platform, reply_to)
    if repost_of:
        parents["repost_of"] = post_key(platform, repost_of)
    if quote_of:
        parents["quote_of"] = post_key(platform, quote_of)
    return parents


def kind_of(parents: Parents, otherwise: Kind = "post") -> Kind:
    """Say what a post is by its strongest tie: a repost before a reply before a quote."""
    if "repost_of" in parents:
        return "repost"
    if "reply_to" in parents:
        return "reply"
    return "quote" if "quote_of" in parents else otherwise
