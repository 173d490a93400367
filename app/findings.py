"""Clusters of a run joined with what people judged about them: one row each, as `shoal clusters` gives them."""

from typing import Any

from app.reading.judgements import about, attributions, verdicts
from case import runs
from case.clock import to_iso
from case.folder import Case


def cluster_rows(case: Case, run: str | None = None) -> list[dict[str, Any]]:
    """Return the clusters of a run in ranked order (times ISO 8601, UTC).

    `verdict` and `attribution` are a person's and follow the cluster's lineage; None where nobody has judged.
    """
    judged, attributed = verdicts(case), attributions(case)
    rows = []
    for cluster in runs.read_clusters(case, run):
        names = (cluster.cluster, cluster.lineage)
        rows.append(
            {
                **runs.cluster_content(cluster),
                "size": len(cluster.accounts),
                "core_size": len(cluster.core),
                "first_at": to_iso(cluster.first_at),
                "last_at": to_iso(cluster.last_at),
                "verdict": (about(judged, *names) or {}).get("is"),
                "attribution": (about(attributed, *names) or {}).get("to"),
            }
        )
    return rows
