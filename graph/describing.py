"""The declared schema comes in, docs/graph.md goes out; a test compares the file with what this gives now."""

from pathlib import Path

from graph.schema import NODES, RELATIONSHIPS, Property

PAGE = Path(__file__).parent.parent / "docs" / "graph.md"

_HEAD = """\
# The graph

What a stored query or a query of your own can ask for: the nodes, the relationships and their properties. This page
is written from the declaration in `graph/schema.py` by `python -m graph.describing`; change it there.

Every property of an account, post or link comes from the record in the case folder: delete the graph, and
`shoal rebuild` gives the same one. Times are in UTC. A property that an export did not have is absent. Only the current
run's links, clusters and templates are in the graph.

`seen = false` marks an account or post that others name but that no export showed: it has a key and a platform and
nothing else, and counts over such nodes say nothing about what they did.
"""


def render_page() -> str:
    """The text of docs/graph.md."""
    nodes = [f"### {node.label}\n\n{node.meaning}\n\n{_table(node.properties)}" for node in NODES]
    ties = [
        f"### ({_labels(tie.start)})-[:{tie.type}]->({_labels(tie.end)})\n\n{tie.meaning}\n"
        + (f"\n{_table(tie.properties)}" if tie.properties else "")
        for tie in RELATIONSHIPS
    ]
    return "\n".join([_HEAD, "## Nodes\n", *nodes, "## Relationships\n", *ties])


def _labels(labels: tuple[str, ...]) -> str:
    return " or ".join(labels)


def _table(properties: tuple[Property, ...]) -> str:
    rows = [f"| `{each.name}` | {_type(each.type)} | {each.meaning} |" for each in properties]
    return "\n".join(["| property | type | meaning |", "|---|---|---|", *rows, ""])


def _type(name: str) -> str:
    return f"list of {name}" if name.endswith("s") else name


if __name__ == "__main__":
    PAGE.write_text(render_page(), encoding="utf-8")
