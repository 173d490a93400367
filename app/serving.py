"""How the pages are served: the Streamlit options that keep them private, and the command that starts them."""

import sys
from collections.abc import Sequence
from pathlib import Path

FRONT = Path(__file__).with_name("front.py")
#: Where Streamlit has to be started: it reads the look of the pages from `.streamlit/config.toml` here.
ROOT = FRONT.parent.parent
LOOPBACK = "127.0.0.1"
_LOCAL_HOSTS = ("localhost", "127.0.0.1")

#: Holds for every start. No usage statistics, no error details or outside links on pages, no static files. Copies of
#: tables are our own only: theirs would let a spreadsheet run what a post says. No forged hosts or origins: without
#: `allowedHosts` a forged Host with a foreign Origin gets a WebSocket.
SAFETY = (
    "--global.developmentMode=false",
    "--browser.gatherUsageStats=false",
    "--client.showErrorDetails=none",
    "--client.showErrorLinks=false",
    "--client.toolbarMode=viewer",
    "--client.disableDataExport=true",
    "--server.headless=true",
    "--server.enableXsrfProtection=true",
    "--server.enableCORS=true",
    "--server.enableStaticServing=false",
    "--server.fileWatcherType=none",
    "--server.maxUploadSize=1",
)


def streamlit_command(
    cases: Sequence[Path], *, port: int, address: str = LOOPBACK, hosts: Sequence[str] = ()
) -> list[str]:
    """Name the program and arguments that serve the pages of these cases; start it with ROOT as working folder.

    `hosts` are the names under which browsers may reach the pages, besides this machine's own; a request for another
    Host is refused.
    """
    allowed = list(dict.fromkeys([*_LOCAL_HOSTS, *([address] if address not in ("0.0.0.0", "::") else []), *hosts]))
    return [
        *(sys.executable, "-m", "streamlit", "run", str(FRONT)),
        *SAFETY,
        f"--server.port={port}",
        f"--server.address={address}",
        *(f"--server.allowedHosts={host}" for host in allowed),
        "--",
        *(str(Path(case).absolute()) for case in cases),
    ]
