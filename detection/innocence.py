"""What two accounts share in; the innocent explanations that fit it out, each with its signs."""

from collections import Counter
from typing import Any

Row = dict[str, Any]

#: Below three co-actions no regularity can be told.
_ENOUGH = 3


def weigh_pair(a: str, b: str, shared: list[Row]) -> list[Row]:
    """Return `{explanation, fits: strong | weak, signs}` for each everyday reason that two accounts may meet.

    A strong fit means that the reason alone would give what is seen; it does not mean that it is the reason.
    """
    if not shared:
        return []
    found = [_one_follows(a, b, shared), _share_button(shared), _popular(shared), _same_source(shared)]
    return [row for row in found if row is not None]


def _row(explanation: str, strong: bool, *signs: str) -> Row:
    return {"explanation": explanation, "fits": "strong" if strong else "weak", "signs": list(signs)}


def _one_follows(a: str, b: str, shared: list[Row]) -> Row | None:
    firsts = Counter(row["first"] for row in shared if row["first"])
    told = sum(firsts.values())
    leader, times = max(firsts.items(), key=lambda item: (item[1], item[0])) if firsts else ("", 0)
    if told < _ENOUGH or times / told < 0.9:
        return None
    follower = b if leader == a else a
    return _row(
        "one account follows the other",
        times >= 5,
        f"{leader} was first in {times} of {told} co-actions with {follower}",
    )


def _share_button(shared: list[Row]) -> Row | None:
    clients = Counter(post["client"] for row in shared for post in row["posts"] if post.get("client"))
    if not clients:
        return None
    client, times = max(clients.items(), key=lambda item: (item[1], item[0]))
    same = sum(1 for row in shared if {post.get("client") for post in row["posts"]} == {client})
    if same < _ENOUGH or same / len(shared) < 0.8 or times < _ENOUGH:
        return None
    return _row("one application writes for both", False, f"{same} of {len(shared)} co-actions were posted by {client}")


def _popular(shared: list[Row]) -> Row | None:
    common = sum(1 for row in shared if (row["rarity"] or 0) < 3)
    if common < 0.8 * len(shared):
        return None
    return _row("both follow what many share", common == len(shared),
                f"{common} of {len(shared)} shared objects are shared by more than one account in twenty")  # fmt: skip


def _same_source(shared: list[Row]) -> Row | None:
    reposts = sum(1 for row in shared if row["behaviour"] == "repost")
    if reposts < _ENOUGH or reposts / len(shared) < 0.8:
        return None
    return _row(
        "both repost one public source", False, f"{reposts} of {len(shared)} co-actions are reposts of one post"
    )
