"""Rows to JSON, and a browser's answers to rows: what a browser says is checked."""

import json

import pytest

from app.component import Action, Camera, Edge, GraphChange, GraphData, GraphEvents, Node
from app.component.messages import read_events, write_payload

HUB = Node(id="hub", kind="Cluster", label="hub", count=0, x=0.0, y=0.0, seen=False)
LEAF = Node(id="leaf", kind="Post", label="leaf")
EDGE = Edge(id="e", source="hub", target="leaf", kind="CO_ACTED", directed=False)
KNOWN = {"a", "b"}


def test_empty_fields_stay_at_home_but_zero_and_false_that_mean_something_go() -> None:
    payload = write_payload(GraphData(rev="1", nodes=(HUB, LEAF), edges=(EDGE,)))
    assert payload["nodes"] == [
        {"id": "hub", "kind": "Cluster", "label": "hub", "x": 0.0, "y": 0.0, "count": 0, "seen": False},
        {"id": "leaf", "kind": "Post", "label": "leaf"},
    ]
    assert payload["edges"] == [{"id": "e", "source": "hub", "target": "leaf", "kind": "CO_ACTED", "directed": False}]


def test_a_picture_is_plain_json() -> None:
    data = GraphData(rev="1", nodes=(HUB,), pinned={"hub": (1.0, 2.0)}, camera=Camera(x=0.5, y=0.5, ratio=1.0))
    assert json.loads(json.dumps(write_payload(data)))["pinned"] == {"hub": [1.0, 2.0]}


def test_a_difference_names_its_base() -> None:
    payload = write_payload(GraphChange(rev="2", base="1", nodes=(LEAF,), remove_nodes=("hub",)))
    assert payload["base"] == "1"
    assert payload["remove"] == {"nodes": ["hub"], "edges": []}


def test_a_label_of_a_million_characters_is_cut_before_it_is_sent() -> None:
    payload = write_payload(GraphData(rev="1", nodes=(Node(id="a", kind="Account", label="x" * 1_000_000),)))
    assert len(json.dumps(payload)) < 1_000


def test_ids_that_were_not_drawn_are_dropped() -> None:
    raw = {"selection": ["a", "DROP", 7, None], "hidden": ["b", "c"], "pinned": {"a": [1, 2], "c": [0, 0]}}
    assert read_events(raw, KNOWN) == GraphEvents(selection=("a",), hidden=("b",), pinned={"a": (1.0, 2.0)})


def test_without_known_ids_all_strings_are_kept() -> None:
    assert read_events({"selection": ["x", 3]}, None).selection == ("x",)


@pytest.mark.parametrize(
    "place", [[1], [1, 2, 3], ["1", "2"], [float("nan"), 0], [float("inf"), 0], None, {"x": 1, "y": 2}]
)
def test_a_place_that_is_no_pair_of_finite_numbers_is_dropped(place: object) -> None:
    assert read_events({"positions": {"a": place}}, KNOWN).positions == {}


@pytest.mark.parametrize(
    "camera", [None, [], {"x": 1, "y": 2}, {"x": 1, "y": 2, "ratio": 0}, {"x": "1", "y": 2, "ratio": 1}]
)
def test_a_camera_that_sees_nothing_is_dropped(camera: object) -> None:
    assert read_events({"camera": camera}, KNOWN).camera is None


def test_an_action_keeps_its_known_ids_and_params() -> None:
    raw = {"action": {"type": "open", "ids": ["a", "gone"], "params": {"edge": "e1"}}}
    assert read_events(raw, KNOWN).action == Action(type="open", ids=("a",), params={"edge": "e1"})


@pytest.mark.parametrize(
    "action",
    [
        None,
        "expand",
        {"type": "drop", "ids": ["a"]},
        {"type": ["expand"], "ids": ["a"]},
        {"type": "expand", "ids": ["gone"]},
        {"type": "expand", "ids": "a"},
        {},
    ],
)
def test_an_action_that_is_none_of_ours_is_dropped(action: object) -> None:
    assert read_events({"action": action}, KNOWN).action is None


def test_asking_for_everything_needs_no_ids() -> None:
    action = read_events({"action": {"type": "resync", "ids": []}}, KNOWN).action
    assert action is not None
    assert action.type == "resync"


@pytest.mark.parametrize("raw", [{}, {"selection": "ab"}, {"pinned": ["a"]}, {"hidden": {"a": 1}}])
def test_nonsense_reads_as_nothing_done(raw: dict[str, object]) -> None:
    assert read_events(raw, KNOWN) == GraphEvents()
