"""Check a sealed package: python verify.py [PACKAGE] [--key FINGERPRINT] [--json]

Runs with Python 3.10 or later and nothing else; reads nothing outside the package. It checks that every file is there,
that none is extra, every hash, the signature (through `openssl`), the chain of the custody log, every row of every
exhibit against the subgraph, and the counts against what is listed as left out.

Exit codes: 0 all holds; 1 something does not; 2 wrong use; 3 all holds but the signature could not be checked here.

Anyone can change a package and sign it again with a key of their own. So ask the sender for the fingerprint of the case
key by another way, and give it with --key.
"""

import argparse
import base64
import csv
import hashlib
import io
import json
import os
import re
import shutil
import stat
import struct
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

if sys.version_info < (3, 10):  # noqa: UP036  # the package meets whatever Python its receiver has
    sys.exit("This needs Python 3.10 or later; nothing was checked.")

MANIFEST, TAG_MANIFEST, PUBLIC_KEY = "manifest-sha512.txt", "tagmanifest-sha512.txt", "public-key.pem"
SIGNATURE, TOKEN = f"{TAG_MANIFEST}.sig", f"{TAG_MANIFEST}.tsr"
NODES, EDGES = "data/subgraph/nodes.csv", "data/subgraph/edges.csv"
JOURNAL, OMISSIONS, COUNTS = "data/custody/journal.jsonl", "data/omissions.csv", "data/counts.csv"
NEEDED = ("bagit.txt", "bag-info.txt", MANIFEST, TAG_MANIFEST, SIGNATURE, PUBLIC_KEY, "verify.py", JOURNAL, OMISSIONS,
          COUNTS, "data/case.json", "data/exhibits/index.csv", "data/sources.csv", "data/judgements.csv")  # fmt: skip
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
#: Start of an Ed25519 public key in DER (RFC 8410); 32 bytes of key follow.
ED25519 = bytes.fromhex("302a300506032b6570032100")
CHAINED = ("seq", "at", "actor", "act", "commitment", "previous")
UNREADABLE = (ValueError, KeyError, TypeError, IndexError, AttributeError, csv.Error, OSError, RecursionError,
              NotImplementedError, struct.error, zipfile.BadZipFile)  # fmt: skip


class Problem(NamedTuple):
    """One thing that does not hold: in which file and line, what, what was expected and what was found."""

    file: str
    problem: str
    expected: str = ""
    found: str = ""
    line: int | None = None


class Row(dict):  # type: ignore[type-arg]  # a row of a CSV file: column to text
    """One row of a table, with the line of the file on which it starts."""

    line: int = 0


class Folder:
    """A package that lies in a folder. Links and devices are never followed or opened."""

    def __init__(self, path: Path) -> None:
        """List what lies in the folder."""
        self.path = path
        self.strange: list[str] = []
        self.sizes: dict[str, int] = {}
        for folder, folders, files in os.walk(path, followlinks=False):
            for name in [*folders, *files]:
                place = Path(folder) / name
                inside, kind = place.relative_to(path).as_posix(), place.lstat()
                if stat.S_ISREG(kind.st_mode):
                    self.sizes[inside] = kind.st_size
                elif not stat.S_ISDIR(kind.st_mode):
                    self.strange.append(inside)
                elif not any(place.iterdir()):
                    self.strange.append(inside + "/")

    def open(self, name: str) -> BinaryIO:
        """Open a file of the package."""
        if name not in self.sizes:
            raise FileNotFoundError(f"{name} is not in the package")
        return (self.path / name).open("rb")

    def read(self, name: str) -> bytes:
        """Read a whole file of the package."""
        with self.open(name) as file:
            return file.read()


