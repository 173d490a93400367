"""What people decided about accounts and clusters: the latest verdict and attribution of each."""

from collections.abc import Iterable, Mapping
from typing import Any

from case.desk import items
from case.folder import Case

JUDGEMENTS = ("coordinated", "organic", "unclear")
Item = dict[str, Any]


def verdicts(case: Case) -> dict[str, Item]:
    """Give the latest verdict of everything judged, by key of the account or cluster it is about."""
    return _latest(items(case, "verdicts"))


def attributions(case: Case) -> dict[str, Item]:
    """Give the latest attribution of everything attributed."""
    return _latest(items(case, "attributions"))


def about(found: Mapping[str, Item], *names: str) -> Item | None:
    """Find what was decided about something known by several names; a cluster has an id and a lineage."""
    there = [found[name] for name in names if name in found]
    return max(there, key=lambda item: str(item.get("at", ""))) if there else None


def _latest(decided: Iterable[Item]) -> dict[str, Item]:
    in_time = sorted(decided, key=lambda item: str(item.get("at", "")))
    return {str(item.get("about", item.get("cluster", ""))): item for item in in_time}
