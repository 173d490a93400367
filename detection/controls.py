"""A corpus and what was found in it; the same methods on data in which nothing can be found out.

Each control says what it is, what it found and what was expected; a control that finds something is a warning.
"""

import dataclasses
from collections import Counter
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from case.progress import silent
from case.runs import Cluster, cluster_id
from detection.coactions import find_coactions
from detection.corpus import Corpus
from detection.findings import Found, join_findings
from detection.group_test import ACCEPT_P, Units, judge_groups
from detection.layer_counts import NESTED, count_layers, timing_units
from detection.links import ALL_BEHAVIOURS, find_links
from detection.parameters import Parameters
from detection.threads import in_threads
from detection.timing import MIDDLE, MIN_ACCOUNTS, Timing, find_timed_groups
from detection.units import read_contents
from detection.variants import permute_labels, sample_accounts, take_accounts

Integers = NDArray[np.int64]
Row = dict[str, object]
Describe = Callable[[list[Found]], list[Cluster]]

EXCHANGES = 20
HALVES = 2
#: Controls that repeat the search look at so many accounts at most, by lot: they say what the method does, not who.
SAMPLE = 20_000
_DOUBTS = {
    "permuted_labels": "doubt the links.",
    "exchanged_profiles": "doubt the findings by timing.",
    "half_samples": "some of what acts together may lie outside the findings, or the crowd is uneven.",
}


def run_controls(
    corpus: Corpus, windows: Integers, parameters: Parameters, timing: Timing, groups: list[Found], describe: Describe
) -> tuple[Row, list[str]]:
    """Run all controls; returns them by name, and a warning for each that found more than chance allows.

    `describe` makes clusters of groups, with what may explain them.

    Each test errs once in a hundred repetitions by its own level, so one group in twenty repetitions says nothing.
    """
    calls: dict[str, Callable[[], Row]] = {
        "permuted_labels": lambda: permuted_labels(corpus, windows, parameters),
        "exchanged_profiles": lambda: exchanged_profiles(timing, parameters),
        "half_samples": lambda: half_samples(corpus, windows, parameters, groups, describe),
        "matched_accounts": lambda: matched_accounts(corpus, windows, parameters, groups),
    }
    controls: Row = dict(zip(calls, in_threads(lambda call: call(), calls.values()), strict=True))
    warnings = [
        f"Control {name.replace('_', ' ')} found {row['found']}, where chance allows {row['allowed']}: {_DOUBTS[name]}"
        for name, row in controls.items()
        if isinstance(row, dict) and row.get("found", 0) > row.get("allowed", 0)
    ]
    return controls, warnings


