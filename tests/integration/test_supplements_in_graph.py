"""Expansions, deletions and captures in the graph: the same as the record, in whatever order the loads came."""

from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import pytest

from case.folder import Case
from case.removal import purge_account
from graph.connection import Graph
from graph.fingerprint import expected_digests, graph_digests, graph_fingerprint
from graph.opening import open_graph
from graph.projection import announce_removal, complete, in_step, rebuild, remove
from graph.removal import is_small, touched_by_account
from loaders.loading import load
from loaders.options import LoadOptions
from loaders.values.pictures import picture_hash
from tests.unit.loaders.writing import picture, write_csv, write_lines

AUTHOR = {"id_str": "9", "screen_name": "ann_q", "created_at": "Mon Dec 02 10:00:00 +0000 2024"}


def _files(folder: Path) -> dict[str, Path]:
    posts = [
        {"id_str": str(n), "text": "x", "user": AUTHOR, "created_at": f"Tue Dec 03 10:0{n}:00 +0000 2024",
         "entities": {"urls": [{"expanded_url": f"http://t.cn/A{n}"}]}}
        for n in (1, 2, 3)
    ]  # fmt: skip
    notice = {"delete": {"status": {"id_str": "2", "user_id_str": "9"}, "timestamp_ms": "1733220000000"}}
    (folder / "in").mkdir()
    for name, quality in (("a.jpg", 95), ("b.jpg", 40)):
        (folder / "in" / name).write_bytes(picture(1, quality=quality))
    heads = ("post", "file", "kind")
    return {
        "posts": write_lines(folder / "posts.jsonl", posts),
        "gone": write_lines(folder / "gone.jsonl", [notice, {**posts[2], "id_str": "4"}]),
        "links": write_csv(folder / "links.csv", [("short", "long"), ("http://t.cn/A1", "https://shop.example/p"),
                                                  ("http://t.cn/A3", "https://shop.example/p")]),
        "one": write_csv(folder / "in" / "one.csv", [heads, ("x:1", "a.jpg", "picture")]),
        "two": write_csv(folder / "in" / "two.csv", [heads, ("x:3", "b.jpg", "picture")]),
    }  # fmt: skip


ORDERS = [*list(permutations(("posts", "gone", "links", "one", "two")))[::40], ("two", "one", "links", "gone", "posts")]


@pytest.mark.parametrize("order", ORDERS)
def test_the_graph_holds_what_supplements_say_in_any_order(
    tmp_path: Path, new_graph_case: Callable[[Path], Case], order: tuple[str, ...]
) -> None:
    files = _files(tmp_path)
    case = new_graph_case(tmp_path / "case")
    with open_graph(case, "test") as graph:
        for name in order:
            load(case, [files[name]], LoadOptions(), graph=graph)
        complete(graph, case)
        assert in_step(graph, case)
        assert graph_digests(graph) == expected_digests(case)
        _look(graph)
        before = graph_fingerprint(graph)
        rebuild(graph, case)
        assert graph_fingerprint(graph) == before


def _look(graph: Graph) -> None:
    links = "MATCH (p:Post)-[:LINKS_TO]->(u)-[:ON]->(d) RETURN p.key, u.key, d.key ORDER BY p.key"
    assert [tuple(row) for row in graph.read(links).rows] == [
        (key, "https://shop.example/p", "shop.example") for key in ("x:1", "x:3", "x:4")
    ]
    pictures = "MATCH (p:Post)-[:SHOWS]->(m:Media) RETURN m.key, collect(p.key) AS posts"
    assert [sorted(posts) for _, posts in graph.read(pictures).rows] == [["x:1", "x:3"]]
    gone = "MATCH (p:Post {deleted: true}) RETURN p.key, p.deleted_at IS NOT NULL"
    assert [tuple(row) for row in graph.read(gone).rows] == [("x:2", True)]
    alone = "MATCH (n:Url|Media|Domain) WHERE NOT (n)--() RETURN count(n)"
    assert graph.read(alone).rows[0][0] == 0


def test_a_purge_renames_the_picture_that_was_named_after_the_purged_post(
    tmp_path: Path, new_graph_case: Callable[[Path], Case]
) -> None:
    pictures = {f"{quality}.jpg": picture(1, quality=quality) for quality in (95, 50, 20, 5)}
    hashes = {name: picture_hash(content) for name, content in pictures.items()}
    lowest = min(hashes, key=lambda name: str(hashes[name]))
    highest = max(hashes, key=lambda name: str(hashes[name]))
    assert hashes[lowest] != hashes[highest]
    case = new_graph_case(tmp_path / "case")
    (tmp_path / "in").mkdir()
    for name, content in pictures.items():
        (tmp_path / "in" / name).write_bytes(content)
    others = [(str(n), "13", "c", "2024-12-03T10:24:00Z") for n in range(3, 23)]  # few are touched: no rebuild
    rows = [("tweet_id", "user_id", "text", "time"), ("1", "11", "a", "2024-12-03T10:22:00Z"),
            ("2", "12", "b", "2024-12-03T10:23:00Z"), *others]  # fmt: skip
    table = [("post", "file", "kind"), ("x:1", lowest, "picture"), ("x:2", highest, "picture")]
    with open_graph(case, "test") as graph:
        files = [write_csv(tmp_path / "posts.csv", rows), write_csv(tmp_path / "in" / "captures.csv", table)]
        load(case, files, LoadOptions(), graph=graph)
        touched = touched_by_account(case, "x:11")
        announce_removal(graph, case)
        purge_account(case, "x:11")
        assert is_small(case, touched)
        remove(graph, case, touched)
        assert graph_digests(graph) == expected_digests(case)
        assert graph.read("MATCH (m:Media) RETURN m.key").rows == [(f"picture:{hashes[highest]}",)]
