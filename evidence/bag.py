"""A BagIt 1.0 folder (RFC 8493) from files that are written into it: hashed on the way, sealed at the end.

The folder grows under a draft name and takes its own only once it is sealed, so a package is whole or not there.
"""

import hashlib
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from case.errors import ShoalError, Unreachable
from case.writing import canonical_json
from evidence.keys import CaseKey

MANIFEST = "manifest-sha512.txt"
TAG_MANIFEST = "tagmanifest-sha512.txt"
SIGNATURE = f"{TAG_MANIFEST}.sig"
PUBLIC_KEY = "public-key.pem"
_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
#: What may differ between two exports of one case: the log, who sealed it when, and print, which hangs on the fonts.
VARYING = ("data/custody/", "data/ro-crate-metadata.json", "data/report.pdf", "data/report.zh.pdf")


@dataclass(slots=True)
class Bag:
    """A package while it is written: `digests` and `sizes` by path inside the package."""

    folder: Path
    digests: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)

    @contextmanager
    def writing(self, name: str) -> Iterator[BinaryIO]:
        """Open a new file of the package; its hash is taken from the bytes as they are written."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            hashed = _Hashed(file)
            yield hashed  # type: ignore[misc]  # only write() is used of BinaryIO
        self.digests[name], self.sizes[name] = hashed.digest.hexdigest(), hashed.size

    def write(self, name: str, content: bytes | str) -> None:
        """Write a whole file; text is written in UTF-8."""
        with self.writing(name) as file:
            file.write(content if isinstance(content, bytes) else content.encode("utf-8"))

    def write_json(self, name: str, value: object) -> None:
        """Write canonical JSON, one line."""
        self.write(name, canonical_json(value) + "\n")

    def payload(self) -> dict[str, str]:
        """Return the hashes of the files under data/, in order of name."""
        return {name: digest for name, digest in sorted(self.digests.items()) if name.startswith("data/")}

    def content_digest(self) -> str:
        """Return one hash over the payload apart from its varying files: equal for equal cases and selections."""
        return hashlib.sha512(manifest(
            {name: digest for name, digest in self.payload().items() if not name.startswith(VARYING)}
        )).hexdigest()  # fmt: skip

    def seal(self, info: Mapping[str, str], *, key: CaseKey) -> str:
        """Write the tag files, the manifests and the signature; return the SHA-512 of the tag manifest."""
        payload = self.payload()
        size = sum(self.sizes[name] for name in payload)
        self.write("bagit.txt", _DECLARATION)
        self.write("bag-info.txt", bag_info({**info, "Payload-Oxum": f"{size}.{len(payload)}"}))
        self.write(PUBLIC_KEY, key.public_pem)
        self.write(MANIFEST, manifest(payload))
        tags = manifest({name: digest for name, digest in sorted(self.digests.items()) if name not in payload})
        self.write(TAG_MANIFEST, tags)
        self.write(SIGNATURE, key.sign(tags))
        return self.digests[TAG_MANIFEST]


@contextmanager
def new_bag(out: Path) -> Iterator[Bag]:
    """Write a package in a draft folder beside `out`; it is renamed at the end, and removed after an error."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise ShoalError(f"{out} exists and is not empty. A package is never written over; name a new folder.")
    draft = out.with_name(f".{out.name}.part")
    try:
        shutil.rmtree(draft, ignore_errors=True)  # left by an export that was killed
        draft.mkdir(parents=True)
        yield Bag(draft)
        if out.exists():
            out.rmdir()
        draft.rename(out)
    except OSError as error:
        raise Unreachable(f"The package {out} could not be written: {error.strerror}.") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def manifest(digests: Mapping[str, str]) -> bytes:
    """Write a manifest; paths are percent-encoded where RFC 8493 asks for it."""
    return "".join(f"{digest}  {_encode(name)}\n" for name, digest in digests.items()).encode("utf-8")


def bag_info(fields: Mapping[str, str]) -> str:
    """Write bag-info.txt: one line per field, so a value with line ends cannot pose as another field."""
    return "".join(f"{name}: {' '.join(value.split())}\n" for name, value in fields.items() if value.strip())


def _encode(name: str) -> str:
    return name.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


class _Hashed:
    """Passes bytes on to a file, counting and hashing them."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.digest, self.size = file, hashlib.sha512(), 0

    def write(self, content: bytes) -> int:
        self.digest.update(content)
        self.size += len(content)
        return self.file.write(content)
