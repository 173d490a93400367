"""The compiled loops of `detection.pair_kernel`: rows sorted by object and time in; events, runs of events, counts out.

An event is kept as its key (account x accounts + partner) and its two rows packed in one number. All loops release the
interpreter, so that threads share the work.
"""

import numba
import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Codes = NDArray[np.int32]
Flags = NDArray[np.bool_]

#: Bits sorted in one pass: its counters stay in the first-level cache.
DIGIT = 11
_ROW = 32
_LOW_ROW = (1 << _ROW) - 1


@numba.njit(cache=True, nogil=True)
def _meet(i: int, j: int, account: Codes, post: Integers, own: Flags, asked: Flags, coortweet: bool) -> bool:
    """Tell whether two rows are an event; CooRTweet asks for two posts, neither the object, one of them chosen."""
    if account[i] == account[j]:
        return False
    if not coortweet:
        return True
    return not own[i] and not own[j] and post[i] != post[j] and (asked[post[i]] or asked[post[j]])


@numba.njit(cache=True, nogil=True)
def tally_events(
    begin: int, end: int, ends: Integers, account: Codes, post: Integers, own: Flags, asked: Flags, coortweet: bool,
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
def emit_events(
    begin: int, end: int, ends: Integers, account: Codes, post: Integers, own: Flags, asked: Flags, coortweet: bool,
    directed: bool, part: Codes, cursor: Integers, keys: Integers, rows: Integers,
) -> None:  # fmt: skip
    """Write the events of rows begin..end into the parts of their leading accounts (-1: not in this pass)."""
    size = part.size
    for i in range(begin, end):
        for j in range(i + 1, ends[i]):
            if not _meet(i, j, account, post, own, asked, coortweet):
                continue
            low, high = (i, j) if account[i] < account[j] else (j, i)
            chosen = part[account[low]]
            if chosen >= 0:
                place = cursor[chosen]
                cursor[chosen] = place + 1
                keys[place] = np.int64(account[low]) * size + account[high]
                rows[place] = (np.int64(low) << _ROW) | high
            if directed:
                chosen = part[account[high]]
                if chosen >= 0:
                    place = cursor[chosen]
                    cursor[chosen] = place + 1
                    keys[place] = np.int64(account[high]) * size + account[low]
                    rows[place] = (np.int64(high) << _ROW) | low


@numba.njit(cache=True, nogil=True)
def sort_events(first: int, last: int, bounds: Integers, keys: Integers, rows: Integers, runs: Integers) -> None:
    """Sort parts first..last by key, keeping the order of equal ones, and count the distinct keys of each."""
    most = 0
    for part in range(first, last):
        most = max(most, bounds[part + 1] - bounds[part])
    spare_keys, spare_rows = np.empty(most, dtype=np.int64), np.empty(most, dtype=np.int64)
    for part in range(first, last):
        begin, end = bounds[part], bounds[part + 1]
        _sort(keys[begin:end], rows[begin:end], spare_keys, spare_rows)
        distinct = 0
        for place in range(begin, end):
            if place == begin or keys[place] != keys[place - 1]:
                distinct += 1
        runs[part] = distinct


@numba.njit(cache=True, nogil=True)
def _sort(keys: Integers, rows: Integers, spare_keys: Integers, spare_rows: Integers) -> None:
    """Sort by key, digit by digit from the lowest; short input by insertion."""
    size = keys.size
    if size < 48:
        for place in range(1, size):
            key, row, hole = keys[place], rows[place], place
            while hole > 0 and keys[hole - 1] > key:
                keys[hole], rows[hole] = keys[hole - 1], rows[hole - 1]
                hole -= 1
            keys[hole], rows[hole] = key, row
        return
    base, top = keys.min(), keys.max()
    count = np.empty((1 << DIGIT) + 1, dtype=np.int64)
    shift = 0
    while (top - base) >> shift:
        count[:] = 0
        for place in range(size):
            count[(((keys[place] - base) >> shift) & ((1 << DIGIT) - 1)) + 1] += 1
        for digit in range(1, count.size):
            count[digit] += count[digit - 1]
        for place in range(size):
            digit = ((keys[place] - base) >> shift) & ((1 << DIGIT) - 1)
            spare_keys[count[digit]], spare_rows[count[digit]] = keys[place], rows[place]
            count[digit] += 1
        keys[:], rows[:] = spare_keys[:size], spare_rows[:size]
        shift += DIGIT


@numba.njit(cache=True, nogil=True)
def count_runs(
    first: int, last: int, bounds: Integers, keys: Integers, rows: Integers, size: int, thing: Codes, post: Integers,
    at: Integers, offsets: Integers, out: Integers,
) -> None:  # fmt: skip
    """Write for each run of equal keys a, b, pairs, objects, posts_a, posts_b, min_gap and sum_gap."""
    for part in range(first, last):
        place, end, filled = bounds[part], bounds[part + 1], offsets[part]
        while place < end:
            stop = place + 1
            while stop < end and keys[stop] == keys[place]:
                stop += 1
            out[0, filled], out[1, filled] = keys[place] // size, keys[place] % size
            out[2, filled] = stop - place
            row, other = rows[place] >> _ROW, rows[place] & _LOW_ROW
            least = total = abs(at[row] - at[other])
            objects, last_object = 1, thing[row]
            for event in range(place + 1, stop):
                row, other = rows[event] >> _ROW, rows[event] & _LOW_ROW
                gap = abs(at[row] - at[other])
                least, total = min(least, gap), total + gap
                # Events of a pair come in the order of their objects.
                if thing[row] != last_object:
                    objects, last_object = objects + 1, thing[row]
            out[3, filled], out[6, filled], out[7, filled] = objects, least, total
            out[4, filled] = _distinct(rows, place, stop, _ROW, post)
            out[5, filled] = _distinct(rows, place, stop, 0, post)
            place, filled = stop, filled + 1


@numba.njit(cache=True, nogil=True)
def _distinct(rows: Integers, begin: int, end: int, shift: int, post: Integers) -> int:
    """Count the distinct posts on one side of a run of events."""
    if end - begin == 1:
        return 1
    posts = np.empty(end - begin, dtype=np.int64)
    for event in range(begin, end):
        posts[event - begin] = post[(rows[event] >> shift) & _LOW_ROW]
    posts.sort()
    return 1 + int(np.sum(posts[1:] != posts[:-1]))
