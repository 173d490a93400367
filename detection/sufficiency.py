"""What the data can and cannot answer: too few accounts, stamps too wide, behaviours without baseline."""

import numpy as np
from numpy.typing import NDArray

from case.errors import ShoalError
from detection.coactions import DAY_WIDTH, MICROSECONDS
from detection.corpus import Corpus
from detection.parameters import Parameters

#: With fewer accounts or fewer shared objects than this, no count can speak.
MIN_ACCOUNTS = 10
MIN_SHARED_OBJECTS = 5
#: A group is judged against so many accounts outside.
MIN_OUTSIDE = 200


def usable_windows(corpus: Corpus, parameters: Parameters) -> tuple[NDArray[np.int64], list[str]]:
    """Return the windows in microseconds that the stamps can tell, and what is to be said about them.

    A window W with 0 < W < P says nothing on stamps of width P. One that was asked for and suits no stamp is refused.
    """
    widths = np.unique(np.concatenate([layer.width for layer in corpus.layers]))
    windows = (np.array(parameters.ladder) * MICROSECONDS).round().astype(np.int64)
    suits = np.array([[_tells(int(window), int(width)) for width in widths] for window in windows])
    warnings = []
    for window, row in zip(windows, suits, strict=True):
        if not row.any() and parameters.windows is not None:
            raise ShoalError(
                f"A window of {window / MICROSECONDS:g} s was asked for, but the stamps are"
                f" {widths.min() / MICROSECONDS:g} s wide: below that, nothing can be told apart."
                " Use 0 (same stamp) or a window at least as wide."
            )
        if not row.all():
            coarse = ", ".join(f"{width / MICROSECONDS:g} s" for width in widths[~row])
            warnings.append(f"Window {window / MICROSECONDS:g} s: not used on stamps that are {coarse} wide.")
    wide = ", ".join(f"{width / MICROSECONDS:g} s" for width in widths)
    warnings.append(f"Stamps are {wide} wide: a window of W covers true gaps up to W plus that.")
    return windows[suits.any(axis=1)], warnings


def _tells(window: int, width: int) -> bool:
    return width <= window if window else width < DAY_WIDTH


def too_few_accounts(corpus: Corpus) -> str:
    """Say why the data can answer nothing at all, or nothing."""
    if not corpus.post_account.size:
        return "No post with a time: nothing can be compared."
    accounts = len(corpus.accounts)
    if accounts < MIN_ACCOUNTS:
        return f"{accounts} accounts in the data; at least {MIN_ACCOUNTS} are needed to say what is usual."
    return ""


def too_few_objects(corpus: Corpus) -> str:
    """Say why shared objects cannot answer, or nothing."""
    if not corpus.layers:
        return "No action with a time: nothing that is shared can be compared."
    shared = sum(int((layer.sharers() >= 2).sum()) for layer in corpus.layers)
    if shared < MIN_SHARED_OBJECTS:
        return f"{shared} objects are shared by two accounts or more; at least {MIN_SHARED_OBJECTS} are needed."
    return ""


def too_few_outside(corpus: Corpus, inside: int) -> str:
    """Say that too few accounts are left to judge a group against, or nothing."""
    outside = len(corpus.accounts) - inside
    if outside < MIN_OUTSIDE:
        return f"{outside} accounts outside the groups; about {MIN_OUTSIDE} are needed to say what others do."
    return ""


def no_baseline(untestable: tuple[str, ...]) -> str:
    """Say on which behaviours no group could be tested, or nothing."""
    if not untestable:
        return ""
    names = ", ".join(untestable)
    return f"No baseline for {names}: too few other accounts show it within a day of each other to test a group."


def coverage_warnings(corpus: Corpus, parameters: Parameters) -> list[str]:
    """Say what the data lack."""
    warnings = []
    if corpus.unusable:
        warnings.append(f"{corpus.unusable} actions carry no time and are not counted.")
    for name in parameters.behaviours or ():
        if corpus.layer(name) is None:
            warnings.append(f"Behaviour {name}: the data hold no action of it.")
    return warnings
