"""The lock comes in, a folder with all its jars goes out; what is downloaded is checked before it appears there."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from jgo.maven import MavenContext

from case.errors import Unreachable
from case.progress import Progress, silent
from graph.jars import FOLDER_VARIABLE, find_jar, jars_folder, refuse_unless_locked
from graph.lock import NEO4J_VERSION, Jar, read_lock

DOWNLOADS_AT_ONCE = 8  # 213 small files are bound by round trips, not by bandwidth
DOWNLOAD_TIMEOUT_SECONDS = 60


def fetch_jars(jars: Iterable[Jar] | None = None, *, progress: Progress = silent) -> Path:
    """Download the jars that are missing and return their folder. Counts jars.

    A folder given by SHOAL_NEO4J_JARS is only read: what is missing there is refused with its name. Raises
    Unreachable when a download fails and WrongJar when what came is not what the lock says.
    """
    wanted = read_lock() if jars is None else tuple(jars)
    folder = jars_folder()
    missing = [jar for jar in wanted if find_jar(jar, folder) is None]
    if missing and os.environ.get(FOLDER_VARIABLE):
        raise Unreachable(
            f"{FOLDER_VARIABLE}={folder} lacks {len(missing)} of {len(wanted)} jars, first {missing[0].file_name}; "
            f"copy the folder from a machine where the embedded graph has run, or unset {FOLDER_VARIABLE} to download."
        )
    if missing:
        _download(missing, folder, progress)
    return folder


def _download(missing: list[Jar], folder: Path, progress: Progress) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    step = f"fetching Neo4j {NEO4J_VERSION} (jars)"
    with _one_at_a_time(folder), tempfile.TemporaryDirectory(dir=folder, prefix="incoming-") as staging:
        context = MavenContext(repo_cache=Path(staging), timeout=DOWNLOAD_TIMEOUT_SECONDS)
        progress(step, 0, len(missing))
        with ThreadPoolExecutor(max_workers=DOWNLOADS_AT_ONCE) as pool:
            for done, _ in enumerate(pool.map(lambda jar: _fetch(jar, folder, context), missing), 1):
                progress(step, done, len(missing))


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Two first starts at once download once: the second waits, and then finds the files there."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _fetch(jar: Jar, folder: Path, context: MavenContext) -> None:
    if find_jar(jar, folder) is not None:
        return
    artifact = context.project(jar.group, jar.artifact).at_version(jar.version).artifact(jar.classifier)
    try:
        came = Path(artifact.resolve())
    except (OSError, RuntimeError) as error:  # the errors of the HTTP library are OSErrors
        raise Unreachable(
            f"{jar.coordinate} could not be downloaded ({type(error).__name__}); check the network and run the command "
            f"again, or set {FOLDER_VARIABLE} to a folder that has the jars."
        ) from error
    refuse_unless_locked(jar, came)
    shutil.move(came, folder / jar.file_name)  # the same file system: appears whole or not at all
