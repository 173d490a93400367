from queries.picture import PictureEdge, draw

COLUMNS = (
    "source",
    "source_label",
    "source_title",
    "source_core",
    "relation",
    "target",
    "target_label",
    "target_title",
    "weight",
    "q",
)


def node(key: str, **properties: object) -> dict[str, object]:
    return {"id": f"4:{key}", "labels": ["Account"], "key": key, "properties": {"key": key, **properties}}


def edge(source: str, target: str, **properties: object) -> dict[str, object]:
    return {"id": f"5:{source}{target}", "type": "CO_ACTED", "start": f"4:{source}", "end": f"4:{target}",
            "start_key": source, "end_key": target, "properties": properties}  # fmt: skip


def test_rows_with_named_ends_are_drawn_once_each_in_their_order():
    rows = [
        ("x:1", "Account", "one", True, "CO_ACTED", "x:2", "Account", "two", 4, 0.1),
        ("x:1", "Account", "one", True, "CO_ACTED", "x:3", "Account", None, None, 0.2),
    ]
    picture = draw("q", COLUMNS, rows, more=True)
    assert [(n.key, n.title, n.facts) for n in picture.nodes] == [
        ("x:1", "one", {"core": True}),
        ("x:2", "two", {}),
        ("x:3", "x:3", {}),
    ]
    assert picture.edges == (
        PictureEdge("x:1", "x:2", "CO_ACTED", 4.0, {"q": 0.1}),
        PictureEdge("x:1", "x:3", "CO_ACTED", 1.0, {"q": 0.2}),
    )
    assert picture.more


def test_a_row_without_a_target_is_a_node_alone():
    picture = draw("q", COLUMNS, [("x:1", "Account", "one", False, None, None, None, None, None, None)], more=False)
    assert ([n.key for n in picture.nodes], picture.edges) == (["x:1"], ())


def test_paths_of_the_graph_are_drawn_with_their_properties():
    path = {"nodes": [node("x:1", handle="one"), node("x:2")], "relationships": [edge("x:1", "x:2", q=0.1)]}
    picture = draw("q", ("p",), [(path,), ([path],)], more=False)
    assert [(n.key, n.title) for n in picture.nodes] == [("x:1", "one"), ("x:2", "x:2")]
    assert picture.edges == (PictureEdge("x:1", "x:2", "CO_ACTED", 1.0, {"q": 0.1}),)


def test_parallel_relationships_stay_apart_and_one_without_its_nodes_is_not_drawn():
    rows = [
        (
            node("x:1"),
            node("x:2"),
            edge("x:1", "x:2", behaviour="url"),
            edge("x:1", "x:2", behaviour="text"),
            edge("x:1", "x:9"),
        )
    ]
    assert len(draw("q", ("a", "b", "r", "s", "t"), rows, more=False).edges) == 2


def test_rows_of_plain_values_give_an_empty_picture():
    picture = draw("q", ("n",), [(1,), ("x",)], more=False)
    assert (picture.nodes, picture.edges) == ((), ())
