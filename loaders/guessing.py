"""The likely mapping of an unknown table: heads in Chinese or English and the values below them come in, a mapping
goes out.
"""

import re
from collections.abc import Sequence

from case.rows import Kind
from loaders.heads import HEADS, fold_head
from loaders.mapping import Mapping
from loaders.platforms import guess_platform
from loaders.values.ids import ids_are_damaged, is_masked
from loaders.values.moments import Order, TimeRules, Unit, ZoneNeeded
from loaders.values.times import read_time

_SLASHED = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{2,4})")
_LOOKED_AT = 2_000


def guess_mapping(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Mapping | None:
    """Guess which column plays which role; None where nothing looks like an author or like time or text.

    What was decided on thin evidence is said in `notes`: they are shown, and the mapping can be edited and passed back.
    """
    cells = _by_column(columns, rows[:_LOOKED_AT])
    roles = _roles(columns, cells)
    platform, notes = guess_platform(columns, cells, roles.get("url"))
    row_keys = _drop_damaged_ids(roles, cells, notes)
    has_author = bool({"account_id", "handle", "account_name"} & set(roles))
    if not has_author or not ({"time", "text"} & set(roles) or {"followers", "bio", "created_at"} & set(roles)):
        return None
    unit, order, minute = _time_settings(cells.get(roles.get("time", ""), ()), notes)
    return Mapping(
        platform=platform, columns=roles, kind=_kind(columns), order=order, unit=unit, minute=minute,
        row_keys=row_keys, notes=tuple(notes)
    )  # fmt: skip


def _by_column(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, list[str]]:
    cells: dict[str, list[str]] = {column: [] for column in columns}
    for row in rows:
        for column, cell in zip(columns, row, strict=False):
            if cell.strip():
                cells[column].append(cell.strip())
    return cells


def _roles(columns: Sequence[str], cells: dict[str, list[str]]) -> dict[str, str]:
    """Give each role the column whose head comes first in the role's list; each column plays one role."""
    folded = {fold_head(column): column for column in reversed(columns)}
    roles: dict[str, str] = {}
    for role, heads in HEADS.items():
        for head in heads:
            column = folded.get(head)
            if column is not None and column not in roles.values() and cells[column]:
                roles[role] = column
                break
    return _as_profile(_without_impostors(roles, cells))


def _as_profile(roles: dict[str, str]) -> dict[str, str]:
    """Read a `description` beside counts of followers as the account's, and the time then as the account's birth."""
    if {"followers", "following"} <= set(roles) and fold_head(roles.get("text", "")) == "description":
        roles.setdefault("bio", roles.pop("text"))
        if "time" in roles and "post_id" not in roles:
            roles.setdefault("created_at", roles.pop("time"))
        roles.pop("url", None)
    return roles


def _without_impostors(roles: dict[str, str], cells: dict[str, list[str]]) -> dict[str, str]:
    """Take back roles whose values cannot play them: a `date` that is no date, an author id that is a mask."""
    column = roles.get("time")
    if column is not None and not any(_is_time(cell) for cell in cells[column][:50]):
        del roles["time"]
    author = roles.get("account_id")
    if author is not None and sum(is_masked(cell) for cell in cells[author]) * 2 > len(cells[author]):
        del roles["account_id"]
    return roles


def _is_time(cell: str) -> bool:
    try:
        read_time(cell, TimeRules(order="dmy" if _day_first([cell]) == "dmy" else "mdy", collected_at=0))
    except ZoneNeeded:
        return True
    except (ValueError, OverflowError):
        return False
    return True


def _drop_damaged_ids(roles: dict[str, str], cells: dict[str, list[str]], notes: list[str]) -> bool:
    for role in ("post_id", "account_id", "reply_to", "repost_of", "quote_of"):
        column = roles.get(role)
        if column is not None and ids_are_damaged(cells[column]):
            del roles[role]
            notes.append(
                f"the ids in '{column}' were rounded by a table program and are not used; content tells rows apart"
            )
    return "post_id" not in roles


def _kind(columns: Sequence[str]) -> Kind:
    heads = " ".join(columns).casefold()
    return "comment" if "comment_id" in heads or "commentid" in heads or "评论内容" in heads else "post"


def _time_settings(cells: Sequence[str], notes: list[str]) -> tuple[Unit, Order | None, bool]:
    order: Order | None = None
    if any(_SLASHED.match(cell) for cell in cells):
        order = _day_first(cells)
        if order is None:
            order = _denser(cells)
            reading = "month/day/year" if order == "mdy" else "day/month/year"
            notes.append(f"dates such as '{cells[0]}' can be read two ways, here as {reading}: set `order` if wrong")
    unit: Unit = "excel" if cells and all(_looks_serial(cell) for cell in cells[:100]) else "auto"
    seconds = [match[1] for cell in cells if (match := re.search(r"\d:\d\d:(\d\d)(?!\d)", cell))]
    minute = len(seconds) >= 30 and len(seconds) == len(cells) and set(seconds) == {"00"}
    if minute:
        notes.append("all seconds are 00: times are taken as minutes, windows below 60 s say nothing")
    return unit, order, minute


def _looks_serial(cell: str) -> bool:
    try:
        return 20_000 <= float(cell) < 80_000
    except ValueError:
        return False


def _day_first(cells: Sequence[str]) -> Order | None:
    pairs = [(int(match[1]), int(match[2])) for cell in cells if (match := _SLASHED.match(cell))]
    if any(first > 12 for first, _ in pairs):
        return "dmy"
    return "mdy" if any(other > 12 for _, other in pairs) else None


def _denser(cells: Sequence[str]) -> Order:
    """Prefer the reading under which the days lie together: 8/6 and 8/7 are two days in August, not June and July."""
    pairs = {(int(match[1]), int(match[2])) for cell in cells if (match := _SLASHED.match(cell))}
    months = len({first for first, _ in pairs})
    days = len({other for _, other in pairs})
    return "mdy" if months <= days else "dmy"
