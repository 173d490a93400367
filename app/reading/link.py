"""What lies behind one link: the shared things, each with the posts of both accounts, times and gap."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

#: The row of a pair that combines all its behaviours and windows.
COMBINED = "*"


@dataclass(frozen=True, slots=True)
class Side:
    """A post of one of the two accounts; `at` is ISO 8601 or None, `file` and `place` name the raw record."""

    account: str
    post: str
    at: str | None
    text: str
    url: str | None
    file: str
    place: int | None


@dataclass(frozen=True, slots=True)
class Meeting:
    """One pair of posts, with everything they share; `first` is the account that came first, None on equal stamps.

    `accounts` is how many accounts of the case share the rarest of those things.
    """

    left: tuple[Side, ...]
    right: tuple[Side, ...]
    shared: tuple[tuple[str, str], ...]
    gap_seconds: float | None
    first: str | None
    accounts: int | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything behind one link: the meetings of two accounts, the link's row over all behaviours, explanations."""

    a: str
    b: str
    meetings: tuple[Meeting, ...]
    combined: Mapping[str, Any] | None
    innocent: tuple[Mapping[str, Any], ...]


def explanation(explained: Mapping[str, Any]) -> Explanation:
    """Shape what `detection.explain` gives for the page."""
    innocent = tuple(explained.get("innocent") or ())
    combined = next((link for link in explained["links"] if link["behaviour"] == COMBINED), None)
    return Explanation(explained["a"], explained["b"], meetings(explained), combined, innocent)


def meetings(explained: Mapping[str, Any]) -> tuple[Meeting, ...]:
    """Group what two accounts share by the posts that share it: one pair of posts is shown once.

    Takes what `detection.explain` gives; the shortest gaps come first, unknown gaps last.
    """
    grouped: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    for one in explained["shared"]:
        grouped.setdefault(tuple(sorted(str(post["post"]) for post in one["posts"])), []).append(one)
    found = [_meeting(group, str(explained["a"])) for group in grouped.values()]
    return tuple(sorted(found, key=lambda one: (one.gap_seconds is None, one.gap_seconds or 0.0, _start(one))))


def _meeting(group: Sequence[Mapping[str, Any]], a: str) -> Meeting:
    first = group[0]
    sides = [_side(post) for post in first["posts"]]
    return Meeting(
        left=tuple(side for side in sides if side.account == a),
        right=tuple(side for side in sides if side.account != a),
        shared=tuple(dict.fromkeys((str(one["behaviour"]), str(one["object"])) for one in group)),
        gap_seconds=first.get("gap_seconds"),
        first=first.get("first"),
        accounts=min((one["accounts"] for one in group if one.get("accounts") is not None), default=None),
    )


def _side(post: Mapping[str, Any]) -> Side:
    source = post.get("source") or {}
    return Side(
        str(post["account"]), str(post["post"]), post.get("at"), str(post.get("text") or ""), post.get("url"),
        str(source.get("file", "")), source.get("place"),
    )  # fmt: skip


def _start(meeting: Meeting) -> str:
    return min((side.at for side in (*meeting.left, *meeting.right) if side.at), default="")
