"""The lock comes in, the paths of checked jars go out; a jar that differs from the lock is refused, never used."""

import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from platformdirs import user_cache_path

from case.errors import ShoalError, Unreachable
from graph.lock import NEO4J_VERSION, Jar, hash_jar, read_lock

FOLDER_VARIABLE = "SHOAL_NEO4J_JARS"


class WrongJar(ShoalError):
    """A jar's bytes are not those of the lock."""


def jars_folder() -> Path:
    """The folder the jars are in: SHOAL_NEO4J_JARS where set, otherwise this user's cache, shared by all cases."""
    given = os.environ.get(FOLDER_VARIABLE)
    return Path(given) if given else user_cache_path("shoal") / f"neo4j-{NEO4J_VERSION}"


def find_jar(jar: Jar, folder: Path) -> Path | None:
    """Where the jar lies in a flat folder or one laid out as a Maven repository; None when it is missing."""
    places = (folder / jar.file_name, folder / jar.repository_path)
    return next((place for place in places if place.is_file()), None)


def check_jars(folder: Path, jars: Iterable[Jar] | None = None) -> list[Path]:
    """Hash every jar of the lock and return their paths in lock order: the class path.

    All bytes are read at every start (126 MB, about 0.1 s): sizes and times of files would not show tampering.
    """
    wanted = read_lock() if jars is None else tuple(jars)
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        return list(pool.map(lambda jar: _check(jar, folder), wanted))


def refuse_unless_locked(jar: Jar, path: Path) -> None:
    """Raise WrongJar, which names both hashes and the next step, when the file's bytes are not those of the lock."""
    size, sha256 = path.stat().st_size, hash_jar(path)
    if (size, sha256) != (jar.size, jar.sha256):
        raise WrongJar(
            f"{path} is not the locked {jar.coordinate}: expected SHA-256 {jar.sha256} ({jar.size} bytes), "
            f"found {sha256} ({size} bytes). It was not used. Delete it and run the command again; "
            "if it comes back different again, somebody on the way changed it: do not go on, ask for help."
        )


def _check(jar: Jar, folder: Path) -> Path:
    path = find_jar(jar, folder)
    if path is None:
        raise Unreachable(f"{jar.file_name} is missing in {folder}; run the command again to fetch the jars of Neo4j.")
    refuse_unless_locked(jar, path)
    return path
