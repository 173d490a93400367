"""Before anything is written: each raw file and the options come in, how it will be read goes out, or a clear
refusal.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from case.errors import ShoalError
from case.folder import check_timezone
from loaders.advice import listed, tell_experimental, tell_unknown, tell_unread
from loaders.catalogue import BY_NAME, recognise
from loaders.form import Format
from loaders.guessing import guess_mapping
from loaders.head import Head, take_head
from loaders.mapping import Mapping, read_mapping
from loaders.opening import RawFile
from loaders.options import LoadOptions
from loaders.records import Context
from loaders.values.moments import TimeRules, microseconds

_SURE = 0.35


@dataclass(frozen=True, slots=True)
class Plan:
    """How one file will be read."""

    file: RawFile
    head: Head
    format: Format
    confidence: float
    context: Context
    warnings: tuple[str, ...] = ()


def plan_file(file: RawFile, options: LoadOptions, *, timezone: str | None) -> Plan:
    """Choose format, mapping and rules of times for a file; `timezone` is the case's.

    Raises ShoalError in one sentence where the file is empty, binary or of no known format.
    """
    head = take_head(file)
    format, confidence = _choose(head, options)
    mapping: Mapping | None = None
    notes: tuple[str, ...] = ()
    if format.name == "table":
        mapping = _mapping(head, options)
        notes = mapping.notes
        missing = sorted(set(mapping.columns.values()) - set(head.columns))
        if missing:
            raise ShoalError(
                f"{file.label} has no column {', '.join(missing)}; it has {listed(head.columns)}. Mend the mapping."
            )
        if mapping.delimiter:
            head = replace(head, delimiter=mapping.delimiter)
    zone, zone_notes = _zone(format, mapping, options, timezone)
    rules = TimeRules(
        zone=zone,
        order=mapping.order if mapping else format.order,
        unit=mapping.unit if mapping else format.unit,
        collected_at=read_collected(options.collected_at, zone),
        minute=mapping.minute if mapping else format.minute,
    )
    context = Context(file.name, rules, mapping, head.columns, file.folder)
    told = (*tell_unread(format, head), *tell_experimental(format, head))
    return Plan(file, head, format, confidence, context, (*notes, *zone_notes, *told))


def _choose(head: Head, options: LoadOptions) -> tuple[Format, float]:
    if options.columns is not None or (options.format is None and _mapping_beside(head.file) is not None):
        return BY_NAME["table"], 1.0
    if options.format is not None:
        if options.format not in BY_NAME:
            raise ShoalError(f"'{options.format}' is no format; `shoal formats` lists them: {', '.join(BY_NAME)}.")
        return BY_NAME[options.format], 1.0
    format, confidence = recognise(head)
    if format is None or confidence < _SURE:
        raise ShoalError(tell_unknown(head))
    return format, confidence


def _mapping(head: Head, options: LoadOptions) -> Mapping:
    if options.columns is not None:
        return read_mapping(options.columns)
    if (beside := _mapping_beside(head.file)) is not None:
        return replace(read_mapping(beside), notes=(f"columns are read by {beside.name}, which lies beside the file",))
    mapping = guess_mapping(head.columns, head.rows)
    if mapping is None:
        raise ShoalError(tell_unknown(head))
    return mapping


def _mapping_beside(file: RawFile) -> Path | None:
    """Find the mapping that was saved for a file: `posts.columns.toml` beside `posts.csv` or `posts.csv.gz`."""
    if file.member is not None:
        return None
    path = file.path.with_name(f"{file.path.name.split('.')[0]}.columns.toml")
    return path if path.is_file() else None


def _zone(
    format: Format, mapping: Mapping | None, options: LoadOptions, case_zone: str | None
) -> tuple[tzinfo | None, tuple[str, ...]]:
    """Take the zone that the format defines, else that of the option, the mapping, the case; never one by silence."""
    if format.zone is not None:
        return (UTC if format.zone == "UTC" else ZoneInfo(format.zone)), ()
    name = options.timezone or (mapping.timezone if mapping else None) or case_zone
    check_timezone(name)
    if name is None:
        return None, ()
    usual = format.usual_zone
    differs = (
        usual is not None and datetime.now(ZoneInfo(name)).utcoffset() != datetime.now(ZoneInfo(usual)).utcoffset()
    )
    return ZoneInfo(name), ((f"times are read as {name}, though this format usually has {usual}",) if differs else ())


def read_collected(text: str | int | None, zone: tzinfo | None) -> int | None:
    """Read --collected-at: ISO 8601; a year, month or day alone means its end. Without zone it is in the source's."""
    if text is None or isinstance(text, int):
        return text
    if match := re.fullmatch(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", text.strip()):
        year, month, day = int(match[1]), int(match[2] or 12), match[3]
        first = datetime(year, month, int(day or 1))
        end = first + timedelta(days=1) if day else datetime(year + month // 12, month % 12 + 1, 1)
        return microseconds((end - timedelta(seconds=1)).replace(tzinfo=zone or UTC))
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise ShoalError(f"--collected-at '{text}' is no ISO 8601 time, such as 2024-06-30T12:00:00+08:00.") from error
    return microseconds(moment if moment.tzinfo else moment.replace(tzinfo=zone or UTC))
