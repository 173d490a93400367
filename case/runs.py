"""Detection runs: parameters, links, clusters and what was left out, each run in a folder of its own."""

import dataclasses
import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from case.errors import ShoalError
from case.folder import Case
from case.templates import SAYS_SCHEMA, TEMPLATE_SCHEMA, Templates
from case.writing import canonical_json, write_json, write_text

#: Both accounts of a link are in order of key; behaviour `*` holds the p and q combined over behaviours and windows.
LINK_SCHEMA = pl.Schema(
    {
        "a": pl.String(),
        "b": pl.String(),
        "behaviour": pl.String(),
        "window_seconds": pl.Float64(),
        "occasions": pl.Int64(),
        "objects": pl.Int64(),
        "pairs": pl.Int64(),
        "expected": pl.Float64(),
        "p": pl.Float64(),
        "q": pl.Float64(),
        "status": pl.String(),
        "first_at": pl.Datetime("us", "UTC"),
        "last_at": pl.Datetime("us", "UTC"),
    }
)
FINDINGS = ("synchronised", "explained", "candidate")


@dataclass(frozen=True, slots=True)
class Cluster:
    """Accounts that were found acting together. `core` is exhibit grade; `accounts` are core and members, sorted.

    `observed` and `expected` count in the measure that the run's report names; times are microseconds since 1970.
    `templates` are the patterns of its copied texts as lines, what most of its accounts follow first.
    `innocent` lists the innocent explanations that fit: {"explanation", "fits": strong | weak, "signs": [...]};
    `ruled_out` those that were measured and do not, in the same form with "fits": none.
    """

    cluster: str
    lineage: str
    finding: str
    accounts: tuple[str, ...]
    core: tuple[str, ...]
    behaviours: tuple[str, ...]
    windows: tuple[float, ...]
    observed: float
    expected: float
    p: float
    days: int
    first_at: int | None
    last_at: int | None
    templates: tuple[str, ...] = ()
    stability: float = 0.0
    member_stability: dict[str, float] = field(default_factory=dict)
    innocent: tuple[dict[str, Any], ...] = ()
    ruled_out: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """One detection run. `finding` is found, nothing_found or not_enough_data (then `reason` says why)."""

    id: str
    parameters: dict[str, Any]
    input_fingerprint: str
    finding: str
    reason: str
    links: int
    clusters: int
    started_at: str
    seconds: float
    controls: dict[str, Any] = field(default_factory=dict)
    left_out: list[dict[str, Any]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    versions: dict[str, str] = field(default_factory=dict)
    outdated: bool = False


def run_id(parameters: dict[str, Any], input_fingerprint: str) -> str:
    """Name a run by what determines it: the same parameters on the same data are the same run."""
    content = canonical_json([parameters, input_fingerprint])
    return f"R-{hashlib.sha256(content.encode()).hexdigest()[:12]}"


def cluster_id(accounts: Sequence[str]) -> str:
    """Name a cluster by its members."""
    return f"C-{hashlib.sha256(canonical_json(sorted(accounts)).encode()).hexdigest()[:12]}"


def cluster_content(cluster: Cluster) -> dict[str, Any]:
    """Return a cluster as plain values for JSON."""
    return dataclasses.asdict(cluster)


def write_run(
    case: Case, run: Run, links: pl.DataFrame, clusters: Sequence[Cluster], templates: Templates | None = None
) -> None:
    """Write a run's folder whole or not at all; a repeat of the same run replaces it."""
    draft, target = case.runs / f".{run.id}.part", case.runs / run.id
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    links.select(list(LINK_SCHEMA)).cast(LINK_SCHEMA).write_parquet(draft / "links.parquet")
    told = templates or Templates()
    told.found.select(list(TEMPLATE_SCHEMA)).cast(TEMPLATE_SCHEMA).write_parquet(draft / "templates.parquet")
    told.says.select(list(SAYS_SCHEMA)).cast(SAYS_SCHEMA).write_parquet(draft / "says.parquet")
    write_json(draft / "clusters.json", [cluster_content(cluster) for cluster in clusters])
    write_json(draft / "run.json", dataclasses.asdict(run))
    shutil.rmtree(target, ignore_errors=True)
    draft.rename(target)


def list_runs(case: Case) -> list[Run]:
    """Return all runs, the earliest first."""
    files = case.runs.glob("R-*/run.json")
    return sorted(
        (_run(json.loads(file.read_text(encoding="utf-8"))) for file in files), key=lambda run: (run.started_at, run.id)
    )


def read_run(case: Case, run: str | None = None) -> Run:
    """Return a run by its id, or the current one."""
    return _run(json.loads((_folder(case, run) / "run.json").read_text(encoding="utf-8")))


def read_links(case: Case, run: str | None = None) -> pl.DataFrame:
    """Return the links of a run, columns as in LINK_SCHEMA."""
    return pl.read_parquet(_folder(case, run) / "links.parquet")


def read_clusters(case: Case, run: str | None = None) -> list[Cluster]:
    """Return the clusters of a run in their ranked order."""
    return [_cluster(row) for row in json.loads((_folder(case, run) / "clusters.json").read_text(encoding="utf-8"))]


def read_templates(case: Case, run: str | None = None) -> Templates:
    """Return the templates of a run and who says them; none for a run of a version that kept none."""
    folder = _folder(case, run)
    if not (folder / "templates.parquet").is_file():
        return Templates()
    return Templates(pl.read_parquet(folder / "templates.parquet"), pl.read_parquet(folder / "says.parquet"))


def current_run(case: Case) -> str | None:
    """Return the id of the run that stored queries and pages show, or None."""
    file = case.runs / "current"
    return file.read_text(encoding="utf-8").strip() if file.exists() else None


def set_current_run(case: Case, run: str) -> None:
    """Make a run the current one in the record; the graph follows by graph.projection.make_current."""
    _folder(case, run)
    write_text(case.runs / "current", run + "\n")


def _folder(case: Case, run: str | None) -> Path:
    run = run or current_run(case)
    if run is None:
        raise ShoalError(f"{case.path} has no run yet. Start one with: shoal detect {case.path}")
    folder = case.runs / run
    if "/" in run or not (folder / "run.json").is_file():
        raise ShoalError(f"There is no run {run!r} in this case. List them with: shoal runs {case.path}")
    return folder


def _run(row: dict[str, Any]) -> Run:
    return Run(**row)


def _cluster(row: dict[str, Any]) -> Cluster:
    tuples = ("accounts", "core", "behaviours", "windows", "templates", "innocent", "ruled_out")
    return Cluster(**{**row, **{name: tuple(row[name]) for name in tuples}})
