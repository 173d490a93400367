"""Pictures and videos: an address comes in, the name by which the platform keeps the file goes out."""

import re
from urllib.parse import urlsplit

_SIZE_SUFFIX = re.compile(r"(?:![\w.]+|~[\w:.-]+)$")
_EXTENSION = re.compile(r"\.(?:jpe?g|png|gif|webp|heic|heif|avif|mp4|mov|m3u8|mp3|m4a|image)$", re.I)
#: Faces and blanks that every account shows.
_DEFAULT = re.compile(r"default_?(?:profile|avatar)|/default/images/|blank|spacer", re.I)


def media_identity(address: str, platform: str) -> str | None:
    """Return `platform:name` of a media file: the stem of its file name, without size, signature and extension.

    The same picture uploaded twice has two names: equal identities prove one upload, different ones prove nothing.
    """
    text = address.strip()
    if not text or _DEFAULT.search(text):
        return None
    path = urlsplit(text).path if "://" in text else text
    name = path.rstrip("/").rsplit("/", 1)[-1]
    stem = _EXTENSION.sub("", _SIZE_SUFFIX.sub("", name))
    return f"{platform}:{stem}" if len(stem) >= 6 else None
