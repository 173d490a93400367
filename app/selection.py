"""What a page is about, read from its address; every value is checked before anything uses it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

#: Kinds of node that can be focused and pivoted to; anything else in an address is dropped.
LABELS = ("Account", "Post", "Hashtag", "Url", "Domain", "Media", "Contact", "Template", "Event", "Cluster")
#: Kinds of neighbours that a person can ask for, as the stored pivot queries name them; none chosen means any.
RELATIONS = (
    "clusters", "members", "links", "contacts", "templates", "media", "urls", "domains", "hashtags", "mentions",
    "reposts", "replies", "quotes", "accounts", "author", "posts",
)  # fmt: skip
MOST_FOCUSED = 30
LONGEST_KEY = 2_048
MOST_HOPS = 2


class Address(Protocol):
    """The part of Streamlit's query parameters that is read here."""

    def get_all(self, key: str) -> list[str]:
        """Give every value of one name, in order."""
        ...


@dataclass(frozen=True, slots=True)
class Focus:
    """One node: its label and its key. Written `Account:x:123` in addresses and as id in the picture."""

    label: str
    key: str

    def __str__(self) -> str:
        """Write it as in an address."""
        return f"{self.label}:{self.key}"


@dataclass(frozen=True, slots=True)
class Selection:
    """Everything an address may say; what it does not say, or says wrongly, is None, empty or the default."""

    case: str | None = None
    cluster: str | None = None
    a: str | None = None
    b: str | None = None
    run: str | None = None
    query: str | None = None
    pivot: str | None = None
    focus: tuple[Focus, ...] = ()
    hops: int = 1
    relations: tuple[str, ...] = ()


def read_selection(address: Address) -> Selection:
    """Read an address. Keys are text without control characters, at most 30 nodes are in focus, hops are 0 to 2."""
    relations = tuple(name for name in RELATIONS if name in address.get_all("relations"))
    return Selection(
        **{name: _one(address, name) for name in ("case", "cluster", "a", "b", "run", "query", "pivot")},
        focus=_focused(address.get_all("focus")),
        hops=_hops(address.get_all("hops")),
        relations=relations,
    )


def read_focus(text: str) -> Focus | None:
    """Read `Label:key`; None when the label is unknown or the key is no key."""
    label, _, key = text.partition(":")
    return Focus(label, key) if label in LABELS and is_key(key) else None


def is_key(text: str) -> bool:
    """Tell whether this can be a key: some text, not too long, no control characters."""
    return 0 < len(text) <= LONGEST_KEY and text.isprintable()


def address_of(selection: Selection) -> dict[str, str | list[str]]:
    """Write a selection as the address that gives it back; what is default is left out."""
    simple = {name: getattr(selection, name) for name in ("case", "cluster", "a", "b", "run", "query", "pivot")}
    found: dict[str, str | list[str]] = {name: value for name, value in simple.items() if value}
    if selection.focus:
        found["focus"] = [str(one) for one in selection.focus]
    if selection.focus or selection.pivot:
        found["hops"] = str(selection.hops)
    if selection.relations:
        found["relations"] = list(selection.relations)
    return found


def _one(address: Address, name: str) -> str | None:
    values = address.get_all(name)
    return values[0] if len(values) == 1 and is_key(values[0]) else None


def _focused(texts: Sequence[str]) -> tuple[Focus, ...]:
    found = (read_focus(text) for text in texts)
    return tuple(dict.fromkeys(focus for focus in found if focus))[:MOST_FOCUSED]


def _hops(texts: Sequence[str]) -> int:
    return int(texts[0]) if len(texts) == 1 and texts[0] in map(str, range(MOST_HOPS + 1)) else 1


@dataclass(frozen=True, slots=True)
class PlainAddress:
    """An address given as a mapping, for tests and for stored pivots."""

    values: Mapping[str, str | list[str]]

    def get_all(self, key: str) -> list[str]:
        """Give every value of one name, in order."""
        found = self.values.get(key, [])
        return [found] if isinstance(found, str) else found