class Archive(Folder):
    """A package as one zip file, laid out as Shoal lays it out: any other layout could hide bytes or unpack otherwise.

    Entries are stored as they are, in order of name, in one folder. `layout` says what differs; nothing is read then.
    """

    def __init__(self, path: Path) -> None:
        """List what lies in the archive, if its layout is sound."""
        self.path = path
        self.strange: list[str] = []
        self.sizes: dict[str, int] = {}
        self.places: dict[str, int] = {}
        self.layout = next(iter(_guarded(path.name, self._read_layout)), None)

    def open(self, name: str) -> BinaryIO:
        """Open a file of the package."""
        if name not in self.sizes:
            raise FileNotFoundError(f"{name} is not in the package")
        return io.BufferedReader(_Part(self.path, self.places[name], self.sizes[name]))

    def _read_layout(self) -> Iterator[Problem]:
        with zipfile.ZipFile(self.path) as archive:
            entries = [Entry(info.filename, info.file_size, info.CRC) for info in archive.infolist()]
        names = [entry.name for entry in entries]
        place, folder = 0, names[0].partition("/")[0] + "/" if names else ""
        if names != sorted(set(names)) or not all(name.startswith(folder) for name in names):
            yield Problem(self.path.name, "has entries that are not in one folder in order of name")
            return
        with self.path.open("rb") as file:
            for entry in entries:
                yield from self._expect(file, place, local_header(entry))
                place += len(local_header(entry))
                self.places[entry.name[len(folder) :]], self.sizes[entry.name[len(folder) :]] = place, entry.size
                place += entry.size
            yield from self._expect(file, place, directory(entries), last=True)

    def _expect(self, file: BinaryIO, place: int, expected: bytes, *, last: bool = False) -> Iterator[Problem]:
        file.seek(place)
        found = file.read(len(expected) + last)
        if found != expected:
            what = "is not laid out as Shoal lays archives out; unpack it and check the folder"
            yield Problem(self.path.name, what, f"{len(expected)} known bytes at {place}", "other bytes")


class Entry(NamedTuple):
    """One file of an archive."""

    name: str
    size: int
    crc: int


class _Part(io.RawIOBase):
    """A stretch of a file as a file of its own."""

    def __init__(self, path: Path, start: int, size: int) -> None:
        self.file, self.left = path.open("rb"), size
        self.file.seek(start)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        block = self.file.read(min(len(buffer), self.left))
        buffer[: len(block)] = block
        self.left -= len(block)
        return len(block)

    def close(self) -> None:
        self.file.close()
        super().close()


FULL, MANY = 0xFFFFFFFF, 0xFFFF
#: Names in UTF-8, no compression, midnight of 1 January 1980, an ordinary file readable by all.
UTF8, STORED, TIME, DATE, MODE, UNIX = 0x800, 0, 0, 0x21, 0o100644 << 16, 3 << 8


def local_header(entry: Entry) -> bytes:
    """Return what stands before a file in an archive (APPNOTE 4.3.7; ZIP64 where the file is larger than 4 GiB)."""
    name, large = entry.name.encode(), entry.size >= FULL
    extra = struct.pack("<HHQQ", 1, 16, entry.size, entry.size) if large else b""
    size = FULL if large else entry.size
    fields = (45 if large else 20, UTF8, STORED, TIME, DATE, entry.crc, size, size, len(name), len(extra))
    return b"PK\3\4" + struct.pack("<5H3I2H", *fields) + name + extra


def directory(entries: list[Entry]) -> bytes:
    """Return what stands behind the files of an archive: the central directory and its end (APPNOTE 4.3.12 to 16)."""
    parts, place = [], 0
    for entry in entries:
        name, large, far = entry.name.encode(), entry.size >= FULL, place >= FULL
        values = [entry.size, entry.size] * large + [place] * far
        extra = struct.pack(f"<HH{len(values)}Q", 1, 8 * len(values), *values) if values else b""
        version, size = (45 if values else 20), (FULL if large else entry.size)
        fields = (UNIX | version, version, UTF8, STORED, TIME, DATE, entry.crc, size, size, len(name), len(extra))
        ends = (0, 0, 0, MODE, FULL if far else place)
        parts.append(b"PK\1\2" + struct.pack("<6H3I2H", *fields) + struct.pack("<3H2I", *ends) + name + extra)
        place += len(local_header(entry)) + entry.size
    listing = b"".join(parts)
    count, size, end = len(entries), len(listing), b""
    if count >= MANY or place >= FULL or size >= FULL:
        record = struct.pack("<Q2H2I4Q", 44, UNIX | 45, 45, 0, 0, count, count, size, place)
        end = b"PK\6\6" + record + b"PK\6\7" + struct.pack("<IQI", 0, place + size, 1)
    fields_of_end = (0, 0, min(count, MANY), min(count, MANY), min(size, FULL), min(place, FULL), 0)
    return listing + end + b"PK\5\6" + struct.pack("<4H2IH", *fields_of_end)


