"""A given list of accounts in; whether they act together beyond chance, and who acts with them, out.

The list is one fixed group, named before the data were looked at: the soundest question there is. Fans of one account
and the editions of one newsroom act together too: read the explanations.
"""

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from case.fingerprint import data_fingerprint
from case.folder import Case
from case.naming import find_accounts
from case.progress import Progress, silent
from case.runs import run_id
from detection.clusters import make_clusters
from detection.companions import find_companions
from detection.controls import match_accounts
from detection.corpus import Corpus
from detection.findings import Found, shared_texts
from detection.fixed_copies import FixedCopies, judge_fixed_copies
from detection.fixed_timing import FixedTiming, judge_fixed_group
from detection.parameters import Parameters
from detection.reading import read_corpus, read_words
from detection.sufficiency import coverage_warnings, no_baseline, too_few_accounts, too_few_outside, usable_windows

Integers = NDArray[np.int64]
Row = dict[str, Any]

COORDINATED = 0.01
MIN_LISTED = 3


def judge_list(
    case: Case,
    accounts: list[str],
    *,
    from_at: int | None = None,
    to_at: int | None = None,
    parameters: Parameters | None = None,
    progress: Progress = silent,
) -> Row:
    """Test whether the listed accounts (keys, unambiguous handles or names) act together; times are microseconds UTC.

    Returns the fields of `shoal test`: p = 2 min(T, N), T by timing, N by copied texts; per account its links to other
    listed ones, observed and expected; `companions` are accounts outside the list; `innocent` the explanations to rule
    out. `finding` is `coordinated_list`, `nothing_found` or `not_enough_data`. Nothing is written to the case.
    """
    chosen = parameters or Parameters(from_at=from_at, to_at=to_at)
    progress("reading", 0, None)
    corpus = read_corpus(case, chosen)
    found, unknown = find_accounts(case, accounts)
    keys = sorted(set(found.values()))
    listed = np.flatnonzero(corpus.accounts.is_in(keys).to_numpy())
    warnings = coverage_warnings(corpus, chosen)
    if unknown:
        shown = ", ".join(unknown[:5])
        warnings.append(f"{len(unknown)} of the list are not in this case, as keys, handles or names: {shown}")
    identity = run_id({"test": keys, **chosen.as_dict()}, data_fingerprint(case))
    answer = _empty(identity, len(set(accounts)), int(listed.size), warnings)
    reason = _too_little(corpus, listed)
    if reason:
        return {**answer, "warnings": [*warnings, reason]}
    return {**answer, **_answer(case, corpus, listed, chosen, warnings, progress)}


judge_list.__test__ = False  # type: ignore[attr-defined]
#: The name of the command; a test of a list of accounts, which pytest shall not take for a test of code.
test_list = judge_list


def _too_little(corpus: Corpus, listed: Integers) -> str:
    if listed.size < MIN_LISTED:
        return f"{listed.size} of the listed accounts have posts in the data; at least {MIN_LISTED} are needed."
    return too_few_accounts(corpus) or too_few_outside(corpus, listed.size)


def _empty(identity: str, listed: int, in_data: int, warnings: list[str]) -> Row:
    return {
        "run": identity, "listed": listed, "in_data": in_data, "finding": "not_enough_data", "observed": 0.0,
        "expected": 0.0, "p": 1.0, "behaviours": [], "innocent": [], "by_account": [], "companions": [], "controls": {},
        "warnings": warnings,
    }  # fmt: skip


def _answer(
    case: Case, corpus: Corpus, listed: Integers, parameters: Parameters, warnings: list[str], progress: Progress
) -> Row:
    windows, notes = usable_windows(corpus, parameters) if corpus.layers else (np.zeros(0, dtype=np.int64), [])
    progress("testing the list by timing", 0, None)
    timing = judge_fixed_group(corpus, listed, windows, parameters) if windows.size else None
    progress("testing the list by its texts", 0, None)
    posts, names = read_words(case)
    copies = judge_fixed_copies(corpus, listed, posts, seed=parameters.seed, progress=progress)
    if timing is not None and timing.untestable:
        notes = [*notes, no_baseline(timing.untestable)]
    tested = [one for one in (timing, copies) if one is not None and one.testable]
    if not tested:
        notes = [
            *notes,
            "Neither the timing nor the texts of the listed accounts share enough with each other to test.",
        ]
        return {"warnings": [*warnings, *notes]}
    p = min(1.0, 2 * min(one.p for one in tested))
    best = min(tested, key=lambda one: one.p)
    return {
        "finding": "coordinated_list" if p <= COORDINATED else "nothing_found",
        "observed": round(best.observed, 6),
        "expected": round(best.expected, 6),
        "p": p,
        "behaviours": sorted({name for one in tested if 2 * one.p <= COORDINATED for name in one.behaviours}),
        "innocent": _innocent(corpus, listed, tested, (posts, names)) if p <= COORDINATED else [],
        "by_account": _by_account(corpus, listed, timing, copies),
        "companions": find_companions(corpus, listed, copies),
        "controls": {"matched_accounts": _matched(corpus, listed, windows, parameters)},
        "warnings": [*warnings, *notes],
    }


def _innocent(
    corpus: Corpus, listed: Integers, tested: list[FixedTiming | FixedCopies], words: tuple[pl.DataFrame, pl.DataFrame]
) -> list[Row]:
    """Weigh the everyday reasons for what holds, as for a cluster of a run."""
    holding = [one for one in tested if 2 * one.p <= COORDINATED]
    copies = next((one for one in holding if isinstance(one, FixedCopies)), None)
    group = Found(
        accounts=listed,
        core=listed,
        stability=np.ones(listed.size),
        accepted=True,
        layers=tuple(sorted({name for one in holding for name in one.behaviours})),
        windows=tuple(one.window for one in holding if isinstance(one, FixedTiming)),
        observed=0.0,
        expected=0.0,
        p=0.0,
        texts=shared_texts(copies.copying, listed) if copies else np.zeros(0, dtype=np.int64),
    )
    return list(make_clusters(corpus, [group], copies.copying if copies else None, *words)[0].innocent)


def _by_account(corpus: Corpus, listed: Integers, timing: FixedTiming | None, copies: FixedCopies | None) -> list[Row]:
    """List each account of the data with its links to other listed ones, the most links first."""
    rows = []
    for place, code in enumerate(listed.tolist()):
        observed = float(timing.fast[place]) if timing is not None else 0.0
        expected = float(timing.chance[place]) if timing is not None else 0.0
        links = int(timing.links[place]) if timing is not None else 0
        texts = int(copies.texts[place]) if copies is not None else 0
        p = float(timing.tail[place]) if timing is not None else 1.0
        rows.append({
            "account": corpus.accounts[code], "links": links, "observed": observed, "expected": round(expected, 6),
            "p": p, "texts": texts,
        })  # fmt: skip
    return sorted(rows, key=lambda row: (-row["links"], -row["texts"], row["p"], row["account"]))


def _matched(corpus: Corpus, listed: Integers, windows: Integers, parameters: Parameters) -> Row:
    """Test as many outsiders of the same days and activity. Descriptive: topic sets such lists apart from chance."""
    matched = match_accounts(corpus, listed, listed)
    outcome = judge_fixed_group(corpus, matched, windows, parameters) if windows.size and matched.size else None
    return {
        "what": "the same timing test for outsiders as active on the same days; descriptive, not a null",
        "accounts": int(matched.size),
        "observed": round(outcome.observed, 6) if outcome else None,
        "expected": round(outcome.expected, 6) if outcome else None,
        "p": outcome.p if outcome else None,
    }
