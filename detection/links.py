"""Co-actions of all behaviours in; links out: pairs of accounts that met more often than their own days explain.

A link of status `validated` may be shown as such; a `candidate` is a hint. Neither says why two accounts meet: fans,
colleagues and one person's two accounts do so too.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np
import polars as pl
from numpy.typing import NDArray

from case.runs import LINK_SCHEMA
from detection.chance import Activity, coaction_rates, count_activity, expected_coactions
from detection.coactions import MICROSECONDS, CoActions
from detection.corpus import Corpus
from detection.occasions import count_occasions, separation
from detection.significance import combine_cauchy, false_discovery_rates, poisson_tail
from detection.threads import in_threads

Integers = NDArray[np.int64]

#: Below three occasions even a rare coincidence validates nothing; a candidate needs two and this p.
CANDIDATE_P = 1e-3
CANDIDATE_OCCASIONS = 2
ALL_BEHAVIOURS = "*"


@dataclass(frozen=True, slots=True)
class Chance:
    """What chance expects in one behaviour and window."""

    activity: Activity
    rates: NDArray[np.float64]


def find_chances(corpus: Corpus, coactions: list[CoActions], windows: Integers) -> dict[tuple[str, int], Chance]:
    """Measure the rate of co-action per stratum for each behaviour and window."""
    chances = {}
    for found in coactions:
        layer = corpus.layer(found.behaviour)
        assert layer is not None
        activity = count_activity(layer, corpus)
        once = found.take(_distinct_posts(found, len(corpus.posts)))
        for window in windows:
            rates = coaction_rates(activity, once.stratum[once.within(int(window))])
            chances[found.behaviour, int(window)] = Chance(activity, rates)
    return chances


def find_links(
    corpus: Corpus,
    coactions: list[CoActions],
    windows: Integers,
    *,
    q: float = 0.01,
    min_occasions: int = 3,
) -> pl.DataFrame:
    """Test every pair of accounts; return the validated and candidate rows, columns as LINK_SCHEMA.

    One row per pair, behaviour and window, and one with behaviour `*` for the p and q combined over all of them: its
    window is the one with the smallest p, its counts are over all behaviours together in that window. q counts all
    pairs of accounts of the corpus, also those that never met.
    """
    chances = find_chances(corpus, coactions, windows)
    kept = _meeting_repeatedly(coactions, len(corpus.accounts), len(corpus.posts))
    rows = in_threads(lambda one: _count_pairs(*one, chances, corpus), product(kept, windows.tolist()))
    singles = pl.concat(rows) if rows else _no_counts()
    if singles.height == 0:
        return LINK_SCHEMA.to_frame()
    singles = _with_q(singles, tests=corpus.account_pairs)
    together = _combine(singles, kept, chances, corpus)
    return _with_status(pl.concat([together, singles]), corpus, q=q, min_occasions=min_occasions)


def _distinct_posts(found: CoActions, posts: int) -> Integers:
    """Return one row number per pair of posts: the one that counts in the widest window; the others count with it."""
    met = found.post_a * posts + found.post_b
    order = np.lexsort((-found.widest, met))
    first: NDArray[np.bool_] = np.diff(met[order], prepend=-1) != 0
    return order[first]


def _meeting_repeatedly(coactions: list[CoActions], accounts: int, posts: int) -> list[CoActions]:
    """Drop pairs of accounts with one pair of posts in all behaviours together: they can never be a candidate.

    What stays is sorted by pair, end and start, as counting needs it.
    """
    if not coactions:
        return []
    pairs = [found.a * accounts + found.b for found in coactions]
    met = np.concatenate([found.post_a * posts + found.post_b for found in coactions])
    distinct = pl.DataFrame({"pair": np.concatenate(pairs), "met": met}).unique()
    repeated = distinct.group_by("pair").len().filter(pl.col("len") >= CANDIDATE_OCCASIONS)["pair"]
    kept = [
        found.take(pl.Series(pair).is_in(repeated.implode()).to_numpy())
        for found, pair in zip(coactions, pairs, strict=True)
    ]
    return [found.take(_by_pair(found)) for found in kept]


def _by_pair(found: CoActions) -> Integers:
    """Return the order by pair, end and start, the latest start first: the order in which occasions are counted."""
    return np.lexsort((-found.start, found.end, found.b, found.a))


def _count_pairs(found: CoActions, window: int, chances: dict[tuple[str, int], Chance], corpus: Corpus) -> pl.DataFrame:
    """Count occasions, objects and pairs of posts of each pair, with what chance expects."""
    part = found.take(found.within(window))
    rows = _counted(part, window, corpus)
    chance = chances[found.behaviour, window]
    expected = expected_coactions(chance.activity, chance.rates, rows["a"].to_numpy(), rows["b"].to_numpy())
    return rows.with_columns(
        behaviour=pl.lit(found.behaviour),
        window=pl.lit(window, dtype=pl.Int64),
        expected=pl.Series(expected, dtype=pl.Float64),
        p=pl.Series(poisson_tail(rows["occasions"].to_numpy(), expected), dtype=pl.Float64),
    ).select(_COUNTS)


_COUNTS = (
    "pair", "a", "b", "behaviour", "window", "occasions", "objects", "pairs", "expected", "p", "first_at", "last_at",
)  # fmt: skip


def _no_counts() -> pl.DataFrame:
    return pl.DataFrame(schema=dict.fromkeys(_COUNTS, pl.Int64))


def _counted(part: CoActions, window: int, corpus: Corpus, layers: Integers | None = None) -> pl.DataFrame:
    """Count the co-actions, sorted by pair, of each pair of accounts. `layers` tells objects of behaviours apart."""
    accounts, posts = len(corpus.accounts), len(corpus.posts)
    pair = part.a * accounts + part.b
    begins = np.diff(pair, prepend=-1) != 0
    keys, number = pair[begins], np.cumsum(begins) - 1
    apart = separation(window)
    occasions = count_occasions(number, part.start, part.end, size=keys.size, apart=apart)
    objects = part.object if layers is None else part.object * (layers.max(initial=0) + 1) + layers
    frame = pl.DataFrame({
        "number": number, "object": objects, "posts": part.post_a * posts + part.post_b,
        "start": part.start, "end": part.end,
    })  # fmt: skip
    counted = frame.group_by("number").agg(
        objects=pl.col("object").n_unique().cast(pl.Int64),
        pairs=pl.col("posts").n_unique().cast(pl.Int64),
        first_at=pl.col("start").min(),
        last_at=pl.col("end").max(),
    )
    counted = counted.sort("number").drop("number")
    codes = {"pair": keys, "a": keys // accounts, "b": keys % accounts, "occasions": occasions}
    return pl.concat([pl.DataFrame(codes), counted], how="horizontal")


def _with_q(singles: pl.DataFrame, *, tests: int) -> pl.DataFrame:
    """Add q per behaviour and window over all pairs of accounts."""
    parts = [
        part.with_columns(q=pl.Series(false_discovery_rates(part["p"].to_numpy(), tests=tests)))
        for part in singles.partition_by("behaviour", "window", maintain_order=True)
    ]
    return pl.concat(parts)


def _combine(
    singles: pl.DataFrame, kept: list[CoActions], chances: dict[tuple[str, int], Chance], corpus: Corpus
) -> pl.DataFrame:
    """Make the `*` row of each pair."""
    best = singles.sort("pair", "p", "window", "behaviour").unique("pair", keep="first", maintain_order=True)
    number = np.searchsorted(best["pair"].to_numpy(), singles["pair"].to_numpy())
    p = combine_cauchy(singles["p"].to_numpy(), groups=number, sizes=best.height, tests=len(chances))
    rows = best.select("pair", "window").with_columns(
        p=pl.Series(p), q=pl.Series(false_discovery_rates(p, tests=corpus.account_pairs))
    )
    parts = sorted(rows.partition_by("window", as_dict=True, maintain_order=True).items())
    counted = in_threads(
        lambda one: _count_together(one[1]["pair"].to_numpy(), int(one[0][0]), kept, chances, corpus), parts
    )
    columns = [*_COUNTS, "q"]
    return pl.concat(counted).join(rows.drop("window"), on="pair").sort("pair").select(columns)


def _count_together(
    pairs: Integers, window: int, kept: list[CoActions], chances: dict[tuple[str, int], Chance], corpus: Corpus
) -> pl.DataFrame:
    """Count pairs over all behaviours together in one window."""
    accounts, chosen = len(corpus.accounts), pl.Series(pairs).implode()
    inside = [pl.Series(found.a * accounts + found.b).is_in(chosen).to_numpy() for found in kept]
    parts = [found.take(found.within(window) & mask) for found, mask in zip(kept, inside, strict=True)]
    layers = np.concatenate([np.full(part.a.size, number) for number, part in enumerate(parts)])
    union = _union(parts)
    order = _by_pair(union)
    rows = _counted(union.take(order), window, corpus, layers[order])
    a, b = rows["a"].to_numpy(), rows["b"].to_numpy()
    used = [chances[found.behaviour, window] for found in kept]
    expected = sum((expected_coactions(one.activity, one.rates, a, b) for one in used), np.zeros(a.size))
    return rows.with_columns(
        behaviour=pl.lit(ALL_BEHAVIOURS), window=pl.lit(window, dtype=pl.Int64), expected=pl.Series(expected)
    )


def _union(parts: list[CoActions]) -> CoActions:
    names = ("a", "b", "post_a", "post_b", "object", "start", "end", "needs", "widest", "stratum")
    return CoActions(ALL_BEHAVIOURS, *(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def _with_status(rows: pl.DataFrame, corpus: Corpus, *, q: float, min_occasions: int) -> pl.DataFrame:
    """Keep rows that are validated or candidate; a behaviour's row is never better than its pair's combined row."""
    validated = (pl.col("q") <= q) & (pl.col("occasions") >= min_occasions)
    candidate = (pl.col("p") < CANDIDATE_P) & (pl.col("occasions") >= CANDIDATE_OCCASIONS)
    rows = rows.with_columns(rank=pl.when(validated).then(2).when(candidate).then(1).otherwise(0))
    whole = rows.filter(pl.col("behaviour") == ALL_BEHAVIOURS).select("pair", whole="rank")
    rows = rows.join(whole, on="pair").with_columns(rank=pl.min_horizontal("rank", "whole")).filter(pl.col("rank") > 0)
    names = corpus.accounts
    return (
        rows.sort("pair", "behaviour", "window")
        .with_columns(
            a=names.gather(rows.sort("pair", "behaviour", "window")["a"]),
            b=names.gather(rows.sort("pair", "behaviour", "window")["b"]),
            window_seconds=pl.col("window") / MICROSECONDS,
            status=pl.when(pl.col("rank") == 2).then(pl.lit("validated")).otherwise(pl.lit("candidate")),
            first_at=_as_time("first_at"),
            last_at=_as_time("last_at"),
        )
        .select(list(LINK_SCHEMA))
        .cast(LINK_SCHEMA)
    )


def _as_time(column: str) -> pl.Expr:
    return pl.from_epoch(pl.col(column), time_unit="us").dt.replace_time_zone("UTC")