def permuted_labels(corpus: Corpus, windows: Integers, parameters: Parameters) -> Row:
    """Exchange the authors of whole posts within each day: no pair should be validated."""
    changed = permute_labels(sample_accounts(corpus, SAMPLE, seed=parameters.seed), seed=parameters.seed)
    budget = max(1, parameters.max_events // max(1, len(corpus.layers)))
    coactions = [find_coactions(layer, windows, budget=budget)[0] for layer in changed.layers]
    links = find_links(changed, coactions, windows, q=parameters.q, min_occasions=parameters.min_occasions)
    pairs = links.filter(behaviour=ALL_BEHAVIOURS, status="validated")
    found = len({*pairs["a"].to_list(), *pairs["b"].to_list()})
    return {"what": "validated pairs after exchanging authors within days", "found": pairs.height,
            "accounts_found": found, "runs": 1, "accounts": len(changed.accounts), "expected": 0,
            "allowed": 0}  # fmt: skip


def exchanged_profiles(timing: Timing, parameters: Parameters) -> Row:
    """Exchange the timing of shared objects between groups, within behaviour and size class: no group should pass.

    Suspected groups stay out: one that fills its size class would mostly be exchanged with itself.
    """
    sizes, suspect = timing.cuts[MIDDLE].sizes, timing.passes[MIDDLE].verdicts.outside
    random = np.random.default_rng(parameters.seed)
    units = [_without(one, suspect) for one in timing.cuts[MIDDLE].units]
    accepted = 0
    for _ in range(EXCHANGES):
        exchanged = _exchange(units, random)
        accepted += int(judge_groups(exchanged, sizes >= MIN_ACCOUNTS, nested=NESTED).accepted.sum())
    return {"what": "accepted groups after exchanging timing between groups", "found": accepted,
            "runs": EXCHANGES, "groups": int((sizes >= MIN_ACCOUNTS).sum()), "expected": 0,
            "allowed": _allowed(EXCHANGES)}  # fmt: skip


def half_samples(
    corpus: Corpus, windows: Integers, parameters: Parameters, groups: list[Found], describe: Describe
) -> Row:
    """Take everybody found away and repeat the search in random halves of the rest, `SAMPLE` accounts at most.

    No group should pass without an innocent explanation; what is left of an explained crowd is still one.
    """
    random = np.random.default_rng(parameters.seed)
    outside = np.ones(len(corpus.accounts), dtype=bool)
    for group in groups:
        outside[group.accounts] = False
    share = min(0.5, SAMPLE / max(1, int(outside.sum())))
    found: Counter[str] = Counter()
    for _ in range(HALVES):
        chosen = outside & (random.random(outside.size) < share)
        half, codes = take_accounts(corpus, chosen), np.flatnonzero(chosen)
        if half.layers:
            again = find_timed_groups(
                half, windows, seed=parameters.seed, method=parameters.communities, progress=silent
            )
            accepted = [
                dataclasses.replace(group, accounts=codes[group.accounts], core=codes[group.core])
                for group in join_findings(again, None)
                if group.accepted
            ]
            found.update(cluster.finding for cluster in describe(accepted))
    return {"what": "groups found in random halves (at most 20,000 accounts) outside all findings",
            "found": found["synchronised"], "explained": found["explained"], "runs": HALVES,
            "accounts": int(share * outside.sum()), "expected": 0,
            "allowed": _allowed(HALVES)}  # fmt: skip


def _allowed(repetitions: int) -> int:
    """Return how many groups the level of the test lets pass by chance, at 99 %."""
    return int(stats.poisson.ppf(0.99, ACCEPT_P * repetitions))


def matched_accounts(corpus: Corpus, windows: Integers, parameters: Parameters, groups: list[Found]) -> Row:
    """Compare each finding with as many outsiders of the same activity on the same days. Descriptive only."""
    labels = np.full(len(corpus.accounts), -1, dtype=np.int64)
    chosen = [group for group in groups if group.accepted]
    taken = np.concatenate([group.accounts for group in groups] or [labels[:0]])
    for number, group in enumerate(chosen):
        matched = match_accounts(corpus, group.accounts, taken)
        taken = np.concatenate([taken, matched])
        labels[group.accounts], labels[matched] = 2 * number, 2 * number + 1
    if not chosen:
        return {"what": "outsiders with the same days and activity as each finding", "rows": []}
    window = 60_000_000 if 60_000_000 in windows else int(windows[0])
    units = timing_units(count_layers(corpus, labels, read_contents(corpus), windows), windows)
    units = [one for one in units if one.window == window]
    return {
        "what": f"share of a day's co-actions within {window / 1e6:g} s: findings, and others as active on those days",
        "rows": [
            {"cluster": cluster_id(corpus.accounts.gather(group.accounts).to_list()), **_compare(units, number)}
            for number, group in enumerate(chosen)
        ],
    }


def match_accounts(corpus: Corpus, accounts: Integers, taken: Integers) -> Integers:
    """Choose for each account an outsider of the same activity decile that was active on most of the same days."""
    posts = np.bincount(corpus.post_account, minlength=len(corpus.accounts))
    decile = np.floor(np.argsort(np.argsort(posts, kind="stable"), kind="stable") * 10 / posts.size).astype(np.int64)
    days = np.zeros(corpus.strata)
    inside = np.isin(corpus.post_account, accounts)
    np.add.at(days, corpus.post_stratum[inside], 1.0)
    same = np.bincount(corpus.post_account, weights=(days > 0)[corpus.post_stratum], minlength=posts.size)
    free = (posts > 0) & ~np.isin(np.arange(posts.size), np.union1d(taken, accounts))
    found = []
    for level in range(10):
        wanted = int((decile[accounts] == level).sum())
        offered = np.flatnonzero(free & (decile == level))
        best = offered[np.lexsort((offered, -same[offered] / np.maximum(posts[offered], 1)))]
        found.append(best[:wanted])
    return np.sort(np.concatenate(found))


def _without(units: Units, suspect: NDArray[np.bool_]) -> Units:
    """Drop the units of suspected groups."""
    kept = ~suspect[units.group]
    names = ("group", "size_class", "weight", "share")
    return dataclasses.replace(units, **{name: getattr(units, name)[kept] for name in names})


def _exchange(units: list[Units], random: np.random.Generator) -> list[Units]:
    """Permute weight and share together within size classes; all windows of one layer alike."""
    orders: dict[tuple[str, int], Integers] = {}
    changed = []
    for one in units:
        key = (one.layer, one.group.size)
        if key not in orders:
            plain = np.argsort(one.size_class, kind="stable")
            order = np.empty_like(plain)
            order[plain] = np.lexsort((random.random(plain.size), one.size_class))
            orders[key] = order
        order = orders[key]
        changed.append(dataclasses.replace(one, weight=one.weight[order], share=one.share[order]))
    return changed


def _compare(units: list[Units], number: int) -> Row:
    """Return the share of fast co-actions of a finding and of its matched outsiders."""
    row: Row = {}
    for name, label in (("finding", 2 * number), ("matched", 2 * number + 1)):
        weight = sum(float(one.weight[one.group == label].sum()) for one in units)
        fast = sum(float((one.weight * one.share)[one.group == label].sum()) for one in units)
        row[name] = round(fast / weight, 4) if weight else None
        row[f"{name}_weight"] = round(weight, 2)
    return row
