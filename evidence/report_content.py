"""What the reports say, once for the page and once for print: facts, sentences, tables and pictures as plain values.

Every text is as it was found; whoever shows it makes it safe.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from evidence.cells import cell
from evidence.exhibit_files import WrittenExhibit
from evidence.material import Material
from evidence.omissions import Omission, omission_table
from evidence.pictures import Picture, draw_gaps, draw_network, draw_timeline
from evidence.wording import (
    FINDINGS,
    RUN_FINDINGS,
    chance_sentence,
    facts,
    heading,
    innocent_sentences,
    number,
    seconds,
    verdict_sentences,
)

#: Rows of each table that a report shows; the rest is in the package's tables, and the report says so.
ROWS_SHOWN = 25
_LONGEST = 600
Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of texts. `widths` are in millimetres on paper, 0 for what is left; `note` says what it does not show."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class ExhibitPage:
    """One exhibit as a report shows it."""

    number: str
    heading: str
    finding: str
    meaning: str
    chance: str
    facts: Facts
    innocent: tuple[str, ...]
    verdicts: tuple[str, ...]
    pictures: tuple[Picture, ...]
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class ReportContent:
    """A whole report."""

    title: str
    case: str
    facts: Facts
    run_said: str
    run_facts: Facts
    run_warnings: tuple[str, ...]
    index: Table
    exhibits: tuple[ExhibitPage, ...]
    omissions: Table


def report_content(
    material: Material, exhibits: Sequence[WrittenExhibit], *, omissions: Sequence[Omission], with_rows: bool
) -> ReportContent:
    """Say what a package holds; without rows figures and pictures of clusters only."""
    run = material.chosen.run
    said = (
        RUN_FINDINGS[run.finding] if run else "The case has no detection run. Nothing was measured about the accounts."
    )
    outdated = ("Data was withdrawn or added since this run; it is outdated.",) if run and run.outdated else ()
    return ReportContent(
        title=material.case.title,
        case=material.case.id,
        facts=_case_facts(material),
        run_said=said,
        run_facts=_run_facts(material),
        run_warnings=(*outdated, *(run.warnings if run else ())),
        index=_index(exhibits),
        exhibits=tuple(_exhibit(material, item, with_rows=with_rows) for item in exhibits),
        omissions=_omissions(omissions),
    )


def shown_in_part(item: WrittenExhibit) -> list[Omission]:
    """Return what the reports show only in part of an exhibit."""
    found = []
    for name in ("members", "posts", "shared"):
        rows = getattr(item.tables, name).height
        if rows > ROWS_SHOWN:
            reason = f"reports show {ROWS_SHOWN} lines a table; exhibits/{item.exhibit.number}/{name}.csv holds all"
            found.append(Omission("report", item.exhibit.number, f"rows of {name}", reason, rows - ROWS_SHOWN))
    return found


def _case_facts(material: Material) -> Facts:
    case = material.case
    told = {
        "Case": f"{case.title} ({case.id})",
        "Organisation": case.organisation,
        "Operator": case.operator,
        "Purpose": case.purpose,
        "Authority": case.authority,
        "Time zone of local times": case.timezone or "not set: times are UTC",
        "Raw files": f"{len(material.sources)} (data/sources.csv)",
        "Exhibits": str(len(material.exhibits)),
    }
    return tuple((name, value or "not told") for name, value in told.items())


def _run_facts(material: Material) -> Facts:
    run = material.chosen.run
    if run is None:
        return ()
    return (
        ("Run", f"{run.id} (data/runs/{run.id}/)"),
        ("Finding of the run", run.finding + (f": {run.reason}" if run.reason else "")),
        ("Links, clusters", f"{run.links:,}, {run.clusters:,}"),
        ("Data it read", f"fingerprint {run.input_fingerprint}"),
        *(
            (f"Parameter {name}", "not set" if value is None else cell(value))
            for name, value in sorted(run.parameters.items())
        ),
        *((f"Control: {name}", cell(value)) for name, value in sorted(run.controls.items())),
    )


def _index(exhibits: Sequence[WrittenExhibit]) -> Table:
    rows = tuple(
        (str(said["exhibit"]), str(said["kind"]), str(said["about"]), str(said["finding"] or "none"),
         number(said["accounts"]), number(item.tables.posts.height))
        for item in exhibits
        for said in (item.summary,)
    )  # fmt: skip
    columns = ("Exhibit", "Kind", "About", "Finding", "Accounts", "Posts")
    return Table("Exhibits", columns, rows, (18, 22, 0, 26, 20, 18))


def _exhibit(material: Material, item: WrittenExhibit, *, with_rows: bool) -> ExhibitPage:
    said, tables = item.summary, item.tables
    pictures = [draw_timeline(tables.posts), draw_gaps(tables.shared)] if with_rows or item.exhibit.cluster else []
    if with_rows:
        pictures.append(draw_network(tables.members, tables.links))
    return ExhibitPage(
        number=item.exhibit.number,
        heading=heading(said),
        finding=str(said["finding"] or "no finding"),
        meaning=FINDINGS[str(said["finding"]) if said["finding"] else None],
        chance=chance_sentence(said),
        facts=tuple(facts(said)),
        innocent=tuple(innocent_sentences(said)),
        verdicts=tuple(verdict_sentences(said)),
        pictures=tuple(picture for picture in pictures if picture),
        tables=(_members(item), _shared(item), _posts(material, item)) if with_rows else (),
    )


def _members(item: WrittenExhibit) -> Table:
    order = ["core", "shared_posts", "account"]
    ranked = item.tables.members.sort(order, descending=[True, True, False], nulls_last=True)
    rows = tuple(
        (row["account"], row["handle"] or row["name"] or "", _grade(item, row),
         number(row["stability"]) if row["stability"] is not None else "", number(row["posts"] or 0),
         number(row["shared_posts"] or 0))
        for row in ranked.head(ROWS_SHOWN).iter_rows(named=True)
    )  # fmt: skip
    columns = ("Account", "Name", "Grade", "Stability", "Posts", "Shared posts")
    return Table("Accounts", columns, rows, (0, 42, 18, 18, 14, 22), _rest(item, "members", "accounts"))


def _grade(item: WrittenExhibit, row: dict[str, Any]) -> str:
    if item.exhibit.cluster is None:
        return "selected"
    return "core" if row["core"] else "member"


def _shared(item: WrittenExhibit) -> Table:
    objects = item.tables.shared.group_by("behaviour", "object").agg(
        pl.len().alias("pairs"),
        pl.col("gap_seconds").min().alias("nearest"),
        pl.concat([pl.col("first_account"), pl.col("second_account")]).n_unique().alias("accounts"),
        pl.col("accounts_in_case").first(),
        pl.col("first_post").first(),
    )
    texts = dict(item.tables.posts.select("post", "text").iter_rows())
    order = ["accounts", "pairs", "behaviour", "object"]
    best = objects.sort(order, descending=[True, True, False, False]).head(ROWS_SHOWN)
    rows = tuple(
        (row["behaviour"], _short(_thing(row, texts)), number(row["accounts"]), number(row["accounts_in_case"]),
         number(row["pairs"]), seconds(row["nearest"]))
        for row in best.iter_rows(named=True)
    )  # fmt: skip
    columns = ("By", "Object", "Accounts here", "In the whole case", "Pairs", "Nearest")
    note = f"Objects within the window: {objects.height:,}; shown: {len(rows)}; all are in {_file(item, 'shared')}."
    return Table("Shared objects", columns, rows, (16, 0, 22, 26, 14, 20), note)


def _thing(row: dict[str, Any], texts: dict[str, str | None]) -> str:
    """Show a shared text by its words: the object itself is a hash of them."""
    words = texts.get(row["first_post"]) if row["behaviour"] == "text" else None
    return words or str(row["object"])


def _posts(material: Material, item: WrittenExhibit) -> Table:
    posts = item.tables.posts.sort(["shared", "at_utc", "post"], descending=[True, False, False], nulls_last=True)
    rows = tuple(map(_post, posts.head(ROWS_SHOWN).iter_rows(named=True)))
    columns = (f"Time ({material.case.timezone or 'UTC'})", "Account", "Text", "Link", "Raw file, place")
    title = "Posts, those that share an object first"
    return Table(title, columns, rows, (23, 26, 0, 36, 26), _rest(item, "posts", "posts"))


def _post(row: dict[str, Any]) -> tuple[str, ...]:
    time = (row["at_local"] or cell(row["at_utc"])).replace("T", " ")
    place = f"{row['file'] or 'withheld'}, {row['place']}"
    return time, row["account"], _short(row["text"] or ""), row["url"] or row["post"], place


def _omissions(omissions: Sequence[Omission]) -> Table:
    rows = tuple(
        (row["stage"], _short(row["item"]), _short(row["what"]), row["reason"],
         number(row["count"]) if row["count"] is not None else "not known")
        for row in omission_table(omissions).iter_rows(named=True)
    )  # fmt: skip
    columns = ("Stage", "Where", "What", "Why", "Count")
    return Table("What is not in this package", columns, rows, (20, 36, 40, 0, 18))


def _rest(item: WrittenExhibit, name: str, what: str) -> str:
    rows = getattr(item.tables, name).height
    if rows <= ROWS_SHOWN:
        return f"{rows:,} {what}, all shown."
    return f"{rows:,} {what}; the first {ROWS_SHOWN} are shown, all are in {_file(item, name)}."


def _file(item: WrittenExhibit, name: str) -> str:
    return f"data/exhibits/{item.exhibit.number}/{name}.csv"


def _short(text: object) -> str:
    whole = str(text)
    return whole if len(whole) <= _LONGEST else f"{whole[:_LONGEST]}… ({len(whole):,} characters)"
