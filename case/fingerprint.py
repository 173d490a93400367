"""The fingerprint: a hash over the sorted content of the record, blind to order, batches and repetition of loads."""

import hashlib
from collections.abc import Sequence

import polars as pl

from case import desk, runs, tables
from case.folder import Case
from case.joining import DELETED_COLUMNS
from case.rows import ACCOUNT_COLUMNS, ACTION_COLUMNS, POST_COLUMNS
from case.supplements import SUPPLEMENT_COLUMNS
from case.writing import canonical_json

_BATCH = 100_000
#: Where a row came from is not content: the same post read from another file is the same post.
_PLACES = ("place",)
_NULL = "\\N"


def fingerprint(case: Case) -> str:
    """Return the fingerprint of accounts, posts, actions, captures, current links and clusters, and desk (SHA-256)."""
    parts = {**data_digests(case), "captures": _captures(case), **_findings(case), "desk": _desk(case)}
    return hashlib.sha256(canonical_json(parts).encode()).hexdigest()


def data_digests(case: Case) -> dict[str, str]:
    """Return the digest of each table; together they are what a detection run reads."""
    accounts = [name for name in ACCOUNT_COLUMNS if name not in _PLACES]
    posts = [name for name in POST_COLUMNS if name not in _PLACES]
    return {
        "accounts": frame_digest(tables.read_accounts(case), accounts),
        "posts": frame_digest(tables.read_posts(case), [*posts, *DELETED_COLUMNS]),
        "actions": frame_digest(tables.read_actions(case), ACTION_COLUMNS),
    }


def data_fingerprint(case: Case) -> str:
    """Return the hash over accounts, posts and actions alone: the input of a detection run."""
    return hashlib.sha256(canonical_json(data_digests(case)).encode()).hexdigest()


def frame_digest(frame: pl.LazyFrame | pl.DataFrame, columns: Sequence[str]) -> str:
    """Return a SHA-256 over the sorted rows of a frame, equal for equal content in any order.

    Each row is written as text (times as microseconds, decimals by their bits), hashed, and the hashes are sorted.
    """
    schema = frame.lazy().collect_schema()
    line = pl.concat_str([_as_text(name, schema[name]) for name in columns], separator="\x1f").alias("line")
    digests: list[bytes] = []
    for batch in frame.lazy().select(line).collect(engine="streaming").iter_slices(_BATCH):
        digests += [hashlib.sha256(text.encode()).digest() for text in batch["line"]]
    total = hashlib.sha256()
    for digest in sorted(digests):
        total.update(digest)
    return total.hexdigest()


def _as_text(name: str, kind: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if isinstance(kind, pl.List):
        column = column.list.eval(pl.element().cast(pl.String)).list.sort().list.join("\x1d")
    elif isinstance(kind, pl.Datetime):
        column = column.dt.epoch("us").cast(pl.String)
    elif kind.is_float():
        column = column.cast(pl.Float64).reinterpret(signed=True).cast(pl.String)
    elif kind != pl.String:
        column = column.cast(pl.String)
    return (
        column.str.replace_all("\\", "\\\\", literal=True).str.replace_all("\x1f", "\\u", literal=True).fill_null(_NULL)
    )


def _findings(case: Case) -> dict[str, str]:
    if runs.current_run(case) is None:
        return {}
    links = runs.read_links(case)
    clusters = sorted((runs.cluster_content(cluster) for cluster in runs.read_clusters(case)), key=canonical_json)
    return {
        "links": frame_digest(links, links.columns),
        "clusters": hashlib.sha256(canonical_json(clusters).encode()).hexdigest(),
    }


def _captures(case: Case) -> str:
    columns = [name for name in SUPPLEMENT_COLUMNS["captures"] if name not in _PLACES]
    return frame_digest(tables.read_captures(case), columns)


def _desk(case: Case) -> str:
    content = {kind: desk.items(case, kind) for kind in desk.JUDGEMENTS}
    return hashlib.sha256(canonical_json(content).encode()).hexdigest()
