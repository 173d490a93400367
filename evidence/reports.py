"""The reports of a package: one page for the screen, one PDF of findings, one PDF of the Chinese list."""

from collections.abc import Sequence

from evidence.bag import Bag
from evidence.exhibit_files import WrittenExhibit
from evidence.fonts import NEXT_STEP, find_fonts
from evidence.material import Material
from evidence.omissions import Omission
from evidence.printed_list import list_content
from evidence.printing import print_list, print_report
from evidence.report import report_page
from evidence.report_content import report_content, shown_in_part

PAGE, PRINTED, LIST = "data/report.html", "data/report.pdf", "data/report.zh.pdf"


def write_reports(
    bag: Bag, material: Material, exhibits: Sequence[WrittenExhibit], *, omissions: Sequence[Omission], level: str,
    printed: bool,
) -> list[Omission]:  # fmt: skip
    """Write the reports and return what they show only in part or not at all.

    Without a Chinese font the list is left out, and the printed report cannot show Chinese texts; both are said.
    """
    with_rows = level != "summary"
    partly = [omission for item in exhibits for omission in shown_in_part(item)] if with_rows else []
    partly += _unprinted(printed)
    every = [*omissions, *partly]
    content = report_content(material, exhibits, omissions=every, with_rows=with_rows)
    bag.write(PAGE, report_page(content))
    if printed:
        bag.write(PRINTED, print_report(content)[0])
        if find_fonts().chinese:
            told = list_content(bag, material, exhibits, omissions=every, level=level)
            bag.write(LIST, print_list(told)[0])
    return partly


def _unprinted(printed: bool) -> list[Omission]:
    if not printed:
        return [Omission("report", PRINTED, "printed reports", "not asked for", 2)]
    if find_fonts().chinese:
        return []
    reason = f"there is no Chinese font here; {NEXT_STEP}"
    return [Omission("report", LIST, "the Chinese list", reason, 1),
            Omission("report", PRINTED, "Chinese characters", reason, None)]  # fmt: skip
