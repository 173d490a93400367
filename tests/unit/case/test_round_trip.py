"""Any row that was written into the tables reads back equal."""

import tempfile
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from case.folder import new_case
from case.rows import BEHAVIOURS, Account, Action, Identity, Kind, Post, Precision
from case.tables import PartWriter, read_accounts, read_actions, read_posts

_SETTINGS = settings(max_examples=25, deadline=None, derandomize=True)
_TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
_MAYBE = st.one_of(st.none(), _TEXTS)
_COUNTS = st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1))
_TIMES = st.one_of(st.none(), st.integers(0, 4_102_444_800_000_000))
_PLACES = st.integers(1, 2**40)
_OF_KIND = {"precision": get_args(Precision), "identity": get_args(Identity), "kind": get_args(Kind)}


def _rows(made: type, **chosen: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    """Invent rows of one table: every field any value of its type."""
    drawn = {}
    for one in fields(made):
        kind = str(one.type)
        if one.name in _OF_KIND:
            drawn[one.name] = st.sampled_from(_OF_KIND[one.name])
        elif one.name == "place":
            drawn[one.name] = _PLACES
        elif one.name in ("at", "created_at"):
            drawn[one.name] = _TIMES
        elif "int" in kind:
            drawn[one.name] = _COUNTS
        elif "bool" in kind:
            drawn[one.name] = st.one_of(st.none(), st.booleans())
        else:
            drawn[one.name] = _MAYBE if "None" in kind else _TEXTS
    key = next(name for name in ("key", "object") if name in drawn)
    return st.lists(st.builds(made, **drawn | chosen), max_size=6, unique_by=lambda row: getattr(row, key))


_ACCOUNTS, _POSTS = _rows(Account), _rows(Post)
_ACTIONS = _rows(Action, behaviour=st.sampled_from(BEHAVIOURS))


@given(_ACCOUNTS, _POSTS, _ACTIONS, st.data())
@_SETTINGS
def test_rows_read_back_as_they_were_written(
    accounts: list[Account], posts: list[Post], actions: list[Action], data: st.DataObject
) -> None:
    if not posts:
        actions = []
    for action in actions:
        action.post = data.draw(st.sampled_from(posts), label="post").key
    with tempfile.TemporaryDirectory() as folder:
        case = new_case(Path(folder) / "case", title="Test")
        with PartWriter(case, "L-1") as part:
            part.add(accounts, posts, actions, source="s" * 64, file="a.csv", collected_at=5)
        for rows, read in ((accounts, read_accounts), (posts, read_posts), (actions, read_actions)):
            held = read(case).collect()
            names = [one.name for one in fields(rows[0])] if rows else []
            for name in {"at", "created_at"} & set(names):
                held = held.with_columns(held[name].dt.epoch("us"))
            assert sorted(map(repr, held.select(names).to_dicts())) == sorted(repr(asdict(row)) for row in rows)