def open_package(path: Path) -> Folder:
    """Open a package, be it a folder or an archive."""
    return Folder(path) if path.is_dir() else Archive(path)


SignatureCheck = Callable[[bytes, bytes, bytes], bool | None]


def check(package: Folder, *, key: str | None = None, signed: SignatureCheck | None = None) -> dict[str, Any]:
    """Check a package; returns valid, key, vouched, signature and problems."""
    csv.field_size_limit(2**31 - 1)
    layout = getattr(package, "layout", None)
    if layout:  # an archive that could hold anything is not read further
        problem = _printable(layout)._asdict()
        return {"valid": False, "key": "", "vouched": False, "signature": "not checked", "problems": [problem]}
    problems: list[Problem] = []
    problems += _guarded("the package", lambda: _structure(package))
    problems += _guarded(TAG_MANIFEST, lambda: _manifest(package, TAG_MANIFEST, tags=True))
    problems += _guarded(MANIFEST, lambda: _manifest(package, MANIFEST, tags=False))
    whose = _fingerprint(package)
    state, signing = _signature(package, whose, key, signed or openssl)
    problems += signing
    problems += _guarded("bag-info.txt", lambda: _bag_info(package, whose))
    problems += _guarded(JOURNAL, lambda: _journal(package))
    problems += _guarded("data/exhibits/index.csv", lambda: _exhibits(package))
    problems += _guarded(COUNTS, lambda: _counts(package))
    problems = [_printable(problem) for problem in dict.fromkeys(problems)]
    return {
        "valid": not problems and state == "valid",
        "key": whose,
        "vouched": bool(key) and key == whose,
        "signature": state,
        "problems": [problem._asdict() for problem in problems],
    }


def _is_summary(package: Folder) -> bool:
    """A summary holds figures only: no subgraph, no tables of exhibits."""
    try:
        return bool(json.loads(_text(package, "data/case.json"))["level"] == "summary")
    except UNREADABLE:
        return False


# Files and hashes


def _structure(package: Folder) -> Iterator[Problem]:
    for name in package.strange:
        yield Problem(name, "is an empty folder" if name.endswith("/") else "is a link or a device, not a file")
    for name in (*NEEDED, *(() if _is_summary(package) else (NODES, EDGES))):
        if name not in package.sizes:
            yield Problem(name, "is missing")
    if "bagit.txt" in package.sizes and package.read("bagit.txt") != DECLARATION:
        yield Problem(
            "bagit.txt", "is not the declaration of BagIt 1.0", DECLARATION.decode(), _text(package, "bagit.txt")
        )


def _manifest(package: Folder, manifest: str, *, tags: bool) -> Iterator[Problem]:
    """Check a manifest both ways: every listed file is there with its hash, every file there is listed."""
    listed: dict[str, str] = {}
    for number, line in enumerate(_text(package, manifest).split("\n")[:-1], start=1):
        match = re.fullmatch(r"([0-9a-f]{128})  (\S.*)", line)
        name = _decode(match.group(2)) if match else ""
        if not match or name in listed or name.startswith("data/") == tags or ".." in name.split("/"):
            yield Problem(
                manifest, "has a line that is not as a manifest's lines are", "hash, two spaces, path", line, number
            )
            continue
        listed[name] = match.group(1)
    if list(listed) != sorted(listed):
        yield Problem(manifest, "is not in order of name")
    for name, expected in listed.items():
        if name not in package.sizes:
            yield Problem(name, "is missing", f"listed in {manifest}", "no such file")
        elif (found := _sha512(package, name)) != expected:
            yield Problem(name, "was changed", f"SHA-512 {expected}", f"SHA-512 {found}")
    unlisted = {TAG_MANIFEST, SIGNATURE, TOKEN} if tags else set()
    for name in sorted(package.sizes):
        if name.startswith("data/") != tags and name not in listed and name not in unlisted:
            yield Problem(name, "is extra", f"listed in {manifest}", "not listed")


def _sha512(package: Folder, name: str) -> str:
    digest = hashlib.sha512()
    with package.open(name) as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _decode(name: str) -> str:
    return name.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


# Key and signature


def _fingerprint(package: Folder) -> str:
    """Return the SHA-256 of the public key in DER; empty where the package has no readable key."""
    try:
        lines = _text(package, PUBLIC_KEY).strip().split("\n")
        der = base64.b64decode("".join(lines[1:-1]), validate=True)
    except UNREADABLE:
        return ""
    return hashlib.sha256(der).hexdigest() if der[:12] == ED25519 and len(der) == 44 else ""


