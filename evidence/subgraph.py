"""The chosen part of the graph as two tables, from the same record that the database was filled from.

Labels, relationship types and property names are those of the database; `node` is label and key, never an internal id,
so two exports of one case give the same rows. Times are text in UTC, lists are JSON.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

import polars as pl

from case.clock import to_iso
from evidence.cells import cell, utc_text
from evidence.material import Material
from evidence.omissions import Omission

_OBJECTS = {
    "hashtag": ("TAGGED", "Hashtag"),
    "url": ("LINKS_TO", "Url"),
    "mention": ("MENTIONS", "Account"),
    "media": ("SHOWS", "Media"),
    "contact": ("GIVES", "Contact"),
}
_PARENTS = {"reply_to": "REPLIES_TO", "repost_of": "REPOSTS", "quote_of": "QUOTES"}
_FIRST = {"nodes": ("node", "label", "key", "boundary"), "edges": ("source", "target", "type")}


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
    edges = _table("edges", [*_post_edges(material), _domain_edges(material), *_finding_edges(material)])
    nodes = _table("nodes", [_accounts(material), _posts(material), *_findings(material)])
    rim = _rim(nodes, edges)
    rim_posts = rim.filter(pl.col("label").is_in(["Account", "Post"])).height
    reason = "only what was selected is shown in full; these are known by their key"
    left = (Omission("selection", "subgraph", "posts and accounts at the rim", reason, rim_posts),) if rim_posts else ()
    whole = pl.concat([nodes, rim], how="diagonal_relaxed").sort("label", "key")
    return Subgraph(whole, edges.unique().sort("type", "source", "target", *edges.columns[3:]), left)


def _accounts(material: Material) -> pl.DataFrame:
    rows = material.accounts.drop("source", "file").with_columns(utc_text("created_at").alias("created_at"))
    return _nodes("Account", rows)


def _posts(material: Material) -> pl.DataFrame:
    rows = material.posts.drop("account", *_PARENTS).with_columns(utc_text("at").alias("at"))
    return _nodes("Post", rows)


def _findings(material: Material) -> list[pl.DataFrame]:
    run, found = material.chosen.run, []
    if run:
        found_row = {"key": run.id, "finding": run.finding, "reason": run.reason, "parameters": cell(run.parameters)}
        found.append(_nodes("Run", pl.DataFrame([found_row])))
    for cluster in material.chosen.clusters:
        values = {name: getattr(cluster, name) for name in ("lineage", "finding", "observed", "expected", "p", "days")}
        lists = {name: cell(list(getattr(cluster, name))) for name in ("behaviours", "windows")}
        sizes = {"size": len(cluster.accounts), "core_size": len(cluster.core), "stability": cluster.stability}
        times = {name: to_iso(getattr(cluster, name)) for name in ("first_at", "last_at")}
        about = {"key": cluster.cluster, "run": run.id if run else ""}
        row: dict[str, object] = {**about, **values, **lists, **sizes, **times}
        found.append(_nodes("Cluster", pl.DataFrame([row])))
    return found


def _post_edges(material: Material) -> list[pl.DataFrame]:
    posts, actions = material.posts, material.actions
    found = [_edges("POSTED", "Account", "Post", posts.select(source="account", target="key"))]
    for column, kind in _PARENTS.items():
        rows = posts.filter(pl.col(column).is_not_null()).select(source="key", target=column)
        found.append(_edges(kind, "Post", "Post", rows))
    for behaviour, (kind, label) in _OBJECTS.items():
        rows = actions.filter(pl.col("behaviour") == behaviour).select(source="post", target="object")
        found.append(_edges(kind, "Post", label, rows))
    return found


def _domain_edges(material: Material) -> pl.DataFrame:
    """Tie a link to the domain that the same post was read to point at."""
    urls = material.actions.filter(pl.col("behaviour") == "url").select("post", url="object").unique()
    domains = material.actions.filter(pl.col("behaviour") == "domain").select("post", domain="object").unique()
    pairs = urls.join(domains, on="post").select("url", "domain").unique()
    rows = [(url, domain) for url, domain in pairs.iter_rows() if _lies_on(url, domain)]
    frame = pl.DataFrame(rows, schema={"source": pl.String, "target": pl.String}, orient="row")
    return _edges("ON", "Url", "Domain", frame)


def _finding_edges(material: Material) -> list[pl.DataFrame]:
    run = material.chosen.run
    if run is None:
        return []
    links = material.links.rename({"a": "source", "b": "target"}).with_columns(
        utc_text("first_at").alias("first_at"), utc_text("last_at").alias("last_at"), run=pl.lit(run.id)
    )
    found = [_edges("CO_ACTED", "Account", "Account", links)]
    for cluster in material.chosen.clusters:
        core = set(cluster.core)
        rows = [(key, cluster.cluster, key in core, cluster.member_stability.get(key)) for key in cluster.accounts]
        types = {"source": pl.String, "target": pl.String, "core": pl.Boolean, "stability": pl.Float64}
        found.append(_edges("MEMBER_OF", "Account", "Cluster", pl.DataFrame(rows, schema=types, orient="row")))
        found_by = pl.DataFrame({"source": [cluster.cluster], "target": [run.id]})
        found.append(_edges("FOUND_BY", "Cluster", "Run", found_by))
    return found


def _rim(nodes: pl.DataFrame, edges: pl.DataFrame) -> pl.DataFrame:
    """Return a bare node for every end of an edge that has none; objects such as hashtags are nothing but their key."""
    ends = pl.concat([edges["source"], edges["target"]]).unique()
    missing = pl.DataFrame({"node": ends}).join(nodes.select("node"), on="node", how="anti")
    parts = pl.col("node").str.splitn("/", 2).struct
    rows = missing.with_columns(label=parts[0], key=parts[1])
    return rows.with_columns(boundary=pl.col("label").is_in(["Account", "Post"]))


def _nodes(label: str, rows: pl.DataFrame) -> pl.DataFrame:
    named = pl.concat_str(pl.lit(f"{label}/"), "key").alias("node")
    return rows.with_columns(named, label=pl.lit(label), boundary=pl.lit(False))


def _edges(kind: str, source: str, target: str, rows: pl.DataFrame) -> pl.DataFrame:
    ends = {
        "source": pl.concat_str(pl.lit(f"{source}/"), "source"),
        "target": pl.concat_str(pl.lit(f"{target}/"), "target"),
    }
    return rows.with_columns(**ends, type=pl.lit(kind))


def _table(kind: str, parts: list[pl.DataFrame]) -> pl.DataFrame:
    whole = pl.concat(parts, how="diagonal_relaxed")
    return whole.select(*_FIRST[kind], *(name for name in whole.columns if name not in _FIRST[kind]))


def _lies_on(url: str, domain: str) -> bool:
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:  # hostile addresses such as http://[ are kept as links without a domain
        return False
    return host == domain or host.endswith(f".{domain}")
