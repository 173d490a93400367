"""Walks through the graph that are too long for an address: kept on the desk as pivots, named by their id."""

from dataclasses import replace

from app.selection import MOST_FOCUSED, Focus, Selection, read_focus
from case.desk import add, items
from case.errors import ShoalError
from case.folder import Case


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
