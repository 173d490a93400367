"""Perceptual hashes come in, a name for each picture goes out: copies that were scaled or packed anew get one name.

A name rests on the hashes alone, so it is the same in whatever order they came. Equal names mean "looks the same": two
photographs of one scene seldom do, two screenshots of one form may.
"""

import numpy as np
import polars as pl

#: Objects of behaviour `media` that stand for captured pictures begin with this.
PICTURES = "picture:"
#: Bits of 64 in which two copies of one picture may differ. Measured in docs/formats.md.
NEAR_BITS = 6
_BITS, _BANDS = 64, NEAR_BITS + 1


def name_pictures(hashes: pl.Series) -> pl.DataFrame:
    """Name pictures by hash (16 hex digits): columns picture, name. The name is the lowest hash of all that are near.

    Near ones of near ones belong together too. Hashes that differ in at most n bits agree in one of n + 1 bands, so
    only such pairs are compared.
    """
    # Loaded here: it takes a third of a second, and few cases hold pictures.
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    known = sorted(set(hashes.to_list()))
    values = np.array([int(hash, 16) for hash in known], dtype=np.uint64)
    edges = [_near(values, band) for band in range(_BANDS)]
    pairs = np.concatenate(edges, axis=1) if edges else np.zeros((2, 0), dtype=np.int64)
    size = len(known)
    tied = coo_array((np.ones(pairs.shape[1], dtype=np.int8), (pairs[0], pairs[1])), shape=(size, size))
    group = connected_components(tied, directed=False)[1] if size else np.zeros(0, dtype=np.int64)
    frame = pl.DataFrame({"picture": known, "group": group}, schema={"picture": pl.String, "group": pl.Int64})
    return frame.select("picture", name=pl.col("picture").min().over("group"))


def _near(values: np.ndarray, band: int) -> np.ndarray:
    """Return the pairs of places (2 x n) that agree in a band and differ in few bits altogether."""
    low, high = band * _BITS // _BANDS, (band + 1) * _BITS // _BANDS
    key = (values >> np.uint64(low)) & np.uint64((1 << (high - low)) - 1)
    rows = pl.DataFrame({"at": np.arange(values.size), "key": key})
    pairs = rows.join(rows, on="key", suffix="_other").filter(pl.col("at") < pl.col("at_other"))
    one, other = pairs["at"].to_numpy(), pairs["at_other"].to_numpy()
    few = np.bitwise_count(values[one] ^ values[other]) <= NEAR_BITS
    return np.stack([one[few], other[few]])
