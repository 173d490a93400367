"""How both APIs of X name things, so that their exports join."""

import re

from case.rows import AccountKey, account_key
from loaders.naming import handle_key

PLATFORM = "x"
_LINK = re.compile(r"<[^>]+>")
_KINDS = {"photo": "3", "video": "7", "animated_gif": "16"}


def client_name(source: str) -> str | None:
    """Take the name of a client out of the link around it."""
    return _LINK.sub("", source) or None


def media_key(key: str | None, kind: str, id: str) -> str:
    """Name a picture or video as API v2 does: kind_id."""
    return f"{PLATFORM}:{key}" if key else f"{PLATFORM}:{_KINDS.get(kind, '3')}_{id}"


def mention_key(id: str | int | None, handle: str) -> AccountKey:
    """Name a mentioned account by its id, else by its handle."""
    return account_key(PLATFORM, str(id)) if id else handle_key(PLATFORM, handle)
