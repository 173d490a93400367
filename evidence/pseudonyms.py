"""Names that only the holder of a case's key can lead back: HMAC-SHA-256, the same name for the same thing everywhere.

The key is made at first use and stays in the case. Whoever has it can find out whom a pseudonym stands for.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from case.errors import ShoalError
from case.folder import Case
from case.tables import read_accounts, read_posts
from case.writing import write_text

KEY_FILE = "pseudonyms.key"
_DIGITS = 20


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """The pseudonyms of one case."""

    key: bytes

    def of(self, kind: str, value: str) -> str:
        """Return the pseudonym of a value; equal values of different kinds get different ones."""
        digest = hmac.new(self.key, f"{kind}\x1f{value}".encode("utf-8", "backslashreplace"), hashlib.sha256)
        return f"~p{digest.hexdigest()[:_DIGITS]}"

    def account(self, key: str) -> str:
        """Return the pseudonym of an account; its platform stays."""
        return f"{key.partition(':')[0]}:{self.of('account', key)}"

    def post(self, key: str) -> str:
        """Return the pseudonym of a post; its platform stays."""
        return f"{key.partition(':')[0]}:{self.of('post', key)}"

    def cluster(self, name: str) -> str:
        """Return the pseudonym of a cluster, whose own id is a hash of its members and could be tried out."""
        return f"C-{self.of('cluster', name)}"

    def thing(self, behaviour: str, value: str) -> str:
        """Return what stands for a shared object: tags and domains stay, all that leads to people does not."""
        if behaviour in ("hashtag", "hashtags", "domain"):
            return value
        if behaviour == "mention":
            return self.account(value)
        return self.post(value) if behaviour in ("reply", "repost", "quote") else self.of(behaviour, value)


def case_pseudonyms(case: Case) -> Pseudonyms:
    """Return the pseudonyms of a case, making their key at first use (mode 0600)."""
    file = case.path / KEY_FILE
    if not file.exists():
        write_text(file, secrets.token_hex(32) + "\n", mode=0o600)
    try:
        return Pseudonyms(bytes.fromhex(file.read_text(encoding="ascii").strip()))
    except ValueError as error:
        raise ShoalError(
            f"{file} holds no key. Restore it from a backup: without it no pseudonym leads back."
        ) from error


def lead_back(case: Case, names: Iterable[str]) -> dict[str, str]:
    """Return the account or post that each pseudonym of this case stands for; names it does not know are left out."""
    wanted, pseudonyms = set(names), case_pseudonyms(case)
    authors = pl.concat([read_accounts(case).select("key"), read_posts(case).select(key="account")]).unique()
    found = {pseudonyms.account(key): key for key in authors.collect()["key"]}
    found |= {pseudonyms.post(key): key for key in read_posts(case).select("key").collect()["key"]}
    return {name: found[name] for name in sorted(wanted) if name in found}