def _signature(
    package: Folder, whose: str, key: str | None, signed: SignatureCheck
) -> tuple[str, list[Problem]]:  # fmt: skip
    problems = []
    if key and key != whose:
        problems.append(Problem(PUBLIC_KEY, "is not the key you named: somebody else sealed this package", key, whose))
    try:
        content, signature, pem = (package.read(name) for name in (TAG_MANIFEST, SIGNATURE, PUBLIC_KEY))
    except OSError:
        return "missing", problems
    if not whose:
        return "invalid", [*problems, Problem(PUBLIC_KEY, "is not an Ed25519 public key")]
    if len(signature) != 64:
        problem = Problem(SIGNATURE, "is not an Ed25519 signature", "64 bytes", f"{len(signature)} bytes")
        return "invalid", [*problems, problem]
    holds = signed(content, signature, pem)
    if holds is None:
        return "not checked", problems
    if not holds:
        what = f"{TAG_MANIFEST} was changed after it was signed, or the signature was"
        problems.append(Problem(SIGNATURE, "does not hold", f"a signature by key {whose}", what))
    return "valid" if holds else "invalid", problems


def openssl(content: bytes, signature: bytes, pem: bytes) -> bool | None:
    """Check an Ed25519 signature with the `openssl` command; None where there is none that can."""
    command = shutil.which("openssl")
    if not command:
        return None
    with tempfile.TemporaryDirectory() as folder:
        names = {name: os.path.join(folder, name) for name in ("content", "signature", "key")}
        for name, value in (("content", content), ("signature", signature), ("key", pem)):
            Path(names[name]).write_bytes(value)
        verify = [command, "pkeyutl", "-verify", "-pubin", "-inkey", names["key"], "-rawin", "-in", names["content"],
                  "-sigfile", names["signature"]]  # fmt: skip
        result = subprocess.run(verify, capture_output=True, text=True, check=False)
    if "Signature Verified Successfully" in result.stdout and result.returncode == 0:
        return True
    return False if "Signature Verification Failure" in result.stdout + result.stderr else None


# What is said about the package


def _bag_info(package: Folder, whose: str) -> Iterator[Problem]:
    fields: dict[str, tuple[int, str]] = {}
    for number, line in enumerate(_text(package, "bag-info.txt").split("\n")[:-1], start=1):
        name, colon, value = line.partition(": ")
        if not colon or name in fields:
            yield Problem("bag-info.txt", "has a line that is no field, or a field twice", "", line, number)
        fields[name] = (number, value)
    payload = [size for name, size in package.sizes.items() if name.startswith("data/")]
    lines = _journal_lines(package)
    last = _parse(lines[-1]).get("hash", "") if lines else ""
    expected = {"Payload-Oxum": f"{sum(payload)}.{len(payload)}", "Key-Fingerprint": whose,
                "Journal-Entries": str(len(lines)), "Journal-Head": str(last)}  # fmt: skip
    for name, value in expected.items():
        line_number, found = fields.get(name, (None, ""))
        if found != value:
            yield Problem("bag-info.txt", f"says otherwise about {name}", value, found, line_number)


# The custody log


def _journal_lines(package: Folder) -> list[str]:
    text = _text(package, JOURNAL)
    return text[:-1].split("\n") if text.endswith("\n") else text.split("\n") if text else []


def _journal(package: Folder) -> Iterator[Problem]:
    previous = "0" * 64
    for number, text in enumerate(_journal_lines(package), start=1):
        line = _parse(text)
        if not line:
            yield Problem(JOURNAL, "has a line that is no entry", "a JSON object", text, number)
            continue
        if line.get("seq") != number:
            yield Problem(JOURNAL, "has an entry out of sequence", str(number), str(line.get("seq")), number)
        if line.get("previous") != previous:
            found = str(line.get("previous"))
            yield Problem(JOURNAL, "has an entry that does not follow the one before it", previous, found, number)
        chained = _sha256(_canonical({name: line.get(name) for name in CHAINED}))
        if line.get("hash") != chained:
            yield Problem(JOURNAL, "has a changed entry", str(line.get("hash")), chained, number)
        if ("details" in line) != ("salt" in line):
            yield Problem(JOURNAL, "has an entry with details but no salt, or salt but no details", line=number)
        elif "details" in line and _sha256(str(line["salt"]) + _canonical(line["details"])) != line.get("commitment"):
            yield Problem(JOURNAL, "has an entry whose details were changed", str(line.get("commitment")), "", number)
        previous = str(line.get("hash"))


