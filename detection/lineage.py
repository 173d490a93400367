"""Accounts of a new cluster and the clusters of earlier runs in; the name that stays over runs out."""

from collections.abc import Iterable, Sequence

#: A new cluster carries on an earlier one when they share at least this much of their union.
SAME_LINEAGE = 0.5


def find_lineages(clusters: Sequence[Sequence[str]], earlier: Iterable[tuple[str, Sequence[str]]]) -> list[str | None]:
    """Return for each cluster the earlier lineage with the largest overlap (Jaccard >= 0.5), or None.

    `earlier` gives (lineage, accounts), the latest run first. Each lineage is given once, the best overlap first; ties
    go to the latest run, then to the lineage's name.
    """
    members = [frozenset(accounts) for accounts in clusters]
    offers = []
    for age, (lineage, accounts) in enumerate(earlier):
        before = frozenset(accounts)
        for number, now in enumerate(members):
            overlap = len(now & before) / max(1, len(now | before))
            if overlap >= SAME_LINEAGE:
                offers.append((-overlap, age, lineage, number))
    given: dict[int, str] = {}
    for _, _, lineage, number in sorted(offers):
        if number not in given and lineage not in given.values():
            given[number] = lineage
    return [given.get(number) for number in range(len(members))]
