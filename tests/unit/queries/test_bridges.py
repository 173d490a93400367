from datetime import UTC, datetime

import networkx as nx
import pyarrow as pa

from queries.bridges import to_arrow, to_networkx, to_pandas
from queries.picture import Picture, PictureEdge, PictureNode
from queries.runner import QueryResult

LINKED = QueryResult("account_hours", {}, ("hour", "posts", "days"), ((8, 4, 2), (9, None, 1)), False, 0.1, 2)
POSTED = QueryResult(
    "cluster_posts", {}, ("at", "core", "text"),
    (("2024-12-02T08:00:00Z", True, "刹车"), (None, None, None)), False, 0.1, 2,
)  # fmt: skip
FREE = QueryResult("free", {}, ("n", "m", "l"), ((1, {"a": 1}, ["x"]), (2.5, "text", [])), False, 0.1, 2)
PICTURE = Picture(
    "q",
    (
        PictureNode("x:1", "Account", "one", {"core": True, "behaviours": ["url"]}),
        PictureNode("x:1", "Post", "text", {"at": None}),
    ),
    (PictureEdge("x:1", "x:1", "POSTED", 2.0, {"q": 0.1, "kinds": ["a"]}, "Account", "Post"),),
    False,
)


def test_a_table_has_the_types_that_the_query_declares():
    assert to_arrow(LINKED).schema.types == [pa.int64()] * 3
    table = to_arrow(POSTED)
    assert table.schema.types == [pa.timestamp("us", "UTC"), pa.bool_(), pa.string()]
    assert table.column("at")[0].as_py() == datetime(2024, 12, 2, 8, tzinfo=UTC)


def test_columns_of_a_free_statement_are_read_off_the_rows():
    table = to_arrow(FREE)
    assert table.schema.types == [pa.float64(), pa.string(), pa.list_(pa.string())]
    assert table.column("m").to_pylist() == ['{"a": 1}', '"text"']


def test_a_result_without_rows_keeps_its_columns():
    empty = QueryResult("account_hours", {}, ("hour", "posts", "days"), (), False, 0.1, 0)
    assert (to_arrow(empty).num_rows, to_arrow(empty).column_names) == (0, ["hour", "posts", "days"])
    assert list(to_pandas(empty).columns) == ["hour", "posts", "days"]


def test_a_data_frame_keeps_whole_numbers_whole_where_some_are_missing():
    frame = to_pandas(LINKED)
    assert str(frame["posts"].dtype) == "Int64"
    assert frame["posts"].isna().tolist() == [False, True]
    assert to_pandas(POSTED)["at"][0].isoformat() == "2024-12-02T08:00:00+00:00"


def test_a_network_keeps_an_account_and_a_post_of_one_key_apart_and_can_be_written(tmp_path):
    network = to_networkx(PICTURE)
    assert set(network.nodes) == {"Account:x:1", "Post:x:1"}
    assert list(network.edges(data="weight")) == [("Account:x:1", "Post:x:1", 2.0)]
    nx.write_graphml(network, tmp_path / "network.graphml")
    nx.write_gexf(network, tmp_path / "network.gexf")
    assert nx.read_graphml(tmp_path / "network.graphml").nodes["Account:x:1"]["title"] == "one"
