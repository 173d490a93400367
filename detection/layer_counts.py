"""The actions of grouped accounts in; how near their partners are, per action and per unit, out."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detection.corpus import Corpus
from detection.group_test import Units
from detection.units import DAY, Rows, collect_rows, count_near, take_rows, unit_weights

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

#: Layers that repeat what another one says: a tag in the sequence of tags, the domain of a link.
NESTED = frozenset({"hashtags", "domain"})
#: Upper ends of the bins of gaps, in microseconds: a minute, ten minutes, an hour, a day.
BINS = (60_000_000, 600_000_000, 3_600_000_000, DAY)


@dataclass(frozen=True, slots=True)
class LayerCounts:
    """Per action of a layer its partners within each window; `near` is keyed by microseconds."""

    rows: Rows
    near: dict[int, Floats]

    def unit_pairs(self, window: int) -> Floats:
        """Return the pairs of each unit within a window."""
        return np.bincount(self.rows.unit, weights=self.near[window], minlength=self.rows.units) / 2

    def units(self, window: int, given: int = DAY) -> Units:
        """Return the units of the timing test for one window, of the pairs that met within `given`."""
        pairs, fast = self.unit_pairs(given), self.unit_pairs(window)
        met = pairs > 1e-9
        return Units(
            layer=self.rows.behaviour,
            window=window,
            group=self.rows.unit_group[met],
            size_class=self.rows.unit_class[met],
            weight=unit_weights(pairs[met]),
            share=np.clip(fast[met] / pairs[met], 0.0, 1.0),
        )


def count_layers(
    corpus: Corpus, groups: Integers, content: Integers, windows: Integers, *, bins: tuple[int, ...] = BINS
) -> list[LayerCounts]:
    """Count the partners of the grouped accounts' actions for every layer; stamps too wide for a minute are left out.

    `groups` holds each account's group or -1, `content` each post's content; `bins` are counted beside the windows.
    """
    found = []
    for layer in corpus.layers:
        rows = collect_rows(layer, groups, content)
        rows = _even(take_rows(rows, rows.width <= BINS[0]))
        if rows.at.size:
            wanted = {*bins, *(int(window) for window in windows if window < DAY)}
            found.append(LayerCounts(rows, count_near(rows, sorted(wanted))))
    return found


def _even(rows: Rows) -> Rows:
    """Read all stamps as coarsely as the coarsest: seconds are no baseline for minutes, which agree by rounding."""
    width = int(rows.width.max(initial=1))
    return replace(rows, at=rows.at // width * width)


def timing_units(counts: list[LayerCounts], windows: Integers, given: int = DAY) -> list[Units]:
    """Return the units of every layer for the windows below `given` that its stamps can tell."""
    return [
        one.units(int(window), given)
        for one in counts
        for window in windows
        if window < given and (window == 0 or window >= int(one.rows.width.max()))
    ]
