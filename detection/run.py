"""A case and parameters in; one detection run out, written to the case: links, clusters, controls, what was left out.

Equal parameters on equal data give an equal run, whatever the order of rows and the number of threads.
"""

import dataclasses
import platform
import time
from datetime import UTC, datetime
from importlib import metadata

from case import runs
from case.fingerprint import data_fingerprint
from case.folder import Case
from case.progress import Progress, silent
from case.runs import Cluster, Run
from detection.examination import examine
from detection.lineage import find_lineages
from detection.parameters import Parameters
from detection.reading import read_corpus, read_words

_PACKAGES = ("graspologic-native", "networkx", "numpy", "polars", "python-louvain", "rapidfuzz", "scipy", "shoal")


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
    found = examine(corpus, parameters, lambda: read_words(case), progress=progress)
    clusters = _with_lineages(case, run_id, found.clusters)
    run = Run(
        id=run_id,
        parameters=parameters.as_dict(),
        input_fingerprint=fingerprint,
        finding=found.finding,
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
    runs.write_run(case, run, found.links, clusters, found.templates)
    progress("writing", 1, 1)
    return run


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
