"""Taking names out of what was derived from the tables: links, clusters, the desk and the details of journal lines."""

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

from case import desk, journal, runs
from case.folder import Case
from case.templates import without_accounts
from case.writing import canonical_json, write_text

_Line = dict[str, Any]


def forget(case: Case, names: set[str]) -> None:
    """Forget accounts: links, memberships and desk items about them go; journal lines that name them are redacted."""
    for run in runs.list_runs(case):
        _forget_in_run(case, run, names)
    for kind in desk.KINDS:
        _rewrite(case.desk / f"{kind}.jsonl", lambda line: None if _mentions(line.get("value"), names) else line)
    _rewrite(
        case.path / journal.FILE, lambda line: journal.redact(line) if _mentions(line.get("details"), names) else line
    )


def _forget_in_run(case: Case, run: runs.Run, names: set[str]) -> None:
    links, found = runs.read_links(case, run.id), runs.read_clusters(case, run.id)
    gone = pl.col("a").is_in(list(names)) | pl.col("b").is_in(list(names))
    clusters = [_without(cluster, names) for cluster in found]
    if links.filter(gone).is_empty() and clusters == found:
        return
    templates = without_accounts(runs.read_templates(case, run.id), names)
    texts = set(templates.found["text"])
    clusters = [
        dataclasses.replace(cluster, templates=tuple(text for text in cluster.templates if text in texts))
        for cluster in clusters
    ]
    runs.write_run(case, runs.read_run(case, run.id), links.filter(~gone), clusters, templates)


def _without(cluster: runs.Cluster, names: set[str]) -> runs.Cluster:
    return dataclasses.replace(
        cluster,
        accounts=tuple(account for account in cluster.accounts if account not in names),
        core=tuple(account for account in cluster.core if account not in names),
        member_stability={
            account: share for account, share in cluster.member_stability.items() if account not in names
        },
    )


def _mentions(value: Any, names: set[str]) -> bool:
    if isinstance(value, str):
        return value in names
    if isinstance(value, dict):
        return any(_mentions(item, names) for item in value.values())
    return isinstance(value, list) and any(_mentions(item, names) for item in value)


def _rewrite(file: Path, change: Callable[[_Line], _Line | None]) -> None:
    if not file.exists():
        return
    lines = [json.loads(text) for text in file.read_text(encoding="utf-8").split("\n") if text]
    kept = [line for line in map(change, lines) if line is not None]
    if kept != lines:
        write_text(file, "".join(canonical_json(line) + "\n" for line in kept))
