"""What a run found and what people decided come in; the rows of their nodes and relationships go out."""

import json
from typing import Any

import polars as pl

from case import desk, runs
from case.folder import Case
from case.tables import read_accounts, read_posts
from case.templates import Templates
from graph.rows import columns, relationship_rows
from graph.schema import relationship

_CLUSTER = (
    "lineage", "finding", "behaviours", "windows", "observed", "expected", "p", "days", "stability",
    "first_at", "last_at",
)  # fmt: skip


def links(case: Case, run: str | None) -> pl.LazyFrame:
    """CO_ACTED of a run: validated and candidate links only, the lower key first.

    An outdated run may name accounts that left the record since; their links are in its report, not in the graph.
    """
    if run is None:
        return relationship_rows("CO_ACTED", ())
    kept = runs.read_links(case, run).lazy().filter(pl.col("status").is_in(["validated", "candidate"]))
    there = _accounts(case)
    both = kept.join(there, left_on="a", right_on="key", how="semi").join(
        there, left_on="b", right_on="key", how="semi"
    )
    named = both.rename({"a": "start", "b": "end"}).with_columns(
        pl.col("window_seconds").fill_null(0.0).fill_nan(0.0),
        run=pl.lit(run),  # a link of all windows has none
    )
    return named.select("start", "end", *columns(relationship("CO_ACTED").properties))


def clusters(case: Case, run: str | None) -> list[dict[str, Any]]:
    """Cluster nodes of a run."""
    found = runs.read_clusters(case, run) if run else []
    return [
        {**{name: getattr(cluster, name) for name in _CLUSTER}, "key": cluster.cluster, "run": run,
         "size": len(cluster.accounts), "core_size": len(cluster.core)}
        for cluster in found
    ]  # fmt: skip


def members(case: Case, run: str | None) -> list[dict[str, Any]]:
    """MEMBER_OF of a run's clusters; accounts that left the record since are not in the graph."""
    found = runs.read_clusters(case, run) if run else []
    there = _accounts_there(case, {account for cluster in found for account in cluster.accounts})
    return [
        {
            "start": account,
            "end": cluster.cluster,
            "core": account in core,
            "stability": cluster.member_stability.get(account),
        }
        for cluster in found
        for core in (frozenset(cluster.core),)
        for account in cluster.accounts
        if account in there
    ]


def templates(case: Case, run: str | None) -> list[dict[str, Any]]:
    """Template nodes of a run."""
    return template_rows(runs.read_templates(case, run), run) if run else []


def template_rows(templates: Templates, run: str) -> list[dict[str, Any]]:
    """Templates of a run as rows of their nodes."""
    return [
        {**row, "key": row["template"], "run": run, "slots": row["parts"].count(None)}
        for row in templates.found.iter_rows(named=True)
    ]


def says(case: Case, run: str | None) -> pl.LazyFrame:
    """SAYS of a run's templates; posts that left the record since are not in the graph."""
    if run is None:
        return relationship_rows("SAYS", ())
    there = read_posts(case).select("key")
    told = runs.read_templates(case, run).says.lazy().select(start="post", end="template")
    return told.join(there, left_on="start", right_on="key", how="semi")


def run_rows(case: Case, run: str | None) -> list[dict[str, Any]]:
    """The Run node, as a list of none or one."""
    if run is None:
        return []
    found = runs.read_run(case, run)
    parameters = json.dumps(found.parameters, ensure_ascii=False, sort_keys=True)
    return [{"key": found.id, "finding": found.finding, "started_at": found.started_at, "parameters": parameters}]


def verdicts(case: Case) -> list[dict[str, Any]]:
    """Verdict nodes of the desk."""
    return [{**item, "key": item["id"], "judgement": item.get("is")} for item in desk.items(case, "verdicts")]


def notes(case: Case) -> list[dict[str, Any]]:
    """Note nodes of the desk."""
    return [{**item, "key": item["id"]} for item in desk.items(case, "notes")]


def events(case: Case) -> list[dict[str, Any]]:
    """Event nodes of the desk."""
    return [{**item, "key": item["id"]} for item in desk.items(case, "events")]


def about(case: Case) -> list[dict[str, Any]]:
    """ABOUT: an account by its key, clusters by their key or their lineage; nothing when it is not in the graph."""
    named: dict[str, list[str]] = {}
    for cluster in clusters(case, runs.current_run(case)):
        for name in {cluster["key"], cluster["lineage"]}:
            named.setdefault(name, []).append(cluster["key"])
    items = [*desk.items(case, "verdicts"), *desk.items(case, "notes")]
    subjects = [(item["id"], str(item["about"]), item.get("kind")) for item in items if item.get("about")]
    there = _accounts_there(case, {subject for _, subject, kind in subjects if kind != "cluster"} - set(named))
    return [
        {"start": item, "end": end}
        for item, subject, _ in subjects
        for end in named.get(subject, [subject] if subject in there else [])
    ]


def _accounts_there(case: Case, keys: set[str]) -> set[str]:
    """Those of the keys that the graph has a node for: profiles and authors."""
    if not keys:
        return set()
    return set(_accounts(case).filter(pl.col("key").is_in(sorted(keys))).collect()["key"])


def _accounts(case: Case) -> pl.LazyFrame:
    return pl.concat([read_accounts(case).select("key"), read_posts(case).select(key="account")])
