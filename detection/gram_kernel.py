"""The compiled loops of `detection.grams`: UTF-8 texts in; what they hold and which share which hashed gram out.

A gram is a 64-bit hash. Its upper bits deal it into a bucket that fits the cache, where equal grams are brought
together. All loops release the interpreter, so that threads share the work.
"""

import numba
import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Codes = NDArray[np.int32]
Bytes = NDArray[np.uint8]
Hashes = NDArray[np.uint64]
Word = int | np.int64 | np.uint64

#: Classes of characters: bits of the class table.
LETTER, HAN = 1, 2
APOSTROPHE = 0x27

_MIX = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)


@numba.njit(cache=True, nogil=True)
def _mixed(key: Word, value: Word) -> np.uint64:
    """Hash one more value into a key (wrapping on purpose)."""
    mixed = (np.uint64(key) ^ np.uint64(value)) * _MIX
    return mixed ^ (mixed >> _SHIFT)


@numba.njit(cache=True, nogil=True)
def _character(data: Bytes, place: int) -> tuple[np.int64, int]:
    """Decode the character at a place of valid UTF-8; return it and where the next one begins."""
    first = np.int64(data[place])
    if first < 0x80:
        return first, place + 1
    if first < 0xE0:
        return (first & 0x1F) << 6 | (data[place + 1] & 0x3F), place + 2
    if first < 0xF0:
        return (first & 0x0F) << 12 | (data[place + 1] & 0x3F) << 6 | (data[place + 2] & 0x3F), place + 3
    high = (first & 0x07) << 18 | (data[place + 1] & 0x3F) << 12
    return high | (data[place + 2] & 0x3F) << 6 | (data[place + 3] & 0x3F), place + 4


@numba.njit(cache=True, nogil=True)
def measure_texts(data: Bytes, offsets: Integers, classes: Bytes, han: Integers, words: Integers) -> None:
    """Count the Han characters and the words of each text."""
    for text in range(offsets.size - 1):
        place, inside = offsets[text], False
        while place < offsets[text + 1]:
            character, place = _character(data, place)
            kind = classes[character]
            han[text] += (kind & HAN) != 0
            part = (kind & LETTER) != 0 or character == APOSTROPHE
            words[text] += part and not inside
            inside = part


@numba.njit(cache=True, nogil=True)
def _runs(data: Bytes, place: int, end: int, classes: Bytes, run: int, recent: Hashes, keys: Hashes) -> int:
    """Hash every run of letters, digits or Han characters, punctuation left out; return their number."""
    count = 0
    while place < end:
        character, place = _character(data, place)
        if classes[character] & LETTER:
            recent[count % run] = np.uint64(character)
            count += 1
            if count >= run:
                key = np.uint64(0)
                for step in range(run):
                    key = _mixed(key, recent[(count + step) % run])
                keys[count - run] = key
    return max(0, count - run + 1)


@numba.njit(cache=True, nogil=True)
def _word_pairs(data: Bytes, place: int, end: int, classes: Bytes, keys: Hashes) -> int:
    """Hash neighbouring words and words with one between them; return their number."""
    filled, word = 0, np.uint64(0)
    last, before = np.uint64(0), np.uint64(0)
    seen, inside = 0, False
    while place <= end:
        character = np.int64(0x20)
        if place < end:
            character, place = _character(data, place)
        else:
            place += 1
        if classes[character] & LETTER or character == APOSTROPHE:
            word, inside = _mixed(word, character), True
        elif inside:
            if seen >= 1:
                keys[filled] = _mixed(_mixed(8, last), word)
                filled += 1
            if seen >= 2:
                keys[filled] = _mixed(_mixed(9, before), word)
                filled += 1
            before, last, word, inside = last, word, np.uint64(0), False
            seen += 1
    return filled


@numba.njit(cache=True, nogil=True)
def deal_grams(
    first: int, last: int, data: Bytes, offsets: Integers, classes: Bytes, chinese: NDArray[np.bool_], run: int,
    shift: int, buckets: tuple[int, int], cursor: Integers, keys: Hashes, texts: Codes,
) -> None:  # fmt: skip
    """Write the grams of texts first..last into their buckets of the pass; without `keys` only count them."""
    longest = 0
    for text in range(first, last):
        longest = max(longest, offsets[text + 1] - offsets[text])
    scratch, recent = np.empty(2 * longest + 1, dtype=np.uint64), np.empty(run, dtype=np.uint64)
    for text in range(first, last):
        if chinese[text]:
            count = _runs(data, offsets[text], offsets[text + 1], classes, run, recent, scratch)
        else:
            count = _word_pairs(data, offsets[text], offsets[text + 1], classes, scratch)
        for place in range(count):
            bucket = np.int64(scratch[place] >> np.uint64(shift)) - buckets[0]
            if 0 <= bucket < buckets[1] - buckets[0]:
                goal = cursor[bucket]
                cursor[bucket] = goal + 1
                if keys.size:
                    keys[goal], texts[goal] = scratch[place], text


@numba.njit(cache=True, nogil=True)
def gather_equal(
    first: int, last: int, bounds: Integers, keys: Hashes, texts: Codes, sizes: Codes, kept: Integers, grams: Integers,
    alone: Codes,
) -> None:  # fmt: skip
    """Write, from the beginning of each bucket, the texts of each gram that two and more texts hold, in their order.

    `texts` is overwritten; `sizes` gets the number of texts of each kept gram; `kept` and `grams` count texts and grams
    of each bucket, `alone` the grams that only one text holds. A text counts once.
    """
    most = 0
    for bucket in range(first, last):
        most = max(most, bounds[bucket + 1] - bounds[bucket])
    room = 16
    while room < 2 * most:
        room *= 2
    table, last_text = np.empty(room, dtype=np.uint64), np.empty(room, dtype=np.int32)
    count, goal = np.zeros(room, dtype=np.int32), np.empty(room, dtype=np.int32)
    slot, out = np.empty(most, dtype=np.int32), np.empty(most, dtype=np.int32)
    for bucket in range(first, last):
        begin, size = bounds[bucket], bounds[bucket + 1] - bounds[bucket]
        mask = np.int64(16)
        while mask < 2 * size:
            mask *= 2
        mask -= 1
        count[: mask + 1] = 0
        for place in range(size):
            key = keys[begin + place]
            at = np.int64(key & np.uint64(mask))
            while count[at] > 0 and table[at] != key:
                at = (at + 1) & mask
            slot[place] = at
            if count[at] == 0:
                table[at], count[at], last_text[at] = key, 1, texts[begin + place]
            elif last_text[at] != texts[begin + place]:
                count[at] += 1
                last_text[at] = texts[begin + place]
            else:
                slot[place] = -1  # the text holds this gram already
        filled = number = 0
        for place in range(size):
            at = slot[place]
            if at < 0:
                continue
            if count[at] == 1:
                alone[texts[begin + place]] += 1
                continue
            if count[at] > 0:  # the first text of this gram: from now on the count is below zero
                sizes[begin + number] = count[at]
                number += 1
                goal[at] = filled
                filled += count[at]
                count[at] = -count[at]
            out[goal[at]] = texts[begin + place]
            goal[at] += 1
        texts[begin : begin + filled] = out[:filled]
        kept[bucket], grams[bucket] = filled, number
