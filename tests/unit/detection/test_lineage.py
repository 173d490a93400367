from detection.lineage import find_lineages


def test_mostly_the_same_members_carry_the_lineage_on() -> None:
    assert find_lineages([["a", "b", "c", "d"]], [("old", ["a", "b", "c"])]) == ["old"]


def test_less_than_half_of_the_union_is_a_new_lineage() -> None:
    assert find_lineages([["a", "b", "x", "y"]], [("old", ["a", "b", "c"])]) == [None]


def test_a_lineage_is_given_once_to_the_best_overlap() -> None:
    clusters = [["a", "b", "c"], ["a", "b", "c", "d"]]
    assert find_lineages(clusters, [("old", ["a", "b", "c", "d"])]) == [None, "old"]


def test_the_latest_run_wins_on_equal_overlap() -> None:
    assert find_lineages([["a", "b"]], [("newer", ["a", "b"]), ("older", ["a", "b"])]) == ["newer"]
