import pytest

from app.reading.walks import focus_of, keep_walk, name_walk, named_walks, places_of
from app.selection import Focus, Selection
from case.desk import items
from case.errors import ShoalError
from case.folder import Case

LONG = tuple(Focus("Account", f"x:{number}") for number in range(31))


def test_a_short_walk_stays_in_the_address(case: Case) -> None:
    selection = Selection(focus=LONG[:30])
    assert keep_walk(case, selection, actor="reader") == selection
    assert items(case, "pivots") == []


def test_a_long_walk_is_kept_once_and_found_again(case: Case) -> None:
    first = keep_walk(case, Selection(focus=LONG), actor="reader")
    second = keep_walk(case, Selection(focus=LONG), actor="reader")
    assert first.pivot == second.pivot
    assert focus_of(case, first) == LONG


def test_a_named_walk_brings_its_places_back(case: Case) -> None:
    walk = Selection(focus=LONG[:2])
    pivot = name_walk(case, walk, title="the garage", places={"Account:x:0": (1.0, 2.0)}, actor="reader")
    assert [one.title for one in named_walks(case)] == ["the garage"]
    assert focus_of(case, Selection(pivot=pivot)) == LONG[:2]
    assert places_of(case, Selection(pivot=pivot)) == {"Account:x:0": (1.0, 2.0)}
    assert places_of(case, walk) == {}


def test_a_pivot_that_does_not_exist_is_refused(case: Case) -> None:
    with pytest.raises(ShoalError, match="PV-9"):
        focus_of(case, Selection(pivot="PV-9"))
