"""A Chinese font for machines that have none: Noto Sans SC (SIL Open Font License) out of its npm package.

`python -m evidence.fontfile` fetches it into the user's cache with the `npm` at hand. The package is pinned by version
and hash; its WOFF files (a zlib-packed wrapping, W3C WOFF 1.0) are unwrapped, since typst reads plain fonts only.
"""

import hashlib
import shutil
import struct
import subprocess
import sys
import tarfile
import tempfile
import zlib
from pathlib import Path

from case.errors import ShoalError, Unreachable
from evidence.fonts import fetched_fonts

PACKAGE, VERSION = "@fontsource/noto-sans-sc", "5.3.0"
SHA512 = (
    "1dea889469b4fa884e2b164bb878f5a96eabe9abc71f439674a11101c4832344"
    "50f8c5ebb5eb8b280f8cfb978e03cad8cb4305bce479013d1f428dab524c9ed1"
)
FILES = tuple(f"package/files/noto-sans-sc-chinese-simplified-{weight}-normal.woff" for weight in (400, 700))


def fetch_font(folder: Path | None = None) -> list[Path]:
    """Fetch the font into `folder` (the user's cache) and return its files; Unreachable where npm cannot."""
    folder = folder or fetched_fonts()
    beside = Path(sys.executable).with_name("npm")
    npm = str(beside) if beside.exists() else shutil.which("npm")
    if npm is None:
        raise Unreachable(
            "There is no npm here to fetch a font with. Install the Debian package fonts-noto-cjk instead."
        )
    with tempfile.TemporaryDirectory() as draft:
        command = [npm, "pack", "--silent", f"{PACKAGE}@{VERSION}"]
        result = subprocess.run(command, cwd=draft, capture_output=True, text=True, check=False)
        archives = list(Path(draft).glob("*.tgz"))
        if result.returncode or not archives:
            raise Unreachable(f"npm could not fetch {PACKAGE}: {result.stderr.strip()[-300:]}")
        return unpack_font(archives[0], folder)


def unpack_font(archive: Path, folder: Path) -> list[Path]:
    """Check the package's hash and write its fonts as plain font files."""
    found = hashlib.sha512(archive.read_bytes()).hexdigest()
    if found != SHA512:
        raise ShoalError(f"{archive.name} is not the {PACKAGE} {VERSION} that is known: SHA-512 {found}, not {SHA512}.")
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    with tarfile.open(archive) as package:
        for name in FILES:
            member = package.extractfile(name)
            if member is None:
                raise ShoalError(f"{archive.name} has no {name}.")
            target = folder / Path(name).with_suffix(".ttf").name
            target.write_bytes(unwrap(member.read()))
            written.append(target)
    return written


def unwrap(woff: bytes) -> bytes:
    """Turn a WOFF 1.0 file into the font inside it, table by table."""
    signature: bytes
    flavour: bytes
    signature, flavour, _, count = struct.unpack(">4s4sIH", woff[:14])
    if signature != b"wOFF":
        raise ShoalError("This is no WOFF 1.0 font.")
    entries = sorted(struct.unpack(">4s4I", woff[44 + 20 * i : 64 + 20 * i]) for i in range(count))
    power = count.bit_length() - 1
    head = flavour + struct.pack(">4H", count, 16 << power, power, 16 * count - (16 << power))
    place, listing, tables = 12 + 16 * count, b"", b""
    for tag, offset, packed, size, checksum in entries:
        table = woff[offset : offset + packed]
        table = zlib.decompress(table) if packed < size else table
        listing += struct.pack(">4s3I", tag, checksum, place + len(tables), size)
        tables += table + bytes(-size % 4)
    return head + listing + tables


if __name__ == "__main__":
    for file in fetch_font():
        print(file)
