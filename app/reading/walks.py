"""Walks through the graph that are too long for an address: kept on the desk as pivots, named by their id."""

from dataclasses import dataclass, replace

from app.selection import MOST_FOCUSED, Focus, Selection, read_focus
from case.desk import add, items
from case.errors import ShoalError
from case.folder import Case

Places = dict[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Walk:
    """A walk that a person kept under a name, with the places of its nodes."""

    id: str
    title: str
    actor: str
    at: str


def name_walk(case: Case, selection: Selection, *, title: str, places: Places, actor: str) -> str:
    """Keep a walk under a name, with the places of its nodes, and return its id."""
    focus = [str(one) for one in focus_of(case, selection)]
    value = {"title": title, "focus": focus, "relations": list(selection.relations), "places": places}
    return add(case, "pivots", value, actor=actor)


def named_walks(case: Case) -> list[Walk]:
    """List the walks that were kept under a name, the latest first."""
    kept = [item for item in items(case, "pivots") if item.get("title")]
    return [Walk(item["id"], str(item["title"]), item["actor"], item["at"]) for item in reversed(kept)]


def places_of(case: Case, selection: Selection) -> Places:
    """Give the places that were kept with the walk an address names; empty when it names none."""
    for item in items(case, "pivots"):
        if item["id"] == selection.pivot:
            return {name: (float(x), float(y)) for name, (x, y) in dict(item.get("places") or {}).items()}
    return {}


def focus_of(case: Case, selection: Selection) -> tuple[Focus, ...]:
    """Give the nodes in focus: those of the address, or those of the pivot it names."""
    if selection.pivot is None:
        return selection.focus
    for item in items(case, "pivots"):
        if item["id"] == selection.pivot:
            return tuple(focus for focus in map(read_focus, map(str, item.get("focus", ()))) if focus)
    raise ShoalError(f"There is no pivot {selection.pivot!r} in this case. Check the link you were given.")


def keep_walk(case: Case, selection: Selection, *, actor: str) -> Selection:
    """Shorten a selection of more than 30 nodes by keeping it in the case; an equal walk is kept once."""
    if len(selection.focus) <= MOST_FOCUSED:
        return selection
    focus = [str(one) for one in selection.focus]
    known = (item["id"] for item in items(case, "pivots") if item.get("focus") == focus)
    pivot = next(known, None) or add(case, "pivots", {"focus": focus}, actor=actor)
    return replace(selection, focus=(), pivot=pivot)
