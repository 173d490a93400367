"""A case comes in; for each label and each relationship type the frame of what the graph should hold goes out.

One source for three uses: what is written, what is counted as expected, and what the fingerprint is taken over. A
node frame has the columns of the schema's properties; a relationship frame has `start`, `end` and those of its
properties.
"""

from collections.abc import Callable
from typing import Any

import polars as pl

from case import runs
from case.folder import Case
from case.tables import list_loads
from graph import findings
from graph import record as rec
from graph.record import PARENTS, POINTS_TO, Record
from graph.rows import columns, node_rows, relationship_rows
from graph.schema import node

Rows = list[dict[str, Any]]
_OBJECTS = {"Hashtag": "hashtag", "Url": "url", "Media": "media", "Contact": "contact"}
_BEHAVIOUR_OF = {type: behaviour for behaviour, type in POINTS_TO.items()}
_COLUMN_OF = {type: column for column, type in PARENTS.items()}


def node_frame(case: Case, label: str) -> pl.LazyFrame:
    """The nodes of a label, one row each, in no order."""
    if label in ("Account", "Post"):
        return _rows_and_stubs(case, label)
    if label in _OBJECTS:
        return rec.objects(rec.whole_record(case), _OBJECTS[label]).select(key="end").unique()
    if label == "Domain":
        return rec.addresses(rec.whole_record(case)).select(key="end").unique()
    return node_rows(label, _DECIDED[label](case) if label in _DECIDED else ())


def relationship_frame(case: Case, type: str) -> pl.LazyFrame:
    """The relationships of a type, one row each, in no order."""
    whole = rec.whole_record(case)
    if type in _BEHAVIOUR_OF:
        return rec.objects(whole, _BEHAVIOUR_OF[type])
    if type in _COLUMN_OF:
        return rec.parents(whole, _COLUMN_OF[type])
    if type == "POSTED":
        return rec.authors(whole)
    if type == "ON":
        return rec.addresses(whole)
    if type == "CO_ACTED":
        return findings.links(case, runs.current_run(case))
    if type == "SAYS":
        return findings.says(case, runs.current_run(case))
    return relationship_rows(type, _TIES[type](case))


def seen_accounts(record: Record) -> pl.LazyFrame:
    """Account nodes of the profiles in the record."""
    named = [pl.col(name).str.head(rec.LONGEST_NAME) for name in ("handle", "name")]
    return record.accounts.with_columns(*named, seen=pl.lit(True)).select(columns(node("Account").properties))


def seen_posts(record: Record) -> pl.LazyFrame:
    """Post nodes of the posts in the record."""
    return record.posts.with_columns(seen=pl.lit(True)).select(columns(node("Post").properties))


def _rows_and_stubs(case: Case, label: str) -> pl.LazyFrame:
    whole = rec.whole_record(case)
    if label == "Account":
        seen, ends = (
            seen_accounts(whole),
            [rec.authors(whole).select(key="start"), rec.objects(whole, "mention").select(key="end")],
        )
    else:
        seen, ends = seen_posts(whole), [rec.parents(whole, column).select(key="end") for column in PARENTS]
    stubs = pl.concat(ends).unique().join(seen.select("key"), on="key", how="anti")
    platform = pl.col("key").str.extract(r"^([^:]*)", 1)
    return pl.concat([seen, stubs.with_columns(platform=platform, seen=pl.lit(False))], how="diagonal")


def _loads(case: Case) -> Rows:
    return [{"key": load} for load in list_loads(case)]


def _clusters(case: Case) -> Rows:
    return findings.clusters(case, runs.current_run(case))


def _templates(case: Case) -> Rows:
    return findings.templates(case, runs.current_run(case))


def _members(case: Case) -> Rows:
    return findings.members(case, runs.current_run(case))


def _runs(case: Case) -> Rows:
    return findings.run_rows(case, runs.current_run(case))


def _found_by(case: Case) -> Rows:
    return [{"start": cluster["key"], "end": cluster["run"]} for cluster in _clusters(case)]


def _current(case: Case) -> Rows:
    return [{"start": case.id, "end": run["key"]} for run in _runs(case)]


_DECIDED: dict[str, Callable[[Case], Rows]] = {
    "Load": _loads,
    "Cluster": _clusters,
    "Template": _templates,
    "Run": _runs,
    "Verdict": findings.verdicts,
    "Note": findings.notes,
    "Event": findings.events,
}
_TIES: dict[str, Callable[[Case], Rows]] = {
    "MEMBER_OF": _members,
    "FOUND_BY": _found_by,
    "CURRENT": _current,
    "ABOUT": findings.about,
}
