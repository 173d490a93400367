"""The machine's memory and a free port come in, the settings of the embedded server go out; safety values are named
apart.

Settings were tried on 5.26.31. An unknown name stops the server and its admin tool, so they are written for this
version alone.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from case.errors import ShoalError

MEMORY_VARIABLE = "SHOAL_NEO4J_MEMORY"  # for the whole server, such as 2g; without it an eighth of the machine each
FLAGS_VARIABLE = "SHOAL_NEO4J_JAVA_FLAGS"  # more flags for the Java machine, parted by spaces
MEBIBYTE = 1024**2
_UNITS = {"m": MEBIBYTE, "g": 1024 * MEBIBYTE}
MAIN_CLASS = "org.neo4j.server.CommunityEntryPoint"
ADMIN_CLASS = "org.neo4j.cli.AdminTool"

# What makes the server safe to stand open on a machine that others use; checked against the running server at every
# connection. The empty list of procedures and the address list close LOAD CSV over the network and all procedures
# that are not Neo4j's own.
SAFETY: Mapping[str, str] = {
    "server.http.enabled": "false",
    "server.https.enabled": "false",
    "dbms.routing.enabled": "false",
    "dbms.security.auth_enabled": "true",
    "dbms.usage_report.enabled": "false",
    "client.allow_telemetry": "false",
    "dbms.security.allow_csv_import_from_file_urls": "false",
    "internal.dbms.cypher_ip_blocklist": "0.0.0.0/0,::/0",
    "dbms.security.procedures.allowlist": "",
}

_CONDUCT: Mapping[str, str] = {
    "db.transaction.timeout": "600s",  # reads ask for less; a batch takes about a second, minutes on a crowded machine
    "db.transaction.monitor.check.interval": "500ms",
    "db.lock.acquisition.timeout": "30s",
    "db.transaction.concurrent.maximum": "64",
    "db.tx_log.rotation.retention_policy": "2 files",
    "db.tx_log.rotation.size": "32m",
    "db.tx_log.preallocate": "false",
    # without these three a stop takes 10 to 12 s although the stores are closed after 0.2 s
    "db.shutdown_transaction_end_timeout": "1s",
    "internal.server.bolt.thread_pool_shutdown_wait_time": "1s",
    "internal.dbms.bolt.netty_server_shutdown_quiet_period": "0",
    "internal.dbms.bolt.netty_server_shutdown_timeout": "1s",
}


@dataclass(frozen=True, slots=True)
class Memory:
    """Bytes of memory for the Java heap and for Neo4j's page cache."""

    heap: int
    page_cache: int


def size_memory(total: int, asked: str | None = None) -> Memory:
    """Share out the memory of a machine with `total` bytes.

    Heap: an eighth, between 1 and 4 GiB (below, a batch of 10,000 posts does not fit; above, nothing here gets faster).
    Page cache: an eighth, between 256 MiB and 4 GiB. `asked` (such as `2g`) is the sum of the two, shared 2 : 1.
    """
    if asked:
        wanted = _bytes_of(asked)
        return Memory(heap=wanted * 2 // 3, page_cache=wanted // 3)
    return Memory(
        heap=min(max(total // 8, 1024 * MEBIBYTE), 4096 * MEBIBYTE),
        page_cache=min(max(total // 8, 256 * MEBIBYTE), 4096 * MEBIBYTE),
    )


def machine_memory() -> int:
    """Bytes of memory this process may count on: the machine's, or less where a container limits it."""
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limit = Path("/sys/fs/cgroup/memory.max")
    text = limit.read_text().strip() if limit.is_file() else "max"
    return min(total, int(text)) if text.isdigit() else total


def render_settings(port: int, memory: Memory) -> str:
    """The text of neo4j.conf: one `name=value` a line. The server listens on one loopback port and nowhere else."""
    address = f"127.0.0.1:{port}"
    settings = {
        "server.default_listen_address": "127.0.0.1",
        "server.bolt.listen_address": address,
        "server.bolt.advertised_address": address,
        "server.memory.pagecache.size": _mebibytes(memory.page_cache),
        # a transaction that grows past half the heap is ended by itself, before the heap is full and all are ended
        "db.memory.transaction.max": _mebibytes(memory.heap // 2),
        "dbms.memory.transaction.total.max": _mebibytes(memory.heap * 7 // 10),
        **SAFETY,
        **_CONDUCT,
    }
    return "".join(f"{name}={value}\n" for name, value in settings.items())


def java_flags(memory: Memory, more: str = "") -> list[str]:
    """Flags of the server's Java machine. Out of memory ends it at once: the supervisor starts it again, nothing is
    lost.
    """
    opened = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
    return [
        "-XX:+UseG1GC",
        "-XX:+ExitOnOutOfMemoryError",
        *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in opened),
        "--enable-native-access=ALL-UNNAMED",
        "-Dfile.encoding=UTF-8",
        "-Xms256m",
        f"-Xmx{_mebibytes(memory.heap)}",
        *more.split(),
    ]


def differing(found: Mapping[str, str | None]) -> list[str]:
    """The safety settings whose value on the running server is not ours, one phrase each."""
    return [
        f"{name} is {found.get(name)!r}, expected {expected!r}"
        for name, expected in SAFETY.items()
        if (found.get(name) or "") != expected
    ]


def _mebibytes(count: int) -> str:
    return f"{count // MEBIBYTE}m"


def _bytes_of(text: str) -> int:
    match = re.fullmatch(r"(\d+)([mg])", text.strip().lower())
    count = int(match[1]) * _UNITS[match[2]] if match else 0
    if count < 768 * MEBIBYTE:
        raise ShoalError(
            f"{MEMORY_VARIABLE}={text} is not a size the server can run with; use 768m or more, such as 2g."
        )
    return count