def _parse(text: str) -> dict[str, Any]:
    try:
        line = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return line if isinstance(line, dict) else {}


def _canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()


# Exhibits against the subgraph


class Subgraph:
    """The rows of the subgraph as far as exhibits repeat them: by what they are about, line and digest of each row."""

    def __init__(self, package: Folder) -> None:
        """Read both tables of the subgraph once."""
        self.nodes: dict[str, tuple[int, str]] = {}
        self.account_of: dict[str, str] = {}
        self.links: dict[tuple[str, ...], tuple[int, str]] = {}
        self.members: dict[str, dict[str, tuple[int, str]]] = {}
        for row in read_csv(package, NODES):
            if row["label"] in ("Account", "Post") and row["boundary"] == "false":
                self.nodes[row["node"]] = (row.line, _digest(row, PROFILE if row["label"] == "Account" else POST))
        for row in read_csv(package, EDGES):
            source, target = row["source"].partition("/")[2], row["target"].partition("/")[2]
            if row["type"] == "POSTED":
                self.account_of[target] = source
            elif row["type"] == "CO_ACTED":
                about = (source, target, row["behaviour"], row["window_seconds"])
                self.links[about] = (row.line, _digest(row, LINK))
            elif row["type"] == "MEMBER_OF":
                self.members.setdefault(target, {})[source] = (row.line, _digest(row, MEMBER))
        self.posts_of = Counter(self.account_of.values())


PROFILE = ("platform", "id", "handle", "name", "created_at", "followers", "following", "bio", "region", "verified",
           "identity")  # fmt: skip
POST = ("platform", "at", "precision", "text", "language", "kind", "likes", "replies", "reposts", "views", "client",
        "region", "url", "source", "file", "place")  # fmt: skip
LINK = ("run", "occasions", "objects", "pairs", "expected", "p", "q", "status", "first_at", "last_at")
MEMBER = ("core", "stability")


def _exhibits(package: Folder) -> Iterator[Problem]:
    index = {row["exhibit"]: row for row in read_csv(package, "data/exhibits/index.csv")}
    folders = {
        name.split("/")[2] for name in package.sizes if name.startswith("data/exhibits/") and name.count("/") > 2
    }
    for number in sorted(folders ^ set(index)):
        fits = "a folder without a line in the index" if number in folders else "a line in the index without a folder"
        yield Problem("data/exhibits/index.csv", f"does not fit exhibit {number}", "both a folder and a line", fits)
    there = sorted(folders & set(index))
    if _is_summary(package):
        for number in there:
            file = f"data/exhibits/{number}/summary.json"
            yield from _guarded(file, partial(_is_it, package, file, index[number]))
        return
    subgraph = Subgraph(package)
    for number in there:
        folder = f"data/exhibits/{number}"
        yield from _guarded(f"{folder}/summary.json", partial(_is_it, package, f"{folder}/summary.json", index[number]))
        yield from _guarded(f"{folder}/summary.json", partial(_row_counts, package, folder))
        yield from _guarded(f"{folder}/members.csv", partial(_members, package, folder, index[number], subgraph))
        yield from _guarded(f"{folder}/links.csv", partial(_links, package, folder, subgraph))
        yield from _guarded(f"{folder}/posts.csv", partial(_posts, package, folder, subgraph))


def _is_it(package: Folder, file: str, index: Row) -> Iterator[Problem]:
    """Check that the exhibit in this folder is the one that the index names."""
    said = json.loads(_text(package, file))
    for name in ("exhibit", "kind", "about"):
        if said[name] != index[name]:
            problem = f"is of another exhibit than the index says (line {index.line})"
            yield Problem(file, problem, index[name], str(said[name]))


def _row_counts(package: Folder, folder: str) -> Iterator[Problem]:
    for table, said in json.loads(_text(package, f"{folder}/summary.json"))["rows"].items():
        rows = sum(1 for _ in read_csv(package, f"{folder}/{table}.csv"))
        if said != rows:
            what = "has another number of rows than its summary says"
            yield Problem(f"{folder}/{table}.csv", what, str(said), str(rows))


