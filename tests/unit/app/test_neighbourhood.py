from app.reading.drawing import Judged, draw_graph, node_table, tie_table
from app.reading.neighbourhood import (
    MOST_SECOND,
    Spot,
    Surroundings,
    Tie,
    merge_spots,
    merge_ties,
    only_among,
    relations_of,
    second_ring,
)
from app.selection import Focus
from app.words import Words

A, B, TAG = Focus("Account", "x:1"), Focus("Account", "x:2"), Focus("Hashtag", "launch")
NAMES = {A: "Ann", B: "Ben", TAG: "launch"}


def around(centre: Focus, *ties: Tie) -> Surroundings:
    ends = dict.fromkeys([centre, *(end for tie in ties for end in (tie.source, tie.target))])
    spots = tuple(Spot(end, NAMES[end]) for end in ends)
    return Surroundings(centre, "neighbours", {}, spots, ties, len(ties), len(ties), more=False)


def tie(source: Focus, target: Focus, relation: str, weight: int = 1, *, directed: bool = True) -> Tie:
    return Tie(source, target, relation, weight, None, None, directed)


def test_a_tie_told_from_both_its_ends_is_drawn_once() -> None:
    found = (around(A, tie(A, B, "CO_ACTED", directed=False)), around(B, tie(B, A, "CO_ACTED", directed=False)))
    assert len(merge_ties(found)) == 1


def test_mentions_in_both_directions_stay_two_ties() -> None:
    found = (around(A, tie(A, B, "MENTIONS")), around(B, tie(B, A, "MENTIONS")))
    assert len(merge_ties(found)) == 2


def test_nodes_come_in_the_order_of_the_walk_each_once() -> None:
    found = (around(A, tie(A, TAG, "TAGGED")), around(B, tie(B, TAG, "TAGGED")))
    assert list(merge_spots(found)) == [A, TAG, B]


def test_the_same_walk_gives_the_same_picture() -> None:
    def picture() -> str:
        found = (around(A, tie(A, B, "CO_ACTED", directed=False), tie(A, TAG, "TAGGED")),)
        return draw_graph(merge_spots(found), merge_ties(found), Judged((), {}), words=Words(), places={}).rev

    assert picture() == picture()


def test_known_places_are_given_back_and_new_nodes_have_none() -> None:
    found = (around(A, tie(A, B, "CO_ACTED", directed=False)),)
    data = draw_graph(merge_spots(found), merge_ties(found), Judged((), {}), words=Words(), places={str(A): (1.0, 2.0)})
    assert [(node.x, node.y) for node in data.nodes] == [(1.0, 2.0), (None, None)]


def test_a_verdict_changes_the_picture() -> None:
    spots = merge_spots((around(A),))
    before = draw_graph(spots, (), Judged((), {}), words=Words(), places={})
    after = draw_graph(spots, (), Judged((), {"x:1": {"is": "organic"}}), words=Words(), places={})
    assert before.rev != after.rev
    assert after.nodes[0].judgement == "organic"


def test_the_tables_hold_what_the_picture_shows() -> None:
    found = (around(A, tie(A, B, "CO_ACTED", 7, directed=False), tie(A, TAG, "TAGGED", 3)),)
    spots, ties = merge_spots(found), merge_ties(found)
    assert node_table(spots, ties).select("title", "ties", "weight").rows() == [
        ("Ann", 2, 10),
        ("Ben", 1, 7),
        ("launch", 1, 3),
    ]
    assert tie_table(spots, ties)["weight"].to_list() == [7, 3]


def test_an_account_can_be_walked_from_to_its_posts_and_a_run_nowhere() -> None:
    assert "posts" in relations_of("Account")
    assert relations_of("Run") == ()


def test_without_a_step_only_the_focused_nodes_and_their_ties_stay() -> None:
    found = (around(A, tie(A, B, "CO_ACTED", directed=False), tie(A, TAG, "TAGGED")),)
    spots, ties = only_among((A, B), merge_spots(found), merge_ties(found))
    assert list(spots) == [A, B]
    assert [one.relation for one in ties] == ["CO_ACTED"]


def test_a_second_step_goes_from_few_neighbours_and_not_from_the_focus() -> None:
    many = [Focus("Account", f"x:{number}") for number in range(10, 40)]
    NAMES.update({one: one.key for one in many})
    found = (around(A, *(tie(A, one, "CO_ACTED", directed=False) for one in many)),)
    assert second_ring(found, (A,)) == tuple(many[:MOST_SECOND])
