"""The chosen part of the graph as two tables, shaped by the same code that fills the database from the record.

Labels, relationship types and property names are those of graph/schema.py; `node` is label and key, never an internal
id, so two exports of one case give the same rows. Times are text in UTC, lists are JSON.
"""

from dataclasses import dataclass

import polars as pl

from evidence.cells import cell, utc_text
from evidence.material import Material
from evidence.omissions import Omission
from graph import findings
from graph import record as rec
from graph.record import PARENTS, POINTS_TO, Record
from graph.rows import node_rows, relationship_rows
from graph.schema import relationship

_FIRST = {"nodes": ("node", "label", "key", "boundary"), "edges": ("source", "target", "type")}
_CLUSTER = (
    "lineage", "finding", "behaviours", "windows", "observed", "expected", "p", "days", "stability", "first_at",
    "last_at",
)  # fmt: skip
#: Labels whose nodes have content of their own; others, such as hashtags, are nothing but their key.
_WITH_CONTENT = ("Account", "Post", "Cluster", "Run", "Template")


@dataclass(frozen=True, slots=True)
class Subgraph:
    """Nodes (node, label, key, boundary, properties…) and edges (source, target, type, properties…), sorted.

    A node with `boundary` stands at the rim: something points at it, but its own content was not selected.
    """

    nodes: pl.DataFrame
    edges: pl.DataFrame
    omissions: tuple[Omission, ...] = ()


def build_subgraph(material: Material) -> Subgraph:
    """Return the nodes and edges of a package."""
    nodes = _table("nodes", [_accounts(material), _posts(material), *_found_nodes(material), *_judgements(material)])
    edges = _table("edges", [*_post_edges(material), *_found_edges(material), *_about(material)])
    rim = _rim(nodes, edges)
    bare = rim.filter("boundary").height
    reason = "only what was selected is shown in full; these are known by their key"
    left = (Omission("selection", "subgraph", "nodes at the rim", reason, bare),) if bare else ()
    whole = pl.concat([nodes, rim], how="diagonal_relaxed").sort("label", "key")
    return Subgraph(whole, edges.unique().sort("type", "source", "target", *edges.columns[3:]), left)


def _accounts(material: Material) -> pl.DataFrame:
    return _nodes("Account", material.accounts.drop("source", "file").with_columns(seen=True))


def _posts(material: Material) -> pl.DataFrame:
    return _nodes("Post", material.posts.drop("account", *PARENTS).with_columns(seen=True))


def _found_nodes(material: Material) -> list[pl.DataFrame]:
    run = material.chosen.run
    if run is None:
        return []
    clusters = [
        {**{name: getattr(cluster, name) for name in _CLUSTER}, "key": cluster.cluster, "run": run.id,
         "size": len(cluster.accounts), "core_size": len(cluster.core)}
        for cluster in material.chosen.clusters
    ]  # fmt: skip
    templates = findings.template_rows(material.templates, run.id)
    # When the run was started differs between two runs of the same; custody holds it.
    runs = [{"key": run.id, "finding": run.finding, "parameters": cell(run.parameters)}]
    found = (("Cluster", clusters), ("Run", runs), ("Template", templates))
    return [_nodes(label, node_rows(label, rows).collect()) for label, rows in found]


def _post_edges(material: Material) -> list[pl.DataFrame]:
    chosen = Record(material.accounts.lazy(), material.posts.lazy(), material.actions.lazy())
    found = [_edges("POSTED", rec.authors(chosen)), _edges("ON", material.addresses.lazy())]
    found += [_edges(kind, rec.parents(chosen, column)) for column, kind in PARENTS.items()]
    return found + [_edges(kind, rec.objects(chosen, behaviour)) for behaviour, kind in POINTS_TO.items()]


def _found_edges(material: Material) -> list[pl.DataFrame]:
    run, clusters = material.chosen.run, material.chosen.clusters
    if run is None:
        return []
    members = [
        {"start": key, "end": cluster.cluster, "core": key in core, "stability": cluster.member_stability.get(key)}
        for cluster in clusters
        for core in (frozenset(cluster.core),)
        for key in cluster.accounts
    ]
    found_by = [{"start": cluster.cluster, "end": run.id} for cluster in clusters]
    links = material.links.rename({"a": "start", "b": "end"}).with_columns(run=pl.lit(run.id))
    return [
        _edges("CO_ACTED", links.lazy()),
        _edges("MEMBER_OF", relationship_rows("MEMBER_OF", members)),
        _edges("FOUND_BY", relationship_rows("FOUND_BY", found_by)),
        _edges("SAYS", material.templates.says.lazy().select(start="post", end="template")),
    ]


def _judgements(material: Material) -> list[pl.DataFrame]:
    found = []
    for label in ("Verdict", "Note"):
        rows = {judged.properties["key"]: judged.properties for judged in material.judged if judged.label == label}
        found.append(_nodes(label, node_rows(label, rows.values()).collect()))
    return found


def _about(material: Material) -> list[pl.DataFrame]:
    """Tie what people judged to the accounts and clusters in the package; everything else is in judgements.csv."""
    rows = [
        (f"{judged.label}/{judged.properties['key']}", f"{judged.about_label}/{judged.about}", "ABOUT")
        for judged in material.judged
    ]
    return [pl.DataFrame(rows, schema=dict.fromkeys(_FIRST["edges"], pl.String), orient="row")]


def _rim(nodes: pl.DataFrame, edges: pl.DataFrame) -> pl.DataFrame:
    """Return a bare node for every end of an edge that has none."""
    ends = pl.concat([edges["source"], edges["target"]]).unique()
    missing = pl.DataFrame({"node": ends}).join(nodes.select("node"), on="node", how="anti")
    parts = pl.col("node").str.splitn("/", 2).struct
    rows = missing.with_columns(label=parts[0], key=parts[1])
    return rows.with_columns(boundary=pl.col("label").is_in(_WITH_CONTENT))


def _nodes(label: str, rows: pl.DataFrame) -> pl.DataFrame:
    named = pl.concat_str(pl.lit(f"{label}/"), "key").alias("node")
    return _plain(rows).with_columns(named, label=pl.lit(label), boundary=pl.lit(False))


def _edges(kind: str, rows: pl.LazyFrame) -> pl.DataFrame:
    declared = relationship(kind)
    source = pl.concat_str(pl.lit(f"{declared.start[0]}/"), "start")
    target = pl.concat_str(pl.lit(f"{declared.end[0]}/"), "end")
    return _plain(rows.collect().with_columns(source=source, target=target, type=pl.lit(kind)).drop("start", "end"))


def _plain(rows: pl.DataFrame) -> pl.DataFrame:
    """Write times and lists as text, so that tables of all labels fit in one."""
    times = [utc_text(name).alias(name) for name, kind in rows.schema.items() if isinstance(kind, pl.Datetime)]
    lists = [
        pl.Series(name, [None if value is None else cell(value) for value in rows[name]], dtype=pl.String)
        for name, kind in rows.schema.items()
        if isinstance(kind, pl.List)
    ]
    return rows.with_columns(*times, *lists)


def _table(kind: str, parts: list[pl.DataFrame]) -> pl.DataFrame:
    whole = pl.concat(parts, how="diagonal_relaxed")
    return whole.select(*_FIRST[kind], *(name for name in whole.columns if name not in _FIRST[kind]))
