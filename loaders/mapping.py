"""The column mapping of a table file: which column plays which role; read from and written to TOML."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

import tomli_w

from case.errors import ShoalError, Unreachable
from case.rows import Kind
from loaders.values.moments import Order, Unit

#: Roles that a column can play, with what they mean; the keys of `[columns]` in the TOML file.
ROLES = {
    "post_id": "id of the post", "account_id": "id of the author", "handle": "unique @name of the author",
    "account_name": "shown name of the author", "time": "when it was posted",
    "clock": "the hour, where `time` holds the day alone", "text": "its words",
    "title": "its headline",
    "url": "address of the post", "reply_to": "id of the post it answers", "repost_of": "id of the post it passes on",
    "quote_of": "id of the post it quotes", "is_repost": "whether it is a repost (1, true, yes)",
    "kind": "post, comment…", "platform": "name of the platform, where rows of several are in one table",
    "hashtags": "its tags", "mentions": "whom it names", "links": "links it holds", "media": "pictures and videos",
    "likes": "count", "replies": "count", "reposts": "count", "views": "count", "client": "app it was posted with",
    "deleted": "whether it is gone (1, true, yes)", "region": "place of the author or post",
    "language": "language code", "followers": "count", "following": "count",
    "bio": "self-description", "verified": "whether verified", "created_at": "when the account was made",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mapping:
    """How to read a table. `columns`: role -> column name. Editable by hand; kept with the source's record.

    unit: what plain numbers in the time column count. order: of 8/7/15. zone: of the times, None takes the case's.
    row_keys: the ids cannot serve as keys, so posts are named by account, time and text.
    """

    platform: str
    columns: dict[str, str]
    kind: Kind = "post"
    timezone: str | None = None
    order: Order | None = None
    unit: Unit = "auto"
    minute: bool = False
    row_keys: bool = False
    delimiter: str | None = None
    notes: tuple[str, ...] = field(default=())


def read_mapping(path: Path) -> Mapping:
    """Read a mapping from TOML; raises ShoalError where it does not say what is needed."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise Unreachable(f"The mapping {path} could not be read: {error.strerror}.") from error
    except ValueError as error:
        raise ShoalError(f"The mapping {path} is no TOML: {error}.") from error
    return mapping_from(content, str(path))


def mapping_from(content: dict[str, object], name: str) -> Mapping:
    """Check the content of a mapping and make it one."""
    columns = content.get("columns")
    if not isinstance(columns, dict) or not columns:
        raise ShoalError(
            f'The mapping {name} has no [columns]: write role = "column" lines; roles: {", ".join(ROLES)}.'
        )
    if unknown := sorted(set(columns) - set(ROLES)):
        raise ShoalError(f"The mapping {name} names unknown roles {', '.join(unknown)}; roles: {', '.join(ROLES)}.")
    time = content.get("time")
    settings = time if isinstance(time, dict) else {}
    order, unit = settings.get("order"), settings.get("unit", "auto")
    kind = content.get("kind", "post")
    _check(name, "order", order, (None, *get_args(Order)))
    _check(name, "unit", unit, get_args(Unit))
    _check(name, "kind", kind, get_args(Kind))
    zone, delimiter = settings.get("timezone"), content.get("delimiter")
    return Mapping(
        platform=str(content.get("platform") or "other"),
        columns={str(role): str(column) for role, column in columns.items()},
        kind=kind,  # type: ignore[arg-type]  # checked above
        timezone=str(zone) if zone else None,
        order=order,
        unit=unit,
        minute=bool(settings.get("minute", False)),
        row_keys=bool(content.get("row_keys", False)),
        delimiter=str(delimiter) if delimiter else None,
    )


def _check(name: str, field_name: str, value: object, allowed: tuple[object, ...]) -> None:
    if value not in allowed:
        choices = ", ".join(str(choice) for choice in allowed if choice is not None)
        raise ShoalError(f"The mapping {name} says {field_name} = '{value}'; it can be {choices}.")


def mapping_table(mapping: Mapping) -> dict[str, object]:
    """Return a mapping as plain values, the shape of its TOML file."""
    time = {"timezone": mapping.timezone, "order": mapping.order, "unit": mapping.unit, "minute": mapping.minute}
    return {
        "platform": mapping.platform,
        "kind": mapping.kind,
        "row_keys": mapping.row_keys,
        **({"delimiter": mapping.delimiter} if mapping.delimiter else {}),
        "time": {name: value for name, value in time.items() if value is not None},
        "columns": dict(mapping.columns),
    }


def write_mapping(mapping: Mapping, path: Path) -> None:
    """Write a mapping for people to look over and edit."""
    head = "# Which column of the file plays which role. Edit and pass with --columns.\n"
    roles = "".join(f"#   {role}: {meaning}\n" for role, meaning in ROLES.items())
    path.write_text(f"{head}{roles}{tomli_w.dumps(mapping_table(mapping))}", encoding="utf-8")
