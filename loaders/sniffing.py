"""A file in, which format it is taken for and its first rows as they would be read out; nothing is written."""

from dataclasses import asdict, replace
from datetime import UTC
from itertools import islice
from pathlib import Path
from typing import Any

from case.clock import to_iso
from case.errors import ShoalError
from loaders.advice import listed
from loaders.form import Stream
from loaders.mapping import mapping_table
from loaders.opening import RawFile, open_text
from loaders.options import LoadOptions, Sniffed
from loaders.planning import Plan, plan_file
from loaders.records import Broken, Raw, Reject, Shaped
from loaders.values.moments import ZoneNeeded
from loaders.walking import find_files

_ROWS = 10
_DEFAULTS = LoadOptions()


def sniff(path: Path, options: LoadOptions = _DEFAULTS, *, timezone: str | None = None) -> Sniffed:
    """Say which format a file is of, how sure, and show its first rows; for a table also the guessed mapping.

    Raises Unreachable for a missing file, ShoalError in one sentence for an empty, binary or unknown one, or for a
    folder.
    """
    path = Path(path)
    if path.is_dir():
        raise ShoalError(f"{path} is a folder: name one file to sniff.")
    files = find_files([path])
    plan = _plan_first(files, options, timezone)
    rows, warnings = _first_rows(plan)
    mapping = mapping_table(plan.context.mapping) if plan.context.mapping else None
    return Sniffed(
        plan.format.name,
        round(plan.confidence, 2),
        rows,
        [*_beside(plan, files), *plan.warnings, *dict.fromkeys(warnings)],
        mapping,
        plan.head.encoding,
    )


def _plan_first(files: list[RawFile], options: LoadOptions, timezone: str | None) -> Plan:
    """Plan the first file that is an export: an archive may hold notes beside it."""
    refusals = []
    for file in files:
        try:
            return plan_file(file, options, timezone=timezone)
        except ShoalError as refusal:
            refusals.append(refusal)
    raise refusals[0]


def _beside(plan: Plan, files: list[RawFile]) -> tuple[str, ...]:
    """Say which file of an archive is shown."""
    others = [file.name for file in files if file != plan.file]
    return (f"shown is {plan.file.label}; the archive also holds {listed(others)}",) if others else ()


def _first_rows(plan: Plan) -> tuple[list[dict[str, Any]], list[str]]:
    rows: list[dict[str, Any]] = []
    warnings: list[str] = []
    with open_text(plan.file, plan.head.encoding, line_end=plan.head.line_end) as text:
        for place, raw in islice(plan.format.read(Stream(text, plan.head)), _ROWS):
            shaped, doubts = _shape(plan, place, raw)
            warnings.extend(doubts)
            if shaped is not None:
                rows.append(_row(shaped, place))
    return rows, warnings


def _shape(plan: Plan, place: int, raw: Raw | Broken) -> tuple[Shaped | None, tuple[str, ...]]:
    if isinstance(raw, Broken):
        return None, (f"record {place} {raw.reason}",)
    try:
        shaped = plan.format.shape(raw, plan.context)
    except ZoneNeeded:
        usual = f" (usually {plan.format.usual_zone})" if plan.format.usual_zone else ""
        in_utc = replace(plan, context=replace(plan.context, rules=replace(plan.context.rules, zone=UTC)))
        return _shape(in_utc, place, raw)[0], (
            f"the times name no zone and are shown as UTC: load needs --timezone{usual}",
        )
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError) as error:
        return None, (f"record {place} is not shaped as {plan.format.name}: {error}",)
    if isinstance(shaped, Reject):
        return None, (f"record {place} {shaped.reason}",)
    return shaped, shaped.notes


def _row(shaped: Shaped, place: int) -> dict[str, Any]:
    if shaped.posts:
        post = shaped.posts[0].post
        told = {name: value for name, value in asdict(post).items() if value is not None}
        return {**told, "at": to_iso(post.at), "place": place}
    if shaped.supplements:
        said = asdict(shaped.supplements[0])
        told = {name: value for name, value in said.items() if value is not None and name != "content"}
        times = {name: to_iso(value) for name, value in told.items() if name in ("at", "captured_at")}
        return told | times | {"place": place}
    account = shaped.accounts[0]
    told = {name: value for name, value in asdict(account).items() if value is not None}
    return {**told, "created_at": to_iso(account.created_at), "place": place}
