"""A list and everybody else in; the accounts that act with the list more than others of their activity do out."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from detection.corpus import Corpus, Layer
from detection.fixed_copies import FixedCopies
from detection.layer_counts import NESTED
from detection.significance import false_discovery_rates, poisson_tail

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Row = dict[str, Any]

NEAR = 3_600_000_000
MIN_OBJECTS = 3
MIN_TEXTS = 2
Q = 0.01
SHOWN = 1000


def find_companions(corpus: Corpus, listed: Integers, copies: FixedCopies | None) -> list[Row]:
    """List outsiders with three objects shared with the list within an hour, or two of its texts, at q <= .01.

    Chance is the rate at which outsiders' actions of the same behaviour and size class fall near the list. A companion
    may be a fan, a colleague or a critic of the list.
    """
    hits, expected, objects = _near_list(corpus, listed)
    outside = np.ones(hits.size, dtype=bool)
    outside[listed] = False
    p = np.where(outside & (objects >= MIN_OBJECTS), poisson_tail(hits, np.maximum(expected, 1e-12)), 1.0)
    links = objects.copy()
    if copies is not None and copies.joined.height:
        code, texts = copies.joined["account"].to_numpy(), copies.joined["texts"].to_numpy()
        by_text = np.where(texts >= MIN_TEXTS, copies.joined["p"].to_numpy(), 1.0)
        p[code] = np.minimum(1.0, 2 * np.minimum(p[code], by_text))
        links[code] += texts
    asked = np.flatnonzero(outside & (p < 1))
    q = false_discovery_rates(p[asked], tests=max(1, int(outside.sum())))
    order = np.lexsort((asked, p[asked]))
    return [
        {"account": corpus.accounts[int(asked[i])], "links": int(links[asked[i]]), "p": float(p[asked[i]]),
         "q": float(q[i])}
        for i in order[:SHOWN] if q[i] <= Q
    ]  # fmt: skip


def _near_list(corpus: Corpus, listed: Integers) -> tuple[Integers, Floats, Integers]:
    """Count per account its actions near the list, what chance expects, and the distinct objects among them."""
    size = len(corpus.accounts)
    inside = np.zeros(size, dtype=bool)
    inside[listed] = True
    hits, expected, objects = np.zeros(size), np.zeros(size), np.zeros(size)
    for layer in corpus.layers:
        if layer.behaviour in NESTED:
            continue
        near, rows = _near_rows(layer, inside)
        classes = np.ceil(np.log2(np.maximum(layer.sharers(), 1))).astype(np.int64)[layer.object[rows]]
        count = np.bincount(classes)
        rate = np.bincount(classes, weights=near) / np.maximum(count, 1)
        account = layer.account[rows]
        hits += np.bincount(account, weights=near, minlength=size)
        expected += np.bincount(account, weights=rate[classes], minlength=size)
        once = np.unique(np.stack([account[near], layer.object[rows][near]]), axis=1)
        objects += np.bincount(once[0], minlength=size)
    return hits.astype(np.int64), expected, objects.astype(np.int64)


def _near_rows(layer: Layer, inside: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], Integers]:
    """Mark the outsiders' actions on an object within an hour of a listed account's action on it."""
    mine = inside[layer.account]
    stamps = np.unique(np.concatenate([layer.at, layer.at - NEAR, layer.at + NEAR]))
    width = stamps.size + 1
    target = layer.object[mine] * width + np.searchsorted(stamps, layer.at[mine])
    rows = np.flatnonzero(~mine)
    low = layer.object[rows] * width + np.searchsorted(stamps, layer.at[rows] - NEAR)
    high = layer.object[rows] * width + np.searchsorted(stamps, layer.at[rows] + NEAR)
    return np.searchsorted(target, high, side="right") > np.searchsorted(target, low, side="left"), rows
