"""Accounts as people name them, by key, handle or name, resolved to keys; an ambiguous name is refused, not guessed."""

from collections.abc import Iterable

import polars as pl

from case.errors import ShoalError
from case.folder import Case
from case.tables import read_accounts, read_posts, read_profiles

_SHOWN = 5


def find_accounts(case: Case, names: Iterable[str]) -> tuple[dict[str, str], list[str]]:
    """Return the key of each name that fits one account, and the names that fit none, both in the given order.

    Handles and names are compared without a leading @ and without case. What an account is called now goes before what
    it was called, and a handle before a shown name, for anybody can take the handle of another as a name. Raises
    ShoalError where a name fits several.
    """
    wanted = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    keys, spelled = _keys(case, wanted), _spellings(case, wanted)
    found: dict[str, str] = {}
    for name in wanted:
        fits = [name] if name in keys else spelled.get(_fold(name), [])
        if len(fits) > 1:
            shown = ", ".join(fits[:_SHOWN]) + (f" and {len(fits) - _SHOWN} more" if len(fits) > _SHOWN else "")
            raise ShoalError(f"{name!r} fits {len(fits)} accounts: {shown}. Name one by its key, such as {fits[0]}.")
        if fits:
            found[name] = fits[0]
    return found, [name for name in wanted if name not in found]


def find_account(case: Case, name: str) -> str:
    """Return the key of one account; ShoalError where there is none or more than one."""
    found, _ = find_accounts(case, [name])
    if not found:
        raise ShoalError(f"There is no account {name!r} in this case. Give a key such as weibo:123, or a handle.")
    return next(iter(found.values()))


def _keys(case: Case, wanted: list[str]) -> set[str]:
    """Return which of the texts are keys: of accounts with a profile, or of authors without one."""
    texts = pl.Series("key", wanted, dtype=pl.String).implode()
    profiled = read_accounts(case).select("key").filter(pl.col("key").is_in(texts))
    authors = read_posts(case).select(key="account").filter(pl.col("key").is_in(texts))
    return set(pl.concat([profiled, authors]).unique().collect()["key"])


def _spellings(case: Case, wanted: list[str]) -> dict[str, list[str]]:
    folded = {_fold(name) for name in wanted}
    found: dict[str, list[str]] = {}
    for column in ("name", "handle"):
        for accounts in (read_profiles(case), read_accounts(case)):
            found |= _fitting(accounts.select("key", column).drop_nulls().unique(), folded)
    return found


def _fitting(spellings: pl.LazyFrame, folded: set[str]) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for key, spelling in spellings.collect().iter_rows():
        if _fold(spelling) in folded:
            found.setdefault(_fold(spelling), set()).add(key)
    return {spelling: sorted(fits) for spelling, fits in found.items()}


def _fold(name: str) -> str:
    return name.removeprefix("@").casefold()
