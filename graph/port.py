"""Loopback ports: a free one, and whether a server that speaks Bolt answers on one."""

import contextlib
import socket

_ADDRESS = "127.0.0.1"
_HELLO = bytes.fromhex("6060B017" + "00000405" + "00000304" + "00000004" + "00000003")  # Bolt 5.4, 4.3, 4.0, 3


def free_port(*, preferred: int = 0) -> int:
    """A loopback port nobody listens on: the preferred one when it is free, so that clients find a restarted server
    again.

    Another program may take it before the server does; the server then ends and is started again on another one.
    """
    for port in (preferred, 0):
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((_ADDRESS, port))
            return int(probe.getsockname()[1])
    raise OSError("no free port on the loopback address")


def speaks_bolt(port: int) -> bool:
    """Does a server on this loopback port answer the Bolt handshake with a version?"""
    with contextlib.suppress(OSError), socket.create_connection((_ADDRESS, port), timeout=1) as connection:
        connection.sendall(_HELLO)
        return len(connection.recv(4)) == 4
    return False
