"""The committed list of Neo4j jars comes in as a file, goes out as coordinates with SHA-256 and size.

A line of the lock is `group:artifact:version[:classifier] sha256 size`; lines are sorted, `#` starts a comment. To
make a lock anew for another version, let Maven copy the run-time dependencies of `org.neo4j:neo4j:VERSION` into a
folder laid out as a repository, look at what came, and hand that folder to this module:

    mvn dependency:copy-dependencies -DincludeScope=runtime -Dmdep.useRepositoryLayout=true -DoutputDirectory=FOLDER
    python -m graph.lock FOLDER graph/neo4j-VERSION.lock
"""

import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path

NEO4J_VERSION = "5.26.31"  # the long-term line; change together with the lock file
LOCK_FILE = Path(__file__).with_name(f"neo4j-{NEO4J_VERSION}.lock")


@dataclass(frozen=True, slots=True)
class Jar:
    """One locked jar: where it comes from (Maven coordinate) and what its bytes must be."""

    group: str
    artifact: str
    version: str
    classifier: str  # "" for most; netty's native parts have one per system, such as linux-x86_64
    sha256: str
    size: int  # bytes

    @property
    def coordinate(self) -> str:
        """`group:artifact:version`, with `:classifier` where there is one."""
        return ":".join(part for part in (self.group, self.artifact, self.version, self.classifier) if part)

    @property
    def file_name(self) -> str:
        """The jar's name in a folder; unique within the lock."""
        return "-".join(part for part in (self.artifact, self.version, self.classifier) if part) + ".jar"

    @property
    def repository_path(self) -> Path:
        """The jar's path in a folder laid out as a Maven repository."""
        return Path(*self.group.split("."), self.artifact, self.version, self.file_name)


def read_lock(file: Path = LOCK_FILE) -> tuple[Jar, ...]:
    """Read the lock; ValueError names the line that is no lock line."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return tuple(
        _parse(line, place=f"{file.name} line {number}")
        for number, line in enumerate(lines, 1)
        if line and not line.startswith("#")
    )


def _parse(line: str, *, place: str) -> Jar:
    try:
        coordinate, sha256, size = line.split()
        group, artifact, version, *classifier = coordinate.split(":")
        return Jar(group, artifact, version, classifier[0] if classifier else "", sha256, int(size))
    except (ValueError, IndexError) as error:
        raise ValueError(
            f"{place}: found {line!r}, expected `group:artifact:version[:classifier] sha256 size`"
        ) from error


def hash_jar(file: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def write_lock(repository: Path, file: Path) -> int:
    """Write the lock of every jar below a folder laid out as a Maven repository; returns how many there are."""
    jars = sorted((_describe(path, repository) for path in repository.rglob("*.jar")), key=lambda jar: jar.coordinate)
    lines = [f"{jar.coordinate} {jar.sha256} {jar.size}" for jar in jars]
    head = f"# org.neo4j:neo4j and all it needs at run time: {len(jars)} jars; made by graph/lock.py"
    file.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return len(jars)


def _describe(path: Path, repository: Path) -> Jar:
    *group, artifact, version, name = path.relative_to(repository).parts
    classifier = name.removeprefix(f"{artifact}-{version}").removesuffix(".jar").removeprefix("-")
    return Jar(".".join(group), artifact, version, classifier, hash_jar(path), path.stat().st_size)


if __name__ == "__main__":
    print(write_lock(Path(sys.argv[1]), Path(sys.argv[2])), "jars")
