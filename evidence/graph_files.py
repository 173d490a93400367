"""A subgraph in the formats of other tools, written row by row so that its size does not matter.

GraphML (graphml.graphdrawing.org), GEXF 1.3 (gexf.net), JSON for programs, and the node-link JSON of networkx.
"""

import json
import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO
from xml.sax.saxutils import quoteattr

import polars as pl

from evidence.cells import cell
from evidence.subgraph import Subgraph

_ENDS = ("node", "source", "target")
#: Properties that a drawing does not need; GEXF leaves them to the tables.
NOT_DRAWN = ("text", "bio", "source", "file", "place", "url", "parameters", "reason", "note", "boundary", "seen")
#: Characters that XML 1.0 cannot hold at all, not even escaped.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_graphml(file: BinaryIO, subgraph: Subgraph) -> None:
    """Write GraphML; a character that XML cannot hold becomes U+FFFD (the CSV tables are exact)."""
    _put(file, '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n')
    for domain, frame in (("node", subgraph.nodes), ("edge", subgraph.edges)):
        for name in _properties(frame):
            kind = _kind(frame.schema[name])
            _put(file, f'<key id="{domain[0]}_{name}" for="{domain}" attr.name="{name}" attr.type="{kind}"/>\n')
    _put(file, '<graph id="shoal" edgedefault="directed">\n')
    for line in _graphml_rows(subgraph.nodes, "node", ("node",)):
        _put(file, line)
    for line in _graphml_rows(subgraph.edges, "edge", ("source", "target")):
        _put(file, line)
    _put(file, "</graph>\n</graphml>\n")


def write_gexf(file: BinaryIO, subgraph: Subgraph) -> None:
    """Write GEXF 1.3, for drawing: without texts; an edge has its type as `kind` and its occasions as weight."""
    _put(file, '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3">\n')
    _put(file, '<graph defaultedgetype="directed" mode="static">\n')
    for domain, frame in (("node", subgraph.nodes), ("edge", subgraph.edges)):
        _put(file, f'<attributes class="{domain}">\n')
        for name in _drawn(frame):
            _put(file, f'<attribute id="{domain[0]}_{name}" title="{name}" type="{_kind(frame.schema[name])}"/>\n')
        _put(file, "</attributes>\n")
    _put(file, "<nodes>\n")
    for row in subgraph.nodes.iter_rows(named=True):
        title = next((row[name] for name in ("handle", "name", "title", "key") if row.get(name)), row["node"])
        _put(file, f"<node id={_quote(row['node'])} label={_quote(title)}>{_gexf_values(row, 'n')}</node>\n")
    _put(file, "</nodes>\n<edges>\n")
    for number, row in enumerate(subgraph.edges.iter_rows(named=True)):
        weight = f' weight="{row["occasions"]}"' if row.get("occasions") else ""
        ends = f"source={_quote(row['source'])} target={_quote(row['target'])} kind={_quote(row['type'])}"
        _put(file, f'<edge id="{number}" {ends}{weight}>{_gexf_values(row, "e")}</edge>\n')
    _put(file, "</edges>\n</graph>\n</gexf>\n")


def write_json(file: BinaryIO, subgraph: Subgraph) -> None:
    """Write {"nodes": [{node, label, key, …}], "edges": [{source, target, type, …}]}, one element a line."""
    _put(file, '{"nodes":[\n')
    _put_lines(file, subgraph.nodes, {})
    _put(file, '\n],"edges":[\n')
    _put_lines(file, subgraph.edges, {})
    _put(file, "\n]}\n")


def write_networkx(file: BinaryIO, subgraph: Subgraph) -> None:
    """Write what `networkx.node_link_graph(json.load(file), edges="edges")` reads: a directed multigraph."""
    _put(file, '{"directed":true,"multigraph":true,"graph":{},"nodes":[\n')
    _put_lines(file, subgraph.nodes, {"node": "id", "id": "account_id"})
    _put(file, '\n],"edges":[\n')
    _put_lines(file, subgraph.edges, {"type": "key"}, numbered=True)
    _put(file, "\n]}\n")


def unspeakable(subgraph: Subgraph) -> int:
    """Count the texts with characters that XML cannot hold."""
    frames = (subgraph.nodes, subgraph.edges)
    columns = (frame[name] for frame in frames for name, kind in frame.schema.items() if kind == pl.String)
    return sum(1 for column in columns for text in column.drop_nulls() if _NO_XML.search(text))


def _graphml_rows(frame: pl.DataFrame, tag: str, ends: Sequence[str]) -> Iterator[str]:
    names = {"node": "id", "source": "source", "target": "target"}
    for row in frame.iter_rows(named=True):
        place = " ".join(f"{names[end]}={_quote(row[end])}" for end in ends)
        values = "".join(
            f'<data key="{tag[0]}_{name}">{_escape(cell(value))}</data>'
            for name, value in row.items()
            if value is not None and name not in _ENDS
        )
        yield f"<{tag} {place}>{values}</{tag}>\n"


def _gexf_values(row: dict[str, object], prefix: str) -> str:
    values = (
        f'<attvalue for="{prefix}_{name}" value={_quote(cell(value))}/>'
        for name, value in row.items()
        if value is not None and name not in _ENDS and name not in NOT_DRAWN
    )
    return f"<attvalues>{''.join(values)}</attvalues>"


def _put_lines(file: BinaryIO, frame: pl.DataFrame, names: dict[str, str], *, numbered: bool = False) -> None:
    for number, row in enumerate(frame.iter_rows(named=True)):
        told = {names.get(name, name): value for name, value in row.items() if value is not None}
        if numbered:  # parallel edges need keys of their own
            told = {**told, "type": row["type"], "key": number}
        text = json.dumps(told, ensure_ascii=False, separators=(",", ":"), default=cell)
        _put(file, (",\n" if number else "") + text)


def _properties(frame: pl.DataFrame) -> list[str]:
    return [name for name in frame.columns if name not in _ENDS]


def _drawn(frame: pl.DataFrame) -> list[str]:
    return [name for name in _properties(frame) if name not in NOT_DRAWN]


def _kind(kind: pl.DataType) -> str:
    if kind.is_integer():
        return "long"
    if kind.is_float():
        return "double"
    return "boolean" if kind == pl.Boolean else "string"


def _escape(text: str) -> str:
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
    return _NO_XML.sub("�", plain)


def _quote(text: str) -> str:
    return _NO_XML.sub("�", quoteattr(text, {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}))


def _put(file: BinaryIO, text: str) -> None:
    file.write(text.encode("utf-8"))
