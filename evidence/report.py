"""report.html: the findings for people, on one page that prints well, runs nothing and fetches nothing."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from evidence.bag import Bag
from evidence.cells import cell
from evidence.exhibit_files import WrittenExhibit
from evidence.markup import bullets, facts_table, quoted, show, table
from evidence.material import Material
from evidence.omissions import Omission, omission_table
from evidence.pictures import draw_gaps, draw_network, draw_timeline
from evidence.subgraph import Subgraph
from evidence.wording import (
    CAUTION,
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

STYLE = Path(__file__).with_name("report.css")
#: Rows of each table that the report shows; the rest is in the package's tables, and the report says so.
ROWS_SHOWN = 25
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def write_report(
    bag: Bag,
    material: Material,
    exhibits: Sequence[WrittenExhibit],
    *,
    subgraph: Subgraph,
    omissions: Sequence[Omission],
    with_rows: bool,
) -> list[Omission]:
    """Write data/report.html; return what it shows only in part. Without rows it shows figures only."""
    partly = [omission for item in exhibits for omission in _partly(item)] if with_rows else []
    parts = [_opening(material, subgraph), _run(material), _index(exhibits)]
    parts += [_exhibit(material, item, with_rows=with_rows) for item in exhibits]
    parts += [_left_out([*omissions, *partly]), _checking()]
    title = show(f"Evidence package: {material.case.title}")
    head = (
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title>'
        f"<style>\n{STYLE.read_text(encoding='utf-8')}</style>"
    )
    page = f'<!doctype html>\n<html lang="en"><head>{head}</head>\n<body>\n{"".join(parts)}</body></html>\n'
    bag.write("data/report.html", page)
    return partly


def _opening(material: Material, subgraph: Subgraph) -> str:
    case = material.case
    told = {
        "Case": f"{case.title} ({case.id})",
        "Organisation": case.organisation,
        "Operator": case.operator,
        "Purpose": case.purpose,
        "Authority": case.authority,
        "Time zone of local times": case.timezone or "not set: times are UTC",
        "Raw files": f"{len(material.sources)} (data/sources.csv)",
        "Subgraph": f"{subgraph.nodes.height:,} nodes, {subgraph.edges.height:,} edges",
    }
    rows = [(name, value or "not told") for name, value in told.items()]
    lead = "What was found, how it was measured, what speaks against it, and what is not in here."
    title, caution = f"<h1>{show(case.title)}</h1>\n", f'<p class="caution">{CAUTION}</p>\n'
    return f'{title}<p class="lead">{lead}</p>\n{facts_table(rows)}{caution}'


def _run(material: Material) -> str:
    run = material.chosen.run
    if run is None:
        return (
            "<h2>The run</h2>\n<p>The case has no detection run. Nothing was measured about the accounts below.</p>\n"
        )
    rows = [
        ("Run", f"{run.id} (data/runs/{run.id}/)"),
        ("Finding of the run", run.finding + (f": {run.reason}" if run.reason else "")),
        ("Links, clusters", f"{run.links:,}, {run.clusters:,}"),
        ("Data it read", f"fingerprint {run.input_fingerprint}"),
        *((f"Parameter {name}", cell(value)) for name, value in sorted(run.parameters.items())),
        *((f"Control: {name}", cell(value)) for name, value in sorted(run.controls.items())),
    ]
    warnings = bullets(run.warnings) if run.warnings else ""
    outdated = (
        '<p class="caution">Data was withdrawn or added since this run; it is outdated.</p>' if run.outdated else ""
    )
    said = RUN_FINDINGS.get(run.finding, run.finding)
    return f'<h2>The run</h2>\n<p class="finding">{show(said)}</p>\n{outdated}{facts_table(rows)}{warnings}'


def _index(exhibits: Sequence[WrittenExhibit]) -> str:
    if not exhibits:
        return "<h2>Exhibits</h2>\n<p>None: the selection holds no cluster, link or account.</p>\n"
    rows = []
    for item in exhibits:
        said = item.summary
        name = f'<a href="#{show(said["exhibit"])}">{show(said["exhibit"])}</a>'
        rows.append([name, show(said["kind"]), show(said["about"]), show(said["finding"] or "none"),
                     number(said["accounts"]), number(item.tables.posts.height)])  # fmt: skip
    return "<h2>Exhibits</h2>\n" + table(["Exhibit", "Kind", "About", "Finding", "Accounts", "Posts"], rows)


def _exhibit(material: Material, item: WrittenExhibit, *, with_rows: bool) -> str:
    said, tables = item.summary, item.tables
    rows = _rows(material, item) if with_rows else ""
    word = show(said["finding"] or "no finding")
    meaning = show(FINDINGS[str(said["finding"]) if said["finding"] else None])
    return (
        f'<section class="exhibit"><h2 id="{show(said["exhibit"])}">{show(heading(said))}</h2>\n'
        f'<p class="finding"><span class="word">{word}</span>: {meaning}</p>\n'
        f"<p>{show(chance_sentence(said))}</p>\n{facts_table(facts(said))}"
        f"<h3>Innocent explanations considered</h3>\n{bullets(innocent_sentences(said))}"
        f"<h3>What people judged</h3>\n{bullets(verdict_sentences(said))}"
        f"{draw_timeline(tables.posts)}{draw_gaps(tables.shared)}{rows}</section>\n"
    )


def _rows(material: Material, item: WrittenExhibit) -> str:
    network = draw_network(item.tables.members, item.tables.links)
    return f"{network}{_members(item)}{_shared(item)}{_posts(material, item)}"


def _members(item: WrittenExhibit) -> str:
    rows = [
        [quoted(row["account"]), quoted(row["handle"] or row["name"] or ""), "core" if row["core"] else "member",
         number(row["stability"]) if row["stability"] is not None else "", number(row["posts"] or 0),
         number(row["shared_posts"] or 0)]
        for row in item.tables.members.head(ROWS_SHOWN).iter_rows(named=True)
    ]  # fmt: skip
    columns = ["Account", "Name", "Grade", "Stability", "Posts", "Shared posts"]
    return "<h3>Accounts</h3>\n" + table(columns, rows) + _rest(item, "members", "accounts")


def _shared(item: WrittenExhibit) -> str:
    frame = item.tables.shared
    if frame.is_empty():
        return "<h3>Shared objects</h3>\n<p>None within the window.</p>\n"
    objects = frame.group_by("behaviour", "object").agg(
        pl.len().alias("pairs"),
        pl.col("gap_seconds").min().alias("nearest"),
        pl.concat([pl.col("first_account"), pl.col("second_account")]).n_unique().alias("accounts"),
        pl.col("accounts_in_case").first(),
    )
    best = objects.sort(["accounts", "pairs", "behaviour", "object"], descending=[True, True, False, False]).head(
        ROWS_SHOWN
    )
    rows = [
        [show(row["behaviour"]), quoted(_short(row["object"])), number(row["accounts"]),
         number(row["accounts_in_case"]), number(row["pairs"]), seconds(row["nearest"])]
        for row in best.iter_rows(named=True)
    ]  # fmt: skip
    columns = ["By", "Object", "Accounts here", "In the whole case", "Pairs", "Nearest"]
    more = f"<p>{objects.height:,} objects; {len(rows)} are shown, all are in {_file(item, 'shared')}.</p>\n"
    return "<h3>Shared objects</h3>\n" + table(columns, rows) + more


def _posts(material: Material, item: WrittenExhibit) -> str:
    zone = material.case.timezone or "UTC"
    posts = item.tables.posts.sort(["shared", "at_utc", "post"], descending=[True, False, False], nulls_last=True)
    rows = [
        [show(row["at_local"] or cell(row["at_utc"])), quoted(row["account"]), quoted(_short(row["text"])),
         quoted(row["url"] or row["post"]), show(f"{row['file']}, {row['place']}")]
        for row in posts.head(ROWS_SHOWN).iter_rows(named=True)
    ]  # fmt: skip
    columns = [f"Time ({zone})", "Account", "Text", "Link", "Raw file, place"]
    return "<h3>Posts, those that share an object first</h3>\n" + table(columns, rows) + _rest(item, "posts", "posts")


def _rest(item: WrittenExhibit, name: str, what: str) -> str:
    rows = getattr(item.tables, name).height
    if rows <= ROWS_SHOWN:
        return f"<p>{rows:,} {what}, all shown.</p>\n"
    return f"<p>{rows:,} {what}; the first {ROWS_SHOWN} are shown, all are in {_file(item, name)}.</p>\n"


def _partly(item: WrittenExhibit) -> list[Omission]:
    found = []
    for name in ("members", "posts", "shared"):
        rows = getattr(item.tables, name).height
        if rows > ROWS_SHOWN:
            reason = f"the report shows {ROWS_SHOWN} lines a table; exhibits/{item.exhibit.number}/{name}.csv holds all"
            found.append(Omission("report", item.exhibit.number, f"rows of {name}", reason, rows - ROWS_SHOWN))
    return found


def _left_out(omissions: Sequence[Omission]) -> str:
    rows = [
        [show(row["stage"]), quoted(_short(row["item"])), quoted(_short(row["what"])), quoted(row["reason"]),
         number(row["count"]) if row["count"] is not None else "not known"]
        for row in omission_table(omissions).iter_rows(named=True)
    ]  # fmt: skip
    lead = "<p>Every cap, filter, reject and row left out (data/omissions.csv).</p>\n" if rows else "<p>Nothing.</p>\n"
    return "<h2>What is not in this package</h2>\n" + lead + table(["Stage", "Where", "What", "Why", "Count"], rows)


def _checking() -> str:
    return (
        "<h2>How to check this package</h2>\n<p>In the package's folder, with Python 3.10 or later alone:</p>\n"
        "<p><code>python verify.py --key FINGERPRINT</code></p>\n"
        "<p>Ask the sender for the fingerprint of the case key by another way than this package. Without it the check "
        "shows that the package is whole, not who sealed it. Tables ending in .csv are exact; in spreadsheet copies "
        "(.xlsx) a cell that would start a formula has an apostrophe before it.</p>\n"
    )


def _file(item: WrittenExhibit, name: str) -> str:
    return f"<code>data/exhibits/{show(item.exhibit.number)}/{name}.csv</code>"


def _short(text: object, most: int = 600) -> str:
    whole = str(text)
    return whole if len(whole) <= most else f"{whole[:most]}… ({len(whole):,} characters)"
