from pathlib import Path

import polars as pl
import pyarrow as pa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from case.rows import ACCOUNT_COLUMNS, ACCOUNT_SCHEMA
from loaders.profiles import Views, join_views

_TOLD = ("id", "handle", "name", "created_at", "followers", "following", "bio", "region", "verified")
_VIEWS = st.lists(
    st.fixed_dictionaries(
        {"key": st.sampled_from(["x:1", "x:2", "x:3"]), "handle": st.sampled_from([None, "ann", "ben"]),
         "name": st.sampled_from([None, "A"]), "followers": st.sampled_from([None, 1, 2]),
         "verified": st.sampled_from([None, True, False])}
    ),
    max_size=25,
)  # fmt: skip
View = dict[str, object]


def _table(views: list[View]) -> pa.Table:
    blank = {**dict.fromkeys(ACCOUNT_COLUMNS), "platform": "x", "identity": "id"}
    rows = [{**blank, **view, "place": place} for place, view in enumerate(views, 1)]
    schema = pa.schema([ACCOUNT_SCHEMA.field(name) for name in ACCOUNT_COLUMNS])
    return pa.Table.from_pylist(rows, schema)


def _one_by_one(views: list[View]) -> list[tuple[object, ...]]:
    """Join views as a reader with a pencil would."""
    held: dict[object, View] = {}
    former: list[View] = []
    for place, view in enumerate(views, 1):
        before = held.get(view["key"])
        joined = {**view, "place": place}
        if before is not None:
            filled = {name: before.get(name) for name in _TOLD if joined.get(name) is None}
            joined |= filled
            if any(before.get(name) and before.get(name) != joined.get(name) for name in ("handle", "name")):
                former.append(before)
            if all(before.get(name) == joined.get(name) for name in _TOLD):
                joined = before
        held[view["key"]] = joined
    names = ("key", "handle", "name", "followers", "verified", "place")
    rows = [*((view, False) for view in former), *((view, True) for view in held.values())]
    return sorted((tuple(str(view.get(name)) for name in names), latest) for view, latest in rows)


def _rows(frame: pl.DataFrame) -> list[tuple[object, ...]]:
    names = ("key", "handle", "name", "followers", "verified", "place")
    return sorted((tuple(str(row[name]) for name in names), row["latest"]) for row in frame.iter_rows(named=True))


@given(views=_VIEWS)
@settings(max_examples=150, deadline=None)
def test_views_are_joined_as_one_by_one(views: list[View]) -> None:
    if views:
        assert _rows(join_views(pl.DataFrame(_table(views)))) == _one_by_one(views)


@given(views=_VIEWS, held=st.integers(1, 6), size=st.integers(1, 5))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_views_on_the_disk_are_joined_like_those_in_memory(
    tmp_path: Path, views: list[View], held: int, size: int
) -> None:
    with Views(tmp_path, held=held) as kept:
        table = _table(views)
        for start in range(0, len(views), size):
            kept.add(table.slice(start, size))
        found = [row for frame in kept.joined() for row in _rows(frame)]
    assert sorted(found) == _one_by_one(views)
    assert list(tmp_path.iterdir()) == []
