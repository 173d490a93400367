"""The case key: made once, kept outside the case folder, so that a copy of the case cannot sign in its name.

Ed25519 (RFC 8032). The fingerprint is the SHA-256 of the public key in DER; it is told to the receiver by another way
than the package, since anyone can sign a changed package again with a key of their own.
"""

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from platformdirs import user_data_path

from case.errors import ShoalError, Unreachable
from case.folder import Case
from case.journal import record

FOLDER_VARIABLE = "SHOAL_KEYS"
_FINGERPRINT = re.compile(r"(?:sha256:)?([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class CaseKey:
    """The key of a case, where it lies, and whether it was made just now (then its fingerprint must be told)."""

    private: Ed25519PrivateKey
    file: Path
    new: bool

    @property
    def public_pem(self) -> bytes:
        """The public half as PEM."""
        return self.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the public key."""
        return fingerprint(self.private.public_key())

    def sign(self, content: bytes) -> bytes:
        """Return the raw 64-byte signature."""
        return self.private.sign(content)


def key_file(case: Case) -> Path:
    """Return where the key of a case lies: in SHOAL_KEYS where set, else in the user's own data folder."""
    folder = os.environ.get(FOLDER_VARIABLE)
    return (Path(folder) if folder else user_data_path("shoal", appauthor=False) / "keys") / f"{case.id}.pem"


def case_key(case: Case) -> CaseKey:
    """Return the key of a case; at first use it is made, written with mode 0600, and told in the journal."""
    file = key_file(case)
    if file.absolute().is_relative_to(case.path):
        raise ShoalError(
            f"The key folder {file.parent} lies in the case folder, so every copy of the case would hold the key. "
            f"Set {FOLDER_VARIABLE} to a folder outside it."
        )
    try:
        if file.exists():
            return CaseKey(_read(file), file, new=False)
        key = CaseKey(Ed25519PrivateKey.generate(), file, new=True)
        _write(key)
    except OSError as error:
        raise Unreachable(
            f"The case key {file} could not be used: {error.strerror}. "
            f"Set {FOLDER_VARIABLE} to a folder that you may write to."
        ) from error
    record(case, "case key made", {"fingerprint": key.fingerprint, "file": str(file)})
    return key


def fingerprint(key: Ed25519PublicKey) -> str:
    """Return the SHA-256 of a public key in DER (SubjectPublicKeyInfo), as hex."""
    return hashlib.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


def read_public_key(pem: bytes) -> Ed25519PublicKey | None:
    """Read a public key; None where the bytes are no Ed25519 key."""
    try:
        key = load_pem_public_key(pem)
    except ValueError:
        return None
    return key if isinstance(key, Ed25519PublicKey) else None


def signed_by(key: Ed25519PublicKey, content: bytes, *, signature: bytes) -> bool:
    """Tell whether the signature over the content was made with the private half of this key."""
    try:
        key.verify(signature, content)
    except InvalidSignature:
        return False
    return True


def clean_fingerprint(text: str) -> str:
    """Return a fingerprint as people pass it on (colons, spaces, capitals, `sha256:`) in its plain form."""
    found = _FINGERPRINT.fullmatch(re.sub(r"[\s:]", "", text.lower()).replace("sha256", "", 1))
    if not found:
        raise ShoalError(
            f"{text!r} is no key fingerprint: it has 64 hexadecimal digits. Ask its owner for all of them."
        )
    return found.group(1)


def _read(file: Path) -> Ed25519PrivateKey:
    if file.stat().st_mode & 0o077:
        raise ShoalError(f"Others may read the case key {file}. Take their rights away: chmod 600 {file}")
    try:
        key = load_pem_private_key(file.read_bytes(), password=None)
    except ValueError as error:
        raise ShoalError(f"{file} holds no readable key ({error}). Restore it from your key backup.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise ShoalError(f"{file} holds a key of another kind, not Ed25519. Restore it from your key backup.")
    return key


def _write(key: CaseKey) -> None:
    key.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    pem = key.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    descriptor = os.open(key.file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
