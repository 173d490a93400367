"""The cast in; two lists that people bring to a case out: suspects that the maker names, and accounts known to all.

Unlike the truth these are inputs: the suspects hold some members of the campaign and some angry but honest people.
"""

import csv
from pathlib import Path

import numpy as np

from campaign.people import Cast

KNOWN = {
    "official": "official account",
    "dealers": "dealer",
    "newsroom": "newsroom",
    "viral_account": "popular account",
}
SUSPECTED_MEMBERS = 0.4
"""Share of the largest group that the maker suspects."""

SUSPECTED_HONEST = 0.2
"""Honest accounts on the list, relative to those members."""


def write_lists(folder: Path, *, cast: Cast, rng: np.random.Generator) -> None:
    """Write `folder`/lists/suspects.txt (one account key a line) and known.csv (account, name, role)."""
    home = folder / "lists"
    home.mkdir(parents=True, exist_ok=True)
    members = np.flatnonzero(cast.group == 0)
    suspects = rng.choice(members, size=round(SUSPECTED_MEMBERS * len(members)), replace=False).tolist()
    honest = cast.of("owners", "rival_fans", "audience")
    suspects += rng.choice(honest, size=max(5, round(SUSPECTED_HONEST * len(suspects))), replace=False).tolist()
    lines = "".join(f"{key}\n" for key in sorted(cast.key(account) for account in suspects))
    (home / "suspects.txt").write_text(lines, encoding="utf-8", newline="\n")
    with (home / "known.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("account", "name", "role"))
        for account in cast.of(*KNOWN).tolist():
            writer.writerow((cast.key(account), cast.names[account], KNOWN[cast.crowd[account]]))
