"""What passes between a format module and the loading loop: raw records in, shaped rows or a reject out."""

from dataclasses import dataclass, replace
from datetime import UTC
from functools import lru_cache
from typing import Any

from case.rows import Account, AccountKey, Post
from case.supplements import Supplement
from loaders.mapping import Mapping
from loaders.values.moments import NO_TIME, Moment, TimeRules, YearNeeded, ZoneNeeded
from loaders.values.times import read_time

#: A raw record as JSON or a table row gives it. JSON has no narrower type: format modules check what they read.
Raw = dict[str, Any]


#: In the reason of a reject: nothing behind it could be read.
FROM_HERE_ON = "is damaged from here on"


@dataclass(frozen=True, slots=True)
class Broken:
    """A piece of the file that is no record: why, and its text as far as it can be shown."""

    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Reject:
    """A record that cannot become a row: why, in words for the rejects file."""

    reason: str


# As rows, made by the million: not frozen, for the sake of time.
@dataclass(slots=True)
class Draft:
    """A post with what its source says about it apart from the text.

    None means "look in the text"; an empty tuple means that the source says there is none.
    `mentions` are account keys, `media` are identities; `given` are further (behaviour, object)
    pairs that need no levelling, such as the anonymous numbers of a research set.
    """

    post: Post
    hashtags: tuple[str, ...] | None = None
    urls: tuple[str, ...] | None = None
    mentions: tuple[AccountKey, ...] | None = None
    media: tuple[str, ...] = ()
    given: tuple[tuple[str, str], ...] = ()


#: The fields of a draft that are looked for in the text where the source does not say.
SAID = ("hashtags", "urls", "mentions", "media")


@dataclass(slots=True)
class Shaped:
    """What one raw record says.

    `key` names the record: a second one with the same key is a duplicate. `context` holds posts that came along (the
    original of a repost) and are no records of their own. `notes` are doubts, counted and shown as warnings.
    `record` is False for what a file holds beside its records (an account without posts): kept, not counted.
    `supplements` say something of posts and links that this file need not hold.
    """

    key: str
    posts: tuple[Draft, ...] = ()
    accounts: tuple[Account, ...] = ()
    context: tuple[Draft, ...] = ()
    notes: tuple[str, ...] = ()
    record: bool = True
    supplements: tuple[Supplement, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What a format module may know beside the record: names of file and folder, its times' rules, the mapping."""

    file: str
    rules: TimeRules
    mapping: Mapping | None = None
    columns: tuple[str, ...] = ()
    folder: str = ""

    def time(self, raw: str | int | float | None) -> Moment:
        """Read a local time by the rules of the source; one that cannot be read has no time and a note."""
        return _read(raw, self.rules)

    def utc_time(self, raw: str | int | float | None) -> Moment:
        """Read a time of a format that defines UTC."""
        return _read(raw, self.rules if self.rules.zone is UTC else _in_utc(self.rules))


@lru_cache(maxsize=100)
def _in_utc(rules: TimeRules) -> TimeRules:
    return replace(rules, zone=UTC)


def _read(raw: str | int | float | None, rules: TimeRules) -> Moment:
    try:
        return read_time(raw, rules)
    except YearNeeded:
        return _NO_YEAR
    except ZoneNeeded:
        raise
    except (ValueError, OverflowError):
        return _UNREADABLE


_NO_YEAR = replace(
    NO_TIME,
    notes=(
        "time without year or relative to the crawl: not used; unload and load again with --collected-at to keep it",
    ),
)
_UNREADABLE = replace(NO_TIME, notes=("time that cannot be read: the post is kept without time",))
