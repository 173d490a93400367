"""The catalogue: the files `queries/<category>/<id>.cypher` come in, one definition each goes out."""

from functools import cache
from pathlib import Path

from case.errors import ShoalError
from queries.header import StoredQuery, parse_query

LIBRARY = Path(__file__).parent
#: The categories in the order in which an investigation goes.
CATEGORIES = ("overview", "accounts", "links", "clusters", "content", "network", "time", "organic", "quality", "pivots")
_PICTURE, _TOTAL = ".graph.cypher", ".total.cypher"


@cache
def catalogue() -> tuple[StoredQuery, ...]:
    """Read the library: every stored query, by category and id. The files do not change while a process runs."""
    return tuple(query for category in CATEGORIES for query in read_folder(LIBRARY / category, category))


def find_query(query_id: str) -> StoredQuery:
    """Return the query of that id, written with _ or -. ShoalError names ids that are near when there is none."""
    queries = {query.id: query for query in catalogue()}
    query_id = query_id.replace("-", "_")
    if query_id not in queries:
        words = set(query_id.lower().split("_"))
        near = [name for name in queries if words & set(name.split("_"))]
        raise ShoalError(
            f"Query {query_id!r} is not in the library; "
            f"{'near: ' + ', '.join(near) if near else 'list it'} (shoal queries shows all)."
        )
    return queries[query_id]


def read_folder(folder: Path, category: str) -> tuple[StoredQuery, ...]:
    """Read the query files of one folder, sorted by id; a sibling without its query is an error."""
    names = {path.name for path in folder.glob("*.cypher")}
    siblings = {name for name in names if name.endswith((_PICTURE, _TOTAL))}
    ids = sorted(name.removesuffix(".cypher") for name in names - siblings)
    lost = [name for name in sorted(siblings) if name.split(".")[0] not in ids]
    if lost:
        raise ShoalError(f"{folder / lost[0]}: there is no {lost[0].split('.')[0]}.cypher beside it.")
    return tuple(_read(folder, id, category) for id in ids)


def _read(folder: Path, id: str, category: str) -> StoredQuery:
    return parse_query(
        (folder / f"{id}.cypher").read_text(encoding="utf-8"), id=id, category=category,
        picture=_read_sibling(folder / f"{id}{_PICTURE}"), total=_read_sibling(folder / f"{id}{_TOTAL}"),
    )  # fmt: skip


def _read_sibling(path: Path) -> str | None:
    return path.read_text(encoding="utf-8").strip() if path.exists() else None
