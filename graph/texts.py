"""The name of a .cypher file comes in, its statement goes out; the Cypher of graph/ is in these files."""

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).with_name("cypher")


@cache
def statement(name: str) -> str:
    """The text of graph/cypher/NAME.cypher."""
    return (_FOLDER / f"{name}.cypher").read_text(encoding="utf-8")
