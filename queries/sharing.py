"""Own queries on their way between cases: files in the library's format, folders of them, or bundles (zips of them).

What is imported is checked like what is saved, all of it before the first is saved.
"""

import zipfile
from pathlib import Path, PurePosixPath

from case.errors import ShoalError, Unreachable
from case.folder import Case
from case.writing import write_text
from graph.connection import Graph
from queries.header import StoredQuery, write_query
from queries.saved import check_query, save_query, saved_queries

BUNDLE = ".zip"
_SUFFIX = ".cypher"
MOST_QUERIES = 500
LONGEST_FILE = 100_000  # bytes; a statement has at most 10,000 characters
_MADE = (1980, 1, 1, 0, 0, 0)  # the same queries give the same bundle


def export_saved(case: Case, target: Path) -> list[str]:
    """Write all saved queries into a bundle (a path that ends in .zip) or as `<id>.cypher` into a folder; their ids."""
    texts = {query.id: write_query(query) for query in saved_queries(case)}
    if target.suffix == BUNDLE:
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bundle:
            for id, text in texts.items():
                bundle.writestr(zipfile.ZipInfo(id + _SUFFIX, _MADE), text, zipfile.ZIP_DEFLATED)
        return list(texts)
    target.mkdir(parents=True, exist_ok=True)
    for id, text in texts.items():
        write_text(target / (id + _SUFFIX), text)
    return list(texts)


def import_saved(graph: Graph, case: Case, path: Path, *, actor: str | None = None) -> list[StoredQuery]:
    """Save a query file, every query file of a folder, or those of a bundle; one that is known is replaced.

    ShoalError: nothing was saved, since one of them breaks a rule; Unreachable: the path cannot be read.
    """
    texts = _read_texts(path)
    if not texts:
        raise ShoalError(f"{path} holds no query; expected files named ID{_SUFFIX}.")
    for id, text in texts.items():
        try:
            check_query(graph, case, id, text)
        except Unreachable:
            raise
        except ShoalError as error:
            raise ShoalError(f"{path}: nothing was imported; {error}") from None
    return [save_query(graph, case, id, text, actor=actor) for id, text in texts.items()]


def _read_texts(path: Path) -> dict[str, str]:
    try:
        if path.suffix == BUNDLE:
            return _read_bundle(path)
        files = sorted(path.glob("*" + _SUFFIX)) if path.is_dir() else [path]
        _check_amount(path, len(files), max((file.stat().st_size for file in files), default=0))
        return {file.name.removesuffix(_SUFFIX): file.read_text(encoding="utf-8") for file in files}
    except (OSError, UnicodeDecodeError, zipfile.BadZipFile) as error:
        raise Unreachable(
            f"{path} cannot be read ({error}); give a {_SUFFIX} file, a folder of them, or a bundle ({BUNDLE})."
        ) from error


def _read_bundle(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as bundle:
        members = [member for member in bundle.infolist() if member.filename.endswith(_SUFFIX)]
        _check_amount(path, len(members), max((member.file_size for member in members), default=0))
        texts = {PurePosixPath(member.filename).name: bundle.read(member).decode("utf-8") for member in members}
        if len(texts) < len(members):
            raise ShoalError(f"{path} holds several queries of one name; nothing was imported.")
        return {name.removesuffix(_SUFFIX): text for name, text in texts.items()}


def _check_amount(path: Path, files: int, longest: int) -> None:
    if files > MOST_QUERIES or longest > LONGEST_FILE:
        raise ShoalError(
            f"{path} holds {files} queries, the longest of {longest:,} bytes; at most {MOST_QUERIES} of "
            f"{LONGEST_FILE:,} bytes each are read."
        )
