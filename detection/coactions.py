"""One layer in; its co-actions out: two accounts on one object of one stratum within a closed window.

Events per object are counted before any pair is made; objects over the budget keep narrower windows or are left out,
and are listed with their counts. What remains decides nothing about an object's place in account totals.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detection.corpus import Layer
from detection.nearness import find_near

Integers = NDArray[np.int64]

MICROSECONDS = 1_000_000
DAY_WIDTH = 86_400_000_000
#: More events than this on one object (about 700 accounts at once) say nothing about any single pair of them.
OBJECT_EVENTS = 250_000
#: So many left-out objects are listed one by one for each behaviour; the rest are one line with their sums.
LISTED = 100


@dataclass(frozen=True, slots=True)
class CoActions:
    """Co-actions of one behaviour, account codes a < b, times of the earlier and later post in microseconds.

    `needs` is the narrowest window that the stamps allow, `widest` the widest in the budget of the object.
    """

    behaviour: str
    a: Integers
    b: Integers
    post_a: Integers
    post_b: Integers
    object: Integers
    start: Integers
    end: Integers
    needs: Integers
    widest: Integers
    stratum: Integers

    @property
    def gap(self) -> Integers:
        """Microseconds between the two posts."""
        return self.end - self.start

    def within(self, window: int) -> NDArray[np.bool_]:
        """Mark the co-actions that count in a window of so many microseconds."""
        precise = self.needs <= window if window else self.needs < DAY_WIDTH
        return (self.gap <= window) & precise & (self.widest >= window)

    def take(self, rows: NDArray[np.bool_] | Integers) -> "CoActions":
        """Return the chosen co-actions."""
        names = ("a", "b", "post_a", "post_b", "object", "start", "end", "needs", "widest", "stratum")
        return CoActions(self.behaviour, *(getattr(self, name)[rows] for name in names))


def find_coactions(layer: Layer, windows: Integers, *, budget: int) -> tuple[CoActions, list[dict[str, object]]]:
    """List the co-actions of a layer in its widest affordable windows, and what was left out.

    `windows` are ascending microseconds; `budget` is the number of events that may be listed.
    """
    events = np.array([find_near(layer.object, layer.at, int(w)).events(len(layer.names)) for w in windows])
    widest, cap = _affordable(events, budget)
    reach = np.where(widest >= 0, windows[np.maximum(widest, 0)], -1)
    # A negative reach leaves a row alone: no pairs.
    earlier, later = find_near(layer.object, layer.at, reach[layer.object]).pairs()
    found = _oriented(layer, earlier, later, reach)
    return found, _left_out(layer, windows, events, widest, cap)


def _affordable(events: Integers, budget: int) -> tuple[Integers, int]:
    """For each object the number of the widest window in the budget (-1: none), and the cap per object that held."""
    cap = min(OBJECT_EVENTS, budget)
    while True:
        rungs = (events <= cap).sum(axis=0) - 1
        total = int(events[np.maximum(rungs, 0), np.arange(events.shape[1])][rungs >= 0].sum())
        if total <= budget or cap <= 1:
            return rungs, cap
        cap //= 2


def _oriented(layer: Layer, earlier: Integers, later: Integers, reach: Integers) -> CoActions:
    """Make co-actions of row pairs; pairs of one account and pairs across strata are none."""
    first, second = layer.account[earlier], layer.account[later]
    kept = (first != second) & (layer.stratum[earlier] == layer.stratum[later])
    earlier, later = earlier[kept], later[kept]
    swap = layer.account[earlier] > layer.account[later]
    a, b = np.where(swap, later, earlier), np.where(swap, earlier, later)
    return CoActions(
        behaviour=layer.behaviour,
        a=layer.account[a],
        b=layer.account[b],
        post_a=layer.post[a],
        post_b=layer.post[b],
        object=layer.object[earlier],
        start=layer.at[earlier],
        end=layer.at[later],
        needs=np.maximum(layer.width[earlier], layer.width[later]),
        widest=reach[layer.object[earlier]],
        stratum=layer.stratum[earlier],
    )


def _left_out(layer: Layer, windows: Integers, events: Integers, widest: Integers, cap: int) -> list[dict[str, object]]:
    """List objects whose wider windows were not paired, the hottest first."""
    cut = np.flatnonzero(widest < len(windows) - 1)
    if not cut.size:
        return []
    rows = np.bincount(layer.object, minlength=len(layer.names))
    next_rung = widest[cut] + 1
    hot = events[next_rung, cut]
    order = np.lexsort((cut, -hot))
    listed: list[dict[str, object]] = [
        {
            "behaviour": layer.behaviour,
            "object": layer.names[int(cut[i])],
            "rows": int(rows[cut[i]]),
            "events": int(hot[i]),
            "from_window_seconds": float(windows[next_rung[i]] / MICROSECONDS),
            "reason": f"more than {cap} co-actions on one object: not paired from here on, by groups only",
        }
        for i in order[:LISTED]
    ]
    rest = order[LISTED:]
    if rest.size:
        listed.append({
            "behaviour": layer.behaviour,
            "object": f"{rest.size} more objects",
            "rows": int(rows[cut[rest]].sum()),
            "events": int(hot[rest].sum()),
            "reason": f"more than {cap} co-actions on one object",
        })  # fmt: skip
    return listed
