"""Compile the loops once, at install, so that first use does not wait for the compiler: `python -m detection.warming`.

What is compiled is kept beside the sources (or in the user's cache where these cannot be written) and fits this
processor only: on another one the first use compiles again by itself.
"""

import sys
import time
from typing import get_args

import numpy as np
import polars as pl
from scipy import sparse

from detection.chance import Activity, expected_coactions
from detection.copy_graph import find_copy_groups, find_incidence
from detection.families import Originals, find_families
from detection.grams import find_grams, has_grams
from detection.nearness_kernel import sort_rows, sweep_ends
from detection.pairs import PairOptions, Rule, count_pairs
from detection.shared_texts import find_texts


def warm() -> None:
    """Run every compiled loop on a little invented data, through the functions that use it."""
    rows = np.arange(400)
    shares = pl.DataFrame({"account": rows % 7, "object": rows // 40, "post": rows, "at": rows})
    for rule in get_args(Rule):
        count_pairs(shares, 60, options=PairOptions(engine="kernel", rule=rule))
    for codes in (np.zeros(2, dtype=np.int64), np.zeros(2, dtype=np.int32)):
        stamps = np.arange(2, dtype=np.int64)
        sweep_ends(codes, stamps, np.ones(1, dtype=np.int64))
        sort_rows(codes, stamps, 1)
    posts = sparse.csr_array(np.ones((4, 3)))
    expected_coactions(Activity(posts), np.ones(3), np.zeros(2, dtype=np.int64), np.ones(2, dtype=np.int64))
    texts = pl.Series([f"word{row % 9} says that number {row % 5} is on line" for row in rows.tolist()])
    assert has_grams(texts).all()
    originals = Originals(rows % 50, rows, rows * 60_000_000, np.zeros_like(rows))
    grams = find_grams(texts)
    found = find_texts(originals, grams, find_families(originals, grams, seed=1), accounts=50)
    find_copy_groups(find_incidence(originals, found), found, accounts=50, seed=1)


if __name__ == "__main__":
    started = time.monotonic()
    warm()
    print(f"Compiled for this processor in {time.monotonic() - started:.0f} s.", file=sys.stderr)
