"""Two accounts and a run in; everything behind their link out, exactly as the run counted it."""

from typing import Any

import numpy as np
import polars as pl

from case.errors import ShoalError
from case.folder import Case
from case.runs import read_clusters, read_links, read_run
from case.tables import read_accounts, read_actions, read_posts
from detection.coactions import MICROSECONDS, CoActions, find_coactions
from detection.corpus import Corpus, build_corpus
from detection.innocence import weigh_pair
from detection.links import ALL_BEHAVIOURS
from detection.parameters import Parameters, parameters_from

Row = dict[str, Any]


def explain(case: Case, a: str, b: str, *, run: str | None = None) -> Row:
    """Explain what two accounts share: `{a, b, run, links, shared, chance, clusters, innocent}`.

    `links` are the run's rows of this pair; `shared` lists every object on which they co-acted in one of the run's
    windows, the rarest first: how many accounts share it, its rarity log(N / n), the gap, who was first, and the posts
    of both sides with their source (file and place). `chance` is a sentence; `innocent` lists explanations to rule out.
    An object shared by two accounts shows that they met on it, not that they agreed to.
    """
    a, b = sorted((a, b))
    known = read_run(case, run)
    parameters = parameters_from(known.parameters)
    _refuse_unknown(case, a, b)
    links = read_links(case, known.id).filter((pl.col("a") == a) & (pl.col("b") == b))
    corpus = _pair_corpus(case, a, b, parameters)
    windows = (np.array(parameters.ladder) * MICROSECONDS).round().astype(np.int64)
    coactions = [find_coactions(layer, windows, budget=parameters.max_events)[0] for layer in corpus.layers]
    counted = pl.concat([_rows(corpus, found, windows) for found in coactions]) if coactions else None
    shared = [] if counted is None else _shared(case, counted, parameters)
    return {
        "a": a,
        "b": b,
        "run": known.id,
        "links": [_plain(row) for row in links.iter_rows(named=True)],
        "shared": shared,
        "chance": _chance(a, b, links, shared),
        "clusters": _common_clusters(case, a, b, known.id),
        "innocent": weigh_pair(a, b, shared),
    }


def _refuse_unknown(case: Case, a: str, b: str) -> None:
    if a == b:
        raise ShoalError(f"{a} was named twice. Name two different accounts.")
    authors = read_posts(case).filter(pl.col("account").is_in([a, b])).select("account").unique().collect()
    known = read_accounts(case).filter(pl.col("key").is_in([a, b])).select("key").collect()
    for account in (a, b):
        if account not in authors["account"] and account not in known["key"]:
            raise ShoalError(f"Account {account!r} is not in this case. Expected a key like weibo:123.")


def _pair_corpus(case: Case, a: str, b: str, parameters: Parameters) -> Corpus:
    mine = pl.col("account").is_in([a, b])
    return build_corpus(
        read_posts(case).filter(mine),
        read_actions(case).filter(mine),
        behaviours=parameters.behaviours,
        from_at=parameters.from_at,
        to_at=parameters.to_at,
        timezone=case.timezone,
    )


def _rows(corpus: Corpus, found: CoActions, windows: np.ndarray) -> pl.DataFrame:
    """Name the co-actions of one behaviour that some window of the run holds."""
    layer = corpus.layer(found.behaviour)
    assert layer is not None
    held = np.logical_or.reduce([found.within(int(window)) for window in windows])
    part = found.take(held)
    forward = pl.DataFrame({"post": layer.post, "at": layer.at}).unique("post").sort("post")
    at = dict(zip(forward["post"].to_list(), forward["at"].to_list(), strict=True))
    return pl.DataFrame({
        "behaviour": pl.Series([found.behaviour] * part.a.size, dtype=pl.String),
        "object": layer.names.gather(part.object),
        "day": layer.days[part.object],
        "post_a": corpus.posts.gather(part.post_a),
        "post_b": corpus.posts.gather(part.post_b),
        "at_a": pl.Series([at[post] for post in part.post_a.tolist()], dtype=pl.Int64),
        "at_b": pl.Series([at[post] for post in part.post_b.tolist()], dtype=pl.Int64),
        "gap": part.gap,
    })  # fmt: skip


