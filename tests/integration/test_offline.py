"""The offline import and the server give one graph; what breaks off leaves the old one."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from case import desk
from case.errors import Unreachable
from case.folder import Case
from case.rows import Account, Post, post_key
from case.tables import PartWriter
from graph import offline, projection
from graph.connection import Graph
from graph.exchange import declare_whole, exchange
from graph.home import Home
from graph.opening import open_graph
from graph.server import stop_server
from tests.integration.graph_record import (
    AT,
    BEN,
    CAI,
    write_desk_items,
    write_first_load,
    write_found_run,
    write_second_load,
)
from tests.integration.server_clients import Client, state_of

TYPED = """
MATCH (n) WHERE NOT n:Case
RETURN labels(n) AS labels, [k IN keys(n) | [k, valueType(n[k]), toStringOrNull(n[k]), n[k]]] AS properties
"""
TIES = "MATCH (a)-[r]->(b) WHERE NOT a:Case RETURN type(r), a.key, b.key, properties(r)"
HOSTILE = (
    "",
    '"',
    '""',
    'a "b", \\',
    "\\",
    "\r\n\t\x0b",
    "line\u2028s\u0085",
    "=1+1",
    "🚗\U0010ffff",
    "\x00\x1f",
    ";|",
    " x ",
)


@pytest.fixture
def embedded(case: Case) -> Iterator[Case]:
    """A case with an embedded server and a record of every kind, hostile texts among it."""
    write_first_load(case)
    write_second_load(case)
    posts = [
        Post(post_key("weibo", f"h{place}"), "weibo", CAI, AT, "second", text, place, region=text, client="x" * place)
        for place, text in enumerate(HOSTILE)
    ]
    long = Post(post_key("weibo", "long"), "weibo", CAI, AT, "second", "长" * 300_000, 1, views=2**40)
    odd = Account(BEN, "weibo", "2", handle="", name='"', bio="a\nb", verified=False, followers=-1)
    with PartWriter(case, "L-0003") as part:
        part.add([odd], [*posts, long], [], source="cc" * 32, file='third "x".csv', collected_at=AT)
    write_found_run(case, behaviours=())
    write_desk_items(case)
    yield case
    stop_server(case.neo4j)


@pytest.fixture
def importing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(offline.ROWS_VARIABLE, "1")


def everything(graph: Graph) -> list[Any]:
    """All nodes with the types of their values, and all relationships, in an order of their own."""
    nodes = [(labels, sorted(map(str, properties))) for labels, properties in graph.read(TYPED).rows]
    ties = [(*ends, sorted(map(str, properties.items()))) for *ends, properties in graph.read(TIES).rows]
    return sorted(map(repr, [*nodes, *ties]))


@pytest.mark.usefixtures("importing")
def test_the_import_gives_the_graph_of_the_server_and_others_keep_their_connection(
    embedded: Case, use_graph_server: Callable[[Case], Case]
) -> None:
    question = "MATCH (p:Post) RETURN count(p)"
    other = Client(embedded)
    assert other.ask(question) == "[(0,)]"
    before = state_of(embedded)
    same = use_graph_server(embedded)
    with open_graph(same) as written, open_graph(embedded) as imported:
        assert projection.complete(written, same) == ["rebuild"]
        assert projection.complete(imported, embedded) == ["rebuild"]
        assert everything(imported) == everything(written)
        assert projection.graph_fingerprint(imported) == projection.expected_fingerprint(embedded)
        assert projection.in_step(imported, embedded)
        assert imported.read("MATCH (p:Post {key: 'weibo:h0'}) RETURN p.text").rows == [("",)]
    assert other.ask(question) == "[(19,)]"
    assert (state_of(embedded).port, state_of(embedded).server == before.server) == (before.port, False)
    assert not Home(embedded.neo4j).incoming.path.exists()
    other.kill()


def cancel(step: str, done: int, total: int | None) -> None:
    """As Ctrl+C while the import runs."""
    if step == offline.STEP:
        raise KeyboardInterrupt


def test_a_failed_or_cancelled_import_leaves_the_old_graph(embedded: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_graph(embedded) as graph:
        projection.complete(graph, embedded)
        monkeypatch.setenv(offline.ROWS_VARIABLE, "1")
        before = everything(graph)
        desk.add(embedded, "notes", {"about": BEN, "text": "later"})
        with monkeypatch.context() as broken:
            broken.setattr(offline, "write_files", lambda *_, **__: (["--nodes=Post=/nowhere.csv"], {}))
            with pytest.raises(Unreachable, match=r"import\.log"):
                projection.rebuild(graph, embedded)
        with pytest.raises(KeyboardInterrupt):
            projection.rebuild(graph, embedded, progress=cancel)
        assert everything(graph) == before
        assert not projection.in_step(graph, embedded)
        assert not Home(embedded.neo4j).incoming.path.exists()
        assert projection.complete(graph, embedded) == ["rebuild"]
        assert projection.in_step(graph, embedded)


@pytest.mark.parametrize("broken_off", ["before", "between", "after"])
def test_an_exchange_that_a_crash_broke_off_is_finished(case: Case, broken_off: str) -> None:
    home = Home(case.neo4j)
    home.make()
    home.incoming.make()
    for data, content in ((home.data, "old"), (home.incoming.data, "new")):
        data.mkdir()
        (data / "store").write_text(content)
    exchange(home)
    assert (home.data / "store").read_text() == "old"  # nobody has said that the new one is whole
    declare_whole(home)
    if broken_off != "before":
        home.data.rename(home.outgoing)
    if broken_off == "after":
        home.incoming.data.rename(home.data)
    exchange(home)
    assert (home.data / "store").read_text() == "new"
    assert not home.incoming.path.exists()
    assert not home.outgoing.exists()
