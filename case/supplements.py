"""Supplements: what a source says of posts and links that other loads may have brought, or will bring.

They lie in tables of their own beside those of a load, and are joined to the posts when the tables are read: so it does
not matter which was loaded first.
"""

from dataclasses import dataclass
from typing import Literal

import pyarrow as pa

from case.rows import ORIGIN, TIME, PostKey, schema_of

CaptureKind = Literal["page", "picture"]


@dataclass(frozen=True, slots=True)
class Expansion:
    """Where a short link leads: both in their levelled spelling, with the target's registered domain."""

    short: str
    long: str
    domain: str | None
    place: int = 0


@dataclass(frozen=True, slots=True)
class Deletion:
    """The platform says that a post is gone. `at` is when it went, None where the source does not tell."""

    post: PostKey
    at: int | None = None
    place: int = 0


@dataclass(frozen=True, slots=True)
class Capture:
    """A file that somebody took of a post: its page (screenshot, saved page), or a picture that it shows.

    `picture` is the perceptual hash (64 bits, hex) of a picture that the post shows, else None. `content` are the bytes
    themselves until they are stored with the part; no table holds them.
    """

    post: PostKey
    kind: CaptureKind
    name: str
    sha256: str
    size: int
    media_type: str
    captured_at: int | None = None
    picture: str | None = None
    place: int = 0
    content: bytes = b""


Supplement = Expansion | Deletion | Capture

_EXPANSION = schema_of(("short", "long", "domain"), place=pa.int64())
_DELETION = schema_of(("post",), at=TIME, place=pa.int64())
_CAPTURE = schema_of(
    ("post", "kind", "name", "sha256", "media_type", "picture"), size=pa.int64(), captured_at=TIME, place=pa.int64()
)
#: Table of a part -> what its rows are, and their columns without those of their origin.
TABLE_OF: dict[type, str] = {Expansion: "expansions", Deletion: "deletions", Capture: "captures"}
SUPPLEMENT_COLUMNS = {
    "expansions": tuple(_EXPANSION), "deletions": tuple(_DELETION), "captures": tuple(_CAPTURE)
}  # fmt: skip
SUPPLEMENT_SCHEMAS = {
    "expansions": pa.schema({**_EXPANSION, **ORIGIN}),
    "deletions": pa.schema({**_DELETION, **ORIGIN}),
    "captures": pa.schema({**_CAPTURE, **ORIGIN}),
}