def _shared(case: Case, counted: pl.DataFrame, parameters: Parameters) -> list[Row]:
    """Add rarity and posts, rarest first."""
    rarity = _rarity(case, counted, parameters)
    posts = _posts(case, counted)
    rows = counted.join(rarity, on=["behaviour", "object"], how="left")
    rows = rows.sort("rarity", "gap", "behaviour", "object", "post_a", "post_b", descending=[True] + [False] * 5)
    return [
        {
            "behaviour": row["behaviour"],
            "object": row["object"],
            "accounts": row["accounts"],
            "rarity": row["rarity"],
            "gap_seconds": row["gap"] / MICROSECONDS,
            "first": _first(posts[row["post_a"]], posts[row["post_b"]], row),
            "posts": [posts[row["post_a"]], posts[row["post_b"]]],
        }
        for row in rows.iter_rows(named=True)
    ]


def _first(a: Row, b: Row, row: Row) -> str | None:
    """Name the account that was first, or nobody on equal stamps."""
    if row["at_a"] == row["at_b"]:
        return None
    return str(a["account"] if row["at_a"] < row["at_b"] else b["account"])


def _rarity(case: Case, counted: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    """Count the accounts of each shared object over the run's range."""
    stamp = pl.col("at").dt.epoch("us")
    actions = read_actions(case).filter(pl.col("object").is_in(counted["object"].unique().to_list()))
    posts = read_posts(case)
    if parameters.from_at is not None:
        actions, posts = actions.filter(stamp >= parameters.from_at), posts.filter(stamp >= parameters.from_at)
    if parameters.to_at is not None:
        actions, posts = actions.filter(stamp < parameters.to_at), posts.filter(stamp < parameters.to_at)
    everybody = int(posts.select(pl.col("account").n_unique()).collect().item())
    sharers = actions.group_by("behaviour", "object").agg(accounts=pl.col("account").n_unique().cast(pl.Int64))
    return sharers.collect().with_columns(rarity=(pl.lit(float(everybody)) / pl.col("accounts")).log().clip(0.0))


def _posts(case: Case, counted: pl.DataFrame) -> dict[str, Row]:
    keys = pl.concat([counted["post_a"], counted["post_b"]]).unique()
    rows = read_posts(case).filter(pl.col("key").is_in(keys.to_list())).collect()
    return {
        row["key"]: {
            "account": row["account"],
            "post": row["key"],
            "at": row["at"].isoformat().replace("+00:00", "Z") if row["at"] else None,
            "text": row["text"],
            "kind": row["kind"],
            "client": row["client"],
            "url": row["url"],
            "source": {"file": row["file"], "place": row["place"], "sha256": row["source"]},
        }
        for row in rows.iter_rows(named=True)
    }


def _chance(a: str, b: str, links: pl.DataFrame, shared: list[Row]) -> str:
    """Say in one sentence how often chance alone gives as much."""
    whole = links.filter(pl.col("behaviour") == ALL_BEHAVIOURS)
    if whole.height == 0:
        met = f"{len(shared)} co-actions" if shared else "no co-action"
        return (
            f"The run holds no link between {a} and {b}: {met} in its windows, too few to tell this pair from chance."
        )
    row = whole.row(0, named=True)
    return (
        f"Within {row['window_seconds']:g} s these two accounts met on {row['occasions']} separate occasions; accounts"
        f" as active as they are on the same days would meet {row['expected']:.2g} times by chance"
        f" (p = {row['p']:.1g}; q = {row['q']:.1g} after correction for all pairs of accounts)."
    )


def _common_clusters(case: Case, a: str, b: str, run: str) -> list[Row]:
    """Name the clusters of the run that hold both: a group can be proven where a single pair of it cannot."""
    return [
        {"cluster": one.cluster, "finding": one.finding, "core": [key for key in (a, b) if key in one.core]}
        for one in read_clusters(case, run) if a in one.accounts and b in one.accounts
    ]  # fmt: skip


def _plain(row: Row) -> Row:
    return {
        name: value.isoformat().replace("+00:00", "Z") if hasattr(value, "isoformat") else value
        for name, value in row.items()
    }
