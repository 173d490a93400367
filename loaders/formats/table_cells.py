"""What both ways of shaping a mapped table share: cells that hold several values, and a doubt."""

import re

_LIST_MARKS = re.compile(r"[\[\]'\"\s]*[,;|，；、][\[\]'\"\s]*|^[\[\]'\"\s]+|[\[\]'\"\s]+$")
NO_TIME_COLUMN = "no time column: the posts have no time"


def split_cell(cell: str) -> tuple[str, ...]:
    """Read the values of a cell."""
    return tuple(part for part in _LIST_MARKS.split(cell) if part) if cell else ()
