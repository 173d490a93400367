"""The command that serves the pages."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Annotated

import typer

from app.commands.output import AsJson, say, show_facts
from app.commands.verbs import command
from app.serving import LOOPBACK, ROOT, streamlit_command
from case import journal
from case.errors import ShoalError, Unreachable
from case.folder import open_case
from graph.opening import open_graph
from graph.process import dies_with

_START_SECONDS = 60.0
_STOP_SECONDS = 5.0
_LOOK_SECONDS = 0.2


@command("serve")
def serve(
    folders: Annotated[list[Path], typer.Argument(metavar="CASE…", help="Case folders.")],
    port: Annotated[int, typer.Option(help="Port of the pages; 0 takes a free one.")] = 8501,
    address: Annotated[
        str, typer.Option(help="Address to listen on; other machines reach only what you name here.")
    ] = LOOPBACK,
    hosts: Annotated[list[str] | None, typer.Option("--host", help="A name under which browsers reach them.")] = None,
    json: AsJson = False,
) -> None:
    """Serve the pages of cases, and their embedded servers, until Ctrl+C.

    Example: shoal serve mycase
    """
    cases = [open_case(folder) for folder in folders]
    port = _free_port(address, port)
    with ExitStack() as stack:
        for case in cases:
            stack.enter_context(open_graph(case, purpose="serve"))
            journal.record(case, "pages served", {"address": address, "port": port})
        pages = subprocess.Popen(
            streamlit_command([case.path for case in cases], port=port, address=address, hosts=hosts or ()),
            cwd=ROOT, env={**os.environ, "PYTHONUNBUFFERED": "1"}, stdout=subprocess.DEVNULL, start_new_session=True,
            preexec_fn=dies_with(os.getpid()),
        )  # fmt: skip
        try:
            _await_start(pages, address, port)
            host = f"[{address}]" if ":" in address else address
            show_facts({"address": f"http://{host}:{port}"}, json=json)
            sys.stdout.flush()
            say("Ctrl+C ends the pages.")
            while pages.poll() is None:  # wait() may sleep through a Ctrl+C that another thread was given
                time.sleep(_LOOK_SECONDS)
        except KeyboardInterrupt:
            say("The pages end.")
        finally:
            _stop(pages)


def _free_port(address: str, port: int) -> int:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with closing(socket.socket(family)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            raise ShoalError(
                f"Port {port} on {address} cannot be used: {error.strerror}. Try another --port; 0 takes a free one."
            ) from error
        return int(probe.getsockname()[1])


def _await_start(pages: "subprocess.Popen[bytes]", address: str, port: int) -> None:
    reach = LOOPBACK if address in ("0.0.0.0", "::") else address
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end:
        if pages.poll() is not None:
            raise Unreachable(
                f"The pages ended while starting (exit code {pages.returncode}). See the lines above; try: shoal doctor"
            )
        try:
            socket.create_connection((reach, port), timeout=1.0).close()
            return
        except OSError:
            time.sleep(0.1)
    raise Unreachable(f"The pages did not answer on port {port} within {_START_SECONDS:.0f} s. Try: shoal doctor")


def _stop(pages: "subprocess.Popen[bytes]") -> None:
    if pages.poll() is None:
        pages.send_signal(signal.SIGTERM)
        try:
            pages.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            pages.kill()
            pages.wait()
