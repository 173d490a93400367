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
from graph.home import Home
from graph.jars import check_jars
from graph.process import start_java, write_arguments
from graph.settings import (
    ADMIN_CLASS,
    FLAGS_VARIABLE,
    MAIN_CLASS,
    MEMORY_VARIABLE,
    java_flags,
    machine_memory,
    render_settings,
    size_memory,
)

USER = "neo4j"  # Community has one kind of login: an administrator


def launch_server(home: Home, jars: Path, port: int) -> subprocess.Popen[str]:
    """Check the jars, write the settings and start Neo4j. Raises WrongJar before anything of a changed jar is run."""
    class_path = os.pathsep.join(str(jar) for jar in check_jars(jars))
    memory = size_memory(machine_memory(), os.environ.get(MEMORY_VARIABLE))
    write_text(home.conf / "neo4j.conf", render_settings(port, memory))
    with _fresh_log(home) as log:
        _set_password(home, class_path, log)
        arguments = home.conf / "server.args"
        write_arguments(
            arguments, ["-cp", class_path, *java_flags(memory, os.environ.get(FLAGS_VARIABLE, "")), MAIN_CLASS]
        )
        places = [f"--home-dir={home.path}", f"--config-dir={home.conf}", "--console-mode"]
        return start_java([f"@{arguments}", *places], log=log)


def _set_password(home: Home, class_path: str, log: IO[str]) -> None:
    """Give a new store its password; the admin tool reads it from a file, since command lines are open to all."""
    if home.password_file.exists():
        return
    password = secrets.token_hex(24)
    arguments = home.conf / "password.args"
    command = [ADMIN_CLASS, "dbms", "set-initial-password", password]
    write_arguments(arguments, ["-cp", class_path, "-XX:TieredStopAtLevel=1", "-Xmx128m", *command])
    environment = {"NEO4J_HOME": str(home.path), "NEO4J_CONF": str(home.conf)}
    try:
        code = start_java([f"@{arguments}"], log=log, environment=environment).wait()
    finally:
        arguments.unlink()
    if code:
        raise Unreachable(f"Neo4j's admin tool ended with code {code} for {home.path}; its words are in {log.name}.")
    write_text(home.password_file, password, mode=0o600)  # last: a crash before this line sets another one next time


def _fresh_log(home: Home) -> IO[str]:
    """Open the server's log; the one before stays as server.log.1, since a crash is read about after the restart."""
    log = home.logs / "server.log"
    if log.exists():
        log.replace(log.with_name("server.log.1"))
    return log.open("w", encoding="utf-8")
