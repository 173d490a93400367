"""A whole new graph in `incoming` comes in, a home that holds it goes out; done again after a crash, it goes on.

Only the stores change places. Locks, state, password and port stay, so pages that have the graph open find it again.
Whoever calls `exchange` holds the supervisor's lock: then no server runs, and none is started.
"""

import os
import shutil

from case.writing import write_text
from graph.home import Home

_WHOLE = "whole"


def declare_whole(home: Home) -> None:
    """Say that the graph in `incoming` is whole and its server stopped: from here on it takes the place of the old."""
    write_text(home.incoming.path / _WHOLE, "The graph here was counted against the record. It takes its place.\n")


def exchange(home: Home) -> None:
    """Put a whole incoming graph, if there is one, in the place of the home's own."""
    incoming = home.incoming
    if (incoming.path / _WHOLE).exists():
        if incoming.data.exists():
            shutil.rmtree(home.outgoing, ignore_errors=True)
            if home.data.exists():
                os.rename(home.data, home.outgoing)
            os.rename(incoming.data, home.data)
        shutil.rmtree(incoming.path, ignore_errors=True)
    if home.data.exists():
        shutil.rmtree(home.outgoing, ignore_errors=True)