def _members(package: Folder, folder: str, index: Row, subgraph: Subgraph) -> Iterator[Problem]:
    file, seen = f"{folder}/members.csv", set()
    membership = subgraph.members.get(index["about"], {}) if index["kind"] == "cluster" else None
    for row in read_csv(package, file):
        key = row["account"]
        if key in seen:
            yield Problem(file, "names an account twice", "", key, row.line)
        seen.add(key)
        yield from _same(file, row, subgraph.nodes.get(f"Account/{key}"), _digest(row, PROFILE), NODES)
        if membership is not None:
            yield from _same(file, row, membership.get(key), _digest(row, MEMBER), EDGES)
    expected = set(membership) if membership is not None else set(index["about"].split(" "))
    for key in sorted(expected - seen):
        yield Problem(file, "lacks an account", key, "no such row")


def _links(package: Folder, folder: str, subgraph: Subgraph) -> Iterator[Problem]:
    file = f"{folder}/links.csv"
    for row in read_csv(package, file):
        about = (row["a"], row["b"], row["behaviour"], row["window_seconds"])
        yield from _same(file, row, subgraph.links.get(about), _digest(row, LINK), EDGES)


def _posts(package: Folder, folder: str, subgraph: Subgraph) -> Iterator[Problem]:
    """Check posts against the subgraph, and the shared objects against the posts."""
    file = f"{folder}/posts.csv"
    times: dict[str, tuple[str, str]] = {}
    rows: Counter[str] = Counter()
    for row in read_csv(package, file):
        key, account = row["post"], row["account"]
        times[key] = (account, row["at_utc"])
        rows[account] += 1
        row["at"] = row["at_utc"]
        yield from _same(file, row, subgraph.nodes.get(f"Post/{key}"), _digest(row, POST), NODES)
        if subgraph.account_of.get(key) != account:
            yield Problem(file, "gives a post to another account than the subgraph", str(subgraph.account_of.get(key)),
                          account, row.line)  # fmt: skip
    for account, count in rows.items():
        if subgraph.posts_of[account] != count:
            yield Problem(file, f"does not hold all posts of {account}", str(subgraph.posts_of[account]), str(count))
    file = f"{folder}/shared.csv"
    for row in read_csv(package, file):
        sides = [(row[f"{side}_account"], row[f"{side}_at_utc"]) for side in ("first", "second")]
        for side, post in zip(sides, (row["first_post"], row["second_post"]), strict=True):
            if times.get(post) != side:
                yield Problem(file, f"differs from posts.csv about {post}", str(times.get(post)), str(side), row.line)
        gap = (_moment(sides[1][1]) - _moment(sides[0][1])) // timedelta(microseconds=1)
        if gap != round(float(row["gap_seconds"]) * 1e6) or gap < 0:
            told = (str(gap / 1e6), row["gap_seconds"])
            yield Problem(file, "has a gap that is not between its two times", *told, row.line)


def _same(file: str, row: Row, there: tuple[int, str] | None, digest: str, other: str) -> Iterator[Problem]:
    if there is None:
        yield Problem(file, f"has a row that is not in {other}", "", str(dict(list(row.items())[:4])), row.line)
    elif there[1] != digest:
        yield Problem(file, f"differs from {other}", f"as in line {there[0]} of {other}", "other values", row.line)


def _digest(row: Row, columns: Iterable[str]) -> str:
    return hashlib.sha256("\x1f".join(row.get(name) or "" for name in columns).encode()).hexdigest()[:24]


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


# Counts against what was left out


def _counts(package: Folder) -> Iterator[Problem]:
    left: Counter[str] = Counter()
    loads: set[tuple[str, str, str]] = set()
    for row in read_csv(package, OMISSIONS):
        left[row["file"]] += int(row["count"] or 0)
        if row["stage"] == "load":
            loads.add((row["item"], row["what"], row["count"]))
    counted = set()
    for row in read_csv(package, COUNTS):
        name, said = row["file"], int(row["rows"])
        counted.add(name)
        rows = _row_count(package, name)
        if rows != said:
            yield Problem(name, "has another number of rows than was counted", str(said), str(rows))
        if int(row["considered"]) - said != left[name]:
            yield Problem(OMISSIONS, f"does not account for what {name} lacks", str(int(row["considered"]) - said),
                          str(left[name]))  # fmt: skip
    for name in sorted(package.sizes):
        if name.startswith("data/") and name.endswith(".csv") and name not in (COUNTS, *counted):
            yield Problem(COUNTS, "does not count a table", name, "no such line")
    yield from _sources(package, loads)


