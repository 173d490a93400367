"""A home, the folder of the jars and a port come in; a started Java machine goes out, with a password set before its
first start.
"""

import os
import secrets
import subprocess
from pathlib import Path
from typing import IO

from case.errors import Unreachable
from case.writing import write_text
from graph.admin import admin_process
from graph.home import Home
from graph.jars import check_jars
from graph.process import start_java, write_arguments
from graph.settings import (
    FLAGS_VARIABLE,
    MAIN_CLASS,
    MEMORY_VARIABLE,
    Memory,
    java_flags,
    machine_memory,
    render_settings,
    size_memory,
)

USER = "neo4j"  # Community has one kind of login: an administrator
#: In less than a minute the best compilation costs more than it saves: 18 CPU seconds instead of 11 at 100,000 posts.
_BRIEF = "-XX:TieredStopAtLevel=1"
_LIGHT = (_BRIEF, "-Xmx128m")  # for an admin command of a moment


def launch_server(home: Home, jars: Path, port: int) -> subprocess.Popen[str]:
    """Check the jars, write the settings and start Neo4j. Raises WrongJar before anything of a changed jar is run."""
    class_path = find_class_path(jars)
    memory = write_settings(home, port)
    with fresh_log(home) as log:
        set_password(home, class_path, log)
        arguments = home.conf / "server.args"
        flags = java_flags(memory, f"{_BRIEF if home.is_passing else ''} {os.environ.get(FLAGS_VARIABLE, '')}")
        write_arguments(arguments, ["-cp", class_path, *flags, MAIN_CLASS])
        places = [f"--home-dir={home.path}", f"--config-dir={home.conf}", "--console-mode"]
        return start_java([f"@{arguments}", *places], log=log)


def find_class_path(jars: Path) -> str:
    """The class path of the jars in a folder, each checked against the lock."""
    return os.pathsep.join(str(jar) for jar in check_jars(jars))


def write_settings(home: Home, port: int) -> Memory:
    """Write neo4j.conf for this machine and return how its memory is shared."""
    memory = size_memory(machine_memory(), os.environ.get(MEMORY_VARIABLE))
    write_text(home.conf / "neo4j.conf", render_settings(port, memory))
    return memory


def set_password(home: Home, class_path: str, log: IO[str], *, password: str | None = None) -> None:
    """Give a new store its password, a new one unless it is named; a store that has one keeps it."""
    if home.password_file.exists():
        return
    password = password or secrets.token_hex(24)
    command = ["dbms", "set-initial-password", password]
    with admin_process(home, class_path, command, flags=_LIGHT, log=log) as process:
        code = process.wait()
    if code:
        raise Unreachable(f"Neo4j's admin tool ended with code {code} for {home.path}; its words are in {log.name}.")
    write_text(home.password_file, password, mode=0o600)  # last: a crash before this line sets another one next time


def fresh_log(home: Home, name: str = "server.log") -> IO[str]:
    """Open a log; the one before stays beside it with .1, since a crash is read about after the restart."""
    log = home.logs / name
    if log.exists():
        log.replace(log.with_name(f"{name}.1"))
    return log.open("w", encoding="utf-8")
