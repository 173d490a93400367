"""What broken sources need: unstorable rows come in and storable ones go out; a cut archive ends as a reject."""

import dataclasses
import types
import typing
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from loaders.form import Placed
from loaders.opening import DAMAGE
from loaders.records import FROM_HERE_ON, Broken
from loaders.values.numbers import read_count, read_flag
from loaders.values.text import without_surrogates

Row = TypeVar("Row")
_LARGEST = 2**63 - 1


def until_damage(records: Iterable[Placed]) -> Iterator[Placed]:
    """Pass records on; where the archive behind them is cut off or garbled, give one broken record and end."""
    place = 0
    try:
        for place, record in records:
            yield place, record
    except DAMAGE as error:
        yield place + 1, tell_damage(error)


def tell_damage(error: Exception) -> Broken:
    """Return the broken record that stands for everything behind a damage."""
    return Broken(f"the packed file {FROM_HERE_ON}: {error}", "")


def mend(rows: Sequence[Row]) -> list[Row]:
    """Make every field of some rows storable: lone surrogates, counts as text or beyond 64 bits, flags as words.

    A value that cannot be kept becomes None. Slow, and only used for a batch that the tables have refused.
    """
    return [_mend_row(row) for row in rows]


def _mend_row(row: Row) -> Row:
    hints = typing.get_type_hints(type(row))
    values = {field.name: getattr(row, field.name) for field in dataclasses.fields(row)}  # type: ignore[arg-type]
    return type(row)(**{name: _mend_value(value, hints[name]) for name, value in values.items()})


def _mend_value(value: Any, hint: Any) -> Any:
    if value is None:
        return None
    wanted = set(typing.get_args(hint)) if isinstance(hint, types.UnionType) else {hint}
    if int in wanted:
        count = read_count(value)
        return count if count is not None and -_LARGEST <= count <= _LARGEST else None
    if bool in wanted:
        return read_flag(value)
    return without_surrogates(value if isinstance(value, str) else str(value))
