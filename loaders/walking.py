"""Paths as people give them: files, folders and archives come in, the files to read go out, in an order of their
own.
"""

from pathlib import Path

from case.errors import ShoalError, Unreachable
from loaders.opening import RawFile, list_members

#: What lies in folders and is no export: notes, settings, pictures of a crawl.
_SKIPPED = {".md", ".toml", ".py", ".ipynb", ".html", ".htm", ".pdf", ".png", ".jpg", ".jpeg", ".gif", ".webp",
".bmp", ".mp4", ".mhtml", ".warc", ".log", ".lock",
            ".rds", ".rda", ".sql", ".yml", ".yaml", ".bin", ".exe", ".sig", ".pem"}  # fmt: skip


def find_files(paths: list[Path]) -> list[RawFile]:
    """List the raw files behind paths, each once, sorted: the order in which they were given does not matter.

    Raises Unreachable for a path that does not exist, ShoalError where a folder holds nothing to read.
    """
    found: dict[tuple[str, str], RawFile] = {}
    for path in paths:
        for file in _expand(path):
            found.setdefault((str(file.path.resolve()), file.member or ""), file)
    return [found[key] for key in sorted(found)]


def _expand(path: Path) -> list[RawFile]:
    if not path.exists():
        raise Unreachable(f"{path} does not exist. Check the name; a relative path starts from the current folder.")
    if not path.is_dir():
        return _members(path, named=True)
    files = [file for file in path.rglob("*") if file.is_file() and _is_candidate(file, path)]
    if not files:
        raise ShoalError(
            f"The folder {path} holds no file to read. Expected exports such as .csv, .json, .jsonl, .xlsx, .zip."
        )
    return [member for file in files for member in _members(file, named=False)]


def _is_candidate(file: Path, folder: Path) -> bool:
    parts = file.relative_to(folder).parts
    return not any(part.startswith(".") for part in parts) and file.suffix.lower() not in _SKIPPED


def _members(path: Path, *, named: bool) -> list[RawFile]:
    members = list_members(path)
    if not members:
        return [RawFile(path, named=named)]
    inside = [RawFile(path, member, named=False) for member in members if Path(member).suffix.lower() not in _SKIPPED]
    if not inside:
        raise ShoalError(
            f"The archive {path} holds no file to read. Expected exports such as .csv, .json, .jsonl, .xlsx."
        )
    return inside
