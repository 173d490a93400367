import pytest

from app.selection import MOST_FOCUSED, Focus, PlainAddress, Selection, address_of, read_focus, read_selection


def test_an_address_gives_back_the_selection_it_was_written_from() -> None:
    selection = Selection(
        case="c1", cluster="C-1", focus=(Focus("Account", "weibo:~name:某 某"), Focus("Url", "https://a.example/?b=1&c=2")),
        hops=2, relations=("links", "hashtags"),
    )  # fmt: skip
    assert read_selection(PlainAddress(address_of(selection))) == selection


def test_an_empty_address_selects_nothing() -> None:
    assert read_selection(PlainAddress({})) == Selection()


@pytest.mark.parametrize(
    "text", ["Robot:x:1", "Account:", "Account", "", "account:x:1", "Account:x\n1", "Account:" + "x" * 3_000, "Case:1"]
)
def test_a_focus_that_is_no_node_is_dropped(text: str) -> None:
    assert read_focus(text) is None
    assert read_selection(PlainAddress({"focus": text})).focus == ()


@pytest.mark.parametrize("hops", ["-1", "3", "1; DROP", "", "1.5", "٢"])
def test_hops_that_are_no_small_number_become_one(hops: str) -> None:
    assert read_selection(PlainAddress({"hops": hops})).hops == 1


def test_a_value_that_is_given_twice_selects_nothing() -> None:
    assert read_selection(PlainAddress({"case": ["a", "b"]})).case is None


def test_no_more_than_thirty_nodes_are_focused() -> None:
    focus = [f"Account:x:{number}" for number in range(100)]
    assert len(read_selection(PlainAddress({"focus": focus})).focus) == MOST_FOCUSED


def test_the_same_node_is_focused_once() -> None:
    assert read_selection(PlainAddress({"focus": ["Post:x:1", "Post:x:1"]})).focus == (Focus("Post", "x:1"),)


def test_relations_that_do_not_exist_are_dropped() -> None:
    assert read_selection(PlainAddress({"relations": ["posts", "DELETE"]})).relations == ("posts",)
