"""What the routes found in; one list of groups out, in which no account is in two findings.

Route A groups stay as they are cut; where a group of copied originals covers several of them, its other accounts go to
the one whose texts they share most.
"""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from detection.copying import CopiedGroup, Copying
from detection.timing import TimedGroup, Timing

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

#: An exhibit has so many accounts at least.
MIN_CORE = 4
#: A timed group is the nucleus of a copied one if this share of its core (or of the other's) lies in it.
COVERED = 0.5
CANDIDATE_P, CANDIDATE_RATIO = 0.1, 2.0
#: The behaviour that copied originals show.
TEMPLATE = "template"


@dataclass(frozen=True, slots=True)
class Found:
    """A group of account codes: core, what accepted it, and the texts it copied (numbers of `Copying.texts`).

    `crowded` groups are the crowd of one common object; a burst among them is a candidate whatever its p.
    """

    accounts: Integers
    core: Integers
    stability: Floats
    accepted: bool
    layers: tuple[str, ...]
    windows: tuple[int, ...]
    observed: float
    expected: float
    p: float
    texts: Integers = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    crowded: bool = False


def join_findings(timing: Timing | None, copying: Copying | None) -> list[Found]:
    """Join accepted groups of both routes, then the candidates that no finding holds; each list by size."""
    timed = [_from_timing(group) for group in timing.found] if timing is not None else []
    accepted = [group for group in timed if group.accepted]
    candidates = [group for group in timed if not group.accepted]
    if copying is not None:
        for copied in copying.found:
            if copied.accepted:
                accepted = _absorb(accepted, copied, copying)
            elif copied.p <= CANDIDATE_P and copied.observed >= CANDIDATE_RATIO * copied.expected:
                candidates.append(_from_copies(copied, copied.accounts, copying))
    taken = np.concatenate([group.accounts for group in accepted] or [np.zeros(0, dtype=np.int64)])
    free = []
    for group in candidates:
        if np.isin(group.accounts, taken).mean() < COVERED:
            free.append(group)
            taken = np.concatenate([taken, group.accounts])
    return _by_size(accepted) + _by_size(free)


def _by_size(groups: list[Found]) -> list[Found]:
    return sorted(groups, key=lambda group: (-group.accounts.size, int(group.accounts[0])))


def _from_timing(group: TimedGroup) -> Found:
    """An accepted group in which no three accounts were fast themselves stays a candidate: nothing to exhibit."""
    return Found(
        group.accounts, group.core, group.stability, group.accepted and group.core.size >= MIN_CORE, group.layers,
        group.windows, group.observed, group.expected, group.p, crowded=group.crowded,
    )  # fmt: skip


def _from_copies(group: CopiedGroup, accounts: Integers, copying: Copying) -> Found:
    return Found(
        accounts=accounts,
        core=np.intersect1d(group.core, accounts),
        stability=np.ones(accounts.size),
        accepted=group.accepted,
        layers=(TEMPLATE,),
        windows=(),
        observed=group.observed,
        expected=group.expected,
        p=group.p,
        texts=shared_texts(copying, accounts),
    )


def _absorb(accepted: list[Found], group: CopiedGroup, copying: Copying) -> list[Found]:
    """Join one copied group with the timed groups that lie in it."""
    members = np.union1d(group.accounts, group.recruits)
    nuclei = [number for number, one in enumerate(accepted) if _same(one, members, group.core)]
    claimed = np.concatenate([one.accounts for one in accepted] or [members[:0]])
    free = np.setdiff1d(members, claimed)
    if not nuclei:
        return [*accepted, _from_copies(group, free, copying)] if free.size >= MIN_CORE else accepted
    home = _nearest([accepted[number].accounts for number in nuclei], free, copying)
    result = list(accepted)
    for place, number in enumerate(nuclei):
        one = accepted[number]
        accounts = np.union1d(one.accounts, free[home == place])
        core = np.union1d(one.core, np.intersect1d(group.core, accounts))
        stability = np.ones(accounts.size)
        stability[np.searchsorted(accounts, one.accounts)] = one.stability
        better = group.p < one.p
        result[number] = replace(
            one,
            accounts=accounts,
            core=core,
            stability=stability,
            layers=tuple(sorted({*one.layers, TEMPLATE})),
            observed=group.observed if better else one.observed,
            expected=group.expected if better else one.expected,
            p=min(one.p, group.p),
            texts=shared_texts(copying, accounts),
        )
    return result


def _same(one: Found, members: Integers, core: Integers) -> bool:
    shared = np.intersect1d(one.core, members).size
    other = np.intersect1d(one.accounts, core).size
    return bool(shared >= COVERED * one.core.size or other >= COVERED * core.size)


def _nearest(nuclei: list[Integers], free: Integers, copying: Copying) -> Integers:
    """Return for each free account the nucleus with which it shares the most weight of texts."""
    incidence, texts = copying.incidence, copying.texts
    size = copying.groups.size
    scores = np.zeros((len(nuclei), size))
    for place, accounts in enumerate(nuclei):
        inside = np.zeros(size, dtype=bool)
        inside[accounts] = True
        members = np.bincount(incidence.family, weights=inside[incidence.account], minlength=texts.text_of.size)
        value = members[incidence.family] * texts.weight[incidence.text]
        scores[place] = np.bincount(incidence.account, weights=value, minlength=size) / np.sqrt(accounts.size)
    return np.asarray(scores[:, free].argmax(axis=0), dtype=np.int64)


def shared_texts(copying: Copying, accounts: Integers) -> Integers:
    """Return the texts that three of the accounts (two of fewer than six) wrote in one family, most written first."""
    inside = np.isin(copying.incidence.account, accounts)
    family, count = np.unique(copying.incidence.family[inside], return_counts=True)
    enough = count >= (2 if accounts.size < 6 else 3)
    text = copying.texts.text_of[family[enough]]
    texts, number = np.unique(text, return_inverse=True)
    total = np.bincount(number, weights=count[enough], minlength=texts.size)
    return texts[np.lexsort((texts, -total))]
