"""What is said about an exhibit, in sentences: the finding as measured, never more; figures with their measure.

A finding (measured), a verdict (a person's) and an attribution (a person's, of its own) never stand in for each other.
"""

from typing import Any

FINDINGS = {
    "synchronised": "These accounts act together more closely than chance explains. The finding does not say why.",
    "explained": "These accounts act together beyond chance, and a strong innocent explanation fits. See below.",
    "candidate": "These accounts may act together; the evidence does not reach the level of a finding. This is a lead.",
    None: "No finding belongs to this exhibit: it shows what was selected, with what was measured about it.",
}
RUN_FINDINGS = {
    "found": "The run found groups that act together beyond chance.",
    "nothing_found": "The run found no group that acts together beyond chance.",
    "not_enough_data": "The run had not enough data to say whether accounts act together.",
}
KINDS = {"cluster": "Cluster", "link": "Link between two accounts", "account": "Account"}
#: Letters of a template that stand in a table of figures; summary.json has all.
LONGEST_LINE = 300
_DONE = {"add": "given", "edit": "changed", "remove": "withdrawn"}
CAUTION = (
    "Acting together is not proof of a common owner, of payment or of false identity. "
    "Fan clubs, newsrooms, share buttons and people who answer the same news act together too."
)


def number(value: object) -> str:
    """Write a figure for reading: thousands apart, small chances in powers of ten."""
    if value is None:
        return "not measured"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if isinstance(value, float) and 0 < abs(value) < 0.001:
        return f"{value:.1e}"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.3g}" if abs(value) < 1000 else f"{value:,.0f}"


def seconds(value: float) -> str:
    """Write a length of time for reading."""
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if value >= size and value % size == 0:
            count = int(value // size)
            return f"{count} {unit}{'s' if count != 1 else ''}"
    return f"{number(value)} second{'s' if value != 1 else ''}"


def chance_sentence(summary: dict[str, Any]) -> str:
    """Say how often chance gives as much; empty where nothing was measured."""
    chance = summary["chance"]
    if summary["kind"] == "cluster":
        return (
            f"Observed {number(chance['observed'])}, expected by chance {number(chance['expected'])}; "
            f"chance gives as much with probability p = {number(chance['p'])}, corrected for the number of tests."
        )
    combined = [row for row in chance if row["behaviour"] == "*"] or chance
    if not combined:
        return "The run measured no link here: what is shown below was not found to be beyond chance."
    best = combined[0]
    return (
        f"{number(best['occasions'])} separate occasions, {number(best['expected'])} expected by chance; "
        f"p = {number(best['p'])}, share of false links at this level q = {number(best['q'])} ({best['status']})."
    )


def innocent_sentences(summary: dict[str, Any]) -> list[str]:
    """Say which innocent explanations were considered and how they fit."""
    said = []
    for item in summary["innocent"]:
        signs = "; ".join(str(sign) for sign in item.get("signs", ()))
        said.append(f"{item.get('explanation')}: fits {item.get('fits')}" + (f" ({signs})" if signs else ""))
    if not said and summary.get("run"):
        return ["None of the explanations that were examined fits."]
    return said or ["Not examined: there was no run."]


def heading(summary: dict[str, Any]) -> str:
    """Name an exhibit in a line."""
    return f"{summary['exhibit']}: {KINDS[summary['kind']]} {summary['about']}"


def facts(summary: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the figures of an exhibit with their names, for a table."""
    rows = [
        ("Finding, as measured", str(summary["finding"] or "none")),
        ("Run", str(summary["run"] or "none")),
        ("Accounts", f"{number(summary['accounts'])}, of them of exhibit grade {number(summary['exhibit_grade'])}"),
        ("Posts of these", f"{number(summary['rows']['posts'])} (posts.csv)"),
        (
            "Shared objects",
            f"{number(summary['shared_objects'])}, in {number(summary['rows']['shared'])} pairs (shared.csv)",
        ),
        ("Widest window", seconds(summary["window_seconds"])),
        ("Validated links", f"{number(summary['validated_links'])} (links.csv)"),
    ]
    if summary["kind"] == "cluster":
        rows += [
            ("By", ", ".join(summary["behaviours"]) or "not told"),
            ("Windows", ", ".join(seconds(window) for window in summary["windows"]) or "not told"),
            ("Templates of copied texts", _templates(summary["templates"])),
            ("Days", number(summary["days"])),
            ("First and last", f"{summary['first_at'] or 'unknown'} to {summary['last_at'] or 'unknown'}"),
            ("Stability of the grouping", number(summary["chance"]["stability"])),
        ]
    if summary["root"]:
        rows.append(("Derived from", summary["root"]))
    return rows


def _templates(lines: list[str]) -> str:
    """Count the templates and show the one that most accounts follow; one without pattern may be as long as a post."""
    if not lines:
        return "none"
    first = lines[0] if len(lines[0]) <= LONGEST_LINE else f"{lines[0][:LONGEST_LINE]}… (cut)"
    return f"{number(len(lines))} (summary.json), […] marks a slot; the first: {first}"


def describe_exhibit(summary: dict[str, Any]) -> str:
    """Return summary.txt: the exhibit in plain sentences."""
    lines = [heading(summary), "", FINDINGS[summary["finding"]], chance_sentence(summary), CAUTION, ""]
    lines += [f"{name}: {value}" for name, value in facts(summary)]
    lines += ["", "Innocent explanations considered", *(f"- {line}" for line in innocent_sentences(summary))]
    lines += ["", "What people judged (a verdict is not a finding)"]
    lines += [f"- {line}" for line in verdict_sentences(summary)]
    return "\n".join(" ".join(line.split()) for line in lines) + "\n"


def verdict_sentences(summary: dict[str, Any]) -> list[str]:
    """Say what people judged about the item itself; what was changed or withdrawn is told too."""
    said = []
    for item in summary["verdicts"]:
        value, done = item["value"], _DONE[item["do"]]
        reason = f", reason: {value['reason']}" if value.get("reason") else ""
        if item["what"] == "attributions":
            confidence = value.get("confidence", "not told")
            said.append(
                f"{item['item']}: attribution {done}: to {value.get('to', 'withheld')}, confidence {confidence}{reason}"
            )
        else:
            said.append(f"{item['item']}: verdict {done}: {value.get('is', 'none')}{reason}")
    return said or ["Nobody has judged this item yet."]
