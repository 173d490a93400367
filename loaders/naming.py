"""Who a record is by: id, handle or name come in, an account whose key never joins strangers goes out."""

import hashlib
from dataclasses import dataclass

from case.rows import Account, AccountKey, PostKey, account_key, named_account_key
from loaders.values.ids import is_shared_name


@dataclass(frozen=True, slots=True)
class Profile:
    """What an export says of an account beside its id and names; None where it says nothing."""

    created_at: int | None = None
    followers: int | None = None
    following: int | None = None
    bio: str | None = None
    region: str | None = None
    verified: bool | None = None


NOTHING_MORE = Profile()


def name_account(
    platform: str,
    *,
    id: str | None,
    post: PostKey | None = None,
    handle: str | None = None,
    name: str | None = None,
    profile: Profile = NOTHING_MORE,
) -> Account:
    """Name the author of a record by the best that the export gives.

    An id makes the key; else a handle (levelled to lower case) or a name that is one person's; else the account is of
    this `post` alone, with identity `masked`, so that "#NAME?" or "测***户" never become one person.
    """
    shown = name or None
    if id:
        return _account(account_key(platform, id), platform, id, handle, shown, profile, "id")
    if handle and not is_shared_name(handle):
        return _account(handle_key(platform, handle), platform, None, handle, shown, profile, "name")
    if not is_shared_name(name):
        return _account(named_account_key(platform, str(name).strip()), platform, None, handle, shown, profile, "name")
    digest = hashlib.sha256(str(post).encode("utf-8", "replace")).hexdigest()[:24]
    return _account(AccountKey(f"{platform}:~masked:{digest}"), platform, None, handle, shown, profile, "masked")


def handle_key(platform: str, handle: str) -> AccountKey:
    """Name an account by its handle alone: without @, lower case, as platforms compare handles."""
    return named_account_key(platform, handle.strip().lstrip("@").casefold())


def _account(
    key: AccountKey, platform: str, id: str | None, handle: str | None, name: str | None, more: Profile, identity: str
) -> Account:
    return Account(
        key, platform, id, handle or None, name, more.created_at, more.followers, more.following, more.bio or None,
        more.region or None, more.verified, identity,  # type: ignore[arg-type]  # one of three words above
    )  # fmt: skip
