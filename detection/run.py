"""A case and parameters in; one detection run out, written to the case: links, clusters, controls, what was left out.

Equal parameters on equal data give an equal run, whatever the order of rows and the number of threads.
"""

import dataclasses
import platform
import time
from datetime import UTC, datetime
from importlib import metadata

import numpy as np
import polars as pl

from case import runs
from case.errors import ShoalError
from case.fingerprint import data_fingerprint
from case.folder import Case
from case.progress import Progress, silent
from case.runs import LINK_SCHEMA, Cluster, Run
from case.tables import read_actions, read_posts
from detection.coactions import DAY_WIDTH, MICROSECONDS, CoActions, find_coactions
from detection.corpus import Corpus, build_corpus
from detection.lineage import find_lineages
from detection.linked_clusters import cluster_links
from detection.links import find_links
from detection.parameters import Parameters
from detection.timed_clusters import timed_clusters, unclaimed
from detection.timing import Timing, find_timed_groups

Row = dict[str, object]
#: With fewer accounts or fewer shared objects than this, no count can speak.
MIN_ACCOUNTS = 10
MIN_SHARED_OBJECTS = 5
#: A group is judged against so many accounts outside.
MIN_OUTSIDE = 200
_PACKAGES = ("graspologic-native", "networkx", "numpy", "polars", "python-louvain", "scipy", "shoal")


@dataclasses.dataclass(frozen=True, slots=True)
class _Found:
    links: pl.DataFrame
    clusters: list[Cluster]
    left_out: list[Row]
    warnings: list[str]
    reason: str = ""
    controls: Row = dataclasses.field(default_factory=dict)


def detect(case: Case, parameters: Parameters, *, progress: Progress = silent) -> Run:
    """Find accounts that act together beyond chance and write the run to `runs/`; it is not made current.

    The run's finding is `found`, `nothing_found`, or `not_enough_data` with the reason. Raises ShoalError for a window
    that the stamps of the data cannot tell.
    """
    clock, started = time.monotonic(), datetime.now(UTC).isoformat(timespec="seconds")
    progress("reading", 0, None)
    fingerprint = data_fingerprint(case)
    run_id = runs.run_id(parameters.as_dict(), fingerprint)
    corpus = read_corpus(case, parameters)
    found = _find(corpus, parameters, progress)
    clusters = _with_lineages(case, run_id, found.clusters)
    run = Run(
        id=run_id,
        parameters=parameters.as_dict(),
        input_fingerprint=fingerprint,
        finding=_finding(found),
        reason=found.reason,
        links=found.links.height,
        clusters=len(clusters),
        started_at=started,
        seconds=round(time.monotonic() - clock, 3),
        controls=found.controls,
        left_out=found.left_out,
        warnings=found.warnings,
        versions=_versions(),
    )
    runs.write_run(case, run, found.links, clusters)
    progress("writing", 1, 1)
    return run


def read_corpus(case: Case, parameters: Parameters) -> Corpus:
    """Read what a run with these parameters counts."""
    return build_corpus(
        read_posts(case),
        read_actions(case),
        behaviours=parameters.behaviours,
        from_at=parameters.from_at,
        to_at=parameters.to_at,
        timezone=case.timezone,
    )


def usable_windows(corpus: Corpus, parameters: Parameters) -> tuple[np.ndarray, list[str]]:
    """Return the windows in microseconds that the stamps can tell, and what is to be said about them.

    A window W with 0 < W < P says nothing on stamps of width P. One that was asked for and suits no stamp is refused.
    """
    widths = np.unique(np.concatenate([layer.width for layer in corpus.layers]))
    windows = (np.array(parameters.ladder) * MICROSECONDS).round().astype(np.int64)
    suits = np.array([[_tells(int(window), int(width)) for width in widths] for window in windows])
    warnings = []
    for window, row in zip(windows, suits, strict=True):
        if not row.any() and parameters.windows is not None:
            raise ShoalError(
                f"A window of {window / MICROSECONDS:g} s was asked for, but the stamps are"
                f" {widths.min() / MICROSECONDS:g} s wide: below that, nothing can be told apart."
                " Use 0 (same stamp) or a window at least as wide."
            )
        if not row.all():
            coarse = ", ".join(f"{width / MICROSECONDS:g} s" for width in widths[~row])
            warnings.append(f"Window {window / MICROSECONDS:g} s: not used on stamps that are {coarse} wide.")
    wide = ", ".join(f"{width / MICROSECONDS:g} s" for width in widths)
    warnings.append(f"Stamps are {wide} wide: a window of W covers true gaps up to W plus that.")
    return windows[suits.any(axis=1)], warnings


def _tells(window: int, width: int) -> bool:
    return width <= window if window else width < DAY_WIDTH


