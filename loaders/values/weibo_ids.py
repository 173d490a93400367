"""Weibo's two names of a post: the short `bid` of its address (base 62) and the long number `mid`; one becomes the
other.
"""

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_VALUES = {digit: value for value, digit in enumerate(_DIGITS)}


def mid_from_bid(bid: str) -> str:
    """Turn "OlYFDfult" into "5052381093691571": groups of four characters, from the right, are seven digits each.

    A name that is a number or no bid at all stays as it is.
    """
    if bid.isdigit() or not bid or any(character not in _VALUES for character in bid):
        return bid
    groups = []
    for end in range(len(bid), 0, -4):
        value = 0
        for character in bid[max(0, end - 4) : end]:
            value = value * 62 + _VALUES[character]
        groups.append(f"{value:07d}")
    return "".join(reversed(groups)).lstrip("0")
