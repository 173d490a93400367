from itertools import permutations
from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest

from case.fingerprint import data_fingerprint, frame_digest
from case.folder import Case, new_case
from case.keys import hash_keys
from case.rows import Account, Action, Post, account_key, hashed_post_key, post_key
from case.tables import PartWriter, list_loads, post_keys, read_accounts, read_actions, read_posts

EARLY = {"load": "L-early", "source": "aaa", "collected_at": 100, "likes": 1, "tags": ("a",)}
LATE = {"load": "L-late", "source": "bbb", "collected_at": 200, "likes": 2, "tags": ("b", "b")}
UNDATED = {"load": "L-undated", "source": "ccc", "collected_at": None, "likes": 3, "tags": ("c",)}


def write(case: Case, *, load: str, source: str, collected_at: int | None, likes: int, tags: tuple[str, ...]) -> None:
    author = account_key("x", "1")
    post = Post(post_key("x", "10"), "x", author, 5_000_000, "second", "text", 1, likes=likes)
    account = Account(author, "x", "1", handle="h" if load == "L-early" else None, followers=likes)
    actions = [Action(post.key, author, "hashtag", tag, post.at, "second") for tag in dict.fromkeys(tags)]
    with PartWriter(case, load) as part:
        part.add([account], [post], actions, source=source, file=f"{source}.csv", collected_at=collected_at)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return new_case(tmp_path / "case", title="Tables")


@pytest.mark.parametrize("order", list(permutations([EARLY, LATE, UNDATED])))
def test_the_later_collected_version_wins_in_any_order_of_loads(
    case: Case, order: tuple[dict[str, object], ...]
) -> None:
    for values in order:
        write(case, **values)  # type: ignore[arg-type]
    posts = read_posts(case).collect()
    assert posts["likes"].to_list() == [2]
    assert posts["loads"].to_list() == [["L-early", "L-late", "L-undated"]]
    assert read_actions(case).collect()["object"].to_list() == ["b"]
    account = read_accounts(case).collect().row(0, named=True)
    assert (account["followers"], account["handle"]) == (2, "h")


def test_the_order_of_loads_does_not_change_the_fingerprint(tmp_path: Path) -> None:
    found = set()
    for number, order in enumerate(permutations([EARLY, LATE, UNDATED])):
        case = new_case(tmp_path / str(number), title="T")
        for values in order:
            write(case, **values)  # type: ignore[arg-type]
        found.add(data_fingerprint(case))
    assert len(found) == 1


def test_a_part_whose_block_fails_leaves_nothing(case: Case) -> None:
    def fail() -> None:
        with PartWriter(case, "L-1") as part:
            part.add(
                [],
                [Post(post_key("x", "1"), "x", account_key("x", "1"), None, "none", "", 1)],
                [],
                source="s",
                file="f",
            )
            raise ValueError("the disk is full")

    with pytest.raises(ValueError, match="disk"):
        fail()
    assert list_loads(case) == []
    assert list(case.tables.iterdir()) == []


def test_a_draft_that_a_crash_left_is_no_load(case: Case) -> None:
    (case.tables / ".L-9.part").mkdir()
    assert list_loads(case) == []


def test_an_empty_case_has_empty_tables(case: Case) -> None:
    assert [read(case).collect().height for read in (read_accounts, read_posts, read_actions)] == [0, 0, 0]
    assert not post_keys(case, seed=1).holds(hash_keys(pa.array(["x:1"]), 1)).any()


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ({"a": ["x", "y"]}, {"a": ["y", "x"]}, True),
        ({"a": ["x", None]}, {"a": ["x", "\\N"]}, False),
        ({"a": ["x\x1fy"], "b": ["z"]}, {"a": ["x"], "b": ["y\x1fz"]}, False),
        ({"a": ["", "x"]}, {"a": ["x"]}, False),
        ({"a": [0.1 + 0.2]}, {"a": [0.3]}, False),
        ({"a": [["p", "q"]]}, {"a": [["q", "p"]]}, True),
    ],
)
def test_equal_content_has_an_equal_digest(
    left: dict[str, list[object]], right: dict[str, list[object]], same: bool
) -> None:
    digests = [frame_digest(pl.DataFrame(frame), list(frame)) for frame in (left, right)]
    assert (digests[0] == digests[1]) is same


def test_posts_without_id_get_equal_keys_for_equal_rows_only() -> None:
    author = account_key("weibo", "1")
    assert hashed_post_key("weibo", author, 1, "x") == hashed_post_key("weibo", author, 1, "x")
    assert hashed_post_key("weibo", author, None, "x") != hashed_post_key("weibo", author, 0, "x")
    assert hashed_post_key("weibo", author, 1, "\ud800") != hashed_post_key("weibo", author, 1, "?")
