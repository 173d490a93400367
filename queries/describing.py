"""The catalogue comes in, the list in docs/queries.md goes out: `python -m queries.describing` writes it anew.

What stands above the mark is written by hand; a test compares what stands below it with what this gives now.
"""

from pathlib import Path

from queries.catalogue import CATEGORIES, catalogue
from queries.header import StoredQuery
from queries.parameters import Parameter, show_value

PAGE = Path(__file__).parent.parent / "docs" / "queries.md"
MARK = "<!-- The list below is written by `python -m queries.describing`. -->"


def describe_library() -> str:
    """The text of the generated part: every query with what it asks, takes, returns and how it misleads."""
    parts = []
    for category in CATEGORIES:
        parts.append(f"## {category.capitalize()}")
        parts += [_describe(query) for query in catalogue() if query.category == category]
    return "\n\n".join(parts) + "\n"


def renew(page: str) -> str:
    """Return the page with its generated part written anew."""
    return page.partition(MARK)[0] + MARK + "\n\n" + describe_library()


def _describe(query: StoredQuery) -> str:
    lines = [f"### {query.title}", "", f"`{query.id}` ({query.status}, since {query.since}) — {query.question}", ""]
    lines += [f"*Misleads:* {query.misleads}", ""]
    if query.scans:
        lines += [f"*Reads a whole kind of node:* {query.scans}.", ""]
    if query.parameters:
        lines += ["| parameter | type | default | unit | meaning |", "|---|---|---|---|---|"]
        lines += [_describe_parameter(parameter) for parameter in query.parameters]
        lines.append("")
    lines += ["| column | type | meaning |", "|---|---|---|"]
    lines += [f"| `{column.name}` | {column.type} | {column.meaning} |" for column in query.columns]
    return "\n".join(lines)


def _describe_parameter(parameter: Parameter) -> str:
    kind = ", ".join(parameter.choices) or parameter.type
    default = "required" if parameter.required else show_value(parameter.default)
    unit = "" if parameter.unit == "-" else parameter.unit
    return f"| `{parameter.name}` | {kind} | {default} | {unit} | {parameter.meaning} |"


if __name__ == "__main__":
    PAGE.write_text(renew(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
