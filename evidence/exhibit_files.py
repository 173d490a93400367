"""One exhibit as files: its tables, a summary for programs, a summary for people, and a spreadsheet copy."""

from dataclasses import dataclass, replace

import polars as pl

from case.clock import to_iso
from evidence.bag import Bag
from evidence.cells import neutral, write_csv
from evidence.exhibit_tables import ExhibitTables, exhibit_tables
from evidence.exhibits import Exhibit
from evidence.material import Material
from evidence.omissions import Count, Omission
from evidence.spreadsheet import write_workbook
from evidence.wording import describe_exhibit

#: What stands for the accounts of a link in a summary.
WITHHELD = "withheld"
#: Cells of an exhibit above which its spreadsheet copy is CSV: a workbook takes some 20 microseconds a cell.
MOST_CELLS = 2_000_000
TABLES = ("members", "links", "posts", "shared")


@dataclass(frozen=True, slots=True)
class WrittenExhibit:
    """An exhibit with its tables and figures, as the report shows them."""

    exhibit: Exhibit
    tables: ExhibitTables
    summary: dict[str, object]
    counts: tuple[Count, ...]
    omissions: tuple[Omission, ...]


def write_exhibit(bag: Bag, material: Material, exhibit: Exhibit, *, with_rows: bool) -> WrittenExhibit:
    """Write data/exhibits/<number>/ and return what stands in it; without rows only the two summaries are written."""
    tables = exhibit_tables(material, exhibit)
    folder = f"data/exhibits/{exhibit.number}"
    summary = summarise(material, exhibit, tables)
    if not with_rows and exhibit.kind != "cluster":
        summary["about"] = WITHHELD
    bag.write_json(f"{folder}/summary.json", summary)
    bag.write(f"{folder}/summary.txt", describe_exhibit(summary))
    counts, omissions = _balance(material, exhibit, tables, folder)
    if with_rows:
        more_counts, more = _write_tables(bag, exhibit, tables, folder)
        counts, omissions = counts + more_counts, omissions + more
    else:  # what the tables lack, they lack of a table that is not there
        counts, omissions = [], [replace(omission, file="") for omission in omissions]
    return WrittenExhibit(exhibit, tables, summary, tuple(counts), tuple(omissions))


def _write_tables(bag: Bag, exhibit: Exhibit, tables: ExhibitTables, folder: str) -> tuple[list[Count], list[Omission]]:
    """Write the exact tables and their spreadsheet copy: a workbook, or neutral CSV where one would be too slow."""
    frames = {name: getattr(tables, name) for name in TABLES}
    for name, frame in frames.items():
        with bag.writing(f"{folder}/{name}.csv") as file:
            write_csv(file, frame)
    if sum(frame.height * frame.width for frame in frames.values()) > MOST_CELLS:
        return [_write_neutral(bag, f"{folder}/spreadsheet/{name}.csv", frame) for name, frame in frames.items()], []
    with bag.writing(f"{folder}/{exhibit.number}.xlsx") as file:
        cut = write_workbook(file, frames)
    reason = "a spreadsheet cell holds 32,767 characters; the raw tables hold all"
    return [], [Omission("export", f"{folder}/{exhibit.number}.xlsx", "ends of long texts", reason, cut)] if cut else []


def _write_neutral(bag: Bag, name: str, frame: pl.DataFrame) -> Count:
    with bag.writing(name) as file:
        write_csv(file, frame, turn=neutral)
    return Count(name, frame.height, frame.height)


def summarise(material: Material, exhibit: Exhibit, tables: ExhibitTables) -> dict[str, object]:
    """Return what an exhibit says: what was measured, how often chance gives as much, what speaks against it."""
    cluster, run = exhibit.cluster, material.chosen.run
    about = {
        "exhibit": exhibit.number,
        "kind": exhibit.kind,
        "about": exhibit.about,
        "root": exhibit.root,
        "run": run.id if run else None,
        "accounts": len(exhibit.members),
        "exhibit_grade": len(exhibit.accounts),
        "rows": {name: getattr(tables, name).height for name in TABLES},
        "window_seconds": tables.window_seconds,
        "shared_objects": tables.shared.select("behaviour", "object").unique().height,
        "complete_pairs": tables.complete,
        "validated_links": _validated(tables.links),
        "timezone": material.case.timezone,
        "around": sorted(c.cluster for c in material.chosen.all_clusters if set(exhibit.accounts) <= set(c.accounts)),
    }
    if cluster is None:
        return {
            **about,
            "finding": None,
            "chance": _chance_of_link(tables.links),
            "innocent": list(material.innocent.get(exhibit.about, ())),
            "verdicts": _verdicts(material, exhibit),
        }
    chance = {
        "observed": cluster.observed,
        "expected": cluster.expected,
        "p": cluster.p,
        "stability": cluster.stability,
    }
    return {
        **about,
        "finding": cluster.finding,
        "lineage": cluster.lineage,
        "behaviours": list(cluster.behaviours),
        "windows": list(cluster.windows),
        "days": cluster.days,
        "first_at": to_iso(cluster.first_at),
        "last_at": to_iso(cluster.last_at),
        "templates": list(cluster.templates),
        "chance": chance,
        "innocent": list(cluster.innocent),
        "verdicts": _verdicts(material, exhibit),
    }


def _validated(links: pl.DataFrame) -> int:
    return links.filter(pl.col("status") == "validated").select("a", "b").unique().height


def _chance_of_link(links: pl.DataFrame) -> list[dict[str, object]]:
    names = ("behaviour", "window_seconds", "occasions", "objects", "pairs", "expected", "p", "q", "status")
    return links.select(names).to_dicts()


def _verdicts(material: Material, exhibit: Exhibit) -> list[dict[str, object]]:
    """Return what people put on the desk about the item itself; attribution stays a field of its own."""
    cluster = exhibit.cluster
    names = {exhibit.about, *exhibit.accounts} if cluster is None else {cluster.cluster, cluster.lineage}
    found = []
    for line in material.judgements:
        value = line.get("value", {})
        if line["kind_of_item"] in ("verdicts", "attributions") and value.get("about", value.get("cluster")) in names:
            found.append({"item": line["id"], "what": line["kind_of_item"], "do": line["do"], "value": value})
    return found


def _balance(
    material: Material, exhibit: Exhibit, tables: ExhibitTables, folder: str
) -> tuple[list[Count], list[Omission]]:
    wider = [key for key in exhibit.members if key not in set(exhibit.accounts)]
    lacking = sum(material.wider_posts.get(key, 0) for key in wider)
    counts = [
        Count(f"{folder}/{name}.csv", getattr(tables, name).height, getattr(tables, name).height) for name in TABLES
    ]
    omissions = []
    if lacking:
        file = f"{folder}/posts.csv"
        counts = [Count(c.file, c.rows, c.rows + lacking) if c.file == file else c for c in counts]
        reason = "only a cluster's core is of exhibit grade; wider members are listed in members.csv"
        omissions.append(Omission("selection", exhibit.number, "posts of wider members", reason, lacking, file))
    if tables.beyond:
        reason = f"shared only more than {tables.window_seconds:g} s apart, the widest window of the exhibit"
        omissions.append(Omission("export", exhibit.number, "shared objects", reason, tables.beyond))
    if tables.untimed:
        omissions.append(Omission("export", exhibit.number, "actions", "the source gives no time", tables.untimed))
    if not tables.complete:
        reason = (
            "shared.csv pairs each post with its nearest neighbours of other accounts; wider pairs follow from them"
        )
        omissions.append(Omission("export", exhibit.number, "pairs of posts", reason, None))
    return counts, omissions
