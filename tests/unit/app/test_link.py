from typing import Any

from app.reading.link import explanation, meetings

WRITTEN = (
    ("p1", "x:1", "2024-12-02T08:00:00Z"),
    ("p2", "x:2", "2024-12-02T08:00:07Z"), ("p3", "x:1", None), ("p4", "x:2", None),
)  # fmt: skip
POSTS = {
    name: {
        "account": account,
        "post": name,
        "at": at,
        "text": name,
        "url": None,
        "source": {"file": "a.csv", "place": 1},
    }
    for name, account, at in WRITTEN
}


def shared(behaviour: str, object: str, posts: str, gap: float | None, accounts: int = 5) -> dict[str, Any]:
    return {"behaviour": behaviour, "object": object, "gap_seconds": gap, "first": "x:1", "accounts": accounts,
            "posts": [POSTS[name] for name in posts.split()]}  # fmt: skip


def explained(*things: dict[str, Any]) -> dict[str, Any]:
    return {
        "a": "x:1",
        "b": "x:2",
        "links": [{"behaviour": "*", "occasions": 3}],
        "shared": list(things),
        "innocent": [],
    }


def test_a_pair_of_posts_is_shown_once_however_much_it_shares() -> None:
    found = meetings(explained(shared("text", "t", "p1 p2", 7.0), shared("hashtag", "h", "p1 p2", 7.0, accounts=2)))
    assert len(found) == 1
    assert found[0].shared == (("text", "t"), ("hashtag", "h"))
    assert found[0].accounts == 2


def test_each_account_keeps_its_side() -> None:
    meeting = meetings(explained(shared("text", "t", "p2 p1", 7.0)))[0]
    assert [side.account for side in meeting.left] == ["x:1"]
    assert [side.account for side in meeting.right] == ["x:2"]
    assert (meeting.left[0].file, meeting.left[0].place) == ("a.csv", 1)


def test_the_shortest_gap_comes_first_and_an_unknown_one_last() -> None:
    found = meetings(
        explained(shared("a", "1", "p3 p4", None), shared("b", "2", "p1 p2", 7.0), shared("c", "3", "p1 p4", 0.0))
    )
    assert [one.gap_seconds for one in found] == [0.0, 7.0, None]


def test_the_row_over_all_behaviours_is_the_links_own() -> None:
    assert explanation(explained()).combined == {"behaviour": "*", "occasions": 3}