def _find(corpus: Corpus, parameters: Parameters, progress: Progress) -> _Found:
    warnings = _coverage_warnings(corpus, parameters)
    reason = _too_little(corpus)
    if reason:
        return _Found(LINK_SCHEMA.to_frame(), [], [], warnings, reason)
    windows, notes = usable_windows(corpus, parameters)
    if not windows.size:
        reason = "The stamps of the data carry only dates, so the windows asked for cannot be told."
        return _Found(LINK_SCHEMA.to_frame(), [], [], [*warnings, *notes], reason)
    coactions, left_out = _pair(corpus, windows, parameters, progress)
    progress("testing pairs", 0, None)
    links = find_links(corpus, coactions, windows, q=parameters.q, min_occasions=parameters.min_occasions)
    timing = find_timed_groups(corpus, windows, seed=parameters.seed, method=parameters.communities, progress=progress)
    clusters = timed_clusters(corpus, timing)
    clusters += unclaimed(cluster_links(corpus, links, coactions, parameters), clusters)
    reason = _untested(corpus, timing, clusters)
    return _Found(_shown(links, clusters), clusters, left_out, [*warnings, *notes, *_gaps(timing)], reason)


def _gaps(timing: Timing) -> list[str]:
    """Say which behaviours no group could be tested on."""
    if not timing.untestable:
        return []
    names = ", ".join(timing.untestable)
    return [f"No baseline for {names}: too few other accounts show it within a day of each other to test a group."]


def _untested(corpus: Corpus, timing: Timing, clusters: list[Cluster]) -> str:
    """Say why nothing could be decided about groups, or nothing."""
    if any(cluster.finding != "candidate" for cluster in clusters):
        return ""
    suspected = {account for cluster in clusters for account in cluster.accounts}
    outside = len(corpus.accounts) - len(suspected)
    if outside < MIN_OUTSIDE:
        return f"{outside} accounts outside the groups; about {MIN_OUTSIDE} are needed to say how fast others are."
    if len(timing.untestable) == len(corpus.layers):
        return _gaps(timing)[0]
    return ""


def _pair(
    corpus: Corpus, windows: np.ndarray, parameters: Parameters, progress: Progress
) -> tuple[list[CoActions], list[Row]]:
    """Pair every layer within its share of the budget."""
    coactions, left_out = [], []
    for number, layer in enumerate(corpus.layers):
        progress("pairing", number, len(corpus.layers))
        found, cut = find_coactions(layer, windows, budget=max(1, parameters.max_events // len(corpus.layers)))
        coactions.append(found)
        left_out += cut
    return coactions, left_out


def _shown(links: pl.DataFrame, clusters: list[Cluster]) -> pl.DataFrame:
    """Keep validated pairs, and candidate pairs inside a cluster."""
    members = pl.DataFrame(
        [(account, cluster.cluster) for cluster in clusters for account in cluster.accounts],
        schema={"account": pl.String, "cluster": pl.String},
        orient="row",
    )
    inside = (
        links.select("a", "b").unique()
        .join(members, left_on="a", right_on="account")
        .join(members, left_on=["b", "cluster"], right_on=["account", "cluster"])
        .select("a", "b")
    )  # fmt: skip
    validated = links.filter((pl.col("behaviour") == "*") & (pl.col("status") == "validated")).select("a", "b")
    kept = pl.concat([inside, validated]).unique()
    return links.join(kept, on=["a", "b"], how="semi", maintain_order="left")


def _too_little(corpus: Corpus) -> str:
    """Say why the data cannot answer, or nothing."""
    if not corpus.layers:
        return "No action with a time: nothing can be compared."
    if len(corpus.accounts) < MIN_ACCOUNTS:
        return f"{len(corpus.accounts)} accounts in the data; at least {MIN_ACCOUNTS} are needed to say what is usual."
    shared = sum(int((layer.sharers() >= 2).sum()) for layer in corpus.layers)
    if shared < MIN_SHARED_OBJECTS:
        return f"{shared} objects are shared by two accounts or more; at least {MIN_SHARED_OBJECTS} are needed."
    return ""


def _coverage_warnings(corpus: Corpus, parameters: Parameters) -> list[str]:
    warnings = []
    if corpus.unusable:
        warnings.append(f"{corpus.unusable} actions carry no time and are not counted.")
    for name in parameters.behaviours or ():
        if corpus.layer(name) is None:
            warnings.append(f"Behaviour {name}: the data hold no action of it.")
    return warnings


def _finding(found: _Found) -> str:
    if any(cluster.finding == "synchronised" for cluster in found.clusters):
        return "found"
    if found.reason:
        return "not_enough_data"
    return "nothing_found"


def _with_lineages(case: Case, run_id: str, clusters: list[Cluster]) -> list[Cluster]:
    """Carry on the lineages of earlier runs; a repeat of a run keeps its own."""
    earlier = sorted(runs.list_runs(case), key=lambda run: (run.id != run_id, _descending(run.started_at)))
    before = [(cluster.lineage, cluster.accounts) for run in earlier for cluster in runs.read_clusters(case, run.id)]
    names = find_lineages([cluster.accounts for cluster in clusters], before)
    return [
        dataclasses.replace(cluster, lineage=name or cluster.cluster)
        for cluster, name in zip(clusters, names, strict=True)
    ]


def _descending(text: str) -> tuple[int, ...]:
    return tuple(-ord(letter) for letter in text)


def _versions() -> dict[str, str]:
    versions = {"python": platform.python_version()}
    for package in _PACKAGES:
        try:
            versions[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            versions[package] = "not installed"
    return versions
