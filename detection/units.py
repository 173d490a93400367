"""A layer and groups of accounts in; the units of the timing test out.

A unit is one object in one group: how many pairs of its members came within a day, and which share of those within a
window. Pairs are counted, never listed, so a group may have any size.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detection.corpus import Corpus, Layer
from detection.nearness import find_near

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

DAY = 86_400_000_000
#: Behaviours that copy a whole post: only there do pairs of the same content count.
COPY_LAYERS = ("repost", "text")
#: One object weighs at most as much as five accounts on it: one viral post must not make a group.
MAX_WEIGHT = 4.0


@dataclass(frozen=True, slots=True)
class Rows:
    """Actions of grouped accounts that others of their group share, sorted by unit (object x group) and time.

    `share` is the square root of one over the objects of the post in this layer, so that a pair of posts with many
    common tags counts about once. `of_unit` and the `unit_` columns describe the units.
    """

    behaviour: str
    unit: Integers
    at: Integers
    account: Integers
    post: Integers
    content: Integers
    share: Floats
    width: Integers
    unit_group: Integers
    unit_object: Integers
    unit_class: Integers

    @property
    def units(self) -> int:
        """Number of units."""
        return int(self.unit_group.size)


def read_contents(corpus: Corpus) -> Integers:
    """Return for each post a number of its content: what it reposts, else its text, else its own."""
    content = np.arange(len(corpus.posts), dtype=np.int64)
    base = content.size
    for behaviour in ("text", "repost"):
        layer = corpus.layer(behaviour)
        if layer is not None:
            content[layer.post] = base + layer.object
            base += len(layer.names)
    return content


def collect_rows(layer: Layer, groups: Integers, content: Integers) -> Rows:
    """Collect the actions of a layer that matter to groups; `groups` holds each account's group or -1."""
    group = groups[layer.account]
    size_class = np.ceil(np.log2(np.maximum(layer.sharers(), 1))).astype(np.int64)
    per_post = np.bincount(layer.post, minlength=content.size)
    rows = np.flatnonzero(group >= 0)
    key = group[rows] * len(layer.names) + layer.object[rows]
    rows = rows[np.argsort(key, kind="stable")]
    key = np.sort(key, kind="stable")
    names, unit, count = np.unique(key, return_inverse=True, return_counts=True)
    shared = count[unit] > 1
    rows, unit = rows[shared], unit[shared]
    used, unit = np.unique(unit, return_inverse=True)
    things = names[used] % len(layer.names)
    return Rows(
        behaviour=layer.behaviour,
        unit=unit,
        at=layer.at[rows],
        account=layer.account[rows],
        post=layer.post[rows],
        content=content[layer.post[rows]],
        share=1 / np.sqrt(per_post[layer.post[rows]]),
        width=layer.width[rows],
        unit_group=names[used] // len(layer.names),
        unit_object=things,
        unit_class=size_class[things],
    )


def count_near(rows: Rows, window: int) -> Floats:
    """Return for each action the (weighted) number of partners in its unit within `window` microseconds.

    Pairs of one account are none; outside the copy layers pairs of the same content are none.
    """
    total = _sums(rows.unit, rows, window)
    by_account = _excluded(rows, window, rows.account)
    if rows.behaviour in COPY_LAYERS:
        return np.maximum(total - by_account, 0.0)
    by_content = _excluded(rows, window, rows.content)
    both = _excluded(rows, window, rows.account, rows.content)
    return np.maximum(total - by_account - by_content + both, 0.0)


def unit_weights(pairs: Floats) -> Floats:
    """Weigh a unit of m pairs: about its members less one, between a half and four."""
    return np.clip((1 + np.sqrt(1 + 8 * pairs)) / 2 - 1, 0.5, MAX_WEIGHT)


def _excluded(rows: Rows, window: int, *columns: Integers) -> Floats:
    """Count partners that agree in further columns, looking only at actions that have such a partner at all."""
    key = rows.unit
    for column in columns:
        _, code = np.unique(column, return_inverse=True)
        _, key = np.unique(key * (code.max(initial=0) + 1) + code, return_inverse=True)
    repeated = np.flatnonzero(np.bincount(key, minlength=1)[key] > 1)
    result = np.zeros(rows.at.size)
    if repeated.size:
        order = repeated[np.argsort(key[repeated], kind="stable")]
        result[order] = _sums(key[order], take_rows(rows, order), window)
    return result


def take_rows(rows: Rows, chosen: Integers | NDArray[np.bool_]) -> Rows:
    """Return the chosen actions under the same units."""
    names = ("unit", "at", "account", "post", "content", "share", "width")
    return replace(rows, **{name: getattr(rows, name)[chosen] for name in names})


def _sums(key: Integers, rows: Rows, window: int) -> Floats:
    """Sum the shares of the partners before and after each action, times its own. `key` and time ascend."""
    ends = find_near(key, rows.at, window).ends
    running = np.concatenate([[0.0], np.cumsum(rows.share)])
    after = running[ends] - running[1:]
    # The actions before i within the window are those whose own window reaches i.
    index = np.arange(ends.size)
    begins = np.searchsorted(ends, index, side="right")
    before = running[index] - running[np.minimum(begins, index)]
    return np.asarray(rows.share * (after + before), dtype=np.float64)
