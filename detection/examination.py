"""A corpus in; everything a run says of it out: links, clusters, controls, what was left out, what cannot be told."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from case.progress import Progress
from case.runs import LINK_SCHEMA, Cluster
from case.templates import Templates
from detection.clusters import make_clusters, unclaimed
from detection.coactions import CoActions, find_coactions
from detection.controls import run_controls
from detection.copying import Copying, find_copied_groups
from detection.corpus import Corpus
from detection.crowded import find_crowded_groups
from detection.findings import join_findings
from detection.linked_clusters import cluster_links
from detection.links import find_links
from detection.parameters import Parameters
from detection.sufficiency import (
    coverage_warnings,
    no_baseline,
    too_few_accounts,
    too_few_objects,
    too_few_outside,
    usable_windows,
)
from detection.templates import find_templates
from detection.threads import in_threads
from detection.timing import Timing, find_timed_groups

Integers = NDArray[np.int64]
Row = dict[str, object]
#: Reads posts (key, kind, parents, client, text) and accounts (key, name) when they are needed.
Reader = Callable[[], tuple[pl.DataFrame, pl.DataFrame]]


@dataclass(frozen=True, slots=True)
class Examined:
    """The content of a run; `reason` says why nothing could be decided, if so."""

    finding: str
    reason: str
    links: pl.DataFrame
    clusters: list[Cluster]
    controls: Row = field(default_factory=dict)
    left_out: list[Row] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    templates: Templates = field(default_factory=Templates)


@dataclass(frozen=True, slots=True)
class _Shared:
    """What shared objects say: links, groups by timing, candidates by links."""

    windows: Integers
    links: pl.DataFrame
    coactions: list[CoActions]
    timing: Timing | None
    left_out: list[Row]
    warnings: list[str]
    reason: str


def examine(corpus: Corpus, parameters: Parameters, reader: Reader, *, progress: Progress) -> Examined:
    """Run both routes and the controls on a corpus."""
    warnings = coverage_warnings(corpus, parameters)
    reason = too_few_accounts(corpus)
    if reason:
        return Examined("not_enough_data", reason, LINK_SCHEMA.to_frame(), [], warnings=warnings)
    shared = _examine_shared(corpus, parameters, progress)
    posts, names = reader()
    copying = find_copied_groups(corpus, posts, seed=parameters.seed, progress=progress)
    groups = join_findings(shared.timing, copying)
    progress("examining findings", 0, None)
    drawn = find_templates(corpus, groups, copying, posts)
    clusters = [
        replace(cluster, templates=lines)
        for cluster, lines in zip(make_clusters(corpus, groups, copying, posts, names), drawn.lines, strict=True)
    ]
    clusters += unclaimed(cluster_links(corpus, shared.links, shared.coactions, parameters), clusters)
    controls: Row = {}
    if shared.timing is not None:
        progress("running controls", 0, None)
        controls, doubts = run_controls(
            corpus, shared.windows, parameters, shared.timing, groups,
            lambda found: make_clusters(corpus, found, None, posts, names),
        )  # fmt: skip
        warnings += doubts
    finding, reason = _conclude(corpus, shared, copying, clusters)
    warnings += shared.warnings
    return Examined(
        finding, reason, _shown(shared.links, clusters), clusters, controls, shared.left_out + drawn.left_out, warnings,
        drawn.templates,
    )  # fmt: skip


def _examine_shared(corpus: Corpus, parameters: Parameters, progress: Progress) -> _Shared:
    """Count co-actions, test pairs, and test groups by timing, as far as the data allow."""
    reason = too_few_objects(corpus)
    windows, warnings = np.zeros(0, dtype=np.int64), list[str]()
    if corpus.layers:
        windows, warnings = usable_windows(corpus, parameters)
        if not windows.size:
            reason = "The stamps of the data carry only dates, so the windows asked for cannot be told."
    if reason:
        return _Shared(windows, LINK_SCHEMA.to_frame(), [], None, [], [*warnings, reason], reason)
    coactions, left_out = _pair(corpus, windows, parameters, progress)
    progress("testing pairs", 0, None)
    links = find_links(corpus, coactions, windows, q=parameters.q, min_occasions=parameters.min_occasions)
    seed, method = parameters.seed, parameters.communities
    timing = find_timed_groups(corpus, windows, seed=seed, method=method, progress=progress)
    progress("testing crowded objects", 0, None)
    crowded = find_crowded_groups(corpus, timing, windows)
    timing = replace(timing, found=timing.found + crowded)
    gap = no_baseline(timing.untestable)
    reason = gap if len(timing.untestable) == len(corpus.layers) else ""
    return _Shared(windows, links, coactions, timing, left_out, [*warnings, gap] if gap else warnings, reason)


def _conclude(corpus: Corpus, shared: _Shared, copying: Copying | None, clusters: list[Cluster]) -> tuple[str, str]:
    """Decide the finding of the run; nothing found is said only where something could have been found."""
    if any(cluster.finding == "synchronised" for cluster in clusters):
        return "found", ""
    inside = {account for cluster in clusters for account in cluster.accounts}
    outside = too_few_outside(corpus, len(inside))
    if outside:
        return "not_enough_data", outside
    if shared.reason and copying is None:
        return "not_enough_data", shared.reason
    return "nothing_found", ""


def _pair(
    corpus: Corpus, windows: Integers, parameters: Parameters, progress: Progress
) -> tuple[list[CoActions], list[Row]]:
    """Pair every layer within its share of the budget."""
    budget = max(1, parameters.max_events // len(corpus.layers))
    progress("pairing", 0, len(corpus.layers))
    paired = in_threads(
        lambda layer: find_coactions(layer, windows, budget=budget), corpus.layers,
        done=lambda number: progress("pairing", number, len(corpus.layers)),
    )  # fmt: skip
    return [found for found, _ in paired], [row for _, cut in paired for row in cut]


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
