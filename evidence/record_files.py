"""The parts of a package that the record gives as they are: runs, sources, judgements, custody."""

import dataclasses
import json
from collections.abc import Collection, Iterable

import polars as pl

from case.clock import to_iso
from case.desk import Item
from case.fingerprint import fingerprint
from case.journal import FILE, redact
from case.runs import Cluster
from case.writing import canonical_json
from evidence.bag import Bag
from evidence.cells import cell, csv_rows, write_csv
from evidence.material import Material
from evidence.omissions import Count, Omission

JUDGEMENTS = ("item", "kind", "do", "about", "about_kind", "judgement", "reason", "note", "at", "actor", "value")
SOURCES = ("sha256", "name", "path", "size", "format", "load", "loaded_at", "loaded_by", "collected_at", "query",
           "place", "timezone", "records", "used", "duplicates", "rejects", "accounts", "posts", "actions",
           "rejects_file", "mapping", "warnings")  # fmt: skip
CLUSTERS = ("cluster", "lineage", "finding", "size", "core_size", "behaviours", "windows", "observed", "expected", "p",
            "days", "first_at", "last_at", "templates", "stability", "innocent", "in_package")  # fmt: skip


def write_case(bag: Bag, material: Material, *, level: str, version: str) -> None:
    """Write data/case.json: what was sealed, at which state of the record."""
    case = material.case
    names = ("id", "title", "timezone", "purpose", "organisation", "operator", "authority")
    about = {name: getattr(case, name) for name in names}
    selection = dataclasses.asdict(material.chosen.named)
    bag.write_json("data/case.json", {**about, "fingerprint": fingerprint(case), "level": level,
                                      "selection": selection, "shoal": version})  # fmt: skip


def write_run(bag: Bag, material: Material) -> tuple[list[Count], list[Omission]]:
    """Write data/runs/<id>/: the run as it was recorded, and every cluster it found, with which are in the package."""
    run, chosen = material.chosen.run, material.chosen
    if run is None:
        return [], [Omission("run", "run", "detection run", "the case has none; nothing was measured", None)]
    folder = f"data/runs/{run.id}"
    told = dataclasses.asdict(run)
    times = {name: told.pop(name) for name in ("started_at", "seconds")}  # a repeat of the same run differs in these
    bag.write_json(f"{folder}/run.json", told)
    bag.write_json(f"data/custody/{run.id}.json", times)
    picked = {cluster.cluster for cluster in chosen.clusters}
    bag.write(f"{folder}/clusters.csv", cluster_table(chosen.all_clusters, picked=picked))
    rows = len(chosen.all_clusters)
    return [Count(f"{folder}/clusters.csv", rows, rows)], _run_left_out(run.id, run.left_out, run.warnings)


def cluster_table(clusters: Iterable[Cluster], *, picked: Collection[str]) -> bytes:
    """Write clusters.csv: the figures of every cluster of a run, without its members."""
    rows = []
    for cluster in sorted(clusters, key=lambda cluster: cluster.cluster):
        sizes = {"size": len(cluster.accounts), "core_size": len(cluster.core), "in_package": cluster.cluster in picked}
        span = {name: to_iso(getattr(cluster, name)) for name in ("first_at", "last_at")}
        rows.append([{**sizes, **span}.get(name, getattr(cluster, name, None)) for name in CLUSTERS])
    return b"".join(csv_rows(CLUSTERS, rows))


def write_sources(bag: Bag, material: Material) -> tuple[list[Count], list[Omission]]:
    """Write data/sources.csv; what loading rejected, found twice or warned of is among the omissions."""
    rows = [[getattr(source, name) for name in SOURCES] for source in material.sources]
    bag.write("data/sources.csv", b"".join(csv_rows(SOURCES, rows)))
    omissions = [Omission("load", "raw files", "the files themselves", "named by hash; ask the operator", len(rows))]
    for source in material.sources:
        reasons = {
            "duplicates": "records of posts known already",
            "rejects": f"unreadable; {source.rejects_file or 'counted'}",
        }
        for what, reason in reasons.items():
            if count := getattr(source, what):
                omissions.append(Omission("load", source.sha256, what, reason, count))
        omissions += [Omission("load", source.sha256, "warning", warning, None) for warning in source.warnings]
    return [Count("data/sources.csv", len(rows), len(rows))], omissions


def write_judgements(bag: Bag, material: Material) -> list[Count]:
    """Write data/judgements.csv: every verdict, note and attribution, also those replaced or withdrawn."""
    rows = [_judgement(line) for line in material.judgements]
    bag.write("data/judgements.csv", b"".join(csv_rows(JUDGEMENTS, rows)))
    return [Count("data/judgements.csv", len(rows), len(rows))]


def write_custody(bag: Bag, material: Material, *, times: list[dict[str, object]], redacted: bool) -> dict[str, str]:
    """Copy the custody log up to this export, and when the queries were asked; return what bag-info says of it.

    The log grows with each export, so its lines are counted in bag-info, outside what is equal for equal cases.
    Redacted lines lose their details; their commitments keep the chain whole.
    """
    path = material.case.path / FILE
    content = path.read_bytes() if path.exists() else b""
    whole = content[: content.rfind(b"\n") + 1]
    if redacted:
        whole = b"".join(map(_redact, whole.splitlines(keepends=True)))
    bag.write("data/custody/journal.jsonl", whole)
    bag.write("data/custody/queries.jsonl", "".join(canonical_json(line) + "\n" for line in times))
    return {"Journal-Entries": str(whole.count(b"\n")), "Journal-Head": _head(whole)}


def write_frame(bag: Bag, name: str, frame: pl.DataFrame) -> Count:
    """Write a frame as a table of the package that lacks nothing."""
    with bag.writing(name) as file:
        write_csv(file, frame)
    return Count(name, frame.height, frame.height)


def _run_left_out(run: str, left_out: list[dict[str, object]], warnings: list[str]) -> list[Omission]:
    found = [Omission("run", run, "warning", warning, None) for warning in warnings]
    for line in left_out:
        count = next(
            (line[name] for name in ("events", "rows", "count", "accounts") if isinstance(line.get(name), int)), None
        )
        about = {name: value for name, value in line.items() if name != "reason"}
        found.append(Omission("run", run, cell(about), str(line.get("reason", "not told")), _whole(count)))
    return found


def _whole(count: object) -> int | None:
    return count if isinstance(count, int) else None


def _redact(line: bytes) -> bytes:
    try:
        return (canonical_json(redact(json.loads(line))) + "\n").encode("utf-8", "backslashreplace")
    except (ValueError, AttributeError):  # a line that is no entry stays as it is: it shows in the check
        return line


def _head(journal: bytes) -> str:
    lines = journal.decode("utf-8", "replace").removesuffix("\n").split("\n")
    try:
        return str(json.loads(lines[-1])["hash"])
    except (ValueError, KeyError, TypeError):
        return ""


def _judgement(line: Item) -> list[object]:
    value = line.get("value", {})
    known = {
        "item": line["id"],
        "kind": line["kind_of_item"],
        "do": line["do"],
        "at": line["at"],
        "actor": line["actor"],
    }
    told = {"about": value.get("about", value.get("cluster")), "about_kind": value.get("kind"),
            "judgement": value.get("is", value.get("to")), "reason": value.get("reason", line.get("reason")),
            "note": value.get("note", value.get("text")), "value": value}  # fmt: skip
    return [{**told, **known}[name] for name in JUDGEMENTS]
