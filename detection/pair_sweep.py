"""The compiled loops of `detection.pair_kernel`: rows sorted by object and time in; events, runs of events, counts out.

An event is a row of three numbers: its key (account x accounts + partner), its two rows packed in one, and its gap. All
loops release the interpreter, so that threads share the work.
"""

import numba
import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Codes = NDArray[np.int32]
Flags = NDArray[np.bool_]

#: Columns of an event.
KEY, ROWS, GAP = 0, 1, 2
#: Bits sorted in one pass: its counters stay in the first-level cache.
DIGIT = 11
_ROW = 32
_LOW_ROW = (1 << _ROW) - 1


@numba.njit(cache=True, nogil=True)
def _meet(i: int, j: int, account: Codes, post: Codes, own: Flags, asked: Flags, coortweet: bool) -> bool:
    """Tell whether two rows are an event; CooRTweet asks for two posts, neither the object, one of them chosen."""
    if account[i] == account[j]:
        return False
    if not coortweet:
        return True
    return not own[i] and not own[j] and post[i] != post[j] and (asked[post[i]] or asked[post[j]])


@numba.njit(cache=True, nogil=True)
def tally_events(
    begin: int, end: int, ends: Integers, account: Codes, post: Codes, own: Flags, asked: Flags, coortweet: bool,
    directed: bool, tally: Integers,
) -> None:  # fmt: skip
    """Count the events of rows begin..end for the account that leads each: the lower one, or both."""
    for i in range(begin, end):
        for j in range(i + 1, ends[i]):
            if _meet(i, j, account, post, own, asked, coortweet):
                tally[min(account[i], account[j])] += 1
                if directed:
                    tally[max(account[i], account[j])] += 1


@numba.njit(cache=True, nogil=True)
def _put_event(
    lead: int, other: int, gap: int, account: Codes, part: Codes, cursor: Integers, events: Integers
) -> None:
    """Write the event of two rows into the part of the leading row's account, if it is in this pass."""
    chosen = part[account[lead]]
    if chosen >= 0:
        place = cursor[chosen]
        cursor[chosen] = place + 1
        events[place, KEY] = np.int64(account[lead]) * part.size + account[other]
        events[place, ROWS] = (np.int64(lead) << _ROW) | other
        events[place, GAP] = gap


@numba.njit(cache=True, nogil=True)
def emit_events(
    begin: int, end: int, ends: Integers, account: Codes, post: Codes, own: Flags, asked: Flags, coortweet: bool,
    directed: bool, at: Integers, part: Codes, cursor: Integers, events: Integers,
) -> None:  # fmt: skip
    """Write the events of rows begin..end into the parts of their leading accounts (-1: not in this pass)."""
    for i in range(begin, end):
        for j in range(i + 1, ends[i]):
            if not _meet(i, j, account, post, own, asked, coortweet):
                continue
            low, high = (i, j) if account[i] < account[j] else (j, i)
            gap = at[j] - at[i]
            _put_event(low, high, gap, account, part, cursor, events)
            if directed:
                _put_event(high, low, gap, account, part, cursor, events)


@numba.njit(cache=True, nogil=True)
def sort_events(first: int, last: int, bounds: Integers, events: Integers, runs: Integers) -> None:
    """Sort parts first..last by key, keeping the order of equal ones, and count the distinct keys of each."""
    most = 0
    for part in range(first, last):
        most = max(most, bounds[part + 1] - bounds[part])
    spare = np.empty((most, 3), dtype=np.int64)
    for part in range(first, last):
        begin, end = bounds[part], bounds[part + 1]
        _sort(events[begin:end], spare)
        distinct = 0
        for place in range(begin, end):
            if place == begin or events[place, KEY] != events[place - 1, KEY]:
                distinct += 1
        runs[part] = distinct


@numba.njit(cache=True, nogil=True)
def _sort(events: Integers, spare: Integers) -> None:
    """Sort by key, digit by digit from the lowest; short input by insertion."""
    size = events.shape[0]
    if size < 48:
        for place in range(1, size):
            key, rows, gap, hole = events[place, KEY], events[place, ROWS], events[place, GAP], place
            while hole > 0 and events[hole - 1, KEY] > key:
                _move(events, hole - 1, events, hole)
                hole -= 1
            events[hole, KEY], events[hole, ROWS], events[hole, GAP] = key, rows, gap
        return
    base, top = events[:, KEY].min(), events[:, KEY].max()
    count = np.empty((1 << DIGIT) + 1, dtype=np.int64)
    source, goal, shift = events, spare, 0
    while (top - base) >> shift:
        count[:] = 0
        for place in range(size):
            count[(((source[place, KEY] - base) >> shift) & ((1 << DIGIT) - 1)) + 1] += 1
        for digit in range(1, count.size):
            count[digit] += count[digit - 1]
        for place in range(size):
            digit = ((source[place, KEY] - base) >> shift) & ((1 << DIGIT) - 1)
            _move(source, place, goal, count[digit])
            count[digit] += 1
        source, goal, shift = goal, source, shift + DIGIT
    if (shift // DIGIT) & 1:
        events[:] = spare[:size]


@numba.njit(cache=True, nogil=True)
def _move(source: Integers, place: int, goal: Integers, other: int) -> None:
    goal[other, KEY], goal[other, ROWS], goal[other, GAP] = source[place, KEY], source[place, ROWS], source[place, GAP]


@numba.njit(cache=True, nogil=True)
def count_runs(
    first: int, last: int, bounds: Integers, events: Integers, size: int, thing: Codes, post: Codes,
    offsets: Integers, out: Integers,
) -> None:  # fmt: skip
    """Write for each run of equal keys a, b, pairs, objects, posts_a, posts_b, min_gap and sum_gap."""
    for part in range(first, last):
        place, end, filled = bounds[part], bounds[part + 1], offsets[part]
        a = events[place, KEY] // size if place < end else 0
        while place < end:
            key, stop, objects = events[place, KEY], place + 1, 1
            least = total = events[place, GAP]
            while stop < end and events[stop, KEY] == key:
                least, total = min(least, events[stop, GAP]), total + events[stop, GAP]
                # Events of a pair come in the order of their objects.
                objects += thing[events[stop, ROWS] & _LOW_ROW] != thing[events[stop - 1, ROWS] & _LOW_ROW]
                stop += 1
            while key >= (a + 1) * size:
                a += 1
            out[0, filled], out[1, filled] = a, key - a * size
            out[2, filled], out[3, filled] = stop - place, objects
            out[4, filled] = out[5, filled] = 1
            if stop > place + 1:
                out[4, filled] = _distinct(events[place:stop, ROWS], _ROW, post)
                out[5, filled] = _distinct(events[place:stop, ROWS], 0, post)
            out[6, filled], out[7, filled] = least, total
            place, filled = stop, filled + 1


@numba.njit(cache=True, nogil=True)
def _distinct(rows: Integers, shift: int, post: Codes) -> int:
    """Count the distinct posts on one side of a run of events."""
    posts = np.empty(rows.size, dtype=np.int32)
    for event in range(rows.size):
        posts[event] = post[(rows[event] >> shift) & _LOW_ROW]
    posts.sort()
    return 1 + int(np.sum(posts[1:] != posts[:-1]))
