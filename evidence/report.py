"""report.html: the findings for people, on one page that prints well, runs nothing and fetches nothing."""

from pathlib import Path

from evidence.markup import bullets, facts_table, quoted, show, table
from evidence.report_content import ExhibitPage, ReportContent, Table
from evidence.wording import CAUTION

STYLE = Path(__file__).with_name("report.css")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_LEAD = "What was found, how it was measured, what speaks against it, and what is not in here."
_CHECKING = (
    "<h2>How to check this package</h2>\n<p>In the package's folder, with Python 3.10 or later alone:</p>\n"
    "<p><code>python verify.py --key FINGERPRINT</code></p>\n"
    "<p>Ask the sender for the fingerprint of the case key by another way than this package. Without it the check "
    "shows that the package is whole, not who sealed it. Tables ending in .csv are exact; in spreadsheet copies "
    "(.xlsx) a cell that would start a formula has an apostrophe before it.</p>\n"
)


def report_page(content: ReportContent) -> str:
    """Return the whole page; every text of the content is escaped."""
    title = show(f"Evidence package: {content.title}")
    head = (
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title>'
        f"<style>\n{STYLE.read_text(encoding='utf-8')}</style>"
    )
    body = "".join([_opening(content), _run(content), _index(content.index), *map(_exhibit, content.exhibits)])
    left_out = _table(content.omissions, lead="Every cap, filter, reject and row left out (data/omissions.csv).")
    closing = f"<h2>{show(content.omissions.title)}</h2>\n{left_out}{_CHECKING}"
    return f'<!doctype html>\n<html lang="en"><head>{head}</head>\n<body>\n{body}{closing}</body></html>\n'


def _opening(content: ReportContent) -> str:
    title, caution = f"<h1>{show(content.title)}</h1>\n", f'<p class="caution">{CAUTION}</p>\n'
    return f'{title}<p class="lead">{_LEAD}</p>\n{facts_table(content.facts)}{caution}'


def _run(content: ReportContent) -> str:
    warnings = bullets(content.run_warnings) if content.run_warnings else ""
    said = f'<h2>The run</h2>\n<p class="finding">{show(content.run_said)}</p>\n'
    return f"{said}{facts_table(content.run_facts)}{warnings}"


def _index(index: Table) -> str:
    if not index.rows:
        return "<h2>Exhibits</h2>\n<p>None: the selection holds no cluster, link or account.</p>\n"
    rows = [[f'<a href="#{show(row[0])}">{show(row[0])}</a>', *map(quoted, row[1:])] for row in index.rows]
    return "<h2>Exhibits</h2>\n" + table(index.columns, rows)


def _exhibit(page: ExhibitPage) -> str:
    pictures = "".join(
        f"<figure><figcaption>{show(picture.title)}</figcaption>{picture.svg}</figure>\n" for picture in page.pictures
    )
    tables = "".join(f"<h3>{show(part.title)}</h3>\n{_table(part)}" for part in page.tables)
    return (
        f'<section class="exhibit"><h2 id="{show(page.number)}">{show(page.heading)}</h2>\n'
        f'<p class="finding"><span class="word">{show(page.finding)}</span>: {show(page.meaning)}</p>\n'
        f"<p>{show(page.chance)}</p>\n{facts_table(page.facts)}"
        f"<h3>Innocent explanations considered</h3>\n{bullets(page.innocent)}"
        f"<h3>What people judged</h3>\n{bullets(page.verdicts)}{pictures}{tables}</section>\n"
    )


def _table(part: Table, *, lead: str = "") -> str:
    if not part.rows:
        return "<p>Nothing.</p>\n"
    before, after = (f"<p>{show(text)}</p>\n" if text else "" for text in (lead, part.note))
    return before + table(part.columns, ([*map(quoted, row)] for row in part.rows)) + after