def _sources(package: Folder, loads: set[tuple[str, str, str]]) -> Iterator[Problem]:
    for row in read_csv(package, "data/sources.csv"):
        if int(row["records"]) != sum(int(row[name]) for name in ("used", "duplicates", "rejects")):
            yield Problem("data/sources.csv", "has a file whose records do not add up", row["records"],
                          "used + duplicates + rejects", row.line)  # fmt: skip
        for what in ("duplicates", "rejects"):
            if int(row[what]) and (row["sha256"], what, row[what]) not in loads:
                yield Problem(OMISSIONS, f"does not list the {what} of {row['sha256']}", row[what], "no such line")


def _row_count(package: Folder, name: str) -> int:
    return sum(1 for _ in read_csv(package, name))


# Reading


def read_csv(package: Folder, name: str) -> Iterator[Row]:
    """Read a table of the package, each row with the line on which it starts."""
    with package.open(name) as file, io.TextIOWrapper(file, encoding="utf-8", newline="") as text:
        reader = csv.reader(text, strict=True)
        columns = next(reader)
        start = reader.line_num + 1
        for values in reader:
            if len(values) != len(columns):
                raise ValueError(f"line {start} has {len(values)} cells, not {len(columns)}")
            row = Row(zip(columns, values, strict=True))
            row.line, start = start, reader.line_num + 1
            yield row


def _text(package: Folder, name: str) -> str:
    return package.read(name).decode("utf-8")


def _guarded(file: str, checks: Callable[[], Iterable[Problem]]) -> list[Problem]:
    """Run checks; a file too broken to be checked is one more problem, not the end."""
    problems: list[Problem] = []
    try:
        for problem in checks():
            problems.append(problem)
    except UNREADABLE as error:
        problems.append(Problem(file, "could not be checked", "", f"{type(error).__name__}: {error}"))
    return problems


def _printable(problem: Problem) -> Problem:
    """Texts of a package are hostile: none may reach a terminal with control characters, or without end."""
    file, what, expected, found = (
        "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text[:300]) for text in problem[:4]
    )
    return Problem(file, what, expected, found, problem.line)


# The command


def tell(report: dict[str, Any]) -> Iterator[str]:
    """Return the report in sentences; the first says whose key it is and who vouched for it."""
    whose = report["key"] or "no readable key"
    if report["vouched"]:
        yield f"Sealed with the key you named: {whose}"
    else:
        yield (
            f"Sealed with key {whose}, and nobody vouched for it: anyone can seal a package with a key of their own. "
            "Ask the sender for the fingerprint by another way and give it with --key."
        )
    unchecked = " (no openssl here can; install OpenSSL 3 and run this again)"
    yield f"Signature: {report['signature']}" + (unchecked if report["signature"] == "not checked" else "")
    for problem in report["problems"]:
        where = problem["file"] + (f", line {problem['line']}" if problem["line"] else "")
        detail = "; ".join(f"{name}: {problem[name]}" for name in ("expected", "found") if problem[name])
        yield f"{where}: {problem['problem']}" + (f" ({detail})" if detail else "")
    yield f"{len(report['problems'])} problems." if report["problems"] else "Everything else holds."


def main(arguments: list[str] | None = None) -> int:
    """Check the package named, or the one that this file lies in."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("package", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--key", help="fingerprint of the case key, told to you by another way than the package")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    options = parser.parse_args(arguments)
    key = re.sub(r"[\s:]|sha256", "", options.key.lower()) if options.key else None
    if key is not None and not re.fullmatch("[0-9a-f]{64}", key):
        parser.error("a fingerprint has 64 hexadecimal digits")
    if not options.package.exists():
        parser.error(f"{options.package} does not exist")
    report = check(open_package(options.package), key=key)
    print(json.dumps(report, ensure_ascii=False, indent=2) if options.json else "\n".join(tell(report)))
    if report["problems"]:
        return 1
    return 0 if report["valid"] else 3


if __name__ == "__main__":
    sys.exit(main())
