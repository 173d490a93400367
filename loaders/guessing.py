"""The likely mapping of an unknown table: heads in Chinese or English and the values below them come in, a mapping
goes out.
"""

import re
from collections.abc import Sequence

from case.rows import Kind
from loaders.heads import HEADS, fold_head, role_by_parts
from loaders.mapping import Mapping
from loaders.platforms import UNKNOWN, guess_platform, platform_column, platform_named
from loaders.values.addresses import post_id_in
from loaders.values.ids import ids_are_damaged, is_masked
from loaders.values.moments import Order, TimeRules, Unit, ZoneNeeded
from loaders.values.times import read_time

_SLASHED = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{2,4})")
_DAY = re.compile(r"\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}日?")
_MERE_IDS = ("id", "编号")
_ROW_NUMBER = re.compile(r"\d{1,7}(?:\.0)?")
_NUMBER = re.compile(r"[\d.,]+")
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_ZONES = (
    (re.compile(r"\b(?:UTC|GMT)\b(?![+-])", re.I), "UTC"), (re.compile("北京时间|UTC\\+0?8\\b"), "Asia/Shanghai")
)  # fmt: skip
_LOOKED_AT, _SHOWN = 2_000, 8


def guess_mapping(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Mapping | None:
    """Guess which column plays which role; None where nothing looks like an author or like time or text.

    What was decided on thin evidence is said in `notes`: they are shown, and the mapping can be edited and passed back.
    """
    cells = _by_column(columns, rows[:_LOOKED_AT])
    roles, by_parts = _roles(columns, cells)
    notes: list[str] = []
    platform, more = _platform(columns, cells, roles)
    notes += more
    _drop_damaged_ids(roles, cells, notes)
    _drop_row_numbers(roles, cells, notes)
    _drop_shared_ids(roles, columns, rows[:_LOOKED_AT], notes)
    row_keys = "post_id" not in roles and not _take_ids_from_addresses(roles, cells, platform, notes)
    has_author = bool({"account_id", "handle", "account_name"} & set(roles))
    if not has_author or not ({"time", "text"} & set(roles) or {"followers", "bio", "created_at"} & set(roles)):
        return None
    unit, order, minute = _time_settings(cells.get(roles.get("time", ""), ()), notes)
    zone = _zone_in_head(roles, notes)
    thin = ", ".join(f"{role} = {column}" for role, column in by_parts.items() if roles.get(role) == column)
    if thin:
        notes.insert(0, f"taken by part of their heads, check them: {thin}")
    told = "".join(notes)
    unused = [name for name in columns if cells[name] and name not in roles.values() and f"'{name}'" not in told]
    if unused:
        notes.append(f"not used: {', '.join(unused[:_SHOWN])}{' …' if len(unused) > _SHOWN else ''}")
    return Mapping(
        platform=platform, columns=roles, kind=_kind(columns), timezone=zone, order=order, unit=unit, minute=minute,
        row_keys=row_keys, notes=tuple(notes)
    )  # fmt: skip


def _platform(columns: Sequence[str], cells: dict[str, list[str]], roles: dict[str, str]) -> tuple[str, list[str]]:
    """Name the platform of a table; one that names it in each row says so itself."""
    column = platform_column(columns, cells)
    if column is None:
        return guess_platform(columns, cells, roles.get("url"))
    found = {platform_named(cell) for cell in cells[column]}
    for role in [role for role, taken in roles.items() if taken == column]:
        del roles[role]
    if len(found) == 1:
        return str(found.pop()), [f"the platform is the one that '{column}' names in each row"]
    roles["platform"] = column
    return UNKNOWN, [f"the platform of each row is the one that '{column}' names"]


def _by_column(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, list[str]]:
    cells: dict[str, list[str]] = {column: [] for column in columns}
    for row in rows:
        for column, cell in zip(columns, row, strict=False):
            if cell.strip():
                cells[column].append(cell.strip())
    return cells


def _roles(columns: Sequence[str], cells: dict[str, list[str]]) -> tuple[dict[str, str], dict[str, str]]:
    """Give each role the column whose head comes first in the role's list; each column plays one role.

    Roles that are open then go to columns by the parts of their heads; these are returned by themselves as well.
    """
    folded = {fold_head(column): column for column in reversed(columns)}
    roles: dict[str, str] = {}
    for role, heads in HEADS.items():
        for head in heads:
            column = folded.get(head)
            if column is not None and column not in roles.values() and cells[column]:
                roles[role] = column
                break
    roles = _without_impostors(_with_clock(roles, columns, cells), cells)
    by_parts: dict[str, str] = {}
    for column in columns:
        part = role_by_parts(column) if column not in roles.values() and cells[column] else None
        if part is not None and part not in roles and part not in by_parts:
            by_parts[part] = column
    pages = cells[by_parts["url"]] if "url" in by_parts else []
    if len(set(pages)) < len(pages):
        del by_parts["url"]  # one page for several rows: what was commented on, not the comment
    by_parts = _without_impostors(by_parts, cells)
    return _as_profile(_names_apart(roles | by_parts, cells)), by_parts


def _with_clock(roles: dict[str, str], columns: Sequence[str], cells: dict[str, list[str]]) -> dict[str, str]:
    """Put the day and the hour together where they have a column each."""
    time = roles.get("time")
    if time is None or not all(_CLOCK.fullmatch(cell) for cell in cells[time]):
        return roles
    others = [column for column in columns if column != time and fold_head(column) in HEADS["time"]]
    day = next((column for column in others if cells[column] and column not in roles.values()), None)
    return roles | {"time": day, "clock": time} if day else roles


def _names_apart(roles: dict[str, str], cells: dict[str, list[str]]) -> dict[str, str]:
    """Read names that all begin with @ as handles, and `username` where a second column holds the shown name."""
    names = cells.get(roles.get("account_name", ""), ())
    if names and "handle" not in roles and all(name.startswith("@") for name in names):
        roles["handle"] = roles.pop("account_name")
    shown = next((column for column in cells if fold_head(column) in ("fullname", "displayname")), None)
    if shown and shown != roles.get("account_name") and fold_head(roles.get("account_name", "")) == "username":
        roles.setdefault("handle", roles["account_name"])
        roles["account_name"] = shown
    return roles


def _zone_in_head(roles: dict[str, str], notes: list[str]) -> str | None:
    """Take the zone that the head of the times names."""
    head = roles.get("time", "")
    zone = next((zone for mark, zone in _ZONES if mark.search(head)), None)
    if zone is not None:
        notes.append(f"the times are read as {zone}, which their head '{head}' names")
    return zone


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
    words = roles.get("text")
    if words is not None and all(_NUMBER.fullmatch(cell) for cell in cells[words]):
        del roles["text"]
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


def _drop_damaged_ids(roles: dict[str, str], cells: dict[str, list[str]], notes: list[str]) -> None:
    for role in ("post_id", "account_id", "reply_to", "repost_of", "quote_of"):
        column = roles.get(role)
        if column is not None and ids_are_damaged(cells[column]):
            del roles[role]
            notes.append(
                f"the ids in '{column}' were rounded by a table program and are not used; content tells rows apart"
            )


def _drop_row_numbers(roles: dict[str, str], cells: dict[str, list[str]], notes: list[str]) -> None:
    """Take no mere `id` that counts the rows from 0 or 1 on: the next table would have the same for other posts.

    Some rows may have been deleted. Where other rows name them as their parents, they are ids.
    """
    column = roles.get("post_id", "")
    if fold_head(column) not in _MERE_IDS or not all(_ROW_NUMBER.fullmatch(cell) for cell in cells[column]):
        return
    numbers = [int(float(cell)) for cell in cells[column]]
    if len(numbers) < 2 or min(numbers) > 1 or max(numbers) > 2 * len(numbers):
        return
    named = {cell for role in ("reply_to", "repost_of", "quote_of") for cell in cells.get(roles.get(role, ""), ())}
    if not named & set(cells[column]):
        del roles["post_id"]
        notes.append(f"'{column}' counts the rows: these are no ids of posts, content tells rows apart")


def _drop_shared_ids(
    roles: dict[str, str], columns: Sequence[str], rows: Sequence[Sequence[str]], notes: list[str]
) -> None:
    """Take no ids under which most texts stand with others, as comments do under the id of their video."""
    if not {"post_id", "text"} <= set(roles):
        return
    id, text = columns.index(roles["post_id"]), columns.index(roles["text"])
    texts: dict[str, set[str]] = {}
    for row in rows:
        if len(row) > max(id, text) and row[id].strip():
            texts.setdefault(row[id].strip(), set()).add(row[text].strip())
    shared = sum(len(words) for words in texts.values() if len(words) > 1)
    if shared * 2 > sum(len(words) for words in texts.values()):
        notes.append(
            f"the ids in '{roles.pop('post_id')}' are shared by rows with other words: they are not the rows' own"
        )


def _take_ids_from_addresses(
    roles: dict[str, str], cells: dict[str, list[str]], platform: str, notes: list[str]
) -> bool:
    """Take the ids of posts from their addresses, where each row has one of its own that holds one."""
    column = roles.get("url")
    if column is None:
        return False
    found = [post_id_in(address, platform) for address in cells[column]]
    if None in found or len(set(found)) < len(found):
        return False
    roles["post_id"] = column
    notes.append(f"the ids of the posts are taken from their addresses in '{column}'")
    return True


def _kind(columns: Sequence[str]) -> Kind:
    heads = " ".join(columns).casefold()
    return (
        "comment"
        if "comment_id" in heads
        or "commentid" in heads
        or re.search("(?:评论|留言)内容|comment(?:er|text)", fold_head(heads))
        else "post"
    )


def _time_settings(cells: Sequence[str], notes: list[str]) -> tuple[Unit, Order | None, bool]:
    order: Order | None = None
    if cells and all(_DAY.fullmatch(cell) for cell in cells[:100]):
        notes.append("the times are days only: who was how fast after whom cannot be told")
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
