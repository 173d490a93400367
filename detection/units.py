"""A layer and groups of accounts in; the units of the timing test out.

A unit is one object in one group: how many pairs of its members came within a day, and which share of those within a
window. Pairs are counted, never listed, so a group may have any size.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detection.codes import number_runs
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
    order = np.argsort(key, kind="stable")
    rows, key = rows[order], key[order]
    first, unit = number_runs(key)
    shared = np.diff(first, append=key.size)[unit] > 1
    rows, key = rows[shared], key[shared]
    first, unit = number_runs(key)
    names = key[first]
    things = names % len(layer.names)
    return Rows(
        behaviour=layer.behaviour,
        unit=unit,
        at=layer.at[rows],
        account=layer.account[rows],
        post=layer.post[rows],
        content=content[layer.post[rows]],
        share=1 / np.sqrt(per_post[layer.post[rows]]),
        width=layer.width[rows],
        unit_group=names // len(layer.names),
        unit_object=things,
        unit_class=size_class[things],
    )


def count_near(rows: Rows, windows: Iterable[int]) -> dict[int, Floats]:
    """Return for each window in microseconds the (weighted) number of partners of each action in its unit within it.

    Pairs of one account are none; outside the copy layers pairs of the same content are none.
    """
    by_account = _alike(rows.unit, np.arange(rows.at.size), rows.account)
    excluded = [(-1.0, *by_account)]
    if rows.behaviour not in COPY_LAYERS:
        excluded.append((-1.0, *_alike(rows.unit, np.arange(rows.at.size), rows.content)))
        excluded.append((1.0, *_alike(*by_account, rows.content)))
    parts = [(sign, key, order, take_rows(rows, order)) for sign, key, order in excluded if order.size]
    near = {}
    for window in windows:
        partners = _sums(rows.unit, rows, window)
        for sign, key, order, part in parts:
            partners[order] += sign * _sums(key, part, window)
        near[window] = np.maximum(partners, 0.0)
    return near


def unit_weights(pairs: Floats) -> Floats:
    """Weigh a unit of m pairs: about its members less one, between a half and four."""
    return np.clip((1 + np.sqrt(1 + 8 * pairs)) / 2 - 1, 0.5, MAX_WEIGHT)


def _alike(key: Integers, order: Integers, column: Integers) -> tuple[Integers, Integers]:
    """Return (key, place) of the actions that share key and column with another one, by new key and time.

    `order` holds the places that `key` describes.
    """
    joined = key * (int(column.max(initial=0)) + 1) + column[order]
    sort = np.argsort(joined, kind="stable")
    joined, order = joined[sort], order[sort]
    first, number = number_runs(joined)
    repeated = np.diff(first, append=joined.size)[number] > 1
    return number_runs(joined[repeated])[1], order[repeated]


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
