"""Taking data out of the record: withdrawing a load, purging an account's personal data; the graph is rebuilt after it.

The journal keeps a salted commitment to what was removed: who holds the rows and the salt can show what stood there.
"""

import dataclasses
import hashlib
import json
import secrets
from pathlib import Path
from typing import Any

import polars as pl

from case import journal, runs
from case.clock import now
from case.errors import ShoalError
from case.folder import Case
from case.forgetting import forget
from case.sources import read_sources
from case.supplements import SUPPLEMENT_SCHEMAS
from case.tables import CAPTURES, list_loads, list_parts, load_of, read_part, read_posts, remove_part, stored_name
from case.writing import write_json

#: Columns that name the account a row is about, in each table of a part.
_ABOUT = {"accounts": "key", "posts": "account", "actions": "account"}
_TABLES = (*_ABOUT, *SUPPLEMENT_SCHEMAS)
#: Supplements that say something of posts.
_ABOUT_POSTS = ("deletions", "captures")
#: Length of an ISO 8601 time to the second, to compare times written with and without fractions.
_TO_SECONDS = 19


@dataclasses.dataclass(frozen=True, slots=True)
class Removal:
    """What was removed (rows by table) and what that touches; packages that left the machine cannot be called back."""

    accounts: int
    posts: int
    actions: int
    commitment: str
    runs: list[str]
    packages: list[str]
    sources: list[str]


def unload(case: Case, load: str) -> Removal:
    """Withdraw a load: its rows go, its files may be loaded again, runs that may have used it are marked outdated."""
    _need(case, load)
    parts = list_parts(case, load)
    files = {name: [file for part in parts if (file := part / f"{name}.parquet").exists()] for name in _TABLES}
    removed = {name: pl.read_parquet(theirs) for name, theirs in files.items() if theirs}
    withdrawn = [source for source in read_sources(case) if source.load == load]
    since = min((source.loaded_at for source in withdrawn), default="")[:_TO_SECONDS]
    touched = [run.id for run in runs.list_runs(case) if run.started_at[:_TO_SECONDS] >= since]
    removal = _removal(case, removed, touched=touched, sources=[source.name for source in withdrawn])
    _mark_outdated(case, removal.runs, f"load {load} was withdrawn")
    for source in withdrawn:
        record = case.sources / f"{source.sha256}.json"
        write_json(case.sources / "withdrawn" / record.name, {**dataclasses.asdict(source), "withdrawn_at": now()})
        record.unlink()
    for part in parts:
        remove_part(part)
    _tell(case, "load withdrawn", {"load": load}, removal)
    return removal


def purge_load(case: Case, load: str) -> Removal:
    """Withdraw a load for good: as unload, and the names of its accounts leave runs, desk and journal as well."""
    _need(case, load)
    names = _authors(case, [load])
    removal = unload(case, load)
    forget(case, names - _authors(case, list_loads(case)))
    return removal


def purge_account(case: Case, account: str) -> Removal:
    """Remove everything of one account from tables, runs, desk and journal, and the captures of its posts.

    The raw files stay and are named.
    """
    removed: dict[str, list[pl.DataFrame]] = {name: [] for name in (*_ABOUT, *_ABOUT_POSTS)}
    loads = []
    posts = read_posts(case).filter(pl.col("account") == account).select("key").collect()["key"]
    for part in list_parts(case):
        for name, taken in _take_supplements(part, posts).items():
            removed[name].append(taken)
            loads.append(load_of(part))
        for name, column in _ABOUT.items():
            file = part / f"{name}.parquet"
            rows = pl.read_parquet(file)
            gone = pl.col(column) == account
            if name == "actions":
                gone = gone | ((pl.col("behaviour") == "mention") & (pl.col("object") == account))
            taken = rows.filter(gone)
            if taken.height:
                removed[name].append(taken)
                loads.append(load_of(part))
                _replace(file, rows.filter(~gone))
    frames = {name: pl.concat(found) if found else pl.DataFrame() for name, found in removed.items()}
    touched = [run.id for run in runs.list_runs(case) if _names_in_run(case, run.id, account)]
    if not any(frame.height for frame in frames.values()) and not touched:
        raise ShoalError(f"There is no account {account!r} in this case. Give its key, such as weibo:123.")
    sources = sorted({source.name for source in read_sources(case) if source.load in loads})
    removal = _removal(case, frames, touched=touched, sources=sources)
    _mark_outdated(case, removal.runs, "an account was purged")
    forget(case, {account})
    _tell(case, "account purged", {}, removal)
    return removal


def _need(case: Case, load: str) -> None:
    if load not in list_loads(case):
        raise ShoalError(f"There is no load {load!r}. The loads are: {', '.join(list_loads(case)) or 'none yet'}.")


def _authors(case: Case, loads: list[str]) -> set[str]:
    return {name for load in loads for name in read_part(case, load)[1].select("account").unique().collect()["account"]}


def _removal(case: Case, frames: dict[str, pl.DataFrame], *, touched: list[str], sources: list[str]) -> Removal:
    exports = [
        line["details"] for line in journal.read_journal(case) if line.get("act") == "export" and "details" in line
    ]
    packages = [str(details["package"]) for details in exports if "package" in details]
    counts = {name: frames[name].height for name in _ABOUT}
    return Removal(**counts, commitment=_commit(frames), runs=touched, packages=packages, sources=sources)


def _commit(frames: dict[str, pl.DataFrame]) -> str:
    """Commit to the rows: `salt:hash`, a SHA-256 over the salt and the rows as JSON, table by table."""
    salt = secrets.token_hex(16)
    digest = hashlib.sha256(salt.encode())
    for name in sorted(frames):
        digest.update(frames[name].write_json().encode())
    return f"{salt}:{digest.hexdigest()}"


def _tell(case: Case, act: str, details: dict[str, Any], removal: Removal) -> None:
    journal.record(case, act, {**details, **dataclasses.asdict(removal)})


def _mark_outdated(case: Case, touched: list[str], reason: str) -> None:
    for run in touched:
        file = case.runs / run / "run.json"
        content = json.loads(file.read_text(encoding="utf-8"))
        warnings = [*content["warnings"], f"Outdated since {now()}: {reason}."]
        write_json(file, {**content, "outdated": True, "warnings": warnings})


def _names_in_run(case: Case, run: str, account: str) -> bool:
    links = runs.read_links(case, run)
    return not links.filter((pl.col("a") == account) | (pl.col("b") == account)).is_empty() or any(
        account in cluster.accounts for cluster in runs.read_clusters(case, run)
    )


def _take_supplements(part: Path, posts: pl.Series) -> dict[str, pl.DataFrame]:
    """Take what is said of some posts out of a part, with the captured files that no other post of it has."""
    removed = {}
    for name in _ABOUT_POSTS:
        file = part / f"{name}.parquet"
        if not file.exists():
            continue
        rows = pl.read_parquet(file)
        gone = pl.col("post").is_in(posts.implode())
        kept, taken = rows.filter(~gone), rows.filter(gone)
        if taken.is_empty():
            continue
        _replace(file, kept)
        removed[name] = taken
        if name == "captures":
            names = {stored_name(*row) for row in kept.select("sha256", "name").iter_rows()}
            for capture in (part / CAPTURES).iterdir():
                if capture.name not in names:
                    capture.unlink()
    return removed


def _replace(file: Path, rows: pl.DataFrame) -> None:
    draft = file.with_suffix(".part")
    rows.write_parquet(draft, compression="zstd")
    draft.replace(file)
